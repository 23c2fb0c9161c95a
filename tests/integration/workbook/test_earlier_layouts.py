"""Packs in the layout of before are still out with agencies: they are read as they always were."""

from dataclasses import replace

import pytest
from builders.earlier_layout import earlier_book
from builders.matrix import FORMS, QUESTIONS, markers
from builders.packs import SCALE, a_pack, codes, read, said

from audits.domain.pack import PackForm
from audits.domain.question import Choice, EvidenceRule, Question, Scale


GRADES = Scale("grade", "Overall grade", (
    Choice("good", "Good", 2, means="The right response at the right time."),
    Choice("poor", "Poor", 1, means="The response left the child at risk of harm."),
))  # fmt: skip
GRADE = Question(
    "overall", 9, "Overall", "How good was the response?", scale=GRADES, is_grade=True,
    guidance="Weigh the whole case.", evidence=EvidenceRule.OPTIONAL,
)  # fmt: skip


def a_filled_pack(form, questions=(*QUESTIONS, GRADE)):
    """Return a pack and an answer to everything that it asks."""
    pack = a_pack(form, cases=3, questions=questions)
    given = {}
    for key, answer in markers(a_pack(form, cases=3, questions=QUESTIONS), 5).items():
        given[key] = answer
        grade = replace(answer, question=GRADE.id, value="good", note="")
        given.setdefault((answer.case, GRADE.id), grade)
    wanted = [answer for answer in given.values() if answer.case or answer.question != GRADE.id]
    return pack, wanted


@pytest.mark.parametrize("form", FORMS)
def test_a_pack_in_the_earlier_layout_is_read_whole(form):
    pack, answers = a_filled_pack(form)
    reading = read(earlier_book(pack, answers), pack)
    assert said(reading) == {(a.case, a.question): (a.value, a.note) for a in answers}
    assert (str(reading.outcome), codes(reading)) == ("accepted", [])


@pytest.mark.parametrize("form", [PackForm.GRID, PackForm.CASE_SHEETS])
def test_an_empty_pack_in_the_earlier_layout_is_asked_for_likewise(form):
    pack = a_pack(form, questions=(*QUESTIONS, GRADE))
    assert set(codes(read(earlier_book(pack), pack))) == {"missing"}


def test_the_scale_of_the_tests_has_grades_that_are_described():
    assert SCALE.id != GRADES.id
    assert all(choice.means for choice in GRADES.choices)
