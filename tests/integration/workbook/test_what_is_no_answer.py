"""What is no answer: struck out, or drawn over the cells; and a sheet that is hidden."""

from io import BytesIO

import pytest
from builders.drawings import box, with_drawing
from builders.packs import a_pack, book_of, codes, read, said
from builders.resaving import resaved
from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font

from audits.domain.answer import Answer
from audits.domain.pack import AUDITOR_ROLE, CONCERN, INDEPENDENT
from audits.workbook import Reading


PACK = a_pack()
VALUES = {"_known": "yes", "consent": "yes", "seen": "2017-03-08", "visits": "3", "voice": "Home."}
ANSWERS = [
    *(Answer(c.ref, q, v, "") for c in PACK.cases for q, v in VALUES.items()),
    Answer("", AUDITOR_ROLE.id, "Named Nurse", ""),
    Answer("", INDEPENDENT.id, "yes", ""),
]
GONE = InlineFont(strike=True)


def book() -> Workbook:
    return load_workbook(BytesIO(book_of(PACK, ANSWERS)))


def saved(made: Workbook) -> bytes:
    file = BytesIO()
    made.save(file)
    return file.getvalue()


def cell(made: Workbook, words: str, row: int = 4):
    sheet = made["Cases"]
    column = next(c.column for c in sheet[3] if words in str(c.value))
    return sheet.cell(row, column)


def struck(words: str) -> Workbook:
    made = book()
    cell(made, words).font = Font(strike=True)
    return made


@pytest.mark.parametrize(
    ("words", "question"),
    [("Was consent", "consent"), ("When was the child", "seen"), ("How many", "visits")],
)
def test_a_cell_struck_out_is_no_answer_and_is_noted(words, question):
    reading = read(saved(struck(words)), PACK)
    assert ("DA16-01", question) not in said(reading)
    assert sorted(codes(reading)) == ["missing", "struck_out"]
    assert {p.question for p in reading.problems} == {question}


def test_only_what_is_not_struck_out_counts():
    made = book()
    cell(made, "Was consent").value = CellRichText(TextBlock(GONE, "No "), "Partly: asked twice")
    cell(made, "What did the child").value = CellRichText("At ", TextBlock(GONE, "school"), "home")
    found = said(reading := read(saved(made), PACK))
    assert found["DA16-01", "consent"] == ("partly", "asked twice")
    assert found["DA16-01", "voice"] == ("At home", "")
    assert codes(reading) == ["struck_out"] * 2


def test_a_copy_that_is_struck_out_does_not_stand_against_the_answer():
    made = book()
    sheet = made["Cases"]
    for each in sheet[4]:
        sheet.cell(9, each.column).value = each.value
    other = cell(made, "Was consent", 9)
    other.value, other.font = "No", Font(strike=True)
    assert said(read(saved(made), PACK))["DA16-01", "consent"] == ("yes", "")


@pytest.mark.slow
def test_struck_out_text_is_seen_in_an_ods_and_after_libreoffice(tmp_path):
    made = struck("Was consent")
    cell(made, "What did the child").value = CellRichText("At ", TextBlock(GONE, "school"), "home")
    for suffix in ("ods", "xlsx"):
        reading = read(resaved(saved(made), suffix, tmp_path / suffix), PACK)
        assert ("DA16-01", "consent") not in said(reading)
        assert said(reading)["DA16-01", "voice"] == ("At home", "")
        assert codes(reading).count("struck_out") == 2


def test_a_formula_an_error_and_a_comment_are_seen_in_an_ods(tmp_path):
    made = book()
    cell(made, "Was consent").value = '="Y" & "es"'
    cell(made, "How many").value = "=1/0"
    cell(made, "What did the child").comment = Comment("The baby is at risk", "Reviewer")
    reading = read(resaved(saved(made), "ods", tmp_path), PACK)
    assert not {("DA16-01", "consent"), ("DA16-01", "visits")} & set(said(reading))
    assert sorted(codes(reading)) == ["comment", "formula", "formula", "maybe_concern"]


@pytest.mark.parametrize("inside", [box("see page two"), "<xdr:pic/>", "<xdr:sp/>"])
def test_what_lies_over_a_sheet_is_named_and_takes_nothing_away(inside):
    reading = read(with_drawing(saved(book()), inside), PACK)
    assert codes(reading) == ["drawn"]
    assert [p.sheet for p in reading.problems] == ["Cases"]
    assert len(said(reading)) == len(ANSWERS)


@pytest.mark.parametrize("text", ["Baby is AT RISK, ring me", "he may be in danger", "bruising"])
def test_words_of_danger_over_a_sheet_are_passed_on_at_once(text):
    assert "maybe_concern" in codes(read(with_drawing(saved(book()), box(text)), PACK))


def test_a_hidden_sheet_is_read_and_noted_and_what_is_seen_goes_before_it():
    made = book()
    made["Cases"].sheet_state = "hidden"
    reading = read(saved(made), PACK)
    assert len(said(reading)) == len(ANSWERS)
    assert codes(reading) == ["hidden_sheet"]
    made = book()
    older = made.copy_worksheet(made["Cases"])
    older.sheet_state = "veryHidden"
    older.cell(4, cell(made, "Was consent").column).value = "No"
    assert said(read(saved(made), PACK))["DA16-01", "consent"] == ("yes", "")


def test_a_concern_that_cannot_be_placed_is_passed_on():
    made = book()
    sheet = made["Cases"]
    at = cell(made, CONCERN.asks)
    at.value = "At home with him."
    for row in (3, 4):
        sheet.cell(row, 40).value = sheet.cell(row, at.column).value
    sheet.cell(4, 40).value = "He has gone."
    reading: Reading = read(saved(made), PACK)
    assert ("DA16-01", CONCERN.id) not in said(reading)
    assert {"two_answers", "maybe_concern"} <= set(codes(reading))
