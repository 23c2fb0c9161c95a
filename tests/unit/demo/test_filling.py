"""Made-up agencies fill in any workbook that says where things go."""

from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Protection

from audits.demo import Fact, Truth, fill_clean, fill_late, fill_sloppy
from audits.domain.pack import AUDITOR_ROLE, CONCERN, INDEPENDENT, KNOWN


CASES = ("MASH17W10-01", "MASH17W10-02", "MASH17W10-03")
TRUTH = Truth(
    {
        **{(case, KNOWN.number): Fact("yes", "Yes") for case in CASES},
        (CASES[0], 1): Fact("yes", "Yes"),
        (CASES[1], 1): Fact("partly", "Partly", "Three days late."),
        (CASES[2], 1): Fact("no", "No", "Nothing seen."),
        **{(case, 2): Fact("good", "Good") for case in CASES},
    }
)
OPEN = Protection(locked=False)


@pytest.fixture(scope="module")
def pack() -> bytes:
    """Return a pack drawn here by hand: a cover, three cases in a grid, a hidden sheet.

    Columns: row reference, case, known and its note, question 1 and its note, progress, question 2,
    concern. Another sheet explains a question, and asks nothing.
    """
    book = Workbook()
    cover = book.active
    cover.title = "Start here"
    cover["A1"] = "Still to do"
    cover["B1"] = "=COUNTBLANK('Cases'!E3:E5)"
    for row, question in ((3, AUDITOR_ROLE), (4, INDEPENDENT)):
        cover.cell(row, 1, f"P7.1-A0{row}-ABCDE")
        cover.cell(row, 2, question.asks)
        cover.cell(row, 3).protection = OPEN
    _draw_grid(book.create_sheet("Cases"))
    book.create_sheet("Grades")["A1"] = "What the grades of P7.1-Q02-ABCDE mean"
    hidden = book.create_sheet("_")
    hidden["A1"] = "P7.1-C001-ABCDE"
    hidden.sheet_state = "hidden"
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _draw_grid(grid) -> None:
    headings = ("", "", "Q90", "", "Q01", "", "", "Q02", "Q91")
    grid.append([f"Asked? P7.1-{number}-ABCDE" if number else "" for number in headings])
    grid.append(["Row reference", "Case", "Known", "Note", "In time?", "Note", "Progress", "Grade"])
    for number, case in enumerate(CASES, start=1):
        row = number + 2
        grid.append([f"P7.1-C00{number}-ABCDE", case, "", "", "", "", f'=IF(E{row}="",1,0)'])
        for column in (3, 4, 5, 6, 8, 9):
            grid.cell(row, column).protection = OPEN


def grid_of(filled: bytes, title: str = "Cases") -> dict[str, list[object]]:
    sheet = load_workbook(BytesIO(filled))[title]
    return {
        row[1]: [row[2], *row[4:6], *row[7:9]]
        for row in sheet.iter_rows(min_row=3, values_only=True)
    }


def test_the_careful_agency_answers_everything_and_notes_what_needs_a_note(pack):
    filled = fill_clean(pack, TRUTH, role="Detective Sergeant")
    assert grid_of(filled) == {
        CASES[0]: ["Yes", "Yes", None, "Good", None],
        CASES[1]: ["Yes", "Partly", "Three days late.", "Good", None],
        CASES[2]: ["Yes", "No", "Nothing seen.", "Good", None],
    }
    cover = load_workbook(BytesIO(filled))["Start here"]
    assert (cover["C3"].value, cover["C4"].value) == ("Detective Sergeant", "Yes")


def test_the_hurried_agency_types_sorts_renames_and_leaves_out(pack):
    filled = fill_sloppy(pack, TRUTH)
    book = load_workbook(BytesIO(filled))
    assert book.sheetnames == ["Start here", "MASH Fri FINAL", "Grades", "_"]
    grid = grid_of(filled, "MASH Fri FINAL")
    assert list(grid) == sorted(CASES, reverse=True)
    answers = {case: str(row[1]) for case, row in grid.items()}
    assert answers[CASES[0]].strip().lower() in {"y", "yes"}
    assert answers[CASES[1]].strip().lower() in {"partially", "partly"}
    assert answers[CASES[2]].strip().lower() in {"n", "no"}
    assert not set(answers.values()) <= {"Yes", "Partly", "No"}, "something was typed"


def test_the_hurried_agencys_rows_keep_their_references_and_formulas(pack):
    book = load_workbook(BytesIO(fill_sloppy(pack, TRUTH)))
    sheet = book["MASH Fri FINAL"]
    rows = {row[1].value: (row[0].value, row[6].value) for row in sheet.iter_rows(min_row=3)}
    assert rows[CASES[2]] == ("P7.1-C003-ABCDE", '=IF(E3="",1,0)')
    assert rows[CASES[0]] == ("P7.1-C001-ABCDE", '=IF(E5="",1,0)')
    assert book["Start here"]["B1"].value == "=COUNTBLANK('MASH Fri FINAL'!E3:E5)"


def test_the_hurried_agency_leaves_some_evidence_out(pack):
    wordy = Truth({key: Fact(f.value, f.words, "A note.") for key, f in TRUTH.facts.items()})
    notes = [row[2] for row in grid_of(fill_sloppy(pack, wordy), "MASH Fri FINAL").values()]
    whole = [row[2] for row in grid_of(fill_clean(pack, wordy)).values()]
    assert whole == ["A note."] * 3
    assert 0 < notes.count("A note.") < 3


def test_the_late_agency_knows_one_child_less_and_says_too_much_of_another(pack):
    filled = fill_late(pack, TRUTH, unknown=CASES[0], concern=CASES[2], surname="Ottlewick")
    grid = grid_of(filled)
    assert grid[CASES[0]] == ["No", None, None, None, None]
    assert grid[CASES[1]][4] is None
    assert grid[CASES[2]][4], "a concern is raised"
    assert "Ottlewick" in str(grid[CASES[2]][2])
    sheet = load_workbook(BytesIO(filled))["Cases"]
    assert sheet["D3"].value == "Not known to us."
    assert "Ottlewick" in sheet["C5"].comment.text
    assert sheet["C4"].comment is None


def test_a_merged_answer_is_said_to_be_one(pack):
    book = load_workbook(BytesIO(pack))
    book["Cases"].merge_cells("E3:F3")
    file = BytesIO()
    book.save(file)
    with pytest.raises(ValueError, match="F3 is part of a merged cell"):
        fill_clean(file.getvalue(), TRUTH)


def test_a_workbook_that_does_not_ask_what_every_pack_asks_is_not_signed(pack):
    book = load_workbook(BytesIO(pack))
    book["Start here"]["A4"] = None
    file = BytesIO()
    book.save(file)
    with pytest.raises(ValueError, match="does not ask: Was the auditor"):
        fill_clean(file.getvalue(), TRUTH)


def test_concern_and_known_are_the_questions_the_pack_always_asks():
    assert (KNOWN.number, CONCERN.number) == (90, 91)
