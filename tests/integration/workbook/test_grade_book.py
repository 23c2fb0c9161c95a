"""A moderation workbook of any size, written and read back, whole or turned round."""

from dataclasses import replace
from io import BytesIO

import openpyxl
import pytest
from builders.packs import KEY, MADE_AT, SCALE

from audits.domain.errors import ModerationError
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
GIVEN = {
    GradeField.DESK: ("partly", "one of two"),
    GradeField.PANEL: ("no", "neither was there"),
    GradeField.DISPUTED: ("yes", "Named nurse"),
    GradeField.FOLLOW_UP: ("=Head of service", ""),
    GradeField.FOLLOW_UP_BY: ("2017-03-31", ""),
}


def a_book(*, cases: int = 2, units: int = 3, questions: int = 1) -> GradeBook:
    """Return a workbook in which everything has been filled in."""
    graded = tuple(Question(f"q{n}", n, "Part", f"Question {n}?", scale=SCALE)
                   for n in range(1, questions + 1))  # fmt: skip
    filled = tuple(Given(q.id, field, *GIVEN[field]) for q in graded for field in FIELDS)
    answers = tuple(ShownAnswer(q.id, "Yes", "seen") for q in graded)
    sheets = tuple(
        GradeSheet(f"DA16-{case:02d}", (("age_band", "1 to 4"),), tuple(
            GradeColumn(units * (case - 1) + unit, f"u{unit}", f"Unit {unit}", answers, filled)
            for unit in range(1, units + 1)))
        for case in range(1, cases + 1)
    )  # fmt: skip
    return GradeBook("M3", 1, "DA-2016-1", "Domestic abuse", "A board", "the business unit",
                     FIELDS, graded, graded, sheets)  # fmt: skip


def read(data: bytes, book: GradeBook) -> GradeReading:
    return read_grade_book(data, find_book={book.code: book}.get, key=KEY)


def said(reading: GradeReading) -> dict[tuple[str, str, str, GradeField], tuple[str | None, str]]:
    return {
        (e.case, e.column.unit, e.graded.id, e.field): (e.answer.value, e.answer.note)
        for e in reading.entries
    }


def everything(book: GradeBook) -> dict[tuple[str, str, str, GradeField], tuple[str, str]]:
    return {
        (sheet.case, column.unit, g.question, g.kind): (g.value, g.note)
        for sheet in book.sheets
        for column in sheet.columns
        for g in column.given
    }


@pytest.mark.parametrize(
    ("cases", "units", "questions"), [(1, 1, 1), (10, 3, 1), (3, 12, 15), (1, 100, 2)]
)
def test_what_is_written_is_read_back(cases, units, questions):
    book = a_book(cases=cases, units=units, questions=questions)
    reading = read(write_grade_book(book, KEY, made_at=MADE_AT), book)
    assert reading.problems == ()
    assert said(reading) == everything(book)


def test_the_same_book_is_always_the_same_bytes():
    first, again = (write_grade_book(a_book(), KEY, made_at=MADE_AT) for _ in range(2))
    assert first == again


def test_a_sheet_turned_round_says_the_same():
    book = a_book(cases=1)
    file = openpyxl.load_workbook(BytesIO(write_grade_book(book, KEY, made_at=MADE_AT)))
    sheet = file["DA16-01"]
    turned = file.create_sheet("turned round")
    for row in sheet.iter_rows(min_row=3):
        for cell in row:
            to = turned.cell(cell.column, cell.row)
            to.value, to.data_type = cell.value, cell.data_type
    file.remove(sheet)
    data = BytesIO()
    file.save(data)
    assert said(read(data.getvalue(), book)) == everything(book)


def test_two_copies_of_a_case_that_do_not_agree_are_both_refused():
    book = a_book(cases=1, units=1)
    file = openpyxl.load_workbook(BytesIO(write_grade_book(book, KEY, made_at=MADE_AT)))
    copy = file.copy_worksheet(file["DA16-01"])
    row = next(r[0].row for r in copy.iter_rows(max_col=1) if str(r[0].value).startswith("Panel"))
    copy.cell(row, 2).value = "Yes"
    data = BytesIO()
    file.save(data)
    reading = read(data.getvalue(), book)
    assert [str(problem.code) for problem in reading.problems] == ["duplicate_conflict"]


def test_books_of_two_cycles_in_one_file_are_refused_in_a_sentence():
    book, other = a_book(cases=1), replace(a_book(cases=1), code="M4", cycle="CSE-2016-1")
    file = openpyxl.load_workbook(BytesIO(write_grade_book(book, KEY, made_at=MADE_AT)))
    more = openpyxl.load_workbook(BytesIO(write_grade_book(other, KEY, made_at=MADE_AT)))
    sheet = file.create_sheet("another")
    for row in more["DA16-01"].iter_rows():
        for cell in row:
            sheet.cell(cell.row, cell.column).value = cell.value
    data = BytesIO()
    file.save(data)
    with pytest.raises(ModerationError, match=r"holds more than one workbook \(M3, M4\)"):
        read_grade_book(data.getvalue(), find_book={"M3": book, "M4": other}.get, key=KEY)


def test_a_reference_with_a_wrong_check_code_is_named():
    book = a_book(cases=1, units=2)
    file = openpyxl.load_workbook(BytesIO(write_grade_book(book, KEY, made_at=MADE_AT)))
    heading = file["DA16-01"].cell(3, 2)
    heading.value = f"{str(heading.value)[:-1]}{'A' if str(heading.value)[-1] != 'A' else 'B'}"
    data = BytesIO()
    file.save(data)
    reading = read(data.getvalue(), book)
    assert ("bad_check", "B3") in [(str(p.code), p.cell) for p in reading.problems]


def test_a_file_without_our_references_is_refused_in_a_sentence():
    file = openpyxl.Workbook()
    file.active.cell(1, 1).value = "Desk grade"
    data = BytesIO()
    file.save(data)
    with pytest.raises(ModerationError, match="The file holds no reference of ours"):
        read(data.getvalue(), a_book())


def test_the_line_of_how_grades_stand_is_ours_and_no_note_of_whoever_agrees():
    """It may hold the words of a choice that says that the record cannot tell."""
    book = a_book(cases=1, units=1)
    [sheet] = book.sheets
    [column] = sheet.columns
    answers = (ShownAnswer("q1", "Cannot tell from the record"),)
    others = replace(column, answers=answers, given=(), open=(), others=("q1",))
    book = replace(
        book,
        fields=(*book.fields, GradeField.AGREE),
        sheets=(replace(sheet, columns=(others,)),),
    )
    reading = read(write_grade_book(book, KEY, made_at=MADE_AT), book)
    assert (reading.problems, reading.agreements) == ((), ())
