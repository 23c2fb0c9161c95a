"""Every ordinary edit of every form: no answer in a wrong place, and none lost without a word."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO

import pytest
from builders.edits import EDITS, HEADINGS_TYPED, LOSE_NOTHING
from builders.packs import SCALE, a_pack, book_of, read_all
from openpyxl import load_workbook

from audits.domain.answer import Answer
from audits.domain.pack import KNOWN, Pack, PackForm
from audits.domain.question import AnswerType, EvidenceRule, Question
from audits.workbook import Reading, asked_about
from audits.workbook.layout import asked_once


KINDS = (AnswerType.CHOICE, AnswerType.TEXT, AnswerType.NUMBER, AnswerType.DATE)
QUESTIONS = tuple(
    Question(
        f"q{n}", n, "Part one", f"Question {n}?", type=KINDS[(n - 1) % 4],
        scale=SCALE if (n - 1) % 4 == 0 else None, evidence=EvidenceRule.OPTIONAL,
        guidance="Look in the chronology and in the plan." if n % 2 else "",
    )
    for n in range(1, 9)
)  # fmt: skip
FORMS = (*PackForm,)
CHOICES = ("yes", "partly", "no", "cannot_tell")
# The most dangerous; all of them take minutes and run where there is time for that.
QUICK = (
    "nothing", "turned_round", "side_by_side_as_they_are", "side_by_side_and_down_as_they_are",
    "side_by_side_each_with_its_references_last", "two_packs_side_by_side", "an_old_copy_right",
    "an_old_copy_left", "a_copy_right_of_what_was_emptied",
    "a_copy_right_and_our_answer_renamed", "a_heading_typed_as_an_answer_1",
    "the_headings_repeated", "cells_taken_out_at_4_1", "cells_put_in_at_4_1",
    "cells_put_in_at_4_2",
    "editions_side_by_side",
)  # fmt: skip
Key = tuple[str, str]


def value_of(question: Question, case: int, seed: int) -> str:
    unlike = seed + 37 * case + question.number
    return {
        AnswerType.CHOICE: CHOICES[(case * 7 + question.number + case // 3 + seed) % 4],
        AnswerType.TEXT: f"text {seed} {case} {question.number}",
        AnswerType.NUMBER: str(unlike),
        AnswerType.DATE: str(date(2015, 1, 1) + timedelta(days=unlike)),
    }[question.type]


def markers(pack: Pack, seed: int) -> dict[Key, Answer]:
    """Return an answer to everything that is asked, no two alike but for choices."""
    made = {}
    for number, case in enumerate(pack.cases, start=1):
        for question in pack.asked_of_a_case():
            value = "yes" if question is KNOWN else value_of(question, number, seed)
            note = f"note {seed} {number} {question.number}" if question.number % 3 == 1 else ""
            note = note if question.evidence is not EvidenceRule.NEVER else ""
            made[case.ref, question.id] = Answer(case.ref, question.id, value, "", note)
    for question in asked_once(pack):
        if question.required:
            value = "yes" if question.scale else "Named Nurse"
            made["", question.id] = Answer("", question.id, value, "")
    return made


class Books:
    """Our pack, its next edition and another pack, filled in, each with its markers."""

    def __init__(self, form: PackForm) -> None:
        self.ours = a_pack(form, cases=4, questions=QUESTIONS)
        self.again = replace(self.ours, edition=2)
        self.theirs = a_pack(form, cases=4, questions=QUESTIONS, code="P8")
        self.given = {"P7": markers(self.ours, 0), "P8": markers(self.theirs, 1001)}
        old = markers(self.ours, 2002)
        self.old = old
        self._files = [
            book_of(pack, list(given.values()))
            for pack, given in (
                (self.ours, self.given["P7"]), (self.theirs, self.given["P8"]),
                (self.again, self.given["P7"]), (self.ours, old),
            )
        ]  # fmt: skip

    def after(self, name: str) -> tuple[Reading, ...]:
        """Return what is read after an edit."""
        ours, theirs, again, old = (load_workbook(BytesIO(file)) for file in self._files)
        is_about_editions = name.startswith("editions")
        book = again if is_about_editions else ours
        EDITS[name](book, theirs, old)
        file = BytesIO()
        book.save(file)
        known = self.again if is_about_editions else self.ours
        return read_all(file.getvalue(), known, self.theirs)


@pytest.fixture(scope="module", params=FORMS)
def books(request) -> Books:
    return Books(request.param)


def wrong(reading: Reading, given: Mapping[Key, Answer]) -> list[Key]:
    """Return the answers that nobody gave there; words typed by the edit itself are no other's."""
    theirs = {(each.value, each.note) for each in given.values()}
    return [
        (a.case, a.question)
        for a in reading.answers
        if a.value is not None
        and (a.value, a.note) != (given[a.case, a.question].value, given[a.case, a.question].note)
        and not (a.original in HEADINGS_TYPED and (a.value, a.note) not in theirs)
    ]


def lost(reading: Reading, given: Mapping[Key, Answer]) -> set[Key]:
    return set(given) - {(a.case, a.question) for a in reading.answers if a.value is not None}


def unsaid(reading: Reading, keys: set[Key]) -> list[Key]:
    """Return what is lost without a query that names its case and question, or its case."""
    asked = {(p.case, p.question) for p in reading.problems if p.is_query}
    return sorted(k for k in keys if not {k, (k[0], "")} & asked)


def check(name: str, books: Books) -> None:
    readings = books.after(name)
    by_code = {reading.code: reading for reading in readings}
    for code, reading in by_code.items():
        if code is not None:
            assert wrong(reading, books.given[code]) == [], name
    ours = by_code.get("P7")
    if ours is None:  # set aside whole, and the sender is told
        assert readings[0].problems, name
        assert name not in LOSE_NOTHING
        return
    gone = lost(ours, books.given["P7"])
    assert unsaid(ours, gone) == [], name
    if name in LOSE_NOTHING:
        assert gone == set(), name


@pytest.mark.parametrize("name", QUICK)
def test_the_most_dangerous_edits_put_no_answer_in_a_wrong_place(name, books):
    check(name, books)


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(set(EDITS) - set(QUICK)))
def test_no_edit_puts_an_answer_in_a_wrong_place(name, books):
    check(name, books)


def test_there_are_at_least_120_edits():
    assert len(EDITS) >= 120


def test_every_question_has_a_marker():
    for form in FORMS:
        pack = a_pack(form, cases=4, questions=QUESTIONS)
        assert set(asked_about(pack, required=True)) <= set(markers(pack, 0))
