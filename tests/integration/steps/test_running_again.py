"""A period is run again; a draw is committed to; that nobody returned is told."""

import hashlib
from pathlib import Path

import pytest
from builders import workspace as ws
from builders.cli import runner
from builders.stages import Stages

from audits.domain.errors import StatusError
from audits.domain.remedies import Missing, Remedy
from audits.queries.cycles import cycle_status, describe_cycle
from audits.queries.trail import list_trail
from audits.steps.cycle.cancel import cancel_cycle
from audits.steps.cycle.open import open_cycle
from audits.steps.packs.issue import issue_packs
from audits.steps.papers.make import make_paper
from audits.steps.progress.analyse import analyse
from audits.steps.sample.approve import approve_draw
from audits.steps.sample.draw import draw_sample
from audits.steps.sample.freeze_frame import freeze_frame
from audits.storage import Dispatch
from audits.workspace import Workspace


AGAIN = f"{ws.REF}-R2"


@pytest.fixture
def home(loaded, tmp_path) -> Path:
    return ws.copy_of(loaded, tmp_path / "home")


@pytest.fixture
def workspace(home) -> Workspace:
    return ws.workspace_of(home)


def open_it(workspace: Workspace, **how) -> str:
    return open_cycle(ws.KIND, ws.THURSDAY, workspace=workspace, **how)


def test_a_cancelled_period_is_run_again_with_a_reason_and_cases_of_its_own(workspace):
    ws.issue(workspace)
    with pytest.raises(StatusError, match="Only what was cancelled"):
        open_it(workspace, again=True, why="The export was old")
    first = {case["case"] for case in draw_sample(ws.REF, workspace=workspace)["cases"]}
    cancel_cycle(ws.REF, "The export was old", workspace=workspace)
    with pytest.raises(StatusError, match="is run again") as error:
        open_it(workspace, again=True)
    assert error.value.remedy == (Remedy(Missing.WHY),)
    assert open_it(workspace, again=True, why="The export was old") == AGAIN
    assert open_it(workspace) == AGAIN  # the schedule, told nothing, goes on with it
    second = {case["case"] for case in draw_sample(AGAIN, workspace=workspace)["cases"]}
    assert len(second) == len(first)
    assert all(case.startswith("MASH17W10R2-") for case in second)
    issue_packs(AGAIN, workspace=workspace)
    assert cycle_status(AGAIN, workspace=workspace) == "issued"
    cancel_cycle(AGAIN, "Old again", workspace=workspace)
    assert open_it(workspace, again=True, why="Once more") == f"{ws.REF}-R3"


def test_the_key_is_committed_to_at_opening_and_the_frame_before_the_draw(workspace):
    open_it(workspace)
    at_opening = describe_cycle(ws.REF, workspace=workspace).key_commitment
    freeze_frame(ws.REF, workspace=workspace)
    frozen = describe_cycle(ws.REF, workspace=workspace)
    assert frozen.frame.commitment
    assert frozen.frozen_at
    assert frozen.counts.drawn == 0
    certificate = draw_sample(ws.REF, workspace=workspace)
    key = certificate["key"]
    assert hashlib.sha256(key.encode()).hexdigest() == at_opening
    assert certificate["commitment"] == frozen.frame.commitment
    verbs = [e.verb for e in list_trail(workspace=workspace)]
    assert verbs.index("frame frozen") < verbs.index("sample drawn")


def test_qeg_has_the_commitment_in_a_letter_before_it_approves(tmp_path, tmp_path_factory):
    home = ws.copy_of(
        Stages(tmp_path_factory.mktemp("stages")).at("drawn for a person"), tmp_path / "home"
    )
    workspace = ws.workspace_of(home)
    certificate = draw_sample(ws.REF, workspace=workspace)
    assert certificate["key"] is None
    with workspace.open_view() as view:
        [letter] = view.all(Dispatch, Dispatch.purpose == "commitment")
    assert certificate["commitment"] in letter.body
    assert certificate["frame_sha256"] in letter.body
    approve_draw(ws.REF, workspace=workspace)
    assert draw_sample(ws.REF, workspace=workspace)["key"] not in letter.body


def test_the_command_line_freezes_before_it_draws(home, monkeypatch, capsys):
    audits = runner(home, monkeypatch, capsys)
    opened = audits("cycle", "open", ws.KIND, "--on", "2017-03-09").out
    assert "commitment to the key" in opened
    assert "audits sample freeze" in opened
    frozen = audits("sample", "freeze", ws.REF, "--json").json
    assert frozen["commitment"] in audits("cycle", "show", ws.REF).out


def test_that_nobody_returned_is_a_paper_too(workspace):
    ws.issue(workspace)
    with pytest.raises(StatusError, match="Nothing has come back"):
        analyse(ws.REF, workspace=workspace, with_what_there_is=True)
    why = "All three units were in the flood."
    assert analyse(ws.REF, workspace=workspace, with_what_there_is=True, decision=why)
    [paper] = make_paper(ws.REF, workspace=workspace, format="html")
    text = paper.read_text("utf-8")
    assert why in text
    assert "had not returned" in text


def test_a_template_from_excel_is_what_the_next_cycle_uses(home, workspace, monkeypatch, capsys):
    audits = runner(home, monkeypatch, capsys)
    book = home.parent / "weekly.xlsx"
    assert audits("template", "to-excel", ws.KIND, "--to", str(book)).code == 0
    taken = audits("template", "from-excel", str(book)).out
    assert (home / "templates" / f"{ws.KIND}.yaml").is_file()
    assert f"The next cycle of {ws.KIND} uses it" in taken
    elsewhere = audits("template", "from-excel", str(book), "--to", str(home.parent / "own.yaml"))
    assert "does not use it" in elsewhere.out
    own = home / "templates" / f"{ws.KIND}.yaml"
    own.write_text(own.read_text("utf-8").replace("version: ", "version: 9"), "utf-8")
    assert ws.workspace_of(home).template(ws.KIND).version >= 90
