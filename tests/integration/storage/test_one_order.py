"""Rows come in one order on every database: those without a day last, ids by their number."""

from datetime import date
from io import BytesIO

import pytest
from builders.actions import AGENCIES
from builders.workspace import workspace_of
from openpyxl import load_workbook

from audits.domain.status import ActionStatus
from audits.queries.actions import list_actions
from audits.queries.papers.board import board_facts
from audits.queries.themes import list_themes
from audits.settings import init_workspace
from audits.steps.action_packs.write import export_list
from audits.steps.agencies.import_list import import_agencies
from audits.storage import ActionRow, Agency, TrailEntry


LATE, SOON, SAME = date(2017, 2, 1), date(2017, 5, 1), date(2017, 6, 30)
DUE = {
    "A1": None, "A2": SAME, "A3": SOON, "A9": None, "A10": SAME, "A11": None, "A12": LATE,
}  # fmt: skip
IN_ORDER = ["A12", "A3", "A2", "A10", "A1", "A9", "A11"]


@pytest.fixture
def workspace(ready_url, tmp_path):
    home = tmp_path / "home"
    init_workspace(home)
    settings = home / "audits.toml"
    settings.write_text(f'{settings.read_text()}\ndatabase = "{ready_url}"\n')
    workspace = workspace_of(home)
    import_agencies(AGENCIES.encode(), workspace=workspace)
    rows = [
        ActionRow(
            id=ref, title=f"Do {ref}", source="audit", owner="police", theme="timeliness",
            due=due, original_due=due, status=ActionStatus.OPEN, opened_on=date(2017, 1, 5),
        )
        for ref, due in reversed(DUE.items())
    ]  # fmt: skip
    with workspace.open_uow() as uow:
        uow.add_all(rows)
        uow.note("actions made up", "test")
        uow.commit()
    return workspace


def test_actions_come_in_one_order_wherever_they_are_shown(workspace):
    assert [row.id for row in list_actions(workspace=workspace)] == IN_ORDER
    [theme] = list_themes(workspace=workspace)
    assert [row.action for row in theme.still_to_do] == IN_ORDER
    assert [action.id for action in board_facts("", workspace=workspace).actions] == IN_ORDER
    sheet = load_workbook(BytesIO(export_list(workspace=workspace))).active
    assert [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)] == IN_ORDER


def test_one_column_comes_in_the_order_of_its_rows(workspace):
    with workspace.open_view() as view:
        assert view.values(ActionRow.id, order_by=ActionRow.due) == IN_ORDER
        wanted = (ActionRow.due == SAME, ActionRow.owner == "police")
        assert view.values(ActionRow.id, *wanted, order_by=ActionRow.id) == ["A2", "A10"]
        assert view.values(ActionRow.id, ActionRow.owner == "health") == []


def test_a_column_of_the_trail_holds_what_was_just_noted(workspace):
    with workspace.open_uow() as uow:
        uow.note("something happened", "test")
        noted = uow.values(TrailEntry.verb, TrailEntry.about == "test", order_by=TrailEntry.seq)
    assert noted == ["actions made up", "something happened"]


def test_texts_go_by_code_points_whatever_language_a_server_speaks(workspace):
    codes = ["Ab", "a b", "a-c", "ab", "é"]
    with workspace.open_uow() as uow:
        uow.add_all([Agency(code=code, name=code) for code in reversed(codes)])
        uow.note("agencies made up", "test")
        uow.commit()
        found = [row.code for row in uow.all(Agency, order_by=Agency.code) if row.code in codes]
    assert found == codes
