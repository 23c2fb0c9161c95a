"""Whatever is written stays what it is, within Excel's limits, whoever writes it."""

from datetime import UTC, date, datetime
from io import BytesIO
from textwrap import wrap
from zipfile import ZipFile

import pytest
from builders.texts import ANY_TEXT
from hypothesis import given, settings, strategies as st
from lxml import etree
from openpyxl import load_workbook

from audits.domain.plain_text import clean_text
from audits.reporting.paper import Paper, Table, Text
from audits.reporting.paper_xlsx import as_xlsx
from audits.xlsx import (
    Column,
    Looks,
    add_sheet,
    choose_from,
    explain,
    finish,
    fit_row,
    new_book,
    put,
    saved,
    write_long_table,
)
from audits.xlsx.limits import cut


MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
FACE = chr(0x1F600)  # two UTF-16 units
# Excel's specifications and limits, in UTF-16 units.
IN_A_CELL, IN_A_PROMPT, IN_A_PROMPTS_TITLE, IN_A_FOOTER = 32_767, 255, 32, 255


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def written(*values: object) -> list[object]:
    """Return what stands in the cells of a sheet and of a long table, which must be the same."""
    book = new_book()
    looks = Looks(book)
    sheet = add_sheet(book, "Sheet")
    for column, value in enumerate(values, start=1):
        put(sheet, 2, column, value, looks.boxed)
    files = (
        saved(book),
        write_long_table("Sheet", [Column("c", 9)] * len(values), [values], frozen=1, pages_wide=1),
    )
    one, other = (_row(load_workbook(BytesIO(data)).worksheets[0]) for data in files)
    assert one == other
    return one


def _row(sheet) -> list[object]:
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    return [cell.value for cell in next(sheet.iter_rows(min_row=2, max_row=2))]


@settings(max_examples=60, deadline=None)
@given(ANY_TEXT)
def test_a_text_of_any_plane_stays_that_text(text):
    assert written("x", text) == ["x", clean_text(text) or None]


@pytest.mark.parametrize("sign", ["=1+1", "+44 1632 960001", "-", "@SUM(A1)", "\t=1", "=cmd|'/c'"])
def test_text_like_a_formula_stays_text_and_says_so_to_excel(sign):
    assert written(sign) == [sign]
    book = new_book()
    looks = Looks(book)
    sheet = add_sheet(book, "Sheet")
    put(sheet, 1, 1, sign, looks.boxed)
    put(sheet, 1, 2, "plain", looks.boxed)
    again = load_workbook(BytesIO(saved(book))).worksheets[0]
    assert (again["A1"].quotePrefix, again["B1"].quotePrefix) == (True, False)


def test_numbers_and_days_stay_what_they_are_and_what_no_cell_shows_is_text():
    summer = datetime(2017, 6, 30, 23, 5, tzinfo=UTC)
    assert written(7, 2.5, date(2017, 3, 9)) == [7, 2.5, datetime(2017, 3, 9)]  # noqa: DTZ001 -- cells have no zone
    assert written(float("nan"), float("inf")) == ["nan", "inf"]
    assert written(date(1899, 12, 1), date(817, 3, 1)) == ["01/12/1899", "01/03/0817"]
    assert written(summer) == [datetime(2017, 7, 1, 0, 5)]  # noqa: DTZ001 -- England's clock
    assert written("x", None, "") == ["x", None, None]


@given(st.text(st.sampled_from(["a", FACE]), max_size=80), st.integers(0, 60))
def test_a_text_is_cut_as_excel_counts_and_never_through_a_character(text, most):
    short = cut(text, most)
    assert text.startswith(short)
    assert units(short) <= most
    rest = text[len(short) :]
    assert not rest or units(short + rest[0]) > most


def test_nothing_is_longer_than_excel_holds():
    long = FACE * 40_000
    book = new_book()
    sheet = add_sheet(book, f"{FACE}{'x' * 29}{FACE}")
    put(sheet, 1, 1, long)
    rule = choose_from("list_x")
    explain(rule, long, long, long)
    rule.add("A1")
    sheet.add_data_validation(rule)
    fit_row(sheet, 1, [("word " * 9_000, 20)])
    finish(book, "t", "b", footer=f"A&B {long}")
    again = load_workbook(BytesIO(saved(book))).worksheets[0]
    assert units(again["A1"].value) <= IN_A_CELL
    assert units(again.title) <= 31
    (rule,) = again.data_validations.dataValidation
    assert units(rule.promptTitle) <= IN_A_PROMPTS_TITLE
    assert max(units(rule.prompt), units(rule.error)) <= IN_A_PROMPT
    assert again.row_dimensions[1].height <= 409.5
    raw = etree.fromstring(ZipFile(BytesIO(saved(book))).read("xl/worksheets/sheet1.xml"))
    footer = raw.findtext(f"{MAIN}headerFooter/{MAIN}oddFooter")
    assert "A&&B" in footer
    assert units(footer) <= IN_A_FOOTER


def test_a_row_that_is_fitted_still_grows():
    book = new_book()
    sheet = add_sheet(book, "Sheet")
    fit_row(sheet, 1, [("some words", 4)])
    fit_row(sheet, 2, [("some words", 4)], is_fixed=True)
    raw = etree.fromstring(ZipFile(BytesIO(saved(book))).read("xl/worksheets/sheet1.xml"))
    fixed = [row.get("customHeight", "0") for row in raw.iter(f"{MAIN}row")]
    assert fixed == ["0", "1"] or fixed == [None, "1"]


def test_a_papers_tables_are_as_high_as_their_words_and_tabs_that_excel_takes():
    words = "Nine of twelve had a strategy discussion within one working day. " * 4
    captions = (f"{'Was the child seen alone? ' * 3}", "history", "")
    tables = tuple(Table(each, ("n", "x"), (("1", words),), (1, 3)) for each in captions)
    paper = Paper("T", "s", "m", "=f", (Text(words), *tables))
    book = load_workbook(BytesIO(as_xlsx(paper)))
    assert len(book.sheetnames) == 4
    assert not {name.casefold() for name in book.sheetnames} & {"history"}
    for sheet in book.worksheets:
        assert units(sheet.title) <= 31
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.value == words):
            lines = len(wrap(words, int(sheet.column_dimensions[cell.column_letter].width)))
            assert sheet.row_dimensions[cell.row].height >= 15 * lines
