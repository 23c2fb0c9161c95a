"""The power fails at every moment of every step; run again, all is as if it never had."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from builders import workspace as ws
from builders.power import Fuse, PowerCutError, fused, moments

from audits.queries.actions import list_actions
from audits.queries.cycles import describe_cycle
from audits.queries.dispatches import list_dispatches
from audits.queries.findings import list_findings
from audits.queries.pack_list import list_packs
from audits.queries.returns import list_answers, list_returns
from audits.queries.trail import list_trail, trail_faults
from audits.steps.findings.sign_off import publish, sign_off
from audits.workspace import Workspace


# A file kept just before the cut still lies in the inbox after it, and is known when seen again.
AGAIN = {"return received again"}


def state(home: Path) -> dict[str, Any]:
    """Return all that must come out the same, but for times and numbers of attempts."""
    workspace = ws.workspace_of(home)
    cycle = describe_cycle(ws.REF, workspace=workspace)
    sent = list_dispatches(ws.REF, workspace=workspace)
    return {
        "cycle": (cycle.status, cycle.frame, cycle.counts),
        # A pack says when it was made, and a second process makes it later.
        "packs": [replace(pack, sha256="") for pack in list_packs(ws.REF, workspace=workspace)],
        "dispatches": sorted((row.key, row.status) for row in sent),
        "outbox": sorted(str(p.relative_to(home)) for p in (home / "outbox").rglob("*.*")),
        "inbox": sorted(p.name for p in (home / "inbox").glob("*.xlsx")),
        "returns": sorted((r.sha256, r.outcome) for r in list_returns(ws.REF, workspace=workspace)),
        "answers": sorted(
            (a.unit, a.case, a.question, a.answer or "")
            for a in list_answers(ws.REF, workspace=workspace)
        ),
        "findings": found(workspace),
        "actions": [(a.id, a.title, a.status) for a in list_actions(workspace=workspace)],
        "happened": sorted(
            {(e.verb, e.about) for e in list_trail(workspace=workspace) if e.verb not in AGAIN}
        ),
    }


def found(workspace: Workspace) -> list[tuple[Any, ...]]:
    return [(f.id, f.text, f.x, f.n) for f in list_findings(ws.REF, workspace=workspace)]


def agree(workspace: Workspace) -> None:
    sign_off(ws.REF, workspace=workspace, minute="QEG 14 March", why="The concern is in hand")
    publish(ws.REF, workspace=workspace)


def collect_and_ask(workspace: Workspace) -> None:
    ws.collect(workspace)
    ws.send(workspace)


def collect_and_agree(workspace: Workspace) -> None:
    ws.collect(workspace)
    agree(workspace)


PHASES: dict[str, tuple[str, Callable[[Workspace], None]]] = {
    "open, draw, issue": ("loaded", ws.issue),
    "send": ("issued", ws.send),
    "collect, ask again": ("answered", collect_and_ask),
    "answers to queries, analyse, agree": ("asked", collect_and_agree),
}


@pytest.mark.slow
@pytest.mark.parametrize("phase", PHASES)
def test_a_power_cut_at_any_moment_changes_nothing(phase, request, tmp_path):
    fixture, what = PHASES[phase]
    start = request.getfixturevalue(fixture)
    whole = ws.copy_of(start, tmp_path / "whole")
    passed = moments(ws.workspace_of(whole), what)
    wanted = state(whole)
    assert len(passed) >= 10
    for blows_at, name in enumerate(passed, start=1):
        home = ws.copy_of(start, tmp_path / f"cut-{blows_at}")
        with pytest.raises(PowerCutError):
            what(fused(ws.workspace_of(home), Fuse(blows_at)))
        # Another process, after the lease: nobody knows how far the first one came.
        what(ws.workspace_of(home, ws.FIVE + timedelta(minutes=11)))
        assert state(home) == wanted, f"cut {blows_at}, {name}"
        assert trail_faults(workspace=ws.workspace_of(home)) == ()
