"""Packs in every form, answers for them, and a reader that knows them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import strategies as st

from audits.domain.answer import Answer
from audits.domain.pack import ABOUT_ACTIONS, Pack, PackCase, PackForm
from audits.domain.question import (
    AnswerType,
    Choice,
    EvidenceRule,
    Question,
    Scale,
    Standing,
)
from audits.workbook import Reading, read_return, write_pack


KEY = b"a key of thirty-two bytes, no more"
MADE_AT = datetime(2017, 3, 9, 17, tzinfo=UTC)
SCALE = Scale("ypn", "Yes, partly or no", (
    Choice("yes", "Yes", 2, also=("y",)),
    Choice("partly", "Partly", 1, also=("partially",)),
    Choice("no", "No", 0, also=("n",)),
    Choice("not_applicable", "Not applicable", standing=Standing.NOT_APPLICABLE, also=("n/a",)),
    Choice("cannot_tell", "Cannot tell", standing=Standing.CANNOT_TELL),
))  # fmt: skip
QUESTIONS = (
    Question("consent", 1, "Part one", "Was consent sought?", scale=SCALE,
             evidence=EvidenceRule.UNLESS_YES),
    Question("seen", 2, "Part one", "When was the child seen?", type=AnswerType.DATE),
    Question("visits", 3, "Part two", "How many visits were made?", type=AnswerType.NUMBER),
    Question("voice", 4, "Part two", "What did the child say?", type=AnswerType.TEXT,
             evidence=EvidenceRule.NEVER, required=False),
)  # fmt: skip


def a_pack(
    form: PackForm = PackForm.GRID,
    *,
    cases: int = 3,
    questions: Sequence[Question] = QUESTIONS,
    code: str = "P7",
    edition: int = 1,
) -> Pack:
    """Return a pack for a unit that does not exist; workbooks of actions take no notes."""
    if form in ABOUT_ACTIONS:
        questions = [replace(question, evidence=EvidenceRule.NEVER) for question in questions]
    number = 1 if form is PackForm.SELF_ASSESSMENT else cases
    return Pack(
        code=code, edition=edition, cycle="DA-2016-1", unit="health", unit_name="Health",
        agency="health", title="Domestic abuse", asks="Were children kept safe?", form=form,
        cases=tuple(
            PackCase(f"DA16-{n:02d}", n, (("age_band", "1 to 4"),)) for n in range(1, number + 1)
        ),
        questions=tuple(questions), board="A board", legal_basis="Children Act 2004",
        deadline="5pm on Friday 10 March 2017", contact="the business unit",
        concerns_to="the duty social worker", instructions=("Fill in the yellow cells.",),
    )  # fmt: skip


def book_of(pack: Pack, answers: Sequence[Answer] = ()) -> bytes:
    """Return a pack's workbook."""
    return write_pack(pack, KEY, made_at=MADE_AT, answers=answers)


def read(data: bytes, *packs: Pack) -> Reading:
    """Read a return of the first of these packs."""
    return read_all(data, *packs)[0]


def read_all(
    data: bytes, *packs: Pack, passwords: Sequence[str] = (), editions: Sequence[Pack] = ()
) -> tuple[Reading, ...]:
    """Read a return of these packs; ``editions`` are known by their tokens, too."""
    known = {pack.code: pack for pack in packs}
    known |= {f"{pack.code}.{pack.edition}": pack for pack in (*packs, *editions)}
    return read_return(data, find_pack=known.get, key=KEY, passwords=passwords)


def said(reading: Reading) -> dict[tuple[str, str], tuple[str | None, str]]:
    """Return the values and notes of a reading, by case and question."""
    return {(a.case, a.question): (a.value, a.note) for a in reading.answers if a.value}


def codes(reading: Reading) -> list[str]:
    """Return the problems of a reading."""
    return [str(problem.code) for problem in reading.problems]


WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=40
).map(lambda text: f"text {text}")


def values_for(question: Question) -> st.SearchStrategy[str]:
    """Return values that a question may be given."""
    if question.scale:
        return st.sampled_from([choice.code for choice in question.scale.choices])
    if question.type is AnswerType.DATE:
        days = st.dates(datetime(1990, 1, 2).date(), datetime(2099, 12, 30).date())  # noqa: DTZ001 -- days
        return days.map(str)
    if question.type is AnswerType.NUMBER:
        return st.integers(-10_000, 10_000).map(str)
    return WORDS
