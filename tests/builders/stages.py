"""Workspaces at every stage of a cycle, each made once from the one before it."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from builders import census, moderation as mod, workspace as ws
from builders.actions import a_board, an_open_action

from audits import resource_folder
from audits.register import Source
from audits.steps.agencies.as_listed import Person
from audits.steps.agencies.people import add_contact
from audits.steps.cycle.open import open_cycle
from audits.steps.findings.sign_off import publish, sign_off
from audits.steps.packs.issue import issue_packs
from audits.steps.papers.make import make_paper
from audits.steps.returns.collect import collect_return
from audits.steps.sample.draw import draw_sample
from audits.steps.sample.load_register import load_register
from audits.steps.sample.verify import write_certificate
from audits.storage.secrets import pack_key, spot_check_key
from audits.workspace import Workspace


REF = ws.REF
SELF_ASSESSED = "S11-2017"
ASKED = b"organisation code,organisation name,type,area\npolice,Police,board member agency,county"
SPOT_CHECK = "spot_check: {question: referral_complete, of: [yes], size: 3}\n"


def home_of(workspace: Workspace) -> Path:
    """Return the folder of a workspace."""
    return workspace.stores.papers.parent


def later(workspace: Workspace, days: int) -> Workspace:
    """Return the same workspace so many days later."""
    return ws.workspace_of(home_of(workspace), workspace.clock() + timedelta(days=days))


def _opened(home: Path) -> None:
    open_cycle(ws.KIND, ws.THURSDAY, workspace=ws.workspace_of(home))


def _self_assessed(home: Path) -> None:
    """Ask the police about themselves, in a return that an office certifies."""
    workspace = ws.workspace_of(home)
    template = workspace.templates["section_11"]
    template = template.model_copy(update={"certified_by": {"any": "lead"}})
    workspace = replace(workspace, templates={**workspace.templates, "section_11": template})
    load_register([Source("them.csv", ASKED)], name="organisations", workspace=workspace)
    lead = Person("Kim Lead", "lead@police.example", "Lead", "", False, "")
    add_contact("police", lead, why="Listed", workspace=workspace)
    open_cycle("section_11", workspace=workspace)
    draw_sample(SELF_ASSESSED, workspace=workspace)
    issue_packs(SELF_ASSESSED, workspace=workspace)
    ws.send(workspace)


def _self_certified(home: Path) -> None:
    plain = census.in_a_standard_way("3 - Met")

    def say(texts: dict[str, str], heading: str) -> object:
        asks = texts.get("Question", "")
        if "Certified" in asks:
            is_by = "Certified by" in asks and heading == "Your answer"
            return "Kim Lead, lead" if is_by else None
        return plain(texts, heading)

    pack = census.fill(census.packs_of(home, SELF_ASSESSED)["police"], say)
    collect_return(pack, "police.xlsx", workspace=ws.workspace_of(home))


def _drawn(home: Path) -> None:
    draw_sample(REF, workspace=ws.workspace_of(home))


def _drawn_for_a_person(home: Path) -> None:
    """Draw a sample that a person has still to approve."""
    folder = home / "templates"
    shutil.copytree(resource_folder("audit_templates"), folder, dirs_exist_ok=True)
    own = folder / f"{ws.KIND}.yaml"
    own.write_text(
        own.read_text("utf-8").replace("approve_draw: automatic", "approve_draw: person")
    )
    settings = (home / "audits.toml").read_text("utf-8")
    (home / "audits.toml").write_text(f'templates = "{folder}"\n{settings}', "utf-8")
    open_cycle(ws.KIND, ws.THURSDAY, workspace=ws.workspace_of(home))
    draw_sample(REF, workspace=ws.workspace_of(home))


def _issued(home: Path) -> None:
    issue_packs(REF, workspace=ws.workspace_of(home))


def _answered(home: Path) -> None:
    ws.send(ws.workspace_of(home))
    ws.answer(home)


def _asked(home: Path) -> None:
    workspace = ws.workspace_of(home)
    ws.collect(workspace)
    ws.send(workspace)
    ws.answer_queries(home)


def _analysed(home: Path) -> None:
    ws.collect(ws.workspace_of(home))


def _agreed(home: Path) -> None:
    sign_off(
        REF, workspace=ws.workspace_of(home), minute="QEG", why="Nobody has to check this week"
    )


def _published(home: Path) -> None:
    workspace = ws.workspace_of(home)
    write_certificate(REF, workspace=workspace)
    make_paper(REF, workspace=workspace, format="html")
    publish(REF, workspace=workspace)


def _moderating(home: Path) -> None:
    mod.to_moderation(mod.with_moderation(home, mod.ASKS + SPOT_CHECK))
    spot_check_key(ws.workspace_of(home).vault, REF)  # one for every copy, so that draws agree


def _moderated(home: Path) -> None:
    mod.agree_grades(home, ws.workspace_of(home))


def _board(home: Path) -> None:
    workspace = a_board(home)
    pack_key(workspace.vault)  # one for every copy, so that a workbook of one is of the others too
    an_open_action(workspace)
    an_open_action(workspace, "Train both teams", owner="police")


# Each stage, the one it is made from, and how.
STAGES: dict[str, tuple[str, Callable[[Path], None]]] = {
    "opened": ("loaded", _opened),
    "drawn": ("opened", _drawn),
    "drawn for a person": ("loaded", _drawn_for_a_person),
    "issued": ("drawn", _issued),
    "answered": ("issued", _answered),
    "asked": ("answered", _asked),
    "analysed": ("asked", _analysed),
    "agreed": ("analysed", _agreed),
    "published": ("agreed", _published),
    "self assessed": ("loaded", _self_assessed),
    "self certified": ("self assessed", _self_certified),
    "moderating": ("loaded", _moderating),
    "moderated": ("moderating", _moderated),
}


class Stages:
    """A folder of workspaces, one a stage, made when they are first asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def at(self, stage: str) -> Path:
        """Return the workspace at a stage; who changes it copies it first."""
        home = self._folder / stage.replace(" ", "-") / "home"
        if home.exists():
            return home
        if stage == "loaded":
            return ws.loaded(home)
        if stage == "a board":
            _board(home)
            return home
        before, make = STAGES[stage]
        ws.copy_of(self.at(before), home)
        make(home)
        return home
