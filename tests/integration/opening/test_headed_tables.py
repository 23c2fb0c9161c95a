"""Tables in somebody's file: the same rules for a list of agencies, a survey and a plan."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from builders import workspace as ws
from builders.actions import AGENCIES, a_board
from builders.plans import a_plan
from builders.processor_time import limited
from builders.resaving import resaved
from openpyxl.utils import get_column_letter

from audits.domain.errors import SheetError
from audits.opening import find_tables
from audits.settings import init_workspace
from audits.steps.agencies.import_list import import_agencies, take_agencies
from audits.storage import Unit


COLUMNS = {"question": ("asked",), "count": ("responses",)}
LINES = [line.split(",") for line in AGENCIES.splitlines()]


def units_of(home):
    with ws.workspace_of(home).open_view() as view:
        return sorted((unit.code, unit.agency, unit.name) for unit in view.all(Unit))


def as_unicode_text(lines):
    return "\r\n".join("\t".join(line) for line in lines).encode("utf-16")


@pytest.mark.parametrize("data", [as_unicode_text(LINES), a_plan({"Sheet": LINES})])
def test_a_list_of_agencies_is_the_same_as_text_and_as_a_workbook(tmp_path, data):
    a_board(tmp_path / "csv")
    init_workspace(tmp_path / "other")
    import_agencies(data, workspace=ws.workspace_of(tmp_path / "other"))
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
    taken = take_agencies(data, workspace=ws.workspace_of(tmp_path / "other"))
    assert units_of(tmp_path / "other") == units_of(tmp_path / "csv")
    [said] = taken.unread
    assert said.startswith("The hidden sheet '2016' was not read.")


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


def merged_in_raw_xml(data, *ranges):
    """Return a workbook whose first sheet has cells merged as Excel writes it: in a line each."""
    merged = "".join(f'<mergeCell ref="{each}"/>' for each in ranges)
    made = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(made, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                line = f"</sheetData><mergeCells>{merged}</mergeCells>".encode()
                part = part.replace(b"</sheetData>", line)
            new.writestr(name, part)
    return made.getvalue()


def tables_in(data):
    return find_tables(data, COLUMNS, needed=("question", "count"), what="It")


def test_cells_merged_to_the_end_of_a_sheet_make_no_rows():
    data = a_plan({"S": [["Asked", "Responses"], ["a", 1], ["", 2]]})
    found = tables_in(merged_in_raw_xml(data, "A2:A1048576"))
    assert [(row["question"], row["count"]) for row in found.rows] == [("a", "1"), ("a", "2")]


def test_merging_costs_no_more_than_what_is_written_out():
    many = [["Asked", "Responses"], ["a", 1, *("x" for _ in range(500))]]
    data = a_plan({"S": [*many, *(["", n] for n in range(5_000))]})
    ends = [f"{get_column_letter(n)}2:{get_column_letter(n)}1048576" for n in range(1, 503)]
    with limited(5), pytest.raises(SheetError, match="more than can be read safely"):
        tables_in(merged_in_raw_xml(data, *ends))  # two and a half million cells otherwise
    with limited(5):
        assert len(tables_in(merged_in_raw_xml(data, *ends[:1], *ends[2:20])).rows) == 5_001


def test_headings_repeated_in_every_other_row_cost_no_more_than_their_rows():
    lines = "".join(f"asked,responses\nq{n},{n}\n" for n in range(20_000))
    with limited(8):  # each row once; to look at all rows from each heading took a minute
        assert len(tables_in(lines.encode()).rows) == 20_000


def test_cells_merged_in_an_ods_are_spread_as_those_of_an_xlsx(tmp_path):
    rows = [["Asked", "Responses"], ["a", 1], ["", 2], ["b", 3]]
    found = tables_in(resaved(a_plan({"S": rows}, merged=["A2:A3"]), "ods", tmp_path))
    assert [(row["question"], row["count"]) for row in found.rows] == [
        ("a", "1"), ("a", "2"), ("b", "3"),
    ]  # fmt: skip


def test_carriage_returns_alone_end_a_line():
    found = find_tables(
        b"asked,responses\ra,1\rb,2", COLUMNS, needed=("question", "count"), what="It"
    )
    assert [row["question"] for row in found.rows] == ["a", "b"]


def test_a_file_without_such_a_table_is_refused_with_what_it_may_hold():
    with pytest.raises(SheetError, match="It has no row of headings with question, count"):
        find_tables(b"a,b\n1,2", COLUMNS, needed=("question", "count"), what="It")
