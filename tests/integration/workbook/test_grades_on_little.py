"""A good grade beside a record that could not say is asked about, once."""

from dataclasses import replace
from pathlib import Path

import pytest
from builders.packs import a_pack, book_of, codes, read

from audits.domain.answer import Answer
from audits.domain.pack import KNOWN, PackForm
from audits.domain.question import Standing
from audits.templates import load_templates
from audits.workbook.layout import wants_note


MASH = load_templates(Path(__file__).parents[3] / "audit_templates")["mash_weekly"]
THIRTEEN = 13


def answered(pack, grade: str, *, silent: int) -> list[Answer]:
    """Answer everything about every case: so many questions with 'cannot tell', others with yes."""
    found = []
    for case in pack.cases:
        left = silent
        for question in pack.asked_of_a_case():
            value = "yes" if question is KNOWN or question.scale else "2017-03-08"
            tells = [c for c in question.scale.choices if c.standing is Standing.CANNOT_TELL] \
                if question.scale else []  # fmt: skip
            if question.is_grade:
                value = grade
            elif tells and left:
                value, left = tells[0].code, left - 1
            note = "As the record says." if wants_note(question) else ""
            if question.scale or question is KNOWN:
                found.append(Answer(case.ref, question.id, value, "", note))
    return found


@pytest.mark.parametrize(
    ("grade", "silent", "times"),
    [
        ("outstanding", THIRTEEN, 2),
        ("good", THIRTEEN, 2),
        ("inadequate", THIRTEEN, 0),
        ("outstanding", 4, 0),
    ],
)
def test_outstanding_beside_thirteen_cannot_tell_is_asked_about(grade, silent, times):
    pack = a_pack(PackForm.GRID, cases=2, questions=MASH.questions)
    reading = read(book_of(pack, answered(pack, grade, silent=silent)), pack)
    asked = [each for each in reading.problems if each.code == "grade_on_little"]
    assert len(asked) == times
    assert all(each.is_query and each.cell and each.question == "overall" for each in asked)
    assert {a.value for a in reading.answers if a.question == "overall"} == {grade}


def test_a_grade_that_comes_back_is_not_asked_about_again():
    pack = a_pack(PackForm.GRID, cases=2, questions=MASH.questions)
    again = replace(pack, edition=2)
    book = book_of(again, answered(again, "outstanding", silent=THIRTEEN))
    assert "grade_on_little" not in codes(read(book, again))
