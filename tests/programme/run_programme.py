"""Play the two years in a workspace of their own, compare, and say how it went."""

import hashlib
import resource
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from time import monotonic
from zoneinfo import ZoneInfo

from rich.console import Console

from audits.delivery.disk import Disk
from audits.delivery.folder import FolderChannel
from audits.demo.demo_workspace import HandClock, set_stage
from audits.register import Source as File
from audits.settings import Settings
from audits.steps.agencies.import_list import import_agencies
from audits.steps.sample.load_register import load_register
from audits.storage import KeyFile, Keyring, Vault, VaultFile, open_database
from audits.wiring import build
from audits.workspace import Workspace

from .agency_processes import Desks, Now, desks
from .agenda import FIRST, Opening, Scale, openings
from .compare import compare
from .comparing import Comparison
from .meeting_papers import lay_out
from .opening import Office
from .partners import agencies_csv, members, organisations_csv, practices
from .progress import Screen, summary
from .registers import Region
from .simulate import Play


MORNING = datetime(2015, 4, 1, 9, tzinfo=ZoneInfo("Europe/London"))


@dataclass(frozen=True)
class Programme:
    """A programme that was played: its truth, its workspace, and how the two compare."""

    play: Play
    workspace: Workspace
    comparison: Comparison


def tell_programme(
    home: Path, *, scale: Scale | None = None, seed: int = 1, console: Console | None = None
) -> bool:
    """Run the programme in a fresh workspace, print it, and tell whether nothing differs.

    Raises:
        WorkspaceError: if ``home`` holds something else.
    """
    console = console or Console(highlight=False)
    began = monotonic()
    with Screen(console) as screen, desks() as at_work:
        done = run_programme(home, scale or Scale(), seed=seed, desks=at_work, tell=screen.show)
        papers = home.absolute() / "papers"
        lay_out((told.opened for told in done.play.told.values()), done.workspace, papers)
    seconds = monotonic() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    text = summary(done.play, done.workspace, done.comparison, seconds=seconds, peak=peak)
    console.print(text, markup=False, soft_wrap=True)
    console.print(f"Papers and workbooks to look at: {papers}", markup=False, soft_wrap=True)
    return not done.comparison.differences


def run_programme(
    home: Path,
    scale: Scale,
    *,
    seed: int = 1,
    desks: Desks | None = None,
    tell: Callable[[date, Play], None] = lambda _day, _play: None,
) -> Programme:
    """Play a programme of this scale and compare what the engine concluded with the truth."""
    settings = _settle(home.absolute())
    clock = HandClock(MORNING)
    workspace = _parts(settings, clock, seed)
    _found(scale, workspace)
    play = Play(
        home=settings.home,
        office=Office(workspace, Region(scale, seed), seed),
        clock=clock,
        desks=desks or Now(),
        seed=seed,
        tell=tell,
    )
    by_day: dict[date, list[Opening]] = defaultdict(list)
    for opening in openings(scale):
        by_day[max(opening.on, FIRST)].append(opening)
    play.run(by_day)
    return Programme(play, workspace, compare(play.told, workspace))


def _settle(home: Path) -> Settings:
    """Make the workspace, which need not outlive a power cut."""
    return set_stage(home).model_copy(update={"waits_for_disk": False})


def _parts(settings: Settings, clock: HandClock, seed: int) -> Workspace:
    """Return the parts of the workspace, its secrets from the seed so that draws come again."""
    open_database(settings.database_url, waits_for_disk=settings.waits_for_disk)
    key = KeyFile(settings.home / "vault.key")
    key.make_first()
    vault = Vault(
        VaultFile(settings.home / "vault.db", waits_for_disk=settings.waits_for_disk),
        Keyring(source=key),
        clock=clock,
        actor=settings.actor,
        random=_Secrets(seed),
    )
    outbox = FolderChannel(settings.home / "outbox", clock, disk=_NoWaiting())
    return replace(build(settings, clock), vault=vault, channels={"folder": outbox})


class _NoWaiting(Disk):
    """A disk that is not waited for: nobody relies on made-up letters after a power cut."""

    def write(self, path: Path, content: bytes) -> None:
        """Write a file."""
        path.write_bytes(content)

    def settle(self, folder: Path) -> None:
        """Leave a folder to settle by itself."""


class _Secrets:
    """Bytes that a seed decides; a demonstration has nothing to keep secret."""

    def __init__(self, seed: int) -> None:
        self._seed, self._asked = seed, 0

    def __call__(self, many: int) -> bytes:
        self._asked += 1
        return hashlib.sha256(f"{self._seed}|secret|{self._asked}".encode()).digest()[:many]


def _found(scale: Scale, workspace: Workspace) -> None:
    """Load who takes part."""
    organisations, surgeries = members(scale.members), practices(scale.practices)
    import_agencies(agencies_csv(organisations, surgeries), workspace=workspace)
    register = File("organisations.csv", organisations_csv(organisations, surgeries))
    load_register([register], name="organisations", workspace=workspace)
