"""Tables in somebody's file: the same rules for a list of agencies, a survey and a plan."""

import pytest
from builders import workspace as ws
from builders.actions import AGENCIES, a_board
from builders.plans import a_plan

from audits.domain.errors import SheetError
from audits.opening import find_tables
from audits.settings import init_workspace
from audits.steps.agencies.import_list import import_agencies
from audits.storage import Unit


COLUMNS = {"question": ("asked",), "count": ("responses",)}
LINES = [line.split(",") for line in AGENCIES.splitlines()]


def units_of(home):
    with ws.parts_of(home).open_view() as view:
        return sorted((unit.code, unit.agency, unit.name) for unit in view.all(Unit))


def as_unicode_text(lines):
    return "\r\n".join("\t".join(line) for line in lines).encode("utf-16")


@pytest.mark.parametrize("data", [as_unicode_text(LINES), a_plan({"Sheet": LINES})])
def test_a_list_of_agencies_is_the_same_as_text_and_as_a_workbook(tmp_path, data):
    a_board(tmp_path / "csv")
    init_workspace(tmp_path / "other")
    import_agencies(data, parts=ws.parts_of(tmp_path / "other"))
    assert units_of(tmp_path / "other") == units_of(tmp_path / "csv")


def test_a_list_of_agencies_may_have_sheets_and_merged_cells_and_a_hidden_old_one(tmp_path):
    head, police, north, south, *others = LINES
    first = [["Our partners"], head, north, ["", "", *south[2:]]]
    old = [head, ["army", "Army", "army", "Army", "A", "a@army.example.org", "lead", "no"]]
    data = a_plan(
        {"2016": old, "One": first, "Two": [head, police, *others]},
        hidden=["2016"], merged=["A3:A4", "B3:B4"],
    )  # fmt: skip
    a_board(tmp_path / "csv")
    init_workspace(tmp_path / "other")
    import_agencies(data, parts=ws.parts_of(tmp_path / "other"))
    assert units_of(tmp_path / "other") == units_of(tmp_path / "csv")


def test_headings_are_known_in_the_plural_in_brackets_and_with_a_colon():
    [table] = find_tables(
        a_plan({"S": [["Questions:", "Response(s) (all staff)", ""], ["Seen?", "12", "note"]]}),
        COLUMNS, needed=("question", "count"), what="It",
    ).tables  # fmt: skip
    assert table.headings == {"question": "Questions:", "count": "Response(s) (all staff)"}
    assert [(row.number, row["count"]) for row in table.rows] == [(2, "12")]


def test_two_tables_on_one_sheet_and_headings_repeated_on_each_page_are_read():
    again = [["Asked", "Responses"], ["b", 2], ["Responses", "x", "Asked"], [3, "y", "c"]]
    rows = [["Asked", "Responses"], ["a", 1], *again]
    found = find_tables(a_plan({"S": rows}), COLUMNS, needed=("question", "count"), what="It")
    assert [(row["question"], row["count"]) for row in found.rows] == [
        ("a", "1"), ("b", "2"), ("c", "3"),
    ]  # fmt: skip


@pytest.mark.slow
def test_cells_merged_to_the_end_of_a_sheet_make_no_rows():
    rows = [["Asked", "Responses"], ["a", 1], ["", 2]]
    data = a_plan({"S": rows}, merged=["A2:A1048576"])
    found = find_tables(data, COLUMNS, needed=("question", "count"), what="It")
    assert [(row["question"], row["count"]) for row in found.rows] == [("a", "1"), ("a", "2")]


def test_carriage_returns_alone_end_a_line():
    found = find_tables(
        b"asked,responses\ra,1\rb,2", COLUMNS, needed=("question", "count"), what="It"
    )
    assert [row["question"] for row in found.rows] == ["a", "b"]


def test_a_file_without_such_a_table_is_refused_with_what_it_may_hold():
    with pytest.raises(SheetError, match="It has no row of headings with question, count"):
        find_tables(b"a,b\n1,2", COLUMNS, needed=("question", "count"), what="It")
