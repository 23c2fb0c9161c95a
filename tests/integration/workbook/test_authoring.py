"""An officer writes an audit in Excel: nothing is lost, and what does not fit is named by cell."""

import re
from collections.abc import Mapping
from copy import deepcopy
from datetime import UTC, datetime
from functools import reduce
from io import BytesIO
from operator import getitem
from pathlib import Path

import pytest
from builders.templates import contents
from hypothesis import HealthCheck, given, settings
from openpyxl import load_workbook

from audits.domain.errors import TemplateError
from audits.templates import (
    as_yaml,
    load_template,
    template_content,
    template_form,
    template_from,
)
from audits.workbook import read_template_book, write_template_book


FOLDER = Path(__file__).parents[3] / "audit_templates"
FORM = template_form(FOLDER)
MADE_AT = datetime(2017, 3, 9, 17, tzinfo=UTC)
KINDS = sorted(path.stem for path in FOLDER.glob("*.yaml"))


def book_of(content) -> bytes:
    return write_template_book(content, FORM, made_at=MADE_AT)


def template_in(data: bytes):
    authored = read_template_book(data, FORM)
    return template_from(authored.content, authored.places, name="audit.xlsx", folder=FOLDER)


def changed(kind: str, cells: dict[tuple[str, str], object]) -> bytes:
    """Return a shipped template's workbook with other things in some of its cells."""
    book = load_workbook(BytesIO(book_of(template_content(FOLDER / f"{kind}.yaml"))))
    for (sheet, cell), value in cells.items():
        book[sheet][cell] = value
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def cell_with(kind: str, sheet: str, text: str) -> str:
    book = load_workbook(BytesIO(book_of(template_content(FOLDER / f"{kind}.yaml"))))
    return next(c.coordinate for row in book[sheet].iter_rows() for c in row if c.value == text)


@pytest.mark.parametrize("kind", KINDS)
def test_every_shipped_template_comes_back_equal_from_excel(kind):
    path = FOLDER / f"{kind}.yaml"
    assert template_in(book_of(template_content(path))) == load_template(path)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(contents())
def test_any_template_comes_back_equal_from_excel_and_from_its_file(tmp_path_factory, content):
    read = read_template_book(book_of(content), FORM)
    whole = template_from(read.content, read.places, name="audit.xlsx", folder=FOLDER)
    before = tmp_path_factory.mktemp("own") / "before.yaml"
    before.write_text(as_yaml(content), encoding="utf-8")
    after = before.with_name("after.yaml")
    after.write_text(as_yaml(read.content), encoding="utf-8")
    assert whole == load_template(before, beside=FOLDER) == load_template(after, beside=FOLDER)


@pytest.mark.parametrize(
    ("sheet", "text", "instead", "says"),
    [
        ("Questions", "decision_compared", None, "a question needs 'core', or else both"),
        ("Questions", "history", "histroy", "no core question 'histroy'. Did you mean 'history'?"),
        ("Questions", "front_door_decision", "frontdoor", "there is no scale 'frontdoor'."),
        ("Questions", "unless_yes", "unless no", "'evidence': it must be one of"),
        ("Findings", "consent", "consnt", "no question 'consnt'. Did you mean 'consent'?"),
        ("Findings", "85%", "85 per cent", "say a share between 0% and 100%, as in '80%'"),
        ("Audit", "15 working days", "3 weeks", "say how many working days, as in"),
        ("Audit", "grid", "gird", "'form': it must be one of"),
        ("Audit", "sample.size", "sample.sise", "'sample.sise' is not a key I know. Did you mean"),
        ("Scales", "under", "over", "two choices have the code 'over'"),
    ],
)
def test_what_does_not_fit_is_named_with_its_cell(sheet, text, instead, says):
    cell = cell_with("thresholds", sheet, text)
    with pytest.raises(TemplateError) as refusal:
        template_in(changed("thresholds", {(sheet, cell): instead}))
    assert says in str(refusal.value)
    # An emptied cell has no place of its own, and a scale is refused as a whole.
    named = sheet if instead is None or sheet == "Scales" else f"{sheet}!{cell}:"
    assert str(refusal.value).startswith(f"{named}")


LIBRARY = re.compile("Input should|valid (string|integer|dictionary|tuple|list)|validation|pattern|"
                     "instance of|unable to|pydantic", re.IGNORECASE)  # fmt: skip


def leaves(value, way=()):
    """Yield the way to each value that stands in a template."""
    if isinstance(value, Mapping | list):
        pairs = value.items() if isinstance(value, Mapping) else enumerate(value)
        for step, each in pairs:
            yield from leaves(each, (*way, step))
    else:
        yield way


def slipped(content, way, instead):
    """Return a template's content with something else in one place."""
    content = deepcopy(content)
    *steps, last = way
    reduce(getitem, steps, content)[last] = instead
    return content


def refusal_of(content, places):
    """Return why a template's content is refused, "" if it is taken."""
    try:
        template_from(content, places, name="audit.xlsx", folder=FOLDER)
    except TemplateError as refusal:
        return str(refusal)
    return ""


@pytest.mark.parametrize("kind", ["mash_weekly", "neglect"])
@pytest.mark.parametrize("instead", ["??", -3, 1.5, [], {"a": "b"}, "x" * 2000, True])
def test_whatever_is_slipped_in_is_refused_in_our_words_and_once_a_cell(kind, instead):
    content = template_content(FOLDER / f"{kind}.yaml")
    refused = 0
    for way in list(leaves(content))[::3]:
        wrong = slipped(content, way, instead)
        places = {each: "!".join(map(str, each)) for each in leaves(wrong)}
        lines = refusal_of(wrong, places).splitlines()
        refused += bool(lines)
        assert not any(map(LIBRARY.search, lines)), (way, lines)
        assert len({line.partition(": ")[0] for line in lines}) == len(lines), lines
    assert refused > 5


def test_every_slip_is_named_at_once():
    cells = {("Audit", cell_with("neglect", "Audit", "NEG")): "neg"}
    cells["Questions", cell_with("neglect", "Questions", "always")] = "allways"
    with pytest.raises(TemplateError) as refusal:
        template_in(changed("neglect", cells))
    assert "Audit!" in str(refusal.value)
    assert "Questions!" in str(refusal.value)


def test_a_share_that_a_spreadsheet_made_a_fraction_of_is_still_a_share():
    cell = cell_with("thresholds", "Findings", "85%")
    data = changed("thresholds", {("Findings", cell): 0.85})
    assert template_in(data) == load_template(FOLDER / "thresholds.yaml")


def test_a_workbook_without_its_sheet_or_its_headings_is_refused():
    book = load_workbook(BytesIO(book_of(template_content(FOLDER / "cse.yaml"))))
    del book["Findings"]
    file = BytesIO()
    book.save(file)
    with pytest.raises(TemplateError, match="has no sheet 'Findings'"):
        template_in(file.getvalue())
    with pytest.raises(TemplateError, match="The sheet 'Questions' has no heading 'part'"):
        template_in(changed("cse", {("Questions", "A4"): "anything"}))
    with pytest.raises(TemplateError, match=r"Questions!B4: 'cores' is not a key I know"):
        template_in(changed("cse", {("Questions", "B4"): "cores"}))


def test_a_part_or_a_list_is_named_once_and_holds_until_the_next():
    book = load_workbook(BytesIO(book_of(template_content(FOLDER / "cse.yaml"))))
    for title in ("Questions", "Scales"):
        before = None
        for row in book[title].iter_rows(min_row=5, max_col=1):
            if row[0].value == before:
                row[0].value = None
            before = row[0].value or before
    file = BytesIO()
    book.save(file)
    assert template_in(file.getvalue()) == load_template(FOLDER / "cse.yaml")


@pytest.mark.parametrize(
    ("sheet", "cell", "says"),
    [
        ("Questions", "A5", r"Questions!C5: no part is named\. Fill in 'Part'\."),
        ("Scales", "A5", r"Scales!B5: no scale is named\. Fill in 'List'\."),
        ("Audit", "D4", r"Audit!D4: the key is gone from beside this value"),
    ],
)
def test_what_everything_else_hangs_on_is_asked_for(sheet, cell, says):
    with pytest.raises(TemplateError, match=says):
        template_in(changed("cse", {(sheet, cell): None}))


def test_a_part_without_a_question_is_refused_at_its_cell():
    row = 5 + len(load_template(FOLDER / "cse.yaml").questions)
    with pytest.raises(TemplateError, match=rf"Questions!A{row}: .*a question needs 'core'"):
        template_in(changed("cse", {("Questions", f"A{row}"): "One more"}))


def test_a_workbook_without_a_question_is_refused():
    book = load_workbook(BytesIO(book_of(template_content(FOLDER / "cse.yaml"))))
    book["Questions"].delete_rows(5, 200)
    file = BytesIO()
    book.save(file)
    with pytest.raises(TemplateError, match="'Questions' holds no question"):
        template_in(file.getvalue())


@pytest.mark.parametrize("data", [b"", b"just words", b"PK\x03\x04 cut short"])
def test_what_is_no_workbook_is_refused(data):
    with pytest.raises(TemplateError):
        read_template_book(data, FORM)


def test_cells_offer_what_there_is():
    book = load_workbook(BytesIO(book_of(template_content(FOLDER / "neglect.yaml"))))
    offers = {
        rule.formula1 for sheet in ("Audit", "Questions", "Findings")
        for rule in book[sheet].data_validations.dataValidation
    }  # fmt: skip
    assert {"offers_scales", "offers_core", "offers_agencies", "offers_questions"} <= offers
    assert '"never,optional,unless_yes,always"' in offers
    assert book["Questions"].freeze_panes == "C5"
