"""A small partnership's workspace, taken as far along a cycle as a test wants it."""

import shutil
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from audits.demo import (
    fill_clean,
    fill_late,
    fill_queries,
    fill_sloppy,
    make_agencies,
    make_contacts,
    make_truth,
)
from audits.queries.concerns import list_concerns
from audits.register import Source
from audits.settings import init_workspace, read_settings
from audits.steps.agencies.import_list import import_agencies
from audits.steps.cycle.open import open_cycle
from audits.steps.packs.issue import issue_packs
from audits.steps.returns.concerns import acknowledge_concern
from audits.steps.sample.draw import draw_sample
from audits.steps.sample.load_register import load_register
from audits.steps.ticks.collect_everything import collect_everything
from audits.steps.ticks.runner import OneByOne
from audits.steps.ticks.send_everything import send_everything
from audits.storage.secrets import cycle_key, pack_key, unit_password
from audits.wiring import build
from audits.workspace import Workspace

from .databases import put_ready_database


_KEPT = TemporaryDirectory(prefix="workspaces-")
KIND, THURSDAY, REF = "mash_weekly", date(2017, 3, 9), "MASH-2017-W10"
UNITS = ("police", "health", "social_care")
FIVE = datetime(2017, 3, 9, 17, tzinfo=UTC)


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self, now: datetime = FIVE) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


def workspace_of(home: Path, now: datetime = FIVE) -> Workspace:
    """Return the parts of a workspace, as a new process would build them."""
    settings = read_settings(home)
    is_new = not any((home / name).exists() for name in ("audits.db", "vault.db"))
    if is_new and not settings.database:
        put_ready_database(home / "audits.db")
    inboxes = {
        name: each.model_copy(update={"still_for_seconds": 0})
        for name, each in settings.inboxes.items()
    }
    return build(settings.model_copy(update={"inboxes": inboxes}), Clock(now))


def loaded(home: Path, *, contacts: int = 3000, until: date = THURSDAY) -> Path:
    """Make a workspace with agencies and a register, its secrets fixed so that draws agree.

    What is not begun yet is a copy of one that is made once in a process.
    """
    if home.exists():
        return _load(home, contacts, until)
    return copy_of(_loaded(contacts, until), home)


@cache
def _loaded(contacts: int, until: date) -> Path:
    return _load(Path(_KEPT.name) / f"{contacts}-{until}", contacts, until)


def _load(home: Path, contacts: int, until: date) -> Path:
    init_workspace(home)
    workspace = workspace_of(home, datetime.combine(until, FIVE.timetz()))
    import_agencies(make_agencies(), workspace=workspace)
    export = make_contacts(until=until, contacts=contacts)
    load_register([Source("contacts.csv", export)], name="mash_contacts", workspace=workspace)
    cycle_key(workspace.vault, REF)
    pack_key(workspace.vault)
    for unit in UNITS:
        unit_password(workspace.vault, REF, unit)
    return home


def issue(workspace: Workspace) -> None:
    """Open the week's cycle, draw it and write its packs."""
    open_cycle(KIND, THURSDAY, workspace=workspace)
    draw_sample(REF, workspace=workspace)
    issue_packs(REF, workspace=workspace)


def issue_another_week(home: Path, contacts: int = 1500) -> None:
    """Load the next week's register, and open, draw and issue that week's cycle."""
    thursday = THURSDAY + timedelta(weeks=1)
    workspace = workspace_of(home, FIVE + timedelta(weeks=1))
    export = make_contacts(until=thursday, contacts=contacts)
    load_register([Source("contacts.csv", export)], name="mash_contacts", workspace=workspace)
    ref = open_cycle(KIND, thursday, workspace=workspace)
    draw_sample(ref, workspace=workspace)
    issue_packs(ref, workspace=workspace)


def send(workspace: Workspace) -> None:
    """Send what is due, as the tick does."""
    run = OneByOne(workspace)
    send_everything(run=run, workspace=workspace)
    run.check()


def collect(workspace: Workspace) -> None:
    """Collect what waits, and do all that follows from it, as the tick does."""
    run = OneByOne(workspace)
    collect_everything(run=run, workspace=workspace)
    run.check()


def pack_of(home: Path, unit: str) -> Path:
    """Return where the first pack of a unit lies once it is sent."""
    return home / "outbox" / unit / f"{REF}-{unit}-pack-1.xlsx"


def answer(home: Path, units: Iterable[str] = UNITS) -> None:
    """Fill in the packs that lie in the outbox, each in its own way, and return them."""
    workspace = workspace_of(home)
    cases = [case["case"] for case in draw_sample(REF, workspace=workspace)["cases"]]
    truth = make_truth(cases, workspace.template(KIND).questions)
    late: dict[str, Any] = {"unknown": cases[1], "concern": cases[4], "surname": "Thimblewright"}
    fill: dict[str, Callable[[bytes], bytes]] = {
        "police": lambda pack: fill_clean(pack, truth),
        "health": lambda pack: fill_sloppy(pack, truth),
        "social_care": lambda pack: fill_late(pack, truth, **late),
    }
    for unit in units:
        (home / "inbox" / f"{unit}.xlsx").write_bytes(fill[unit](pack_of(home, unit).read_bytes()))


def answer_queries(home: Path) -> None:
    """Answer what was asked again in the outbox, and return it."""
    workspace = workspace_of(home)
    cases = [case["case"] for case in draw_sample(REF, workspace=workspace)["cases"]]
    truth = make_truth(cases, workspace.template(KIND).questions)
    for file in sorted((home / "outbox").glob("*/*-pack-2.xlsx")):
        (home / "inbox" / file.name).write_bytes(fill_queries(file.read_bytes(), truth))


def collect_until_complete(home: Path, workspace: Workspace) -> None:
    """Collect, ask again, have it answered, and collect once more."""
    collect(workspace)
    send(workspace)
    answer_queries(home)
    collect(workspace)


def take_up_concerns(workspace: Workspace) -> None:
    """Write down that somebody took up every immediate concern."""
    for each in list_concerns(workspace=workspace):
        if each.acknowledged_at is None:
            acknowledge_concern(each.id, by="Duty manager", done="Visited", workspace=workspace)


def copy_of(home: Path, to: Path) -> Path:
    """Return a copy of a workspace, to be spoilt."""
    shutil.copytree(home, to)
    (to / "audits.toml").touch()
    return to
