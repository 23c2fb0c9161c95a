"""How a pack looks to whoever fills it in: numbers, guidance, progress, colours, pages."""

import re
import subprocess
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from builders.matrix import QUESTIONS, markers
from builders.packs import a_pack, book_of, codes, read
from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText
from pypdf import PdfReader

from audits.domain.answer import Answer
from audits.domain.pack import PackForm
from audits.templates import load_templates
from audits.workbook.progress import SHOWN


TEMPLATES = load_templates(Path(__file__).parents[3] / "audit_templates")
BLIND = re.compile(r"before you look|\bblind", re.IGNORECASE)
TELLS = {"outcome", "decision", "level", "grade", "threshold", "step"}  # what was decided


def opened(pack, answers=(), **how):
    return load_workbook(BytesIO(book_of(pack, answers)), **how)


def texts_of(sheet):
    return [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]


def test_a_question_over_a_column_has_its_number_and_below_it_what_to_look_for():
    sheet = opened(a_pack(questions=QUESTIONS), rich_text=True)["Cases"]
    over = [cell.value for cell in sheet[3] if isinstance(cell.value, CellRichText)]
    asked = next(text for text in over if "Question 1?" in str(text))
    assert str(asked[0]) == "1. Question 1?\n"
    assert (asked[0].font.b, asked[-1].font.sz, asked[-1].font.b) == (True, 7, False)
    beside = over[over.index(asked) + 1]
    assert [str(part).strip() for part in beside][1] == "Look in the chronology and in the plan."
    assert beside[1].font.sz == 9


def test_the_number_before_a_question_in_a_row_is_no_part_of_its_text():
    sheet = opened(a_pack(PackForm.CASE_SHEETS, questions=QUESTIONS))["DA16-01"]
    asked = {sheet.cell(row, 3).value: sheet.cell(row, 3).number_format for row in range(4, 14)}
    assert asked["Question 7?"] == '"7. "@'
    assert asked["Is the child known to your agency?"] == "General"


@pytest.mark.parametrize("kind", TEMPLATES)
def test_a_blind_question_has_no_answer_beside_it(kind):
    template = TEMPLATES[kind]
    beside = {question.beside for question in template.questions}
    is_blind = any(BLIND.search(f"{q.asks} {q.guidance}") for q in template.questions)
    told = set(template.pack.details)
    assert not told & beside
    assert not (is_blind and told & TELLS)


@pytest.mark.parametrize("form", [PackForm.GRID, PackForm.CASE_SHEETS, PackForm.SELF_ASSESSMENT])
def test_how_much_is_answered_is_told_and_read_as_no_answer(form):
    pack = a_pack(form, cases=2, questions=QUESTIONS)
    answers = [a for a in markers(pack, 3).values() if a.question != "q2"]
    cover = opened(pack, answers, data_only=True)["Start here"]
    told = [text for text in texts_of(cover) if SHOWN.fullmatch(text)]
    known = form is not PackForm.SELF_ASSESSMENT
    of_a_case = f"{7 + known} of {8 + known} answered"
    assert told.count(of_a_case) == len(pack.cases)
    assert set(codes(read(book_of(pack, answers), pack))) == {"missing"}


def test_a_child_who_is_not_known_needs_no_more_and_is_greyed():
    pack = a_pack(PackForm.CASE_SHEETS, questions=QUESTIONS)
    book = opened(pack, [Answer("DA16-01", "_known", "no", "", "All systems.")], data_only=True)
    assert "Not known: nothing more to answer" in texts_of(book["Start here"])
    rules = {
        str(cells.sqref): rule
        for cells, found in book["DA16-01"].conditional_formatting._cf_rules.items()
        for rule in found
    }
    grey = rules["E5:F12"]
    assert (grey.formula, grey.stopIfTrue, grey.priority) == (['$E$4="No"'], True, 1)


def test_libreoffice_counts_what_is_answered_as_we_do(tmp_path):
    pack = a_pack(PackForm.GRID, cases=2, questions=QUESTIONS)
    answers = [a for a in markers(pack, 3).values() if a.question != "q2"]
    file = tmp_path / "pack.xlsx"
    file.write_bytes(book_of(pack, answers))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "ods", "--outdir", tmp_path, file],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML",
         "--outdir", tmp_path / "again", tmp_path / "pack.ods"],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    again = load_workbook(tmp_path / "again" / "pack.xlsx", data_only=True)["Start here"]
    told = [text for text in texts_of(again) if SHOWN.fullmatch(text)]
    assert told == ["8 of 9 answered", "8 of 9 answered", "2 of 2 answered"]


def test_a_week_of_ten_contacts_is_printed_to_be_read_and_breaks_no_reference(tmp_path):
    template = TEMPLATES["mash_weekly"]
    pack = a_pack(cases=10, questions=template.questions)
    cases = tuple(replace(case, ref=f"MASH17W10-{case.number:02d}") for case in pack.cases)
    file = tmp_path / "pack.xlsx"
    file.write_bytes(book_of(replace(pack, cases=cases)))
    assert load_workbook(file)["Cases"].page_setup.fitToWidth == 3
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, file],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    page = PdfReader(tmp_path / "pack.pdf").pages[1]
    sizes = dict[str, float]()

    def note(text, outer, matrix, _, size):
        sizes[text.strip()] = size * matrix[3] * outer[3]

    page.extract_text(visitor_text=note)
    printed = {text: size for text, size in sizes.items() if text.startswith("MASH17W10-")}
    assert set(printed) == {case.ref for case in cases}
    assert min(printed.values()) >= 7.95  # of 11 points; 8 but for what LibreOffice rounds


@pytest.mark.parametrize("form", PackForm)
def test_every_sheet_of_questions_names_its_headings_and_merges_no_cells(form):
    book = opened(a_pack(form))
    asking = [s for s in book.worksheets if s["A3"].value == "Row reference"]
    named = [name for name in book.defined_names if name.startswith("TitleRegion1.A3.")]
    assert len(named) == len(asking)
    assert not any(sheet.merged_cells.ranges for sheet in book.worksheets)


def test_dates_stand_as_people_write_them():
    pack = a_pack(PackForm.CASE_SHEETS, questions=QUESTIONS)
    sheet = opened(pack, list(markers(pack, 3).values()))["DA16-01"]
    days = [cell for row in sheet.iter_rows() for cell in row if cell.is_date]
    assert {cell.number_format for cell in days} == {"d mmmm yyyy"}
    assert sheet.column_dimensions["E"].width > len("26 September 2026")
