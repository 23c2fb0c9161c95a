"""What is written into a pack is what is read out of it, in every form."""

from pathlib import Path

import pytest
from builders.packs import WORDS, a_pack, book_of, codes, read, said, values_for
from builders.resaving import all_resaved
from hypothesis import HealthCheck, given, settings, strategies as st

from audits.domain.answer import Answer
from audits.domain.pack import KNOWN, PackForm
from audits.templates import load_templates
from audits.workbook.layout import asked_once, wants_note


SHIPPED = load_templates(Path(__file__).parents[3] / "audit_templates")


def complete(pack, draw) -> list[Answer]:
    """Draw an answer to everything that a pack asks."""
    slots = [(case.ref, q) for case in pack.cases for q in pack.asked_of_a_case()]
    slots += [("", question) for question in asked_once(pack) if question.required]
    return [
        Answer(
            case, q.id, "yes" if q is KNOWN else draw(values_for(q)), "",
            draw(WORDS) if wants_note(q) else "",
        )
        for case, q in slots
    ]  # fmt: skip


@pytest.mark.parametrize("form", PackForm)
@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_any_answers_come_back_as_they_went(form, data):
    pack = a_pack(form, cases=data.draw(st.integers(1, 4)))
    answers = complete(pack, data.draw)
    reading = read(book_of(pack, answers), pack)
    assert said(reading) == {(a.case, a.question): (a.value, a.note) for a in answers}
    assert (str(reading.outcome), codes(reading)) == ("accepted", [])


@pytest.mark.parametrize("kind", SHIPPED)
@settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_any_shipped_template_comes_back_as_it_went(kind, data):
    template = SHIPPED[kind]
    pack = a_pack(template.pack.form, cases=10, questions=template.questions)
    answers = complete(pack, data.draw)
    reading = read(book_of(pack, answers), pack)
    assert said(reading) == {(a.case, a.question): (a.value, a.note) for a in answers}


@pytest.mark.parametrize("form", PackForm)
def test_the_same_pack_is_the_same_bytes(form):
    assert book_of(a_pack(form)) == book_of(a_pack(form))


@pytest.mark.parametrize("form", PackForm)
def test_an_empty_pack_asks_for_everything_that_is_required(form):
    pack = a_pack(form)
    reading = read(book_of(pack), pack)
    wanted = sum(q.required for q in pack.asked_of_a_case()) * len(pack.cases)
    wanted += sum(q.required for q in asked_once(pack))
    assert codes(reading) == ["missing"] * wanted
    assert str(reading.outcome) == "partial"


def answers_of_each_kind(pack):
    values = {"consent": "partly", "seen": "2017-03-08", "visits": "12", "voice": "=not a formula"}
    return [
        Answer(c.ref, q.id, values.get(q.id, "yes"), "", "Late." if wants_note(q) else "")
        for c in pack.cases
        for q in pack.asked_of_a_case()
        if q.id != "_concern"
    ]


@pytest.fixture(scope="module", params=["xlsx", "ods", "xls"])
def saved_again(request, tmp_path_factory):
    """Return a filled-in pack of each form as LibreOffice saves it in one kind of file."""
    books = {}
    for form in PackForm:
        pack = a_pack(form)
        books[form] = book_of(pack, answers_of_each_kind(pack))
    return all_resaved(books, request.param, tmp_path_factory.mktemp(request.param))


@pytest.mark.parametrize("form", PackForm)
def test_a_pack_that_libreoffice_saved_again_reads_the_same(form, saved_again):
    pack = a_pack(form)
    answers = answers_of_each_kind(pack)
    before, after = read(book_of(pack, answers), pack), read(saved_again[form], pack)
    assert said(after) == said(before) == {(a.case, a.question): (a.value, a.note) for a in answers}
    assert codes(after) == codes(before)
