"""What is found again joins the action that stands: an owner has one to finish, not thirty."""

from datetime import timedelta

import pytest
from builders import workspace as ws

from audits.domain.status import ActionStatus
from audits.queries.actions import describe_action, list_actions
from audits.queries.papers.board import board_facts
from audits.queries.trail import list_trail, trail_faults
from audits.steps.actions.change import update_action
from audits.steps.findings.sign_off import sign_off
from audits.steps.papers.make import make_paper
from audits.storage import ActionFinding, ActionRow, Cycle
from audits.workspace import Workspace


BEFORE = "MASH-2017-W09"


@pytest.fixture
def workspace(asked, tmp_path) -> Workspace:
    """Return a week that is analysed, its actions proposed."""
    home = ws.copy_of(asked, tmp_path / "home")
    workspace = ws.workspace_of(home)
    ws.collect(workspace)
    return workspace


def proposed(workspace: Workspace) -> ActionRow:
    with workspace.open_uow() as uow:
        return uow.all(ActionRow, ActionRow.cycle == ws.REF, order_by=ActionRow.id)[0]


def an_earlier_one(workspace: Workspace, like: ActionRow, **other: object) -> None:
    """Let the week before have opened A99, in the same words but for ``other``."""
    with workspace.open_uow() as uow:
        cycle = uow.get(Cycle, ws.REF).model_dump() | {"ref": BEFORE}
        uow.add(Cycle(**cycle))
        same = like.model_dump() | {"id": "A99", "cycle": BEFORE, "status": ActionStatus.OPEN}
        uow.add(ActionRow(**same | other))
        uow.note("the week before was audited", BEFORE)
        uow.commit()


def findings_of(action: str, workspace: Workspace) -> list[str]:
    with workspace.open_uow() as uow:
        return [
            link.finding
            for link in uow.all(
                ActionFinding, ActionFinding.action == action, order_by=ActionFinding.finding
            )
        ]


def test_a_finding_joins_the_action_that_stands_and_no_second_is_opened(workspace):
    mine = proposed(workspace)
    findings = findings_of(mine.id, workspace)
    an_earlier_one(workspace, mine)
    sign_off(ws.REF, workspace=workspace, why="The concern is in hand")
    actions = {row.id: row.status for row in list_actions(workspace=workspace)}
    assert mine.id not in actions
    assert actions["A99"] == "open"
    assert findings_of("A99", workspace) == findings
    [said] = describe_action("A99", workspace=workspace).history
    assert said.text == f"Found again in {ws.REF}: {', '.join(findings)}."
    assert [e.about for e in list_trail(workspace=workspace) if e.verb == "action found again"] == [
        "A99"
    ]
    assert trail_faults(workspace=workspace) == ()


def test_the_paper_of_the_week_shows_the_action_that_it_found_again(workspace):
    mine = proposed(workspace)
    an_earlier_one(workspace, mine)
    sign_off(ws.REF, workspace=workspace, why="The concern is in hand")
    [page] = make_paper(ws.REF, workspace=workspace, format="html")
    assert "A99" in page.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "other",
    [
        {"title": "Something else"},
        {"owner": "health"},
        {"status": ActionStatus.WITHDRAWN},
    ],
    ids=["other words", "another owner", "withdrawn"],
)
def test_another_action_is_no_reason_not_to_open_one(workspace, other):
    mine = proposed(workspace)
    assert mine.owner != "health"
    an_earlier_one(workspace, mine, **other)
    sign_off(ws.REF, workspace=workspace, why="The concern is in hand")
    status = {row.id: row.status for row in list_actions(workspace=workspace)}
    assert status[mine.id] == "open"
    assert findings_of("A99", workspace) == []


def test_a_proposal_that_somebody_wrote_about_stays_one_of_its_own(workspace):
    mine = proposed(workspace)
    update_action(mine.id, workspace=workspace, text="QEG wants this done in Fenmere first")
    an_earlier_one(workspace, mine)
    sign_off(ws.REF, workspace=workspace, why="The concern is in hand")
    assert {row.id for row in list_actions(workspace=workspace)} >= {mine.id, "A99"}


def test_an_update_that_says_found_again_makes_nothing_fresh(workspace):
    mine = proposed(workspace)
    an_earlier_one(workspace, mine)
    sign_off(ws.REF, workspace=workspace, why="The concern is in hand")
    with workspace.open_uow() as uow:
        assert uow.get(ActionRow, "A99").updated_at is None


def test_the_board_is_told_of_an_action_completed_a_year_ago_that_was_found_again(workspace):
    mine = proposed(workspace)
    long_ago = ws.FIVE - timedelta(days=500)
    an_earlier_one(
        workspace, mine, status=ActionStatus.COMPLETE, opened_on=long_ago.date(), evidence="Minute",
        completed_at=long_ago, completed_by="Police", updated_at=long_ago, percent_done=100,
    )  # fmt: skip
    sign_off(ws.REF, workspace=workspace, why="The concern is in hand")
    told = {action.id: action for action in board_facts("2016/17", workspace=workspace).actions}
    assert told["A99"].findings == tuple(findings_of("A99", workspace)) != ()
