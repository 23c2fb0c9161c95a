"""What people do to a moderation workbook: no grade in a wrong place, and none lost in silence."""

import shutil
from collections.abc import Callable, Iterator
from io import BytesIO

import pytest
from builders.packs import KEY, MADE_AT, SCALE
from builders.resaving import all_resaved
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from audits.domain.grade_book import (
    Given,
    GradeBook,
    GradeColumn,
    GradeField,
    GradeSheet,
    ShownAnswer,
)
from audits.domain.question import Question
from audits.workbook import GradeReading, read_grade_book, write_grade_book


FIELDS = tuple(field for field in GradeField if field < GradeField.SECOND)
CHOICES = ("yes", "partly", "no")
Key = tuple[str, str, str, GradeField]
Rows = list[list[object]]
Edit = Callable[[Workbook], None]
EDITS: dict[str, Edit] = {}
LOSE_NOTHING: set[str] = set()
EMPTIED = {"one_case_emptied_with_another_below_it"}  # by whoever filled it in
HEAD = 3  # the row of the agencies


def given(case: int, unit: int, question: int, field: GradeField) -> Given:
    """Return what stands in one place; no two are alike but for the choices and days."""
    unlike = f"{case} {unit} {question}"
    value, note = {
        GradeField.DESK: (CHOICES[(case + unit + question) % 3], f"desk {unlike}"),
        GradeField.PANEL: (CHOICES[(case + 2 * unit + question) % 3], f"panel {unlike}"),
        GradeField.DISPUTED: ("yes", f"dispute {unlike}"),
        GradeField.FOLLOW_UP: (f"follow {unlike}", ""),
        GradeField.FOLLOW_UP_BY: (f"20{case}{unit}-0{question}-15", ""),
    }[field]
    return Given(f"q{question}", field, value, note)


def a_book(edition: int = 1, *, cases: int = 3, units: int = 2, questions: int = 2) -> GradeBook:
    graded = tuple(Question(f"q{n}", n, "Part", f"Question {n}?", scale=SCALE)
                   for n in range(1, questions + 1))  # fmt: skip
    sheets = tuple(
        GradeSheet(f"DA16-{case:02d}", (("age_band", "1 to 4"),), tuple(
            GradeColumn(
                units * (case - 1) + unit, f"u{unit}", f"Unit {unit}",
                tuple(ShownAnswer(q.id, "Yes", "seen") for q in graded),
                tuple(given(case, unit, q.number, field) for q in graded for field in FIELDS),
            )
            for unit in range(1, units + 1)))
        for case in range(1, cases + 1)
    )  # fmt: skip
    return GradeBook("M3", edition, "DA-2016-1", "Domestic abuse", "A board", "the business unit",
                     FIELDS, graded, graded, sheets)  # fmt: skip


BOOK = a_book()
DATA = write_grade_book(BOOK, KEY, made_at=MADE_AT)
EVERYTHING: dict[Key, tuple[str, str]] = {
    (sheet.case, column.unit, g.question, g.kind): (g.value, g.note)
    for sheet in BOOK.sheets
    for column in sheet.columns
    for g in column.given
}


def edit(*, loses: bool = False) -> Callable[[Edit], Edit]:
    def add(function: Edit) -> Edit:
        EDITS[function.__name__] = function
        if not loses:
            LOSE_NOTHING.add(function.__name__)
        return function

    return add


def of_cases(book: Workbook) -> list[Worksheet]:
    return [sheet for sheet in book.worksheets if sheet.title.startswith("DA16")]


def rows_of(sheet: Worksheet) -> Rows:
    """Return the rows from the agencies' down to the last that is asked."""
    last = next(row for row in range(1, 99) if sheet.cell(row, 1).value == "What they answered")
    return [[sheet.cell(row, column).value for column in (1, 2, 3)] for row in range(HEAD, last)]


def put(sheet: Worksheet, rows: Rows, row: int, column: int) -> None:
    for down, texts in enumerate(rows):
        for across, value in enumerate(texts):
            if value is not None:
                cell = sheet.cell(row + down, column + across)
                cell.value = value
                if str(value).startswith("="):
                    cell.data_type = "s"


def clear(sheet: Worksheet) -> None:
    for row in sheet.iter_rows():
        for cell in row:
            cell.value = None


def written_anew(sheet: Worksheet, change: Callable[[Rows], Rows]) -> None:
    rows = change(rows_of(sheet))
    clear(sheet)
    put(sheet, rows, HEAD, 1)


@edit()
def nothing(book):
    return None


@edit()
def rows_sorted(book):
    for sheet in of_cases(book):
        written_anew(sheet, lambda rows: [rows[0], *sorted(rows[1:], key=lambda r: str(r[0]))])


@edit()
def rows_sorted_with_the_line_of_agencies(book):
    for sheet in of_cases(book):
        written_anew(sheet, lambda rows: sorted(rows, key=lambda r: str(r[0])))


@edit()
def agencies_changed_places(book):
    for sheet in of_cases(book):
        written_anew(sheet, lambda rows: [[a, c, b] for a, b, c in rows])


@edit()
def the_labels_moved_to_the_end(book):
    for sheet in of_cases(book):
        written_anew(sheet, lambda rows: [[b, c, a] for a, b, c in rows])


@edit()
def a_column_put_in_and_rows_put_in(book):
    for sheet in of_cases(book):
        sheet.insert_cols(2)
        sheet.insert_rows(9)
        sheet.insert_rows(1, 2)


@edit()
def sheets_renamed_moved_and_added(book):
    for number, sheet in enumerate(of_cases(book), start=1):
        sheet.title = f"case {number}"
    book.move_sheet("case 3", -2)
    book.create_sheet("Our notes", 0)["A1"] = "Desk grade"


@edit()
def headings_in_capitals(book):
    for sheet in of_cases(book):
        for row in sheet.iter_rows(max_col=1):
            label, _, ref = str(row[0].value or "").partition("\n")
            row[0].value = f"{label.upper()}\n{ref.lower()}" if ref else row[0].value
        for cell in sheet[HEAD][1:]:
            cell.value = str(cell.value).lower()


def one_sheet(book: Workbook, arrange: Callable[[list[Rows]], list[tuple[Rows, int, int]]]) -> None:
    first, *others = of_cases(book)
    parts = arrange([rows_of(sheet) for sheet in (first, *others)])
    clear(first)
    for rows, row, column in parts:
        put(first, rows, row, column)
    for sheet in others:
        book.remove(sheet)


@edit()
def cases_below_each_other_on_one_sheet(book):
    one_sheet(book, lambda blocks: [(b, 3 + 30 * n, 1) for n, b in enumerate(blocks)])


@edit()
def cases_beside_each_other_on_one_sheet(book):
    one_sheet(book, lambda blocks: [(b, 3, 1 + 4 * n) for n, b in enumerate(blocks)])


@edit()
def cases_beside_and_below_each_other(book):
    one_sheet(book, lambda blocks: [(b, 3 + 7 * n, 1 + 4 * n) for n, b in enumerate(blocks)])


@edit()
def turned_round_below_each_other(book):
    one_sheet(book, lambda blocks: [
        ([list(line) for line in zip(*b, strict=True)], 3 + 5 * n, 1)
        for n, b in enumerate(blocks)
    ])  # fmt: skip


@edit()
def an_old_copy_hidden(book):
    for sheet in of_cases(book):
        old = book.copy_worksheet(sheet)
        old.title, old.sheet_state = f"old {sheet.title}", "hidden"
        for row in old.iter_rows(min_row=HEAD + 1, min_col=2):
            for cell in row:
                cell.value = "Yes" if cell.value in ("No", "Partly") else cell.value


def emptied(rows: Rows) -> Rows:
    return [[row[0], None, None] if n else row for n, row in enumerate(rows)]


@edit(loses=True)
def one_case_emptied_with_another_below_it(book):
    one_sheet(book, lambda blocks: [
        (emptied(blocks[0]), 3, 1), (blocks[1], 33, 1), (blocks[2], 63, 1),
    ])  # fmt: skip


@edit(loses=True)
def the_line_of_agencies_deleted(book):
    for sheet in of_cases(book):
        sheet.delete_rows(HEAD)


@edit(loses=True)
def the_column_of_labels_deleted(book):
    for sheet in of_cases(book):
        sheet.delete_cols(1)


@edit(loses=True)
def a_label_retyped_without_its_reference(book):
    for sheet in of_cases(book):
        sheet["A7"] = "Desk grade"


@edit(loses=True)
def a_label_emptied(book):
    for sheet in of_cases(book):
        sheet["A7"] = None


@edit(loses=True)
def an_agency_retyped_without_its_reference(book):
    for sheet in of_cases(book):
        sheet.cell(HEAD, 3).value = "Unit 2"


@edit(loses=True)
def a_reference_dragged_over_the_next(book):
    for sheet in of_cases(book):
        sheet.cell(HEAD, 3).value = sheet.cell(HEAD, 2).value


def after(name: str) -> bytes:
    book, file = load_workbook(BytesIO(DATA)), BytesIO()
    EDITS[name](book)
    book.save(file)
    return file.getvalue()


def read(data: bytes) -> GradeReading:
    return read_grade_book(data, find_book={BOOK.code: BOOK}.get, key=KEY)


def said(reading: GradeReading) -> dict[Key, tuple[str | None, str]]:
    return {
        (e.case, e.column.unit, e.graded.id, e.field): (e.answer.value, e.answer.note)
        for e in reading.entries
        if e.answer.value
    }


def notes_said(reading: GradeReading) -> Iterator[tuple[str, str]]:
    """Yield each note and name that was read, with the place for which it was taken."""
    for key, (value, note) in said(reading).items():
        for text in (value or "", note):
            if text.startswith(("desk", "panel", "dispute", "follow")):
                yield text, f"{int(key[0][-2:])} {key[1][1:]} {key[2][1:]}"


def check(name: str, data: bytes) -> None:
    reading = read(data)
    found = said(reading)
    assert {k: v for k, v in found.items() if v[0] != EVERYTHING[k][0]} == {}, name
    assert [text for text, place in notes_said(reading) if not text.endswith(place)] == [], name
    if name in EMPTIED:
        assert found == {k: v for k, v in EVERYTHING.items() if k[0] != "DA16-01"}
    elif found != EVERYTHING:
        assert [each for each in reading.problems if each.is_query], name
        assert name not in LOSE_NOTHING


@pytest.mark.parametrize("name", sorted(EDITS))
def test_no_edit_puts_a_grade_in_a_wrong_place(name):
    check(name, after(name))


@pytest.fixture(scope="module")
def saved_again(tmp_path_factory):
    """Return the book after each edit, as LibreOffice then saves it."""
    if not shutil.which("soffice"):
        pytest.skip("LibreOffice is not here")
    books = {name: after(name) for name in EDITS}
    return all_resaved(books, "xlsx", tmp_path_factory.mktemp("grade-books"))


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(EDITS))
def test_nor_if_libreoffice_saves_it_then(name, saved_again):
    check(name, saved_again[name])


def test_a_hidden_copy_is_named_and_the_one_that_shows_counts():
    reading = read(after("an_old_copy_hidden"))
    assert {each.sheet for each in reading.problems} == {f"old DA16-0{n}" for n in (1, 2, 3)}
    assert not any(each.is_query for each in reading.problems)
