"""The power fails at every moment of moderation; done again, all is as if it never had."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from builders import moderation as mod, workspace as ws
from builders.power import Fuse, PowerCutError, fused, moments

from audits.domain.finding import ACCEPTED
from audits.domain.grade import Layer, Subject
from audits.queries.actions import list_actions
from audits.queries.corrections import list_corrections
from audits.queries.cycles import describe_cycle
from audits.queries.dispatches import list_dispatches
from audits.queries.findings import list_findings
from audits.queries.grades import GradeChange
from audits.queries.moderation import GradeLine, describe_moderation, list_grades
from audits.queries.trail import list_trail, trail_faults
from audits.steps.findings.check_facts import circulate_findings
from audits.steps.findings.sign_off import sign_off
from audits.steps.findings.word import correct_finding
from audits.steps.moderation.give_grades import give_grades
from audits.steps.progress.analyse import analyse
from audits.storage import FollowUp, GradeRow
from audits.workspace import Workspace


LOWER = Subject("MASH17W10-03", "health", "overall")


def at_the_desk(workspace: Workspace) -> None:
    """Give the desk's grades and the second ratings, and one of the panel's by hand."""
    said = GradeChange(LOWER, Layer.PANEL, "inadequate", by="Panel", why="Nobody went")
    give_grades(ws.REF, said, workspace=workspace)
    mod.fill_in(workspace.stores.papers.parent, workspace, mod.fill_desk, mod.fill_second)


def from_the_panel_on(workspace: Workspace) -> None:
    """Go on from wherever things stand to QEG's signature."""
    if describe_cycle(ws.REF, workspace=workspace).status == "moderating":
        mod.fill_in(workspace.stores.papers.parent, workspace, mod.fill_panel)
        analyse(ws.REF, workspace=workspace, with_what_there_is=True, decision="go on")
    if describe_cycle(ws.REF, workspace=workspace).status == "analysed":
        sent = circulate_findings(ws.REF, workspace=workspace)
        correct_finding(
            ws.REF,
            sent["police"][0],
            by="police",
            decision=ACCEPTED,
            why="Right",
            workspace=workspace,
        )
        sign_off(ws.REF, workspace=workspace, minute="7.2", why="All were in the room")


PHASES = {"at the desk": at_the_desk, "from the panel on": from_the_panel_on}


@pytest.fixture(scope="session")
def desked(tmp_path_factory, moderating) -> Path:
    home = ws.copy_of(moderating, tmp_path_factory.mktemp("desked") / "home")
    at_the_desk(ws.workspace_of(home))
    return home


def state(home: Path) -> dict[str, Any]:
    """Return all that must come out the same, but for times and editions of workbooks."""
    workspace = ws.workspace_of(home)
    with workspace.open_uow() as uow:
        rows = [uow.count(table) for table in (GradeRow, FollowUp)]
    facts = describe_moderation(ws.REF, workspace=workspace)
    return {
        "status": describe_cycle(ws.REF, workspace=workspace).status,
        "rows": rows,
        "grades": [without_times(row) for row in list_grades(ws.REF, workspace=workspace)],
        "facts": replace(facts, ended_at=None),
        "ended": facts.ended_at is not None,
        "findings": [(f.id, f.text, f.x) for f in list_findings(ws.REF, workspace=workspace)],
        "actions": [(a.id, a.title, a.status) for a in list_actions(workspace=workspace)],
        "log": [replace(row, at=ws.FIVE) for row in list_corrections(ws.REF, workspace=workspace)],
        "dispatches": sorted(d.key for d in list_dispatches(ws.REF, workspace=workspace)),
        "happened": sorted({(e.verb, e.about) for e in list_trail(workspace=workspace)}),
    }


def without_times(row: GradeLine) -> GradeLine:
    grades = {name: getattr(row, name) for name in ("self_", "moderated", "panel", "second")}
    given = {name: replace(grade, at=ws.FIVE) for name, grade in grades.items() if grade}
    return replace(row, **given)


@pytest.mark.slow
@pytest.mark.parametrize("phase", PHASES)
def test_a_power_cut_at_any_moment_of_moderation_changes_nothing(
    phase, moderating, desked, tmp_path
):
    what = PHASES[phase]
    start = moderating if what is at_the_desk else desked
    whole = ws.copy_of(start, tmp_path / "whole")
    passed = moments(ws.workspace_of(whole), what)
    wanted = state(whole)
    assert len(passed) >= 12
    for blows_at, name in enumerate(passed, start=1):
        home = ws.copy_of(start, tmp_path / f"cut-{blows_at}")
        with pytest.raises(PowerCutError):
            what(fused(ws.workspace_of(home), Fuse(blows_at)))
        what(ws.workspace_of(home, ws.FIVE + timedelta(minutes=11)))
        assert state(home) == wanted, f"cut {blows_at}, {name}"
        assert trail_faults(workspace=ws.workspace_of(home)) == ()
