"""An action that a past audit's report gives no day: seen, never overdue, never chased."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from builders import workspace as ws
from builders.actions import JUNE, a_board, an_open_action
from openpyxl import load_workbook

from audits import resource_folder
from audits.domain.errors import NotFoundError
from audits.domain.status import ActionStatus
from audits.queries.action_list import ActionFilter
from audits.queries.actions import describe_action, list_actions
from audits.queries.dispatches import list_dispatches
from audits.queries.themes import list_themes
from audits.steps.action_packs.chase import chase_actions
from audits.steps.action_packs.write import export_agency, export_list
from audits.steps.actions.change import Change, update_action
from audits.steps.cycle.import_past import import_cycles
from audits.storage import ActionRow
from audits.templates import load_past


@pytest.fixture
def workspace(tmp_path):
    return a_board(tmp_path / "home")


def test_an_action_of_a_past_audit_without_a_day_is_listed_last_and_never_overdue(workspace):
    with workspace.open_uow() as uow:
        uow.add(
            ActionRow(
                id="A90", title="Be clearer", source="audit", owner="social_care",
                status=ActionStatus.OPEN, opened_on=date(2016, 3, 1),
            )
        )  # fmt: skip
        uow.note("past cycle imported", "PAST-2016")
        uow.commit()
    dated = an_open_action(workspace, due=date(2017, 9, 1))
    found = [(a.id, a.due, a.rag) for a in list_actions(workspace=workspace)]
    assert found == [(dated, date(2017, 9, 1), "grey"), ("A90", None, "amber")]
    assert list_actions(ActionFilter(overdue=True), workspace=workspace) == []
    assert chase_actions(workspace=workspace) == ()
    assert load_workbook(BytesIO(export_list(workspace=workspace))).active.max_row == 3
    _, own = export_agency("social_care", workspace=workspace)
    sheet = load_workbook(BytesIO(own))["Actions"]
    assert "no date" in {cell.value for row in sheet.iter_rows() for cell in row}


def test_the_first_day_of_an_action_without_one_is_no_moved_day(workspace):
    ref = an_open_action(workspace)
    with workspace.open_uow() as uow:
        row = uow.get(ActionRow, ref)
        row.due = row.original_due = None
        uow.add(row)
        uow.note("past cycle imported", "PAST-2016")
        uow.commit()
    update_action(ref, workspace=workspace, text="Agreed", due=JUNE)
    facts = describe_action(ref, workspace=workspace)
    assert (facts.due, facts.original_due, facts.times_moved) == (
        date(2017, 6, 30), date(2017, 6, 30), 0
    )  # fmt: skip
    assert (facts.history[0].due_before, facts.history[0].due_after) == (
        None, date(2017, 6, 30)
    )  # fmt: skip


def test_a_past_audit_brings_its_themes_its_links_and_who_said_it_was_complete(workspace):
    past = resource_folder("audit_templates") / "past" / "annual_report_2016_17.yaml"
    import_cycles(load_past(past), workspace=workspace)
    actions = {action.id: action for action in list_actions(workspace=workspace)}
    complete = [a for a in actions.values() if a.status == "complete"]
    assert all(a.evidence and a.completed_by and a.completed_at for a in complete)
    assert any(a.findings for a in actions.values())
    themes = list_themes(workspace=workspace)
    learnt = [found for each in themes for found in (*each.strengths, *each.developments)]
    assert learnt
    assert {(found.n, found.in_words) for found in learnt} == {(None, "not counted")}
    assert all(theme.theme for theme in themes)


def test_an_action_that_nobody_owns_stops_nothing_and_may_be_given_an_owner(workspace):
    past = resource_folder("audit_templates") / "past" / "annual_report_2016_17.yaml"
    import_cycles(load_past(past), workspace=workspace)
    plan = list_actions(workspace=workspace)
    ref = next(a.id for a in plan if not a.owner and a.status == "open")
    update_action(ref, workspace=workspace, text="QEG set a day", due=date(2017, 4, 20))
    owned = an_open_action(workspace, due=date(2017, 4, 20))
    later = ws.workspace_of(workspace.stores.papers.parent, now=ws.FIVE + timedelta(days=42))
    assert set(chase_actions(workspace=later)) == {ref, owned}
    assert [row.unit for row in list_dispatches(workspace=later)] == ["social_care"]
    update_action(
        ref, workspace=later, text="", change=Change("QEG gave it to police", owner="police")
    )
    assert describe_action(ref, workspace=later).owner == "police"
    with pytest.raises(NotFoundError, match="'army' is no agency on your list"):
        update_action(ref, workspace=later, text="", change=Change("x", owner="army"))
