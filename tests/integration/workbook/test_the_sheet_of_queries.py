"""Answers typed on the sheet Queries, which has no place for them: taken, or asked again."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from builders.edited import change
from builders.packs import a_pack, book_of, codes, read_all, said
from builders.resaving import resaved
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from audits.domain.answer import Answer
from audits.domain.pack import AUDITOR_ROLE, COMPLETED_BY, Pack, PackForm, Query


GIVEN = {"_known": "yes", "consent": "yes", "seen": "2017-03-08", "visits": "3"}
SAYS = "There is no answer. Choose one of: Yes, Partly, No."
KEY = ("DA16-01", "consent")
FORMS = (PackForm.GRID, PackForm.CASE_SHEETS, PackForm.SELF_ASSESSMENT)
QUERY_ROW, WROTE, NEEDED = 4, 4, 5


def again(form: PackForm = PackForm.GRID) -> Pack:
    """Return the edition that asks for one answer about the first case, and for one role."""
    pack = a_pack(form, edition=2)
    role = COMPLETED_BY if pack.about.is_own else AUDITOR_ROLE
    queries = (Query(*KEY, SAYS, "maybe"), Query("", role.id, "There is no answer.", ""))
    return replace(pack, queries=queries)


def answers_to(pack: Pack) -> list[Answer]:
    asked = {each.id for each in pack.asked_of_a_case()}
    return [
        Answer(case.ref, name, value, "")
        for case in pack.cases
        for name, value in GIVEN.items()
        if (case.ref, name) != KEY and name in asked
    ]


def after(pack: Pack, edit: Callable[[Workbook], None]):
    data = change(book_of(pack, answers_to(pack)), edit)
    return read_all(data, pack, editions=[pack])[0]


def on_queries(column: int, value: object, row: int = QUERY_ROW) -> Callable[[Workbook], None]:
    def edit(book: Workbook) -> None:
        book["Queries"].cell(row, column).value = value

    return edit


def both(*edits: Callable[[Workbook], None]) -> Callable[[Workbook], None]:
    def edit(book: Workbook) -> None:
        for each in edits:
            each(book)

    return edit


def asking(book: Workbook) -> Worksheet:
    return next(s for s in book.worksheets if s["A3"].value == "Row reference")


def in_cell(value: object) -> Callable[[Workbook], None]:
    """Return a change to the cell to which the first query leads."""

    def edit(book: Workbook) -> None:
        sheet, cell = book["Queries"]["A4"].hyperlink.location.replace("'", "").split("!")
        book[sheet][cell].value = value

    return edit


def asked_again(reading) -> list[tuple[str, str, str]]:
    return [(str(p.code), p.case, p.question) for p in reading.problems if p.is_query]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("column", [1, WROTE, NEEDED, 7, 9])
def test_an_answer_typed_anywhere_in_its_row_is_taken_and_noted(form, column):
    reading = after(again(form), on_queries(column, "Yes"))
    assert said(reading)[KEY] == ("yes", "")
    [answer] = [a for a in reading.answers if (a.case, a.question) == KEY]
    assert (answer.sheet, answer.cell) == ("Queries", f"{'ABCDEFGHI'[column - 1]}4")
    assert ("on_queries", False) in {(str(p.code), p.is_query) for p in reading.problems}
    assert [each for each in asked_again(reading) if each[1:] == KEY] == []


def test_what_is_asked_once_is_taken_too():
    reading = after(again(), on_queries(WROTE, "Named Nurse", row=5))
    assert said(reading)["", AUDITOR_ROLE.id] == ("Named Nurse", "")


def test_an_answer_written_behind_what_is_needed_is_taken_without_our_sentence():
    reading = after(again(), on_queries(NEEDED, f"{SAYS} Yes"))
    assert said(reading)[KEY] == ("yes", "")


@pytest.mark.parametrize("form", FORMS)
def test_two_places_that_differ_are_asked_again_and_two_that_agree_are_not(form):
    pack = again(form)
    differ = after(pack, both(on_queries(7, "Yes"), in_cell("No")))
    assert KEY not in said(differ)
    assert ("queries_differ", *KEY) in asked_again(differ)
    agree = after(pack, both(on_queries(7, "yes "), in_cell("Yes")))
    assert said(agree)[KEY] == ("yes", "")
    assert not [each for each in asked_again(agree) if each[1:] == KEY]


def test_two_answers_in_one_row_are_asked_again():
    reading = after(again(), both(on_queries(7, "Yes"), on_queries(8, "No")))
    assert KEY not in said(reading)
    assert ("two_answers", *KEY) in asked_again(reading)


def test_what_is_no_answer_is_asked_again():
    reading = after(again(), on_queries(WROTE, "we think so"))
    assert ("not_allowed", *KEY) in asked_again(reading)


def test_the_note_beside_the_cell_belongs_to_an_answer_on_the_sheet_of_queries():
    def note(book: Workbook) -> None:
        sheet = asking(book)
        cell = next(c for c in sheet[3] if "(question 1)" in str(c.value))
        sheet.cell(4, cell.column).value = "asked at home"

    reading = after(again(), both(on_queries(WROTE, "Yes"), note))
    assert said(reading)[KEY] == ("yes", "asked at home")


def test_nothing_typed_is_no_answer_and_no_problem_of_its_own():
    reading = after(again(), lambda _: None)
    assert asked_again(reading)[0] == ("missing", *KEY)
    assert {"extra_text", "on_queries"}.isdisjoint(codes(reading))


def test_rows_sorted_turned_round_and_taken_to_a_sheet_of_their_own_are_still_theirs():
    def turn(book: Workbook) -> None:
        queries = book["Queries"]
        rows = [[cell.value for cell in row] for row in queries.iter_rows(min_row=3)]
        del book["Queries"]
        made = book.create_sheet("to do")
        for column, row in enumerate(reversed(rows), start=2):
            for down, value in enumerate(row, start=5):
                made.cell(down, column).value = value

    reading = after(again(), both(on_queries(7, "Yes"), turn))
    assert said(reading)[KEY] == ("yes", "")


def test_text_below_the_rows_is_told_and_words_of_danger_go_to_a_person():
    reading = after(again(), on_queries(2, "she is not safe at home", row=9))
    told = [p for p in reading.problems if str(p.code) in ("extra_text", "maybe_concern")]
    assert {(str(p.code), p.sheet, p.cell) for p in told} == {
        ("extra_text", "Queries", "B9"), ("maybe_concern", "Queries", "B9"),
    }  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("suffix", ["xlsx", "ods", "xls"])
def test_an_answer_on_the_sheet_of_queries_survives_libreoffice(suffix, tmp_path):
    pack = again(PackForm.CASE_SHEETS)
    data = change(book_of(pack, answers_to(pack)), on_queries(WROTE, "Yes"))
    reading = read_all(resaved(data, suffix, tmp_path), pack, editions=[pack])[0]
    assert said(reading)[KEY] == ("yes", "")
