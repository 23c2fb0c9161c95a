"""Which cell of a pack holds what: the one answer that both the writer and the reader use."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain
from math import ceil
from operator import attrgetter

from audits.domain.pack import (
    FILLED_IN_BY,
    KNOWN,
    MINUTED,
    NOTHING_TO_REPORT,
    OWN_QUESTIONS,
    RETURN_QUESTIONS,
    SIGNED_OFF_BY,
    Pack,
    PackCase,
    PackForm,
    certificate_of,
)
from audits.domain.question import AnswerType, EvidenceRule, Question

from .headings import (
    PLAN_HEADINGS,
    ROW_HEADINGS,
    TO_DO,
    row_headings,
    with_last_time,
)
from .help_texts import CONFIRM, FILL_IN, ONCE, ORANGE_WANTS, PLANNED, as_heading, details_of
from .table import STANDARD, Heading, Line, Role, Slot, Table


START, CASES, RETURN, MEANINGS, HIDDEN = (
    "Start here", "Cases", "This return", "What the answers mean", "_",
)  # fmt: skip
QUESTIONS, QUERIES, ACTIONS = "Questions", "Queries", "Actions"
NOTE_ON = "What the record shows (question {})"
EVIDENCE_ON = "Evidence: where it is kept (question {})"
NOT_KNOWN_WHY = "If not known: what was searched"


def tables(pack: Pack) -> tuple[Table, ...]:
    """Return the sheets of a pack that hold questions, in the order of the workbook."""
    return (*_tables_of_cases(pack), _return_table(pack))


def _tables_of_cases(pack: Pack) -> Iterator[Table]:
    match pack.form:
        case PackForm.GRID:
            yield _grid(pack)
        case PackForm.CASE_SHEETS:
            for case in pack.cases:
                yield _case_sheet(pack, case)
        case PackForm.SELF_ASSESSMENT:
            yield _self_assessment(pack)
        case PackForm.ACTIONS | PackForm.AGENDA:
            yield _action_grid(pack)


def asked_once(pack: Pack) -> tuple[Question, ...]:
    """Return what is asked once a return; a self-assessment cannot have nothing to report."""
    if pack.form is PackForm.ACTIONS:
        return (FILLED_IN_BY,)
    if pack.form is PackForm.AGENDA:
        return (MINUTED,)
    asked = RETURN_QUESTIONS
    if pack.about.is_own:
        asked = OWN_QUESTIONS
    left_out = []
    if pack.form is PackForm.SELF_ASSESSMENT:
        left_out.append(NOTHING_TO_REPORT)
    if pack.certified_by:
        left_out.append(SIGNED_OFF_BY)  # who certifies it has agreed to it
    kept = (question for question in asked if question not in left_out)
    return (*kept, *certificate_of(pack.certified_by))


def questions_of(pack: Pack) -> tuple[Question, ...]:
    """Return every question of a pack: about each case, and once a return."""
    return (*pack.asked_of_a_case(), *asked_once(pack))


def by_id(questions: Iterable[Question]) -> dict[str, Question]:
    """Return questions by their ids."""
    return {question.id: question for question in questions}


def case_numbers(pack: Pack) -> dict[str, int]:
    """Return the numbers of a pack's cases by their references."""
    return {case.ref: case.number for case in pack.cases}


def slots_of(pack: Pack) -> Iterator[Slot]:
    """Yield every place of a pack's workbook that is to be filled in, sheet by sheet."""
    return chain.from_iterable(map(Table.slots, tables(pack)))


def asked_about(pack: Pack, *, required: bool = False) -> Iterator[tuple[str, str]]:
    """Yield every case and question of a pack in its order, or only what must be answered."""
    for slot in slots_of(pack):
        if slot.question.required or not required:
            yield slot.case, slot.question.id


def wants_note(question: Question) -> bool:
    """Tell whether there is a place for a note beside the answer."""
    return question.evidence is not EvidenceRule.NEVER


def detail_names(pack: Pack) -> tuple[str, ...]:
    """Return what is said about each case, in order."""
    return tuple(dict.fromkeys(name for case in pack.cases for name, _ in case.details))


def _grid(pack: Pack) -> Table:
    if pack.about.is_own:
        word = pack.about.in_words
        title, help_ = f"{word.capitalize()}s", f"One row is one {word}."
    else:
        title, help_ = CASES, "One row is one child's contact."
    headings = tuple(_grid_headings(pack))
    return Table(title, f"{help_} {FILL_IN} {ORANGE_WANTS}", headings, _case_lines(pack))


def _grid_headings(pack: Pack) -> Iterator[Heading]:
    wide = OWN_WIDTHS if pack.about.is_own else WIDTHS
    yield Heading("Row reference", Role.REFERENCE, REFERENCE_WIDTH)
    yield Heading("Case", Role.TEXT, _case_width(pack, wide))
    for name in detail_names(pack):
        yield Heading(as_heading(name), Role.TEXT, _detail_width(pack, name))
    for question in pack.asked_of_a_case():
        yield from _columns(question, pack, wide)
    yield Heading(TO_DO, Role.TO_DO, wide.to_do)


def _case_width(pack: Pack, wide: "Widths") -> int:
    """Return how wide the column of the cases is: their references are bold, and never broken."""
    longest = max((len(case.ref) for case in pack.cases), default=0)
    return max(wide.case, ceil(longest * IN_CAPITALS))


def _case_lines(pack: Pack) -> tuple[Line, ...]:
    """Return a row a case: what is said about it, in the same columns for all."""
    names = detail_names(pack)
    lines = []
    for case in pack.cases:
        details = dict(case.details)
        texts = [details.get(name, "") for name in names]
        lines.append(Line(f"C{case.number:03d}", (case.ref, *texts), case.ref))
    return tuple(lines)


def _action_grid(pack: Pack) -> Table:
    """Return a grid of actions: what they say is longer than what may be said of a child."""
    headings = tuple(_action_headings(pack))
    help_ = f"One row is one action. {FILL_IN}"
    return Table(ACTIONS, help_, headings, _case_lines(pack))


def _action_headings(pack: Pack) -> Iterator[Heading]:
    yield Heading("Row reference", Role.REFERENCE, 17)
    yield Heading("Action", Role.TEXT, 8)
    for name in detail_names(pack):
        heading = as_heading(name)
        width = min(40, max(12, len(heading) + 2, _longest(pack, name) // 2))
        yield Heading(heading, Role.TEXT, width)
    for question in pack.questions:
        yield Heading(question.asks, Role.ANSWER, _answer_width(question), question)
    yield Heading(TO_DO, Role.TO_DO, 9)


def _longest(pack: Pack, name: str) -> int:
    """Return the length of the longest text that a detail has in any of the cases."""
    return max((len(dict(case.details).get(name, "")) for case in pack.cases), default=0)


def _answer_width(question: Question) -> int:
    if question.type is AnswerType.TEXT:
        return 32
    return DAY_WIDTH


def _detail_width(pack: Pack, name: str) -> int:
    """Return how wide a detail's column is: a child's are a word or two, a unit's may be long."""
    if not pack.about.is_own:
        return max(REFERENCE_WIDTH, len(as_heading(name)) + 1)
    longest = _longest(pack, name)
    if longest <= 40:
        return 16
    if longest <= 100:
        return 22
    return 30


def _columns(question: Question, pack: Pack, wide: "Widths") -> Iterator[Heading]:
    width = wide.choice
    if question.type is AnswerType.TEXT:
        width = wide.text
    elif question.type is AnswerType.DATE:
        width = max(width, DAY_WIDTH)
    if not wants_note(question):
        yield Heading(question.asks, Role.ANSWER, width, question, guidance=question.guidance)
        return
    yield Heading(question.asks, Role.ANSWER, width, question)
    note_on = EVIDENCE_ON if pack.about.is_own else NOTE_ON
    text = NOT_KNOWN_WHY if question is KNOWN else note_on.format(question.number)
    # Beside the question, and not below it: two columns of words are half as high as one.
    yield Heading(text, Role.NOTE, wide.note, question, guidance=question.guidance)


@dataclass(frozen=True, slots=True)
class Widths:
    """How wide the columns of a grid are, in characters."""

    case: int
    choice: int
    text: int
    note: int
    to_do: int


IN_CAPITALS = 1.3  # of a column's characters is one of a bold reference, as "MASH17W10-01"
REFERENCE_WIDTH = 11  # its letters are small
DAY_WIDTH = 18  # "26 November 2026" fits, which is not wrapped
# Fifteen questions are printed on three pages: no wider than words need on a screen.
WIDTHS = Widths(case=12, choice=12, text=18, note=14, to_do=7)
OWN_WIDTHS = Widths(case=11, choice=13, text=18, note=21, to_do=7)


def _case_sheet(pack: Pack, case: PackCase) -> Table:
    help_ = ". ".join((*details_of(case), f"{FILL_IN} {ORANGE_WANTS}"))
    return Table(case.ref, help_, ROW_HEADINGS, _lines(pack.asked_of_a_case(), case))


def _self_assessment(pack: Pack) -> Table:
    help_ = f"One row is one question. {FILL_IN} {ORANGE_WANTS}"
    lines = _lines(pack.questions, pack.cases[0])
    headings = row_headings(pack)
    if any(map(attrgetter("follows"), pack.questions)):
        help_, headings = f"{help_} {PLANNED}", PLAN_HEADINGS
    if pack.last:
        help_ += f" {CONFIRM}"
        headings = tuple(with_last_time(headings, pack.last_cycle))
        lines = tuple(replace(line, past=_past(line, pack)) for line in lines)
    return Table(QUESTIONS, help_, headings, lines)


def _past(line: Line, pack: Pack) -> str:
    return pack.said_last(line.question.id) if line.question else ""


def _lines(questions: tuple[Question, ...], case: PackCase) -> tuple[Line, ...]:
    """Return a row a question; one that follows another stands in that one's row."""
    followers: dict[str, list[Question]] = defaultdict(list)
    for question in questions:
        followers[question.follows].append(question)
    lines = []
    are_followed = len(followers) > 1
    for place, question in enumerate(followers[""], start=1):  # those that follow no other
        part = f"C{case.number:03d}-Q{question.number:02d}"
        after = tuple(followers.get(question.id, ()))
        # What follows another has a number of its own, which would leave gaps between the others.
        number = place if are_followed else question.number
        shown = number if question.number < STANDARD else 0
        lines.append(Line(part, _texts(question), case.ref, question, after, number=shown))
    return tuple(lines)


def _return_table(pack: Pack) -> Table:
    lines = []
    for question in asked_once(pack):
        lines.append(Line(f"A{question.number:02d}", _texts(question), question=question))
    help_ = f"{ONCE} {FILL_IN}"
    return Table(RETURN, help_, row_headings(pack), tuple(lines))


def _texts(question: Question) -> tuple[str, ...]:
    return (question.section, question.asks, question.guidance)
