"""Whatever a text holds, from any plane of Unicode, every workbook and list of ours can hold it."""

import csv
from dataclasses import replace
from io import BytesIO, StringIO

import pytest
from builders.packs import KEY, MADE_AT, QUESTIONS, a_pack, book_of, read
from builders.registers.files import csv_source
from builders.registers.reading import load
from builders.registers.suppliers import contact, liquidlogic
from builders.texts import ANY_TEXT, ODD
from hypothesis import given, settings, strategies as st
from openpyxl import load_workbook

from audits.domain.answer import Answer
from audits.domain.grade_book import (
    Given,
    GradeBook,
    GradeColumn,
    GradeField,
    GradeSheet,
    ShownAnswer,
)
from audits.domain.pack import Pack, PackForm, Query
from audits.domain.plain_text import clean_text
from audits.register import export_register
from audits.reporting import make_matching_report
from audits.workbook import read_grade_book, write_action_list, write_grade_book, write_pack


COLUMNS = ("id", "title", "owner", "measure")


def cells(data: bytes) -> set[str]:
    """Return every text of a workbook, without the blanks at its ends."""
    book = load_workbook(BytesIO(data))
    return {
        str(cell.value).strip()
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }


def a_pack_that_says(text: str, form: PackForm) -> Pack:
    questions = tuple(replace(each, asks=f"Q {text}", guidance=text) for each in QUESTIONS)
    pack = a_pack(form, cases=2, questions=questions)
    details = (("age_band", f"D {text}"),)
    cases = tuple(replace(case, details=details) for case in pack.cases)
    return replace(
        pack, cases=cases, title=f"T {text}", asks=text, unit_name=f"U {text}", board=text,
        legal_basis=text, deadline=text, contact=text, concerns_to=text, instructions=(text,),
    )  # fmt: skip


def check_pack(text: str, form: PackForm) -> None:
    pack, clean = a_pack_that_says(text, form), clean_text(text)
    case = pack.cases[0].ref
    given = Answer(case, "voice", f"A {text}", "")
    data = book_of(pack, [given])
    assert f"T {clean}".strip() in " ".join(cells(data))
    said = {(a.case, a.question): a.value for a in read(data, pack).answers}
    assert (said[case, "voice"] or "").split() == f"A {clean}".split()
    query = Query(case, "voice", f"S {text}", wrote=f"W {text}")
    asked = replace(pack, edition=2, queries=(query,))
    again = write_pack(asked, KEY, made_at=MADE_AT, answers=[given])
    assert any(f"S {clean}".strip() in each for each in cells(again))


def check_moderation(text: str) -> None:
    graded = (replace(QUESTIONS[0], asks=f"Q {text}"),)
    given = (Given("consent", GradeField.DESK, "partly", f"N {text}"),)
    shown = (ShownAnswer("consent", "Yes", f"R {text}"),)
    column = GradeColumn(1, "u1", f"U {text}", shown, given)
    sheet = GradeSheet("DA16-01", (("age_band", text),), (column,), name=f"S {text}")
    book = GradeBook(
        "M3", 1, "DA-2016-1", f"T {text}", text, text, (GradeField.DESK,), graded, graded, (sheet,)
    )
    data = write_grade_book(book, KEY, made_at=MADE_AT)
    assert f"R {clean_text(text)}".strip() in cells(data)
    [entry] = read_grade_book(data, find_book={"M3": book}.get, key=KEY).entries
    assert entry.answer.note.split() == f"N {clean_text(text)}".split()


def check_lists(text: str) -> None:
    row = {name: f"{name} {text}" for name in COLUMNS}
    assert f"title {clean_text(text)}".strip() in cells(write_action_list([row], COLUMNS))
    # No file of text holds half a letter or nothing.
    may_stand = text.encode(errors="ignore").decode().replace("\0", "")
    table = liquidlogic(contact(1, surname=f"N {may_stand}"), contact(2))
    found = load(csv_source(table), "mash_contacts")
    rows = list(csv.DictReader(StringIO(export_register(found).decode())))
    assert len(rows) == 2
    report = found.report.as_json("mash_contacts")
    said = {**report, "values": {f"H {text}": [[f"W {text}", "", 1]]}}
    for form in ("xlsx", "html"):
        data = make_matching_report(said, format=form)
        if form == "xlsx":
            assert f"W {clean_text(text)}".strip() in cells(data)


FORMS = list(PackForm)


@pytest.mark.parametrize("text", ODD, ids=ascii)
def test_what_word_and_telephones_write_stands_in_every_workbook(text):
    check_pack(text, FORMS[ODD.index(text) % len(FORMS)])
    check_moderation(text)
    check_lists(text)


@settings(max_examples=30, deadline=None)
@given(ANY_TEXT, st.sampled_from(FORMS))
def test_a_text_of_any_plane_stands_in_a_pack_of_every_form(text, form):
    check_pack(text, form)


@settings(max_examples=20, deadline=None)
@given(ANY_TEXT)
def test_a_text_of_any_plane_stands_in_moderation_and_in_lists(text):
    check_moderation(text)
    check_lists(text)
