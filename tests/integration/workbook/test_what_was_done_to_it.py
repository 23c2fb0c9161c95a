"""What people do to a workbook between receiving and returning it."""

from collections.abc import Callable
from io import BytesIO

import pytest
from builders.packs import a_pack, book_of, codes, read, read_all, said
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet

from audits.domain.answer import Answer
from audits.domain.pack import (
    AUDITOR_ROLE,
    CONCERN,
    INDEPENDENT,
    KNOWN,
    NOTHING_TO_REPORT,
    PackForm,
)
from audits.workbook import mask_personal


PACK = a_pack()
HEAD = 3
NOTE = "Searched by name and number; no record."
GIVEN = {"_known": "yes", "consent": "yes", "seen": "2017-03-08", "visits": "3"}
ANSWERS = [
    *(Answer(c.ref, q, v, "") for c in PACK.cases for q, v in GIVEN.items()),
    Answer("", AUDITOR_ROLE.id, "Named Nurse", ""),
    Answer("", INDEPENDENT.id, "yes", ""),
]
WANTED = {(a.case, a.question): (a.value, "") for a in ANSWERS}


def after(change: Callable[[Workbook], None], answers: list[Answer] = ANSWERS):
    """Return the reading of a pack to which something was done."""
    book = load_workbook(BytesIO(book_of(PACK, answers)))
    change(book)
    file = BytesIO()
    book.save(file)
    return read(file.getvalue(), PACK)


def nothing(_: Workbook) -> None:
    """Leave the workbook as it was filled in."""


def column(sheet: Worksheet, words: str) -> int:
    return next(c.column for c in sheet[HEAD] if words in str(c.value))


def set_cell(row: int, words: str, value: object) -> Callable[[Workbook], None]:
    def change(book: Workbook) -> None:
        book["Cases"].cell(row, column(book["Cases"], words)).value = value

    return change


def test_nothing_done_is_accepted():
    reading = after(nothing)
    assert said(reading) == WANTED
    assert (str(reading.outcome), codes(reading)) == ("accepted", [])


def insert_rows_and_columns(book: Workbook) -> None:
    book["Cases"].insert_rows(5, 2)
    book["Cases"].insert_cols(3)


def rename_sheets(book: Workbook) -> None:
    book["Cases"].title, book["This return"].title = "MASH Fri FINAL", "us"


def copy_to_a_new_book(book: Workbook) -> None:
    for name in ("Start here", "What the answers mean", "_"):
        del book[name]


def move_a_column(book: Workbook) -> None:
    sheet = book["Cases"]
    at = column(sheet, "Was consent sought")
    for row in range(HEAD, HEAD + 4):
        sheet.cell(row, 40).value = sheet.cell(row, at).value
        sheet.cell(row, at).value = None


@pytest.mark.parametrize(
    "change", [insert_rows_and_columns, rename_sheets, copy_to_a_new_book, move_a_column]
)
def test_what_is_moved_is_found(change):
    reading = after(change)
    assert said(reading) == WANTED
    assert str(reading.outcome) == "accepted"


def test_rows_sorted_by_what_is_visible_stay_with_their_case():
    answers = [Answer(c.ref, "visits", str(c.number), "") for c in PACK.cases]

    def backwards(book: Workbook) -> None:
        sheet = book["Cases"]
        last = column(sheet, "Still to do") - 1
        rows = [[sheet.cell(r, c).value for c in range(1, last + 1)] for r in range(4, 7)]
        for number, row in enumerate(reversed(rows), start=4):
            for place, value in enumerate(row, start=1):
                sheet.cell(number, place).value = value

    found = said(after(backwards, answers))
    assert found == {(c.ref, "visits"): (str(c.number), "") for c in PACK.cases}


def test_a_row_gone_is_missed_by_its_case():
    reading = after(lambda book: book["Cases"].delete_rows(5))
    assert [p.case for p in reading.problems if str(p.code) == "row_missing"] == ["DA16-02"]
    assert str(reading.outcome) == "partial"


@pytest.mark.parametrize(
    ("value", "problem"), [(None, None), ("No", "duplicate_conflict")], ids=["same", "other"]
)
def test_a_row_twice_counts_once_unless_the_copies_disagree(value, problem):
    def copy(book: Workbook) -> None:
        sheet = book["Cases"]
        for cell in sheet[4]:
            sheet.cell(8, cell.column).value = cell.value
        if value:
            sheet.cell(8, column(sheet, "Was consent sought")).value = value

    reading = after(copy)
    if problem is None:
        assert said(reading) == WANTED
    else:
        assert ("DA16-01", "consent") not in said(reading)
        assert codes(reading) == [problem]


def test_an_altered_reference_is_not_guessed_at():
    def alter(book: Workbook) -> None:
        cell = book["Cases"]["A4"]
        cell.value = str(cell.value).replace("C001", "C002")

    reading = after(alter)
    assert "bad_check" in codes(reading)
    assert not [key for key in said(reading) if key[0] == "DA16-01"]
    assert said(reading)[("DA16-02", "visits")] == ("3", "")


def test_a_row_of_another_pack_is_not_read_as_ours():
    other = load_workbook(BytesIO(book_of(a_pack(code="P8"), ANSWERS)))

    def paste(book: Workbook) -> None:
        for cell in other["Cases"][4]:
            book["Cases"].cell(8, cell.column).value = cell.value

    reading = after(paste)
    assert [str(p.code) for p in reading.problems if p.is_query] == ["other_pack_row"]
    assert said(reading) == WANTED


def test_an_older_edition_is_read_and_noted():
    [reading] = read_all(book_of(PACK, ANSWERS), a_pack(edition=2), editions=[PACK])
    assert codes(reading) == ["older_edition"]
    assert said(reading) == WANTED


@pytest.mark.parametrize(
    ("words", "value", "problem"),
    [
        ("Was consent sought", "maybe", "not_allowed"),
        ("Was consent sought", "yes/no", "ambiguous"),
        ("Was consent sought", "=1+1", "formula"),
        ("Was consent sought", "#N/A", "error_cell"),
        ("Was consent sought", None, "missing"),
        ("Was consent sought", "No", "evidence_missing"),
        ("When was the child", "last week", "not_a_date"),
        ("When was the child", "April 2027", "not_a_date"),  # of what happened, a day is asked for
        ("How many visits", "a few", "not_a_number"),
    ],
)
def test_an_answer_that_cannot_be_taken_is_asked_about(words, value, problem):
    reading = after(set_cell(4, words, value))
    assert codes(reading) == [problem]
    [found] = reading.problems
    assert (found.case, found.sheet) == ("DA16-01", "Cases")
    assert found.cell == f"{found.cell.rstrip('0123456789')}4"
    assert str(value) not in found.message


def test_a_question_reworded_and_words_elsewhere_are_for_a_person_to_see():
    def change(book: Workbook) -> None:
        cell = book["Cases"].cell(HEAD, column(book["Cases"], "Was consent sought"))
        cell.value = str(cell.value).replace("sought", "bought")
        book["Cases"]["AF4"] = "we disagree with the list"

    reading = after(change)
    assert sorted(codes(reading)) == ["extra_text", "question_altered"]
    assert not any(problem.is_query for problem in reading.problems)
    assert said(reading) == WANTED


def test_text_on_any_sheet_is_told_with_its_cells_and_so_are_ticks_and_numbers():
    def change(book: Workbook) -> None:
        book.create_sheet("Our notes")["B2"] = "as we said on the phone"
        book["Start here"]["A40"] = "thanks"
        for cell, text in (("AF4", "\u2713"), ("AF5", 12), ("AG6", "?")):
            book["Cases"][cell] = text

    reading = after(change)
    told = {p.sheet: p.message for p in reading.problems if str(p.code) == "extra_text"}
    assert set(told) == {"Our notes", "Start here", "Cases"}
    assert told["Cases"].endswith("Cells: AF4, AF5, AG6.")
    assert said(reading) == WANTED


def test_a_note_is_kept_in_the_next_edition_whether_or_not_one_is_wanted():
    pack = a_pack(PackForm.CASE_SHEETS)
    answers = [*ANSWERS, Answer("DA16-01", "voice", "At school", "", "said at the meeting")]
    assert said(read(book_of(pack, answers), pack))["DA16-01", "voice"] == (
        "At school", "said at the meeting",
    )  # fmt: skip


def test_a_comment_is_said_to_be_there_and_then_dropped():
    def change(book: Workbook) -> None:
        book["Cases"]["D4"].comment = Comment("This is the Thimblewright girl", "Reviewer")

    reading = after(change)
    assert codes(reading) == ["comment"]
    masked = mask_personal(reading, [{"surname": "Thimblewright"}])
    assert codes(masked) == ["comment", "personal_detail"]
    assert masked.comments == ()
    assert "Thimblewright" not in repr(masked)


def test_a_child_not_known_needs_no_other_answer():
    answers = [a for a in ANSWERS if a.case != "DA16-02"] + [
        Answer("DA16-02", KNOWN.id, "no", "", NOTE)
    ]
    reading = after(nothing, answers)
    assert str(reading.outcome) == "accepted"
    assert [a.question for a in reading.answers if a.case == "DA16-02"] == [KNOWN.id]


def test_a_child_not_known_needs_a_reason():
    answers = [a for a in ANSWERS if a.case != "DA16-02"] + [Answer("DA16-02", KNOWN.id, "no", "")]
    reading = after(nothing, answers)
    assert codes(reading) == ["evidence_missing"]
    assert [p.case for p in reading.problems] == ["DA16-02"]


def test_no_child_known_is_an_outcome_of_its_own():
    answers = [Answer(c.ref, KNOWN.id, "no", "", NOTE) for c in PACK.cases] + ANSWERS[-2:]
    assert str(after(nothing, answers).outcome) == "not_known"


def test_not_known_but_answered_is_asked_about():
    answers = [*ANSWERS[1:], Answer("DA16-01", KNOWN.id, "no", "", NOTE)]
    reading = after(nothing, answers)
    assert codes(reading) == ["not_known_but_answered"]
    assert str(reading.outcome) == "queried"


def test_nothing_to_report_is_a_return():
    answers = [Answer("", NOTHING_TO_REPORT.id, "No case was ours.", ""), *ANSWERS[-2:]]
    reading = after(nothing, answers)
    assert (str(reading.outcome), codes(reading)) == ("nil", [])


def test_a_concern_is_read_though_nothing_else_is_filled_in():
    reading = after(nothing, [Answer("DA16-03", CONCERN.id, "At home with him.", "")])
    assert said(reading) == {("DA16-03", CONCERN.id): ("At home with him.", "")}


def test_a_workbook_without_references_is_set_aside():
    book = Workbook()
    book.active["A1"] = "our answers"
    file = BytesIO()
    book.save(file)
    reading = read(file.getvalue(), PACK)
    assert (str(reading.outcome), codes(reading)) == ("quarantined", ["no_reference"])


def test_a_pack_that_is_not_ours_to_read_is_set_aside():
    reading = read(book_of(a_pack(code="P8"), ANSWERS), PACK)
    assert (str(reading.outcome), codes(reading)) == ("quarantined", ["unknown_pack"])
