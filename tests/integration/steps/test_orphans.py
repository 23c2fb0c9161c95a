"""Packs and key lists that a killed process left behind go; what a row names stays."""

from contextlib import suppress
from pathlib import Path

import pytest
from builders import workspace as ws
from builders.power import Fuse, PowerCutError, fused, moments

from audits.steps.cycle.open import open_cycle
from audits.steps.packs.issue import issue_packs
from audits.steps.packs.sweep_orphans import sweep_orphans
from audits.steps.sample.draw import draw_sample
from audits.storage import Dispatch, IssuedPack
from audits.workspace import Workspace


@pytest.fixture(scope="module")
def drawn(loaded, tmp_path_factory) -> Path:
    home = ws.copy_of(loaded, tmp_path_factory.mktemp("drawn") / "home")
    open_cycle(ws.KIND, ws.THURSDAY, workspace=ws.workspace_of(home))
    draw_sample(ws.REF, workspace=ws.workspace_of(home))
    return home


def kept(home: Path) -> set[str]:
    return {path.stem for path in (home / "packs").iterdir()}


def named(workspace: Workspace) -> set[str]:
    with workspace.open_view() as view:
        packs = {row.sha256 for row in view.all(IssuedPack)}
        return packs | {f["sha256"] for row in view.all(Dispatch) for f in row.attachments}


def issue(workspace: Workspace) -> None:
    issue_packs(ws.REF, workspace=workspace)


@pytest.mark.slow
def test_wherever_issuing_packs_is_cut_off_nothing_unnamed_is_left_by_the_next(drawn, tmp_path):
    whole = ws.copy_of(drawn, tmp_path / "whole")
    cuts = moments(ws.workspace_of(whole), issue)
    left_behind = 0
    for at, moment in enumerate(cuts, start=1):
        home = ws.copy_of(drawn, tmp_path / str(at))
        workspace = ws.workspace_of(home)
        with suppress(PowerCutError):
            issue(fused(workspace, Fuse(blows_at=at)))
        left_behind += len(kept(home) - named(workspace))
        issue(workspace)
        assert kept(home) == named(workspace), moment
        assert len(kept(home)) == 6
    assert left_behind  # or this shows nothing


def test_what_is_named_is_never_swept(drawn, tmp_path):
    home = ws.copy_of(drawn, tmp_path / "home")
    workspace = ws.workspace_of(home)
    issue(workspace)
    before = kept(home)
    workspace.stores.packs.keep(b"nobody names this")
    (home / "packs" / f".{'0' * 64}.xlsx.part").write_bytes(b"half of a ")
    assert sweep_orphans(workspace=workspace) == 2
    assert sweep_orphans(workspace=workspace) == 0
    assert kept(home) == before
