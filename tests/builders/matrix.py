"""Packs in each form, filled in with markers, and what is right after somebody edited one.

An edit must put no answer in a wrong place, and lose none without a query that names it.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date, timedelta

from builders.packs import SCALE, a_pack, book_of, read_all

from audits.domain.answer import Answer, ProblemCode
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
        self.required = set(asked_about(self.ours, required=True))
        self.old = markers(self.ours, 2002)
        self.our_file, self.their_file, self.again_file, self.old_file = (
            book_of(pack, list(given.values()))
            for pack, given in (
                (self.ours, self.given["P7"]), (self.theirs, self.given["P8"]),
                (self.again, self.given["P7"]), (self.ours, self.old),
            )
        )  # fmt: skip

    def read(self, data: bytes, *, is_about_editions: bool = False) -> tuple[Reading, ...]:
        """Return what is read of a file after an edit."""
        known = self.again if is_about_editions else self.ours
        return read_all(data, known, self.theirs, editions=[self.ours])


def wrong(reading: Reading, given: Mapping[Key, Answer], typed: Collection[str] = ()) -> list[Key]:
    """Return the answers that nobody gave there; words ``typed`` by the edit are no other's."""
    theirs = {(each.value, each.note) for each in given.values()}
    return [
        (a.case, a.question)
        for a in reading.answers
        if a.value is not None
        and (a.value, a.note) != (given[a.case, a.question].value, given[a.case, a.question].note)
        and not (a.original in typed and (a.value, a.note) not in theirs)
    ]


def lost(reading: Reading, given: Mapping[Key, Answer]) -> set[Key]:
    return set(given) - {(a.case, a.question) for a in reading.answers if a.value is not None}


# How the business unit is told of something that nobody need have answered.
TOLD = {
    ProblemCode.COMMENT, ProblemCode.EXTRA_TEXT, ProblemCode.STRUCK_OUT, ProblemCode.DRAWN,
}  # fmt: skip


def unsaid(reading: Reading, keys: Collection[Key], required: Collection[Key]) -> list[Key]:
    """Return what is lost and neither asked again, by case and question or by case, nor told."""
    asked = {(p.case, p.question) for p in reading.problems if p.is_query}
    asked |= {(p.case, p.question) for p in reading.problems if p.code is ProblemCode.CANNOT_SAY}
    is_told = any(p.code in TOLD for p in reading.problems)
    return sorted(
        key for key in keys
        if not {key, (key[0], "")} & asked and not (is_told and key not in required)
    )  # fmt: skip


def check(
    name: str,
    readings: tuple[Reading, ...],
    books: Books,
    *,
    keeps: bool,
    typed: Collection[str] = (),
) -> None:
    """Fail where an answer is wrong or silently lost; where the edit ``keeps`` all, if any is."""
    by_code = {reading.code: reading for reading in readings}
    for code, reading in by_code.items():
        if code is not None:
            assert wrong(reading, books.given[code], typed) == [], name
    ours = by_code.get("P7")
    if ours is None:  # set aside whole, and the sender is told
        assert readings[0].problems, name
        assert not keeps, name
        return
    gone = lost(ours, books.given["P7"])
    assert unsaid(ours, gone, books.required) == [], name
    if keeps:
        assert gone == set(), name
