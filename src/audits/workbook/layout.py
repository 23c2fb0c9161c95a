"""Which cell of a pack holds what: the one answer that both the writer and the reader use."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from audits.domain.pack import (
    FILLED_IN_BY,
    KNOWN,
    MINUTED,
    NOTHING_TO_REPORT,
    OWN_QUESTIONS,
    RETURN_QUESTIONS,
    Pack,
    PackCase,
    PackForm,
)
from audits.domain.question import AnswerType, EvidenceRule, Question

from .table import Heading, Line, Role, Table


START, CASES, RETURN, MEANINGS, HIDDEN = (
    "Start here", "Cases", "This return", "What the answers mean", "_",
)  # fmt: skip
QUESTIONS, QUERIES, ACTIONS = "Questions", "Queries", "Actions"
YOUR_ANSWER, YOUR_NOTE = "Your answer", "What the record shows"
NOTE_ON = "What the record shows (question {})"
YOUR_EVIDENCE, YOUR_PLAN, BY_WHEN = (
    "Evidence: where it is kept", "What will be done to improve it", "By when",
)  # fmt: skip
EVIDENCE_ON = "Evidence: where it is kept (question {})"
NOT_KNOWN_WHY = "If not known: what was searched"
TO_DO = "Still to do"
ONLY_ORANGE = "Only the orange cells are open."  # over a sheet that asks again


def tables(pack: Pack) -> tuple[Table, ...]:
    """Return the sheets of a pack that hold questions, in the order of the workbook."""
    asked: tuple[Table, ...]
    match pack.form:
        case PackForm.GRID:
            asked = (_grid(pack),)
        case PackForm.CASE_SHEETS:
            asked = tuple(_case_sheet(pack, case) for case in pack.cases)
        case PackForm.SELF_ASSESSMENT:
            asked = (_self_assessment(pack),)
        case PackForm.ACTIONS | PackForm.AGENDA:
            asked = (_action_grid(pack),)
    return (*asked, _return_table(pack))


def asked_once(pack: Pack) -> tuple[Question, ...]:
    """Return what is asked once a return; a self-assessment cannot have nothing to report."""
    if pack.about.is_own:
        return OWN_QUESTIONS
    if pack.form is PackForm.SELF_ASSESSMENT:
        return tuple(each for each in RETURN_QUESTIONS if each is not NOTHING_TO_REPORT)
    if pack.form is PackForm.ACTIONS:
        return (FILLED_IN_BY,)
    if pack.form is PackForm.AGENDA:
        return (MINUTED,)
    return RETURN_QUESTIONS


def questions_of(pack: Pack) -> tuple[Question, ...]:
    """Return every question of a pack: about each case, and once a return."""
    return (*pack.asked_of_a_case(), *asked_once(pack))


def asked_about(pack: Pack, *, required: bool = False) -> Iterator[tuple[str, str]]:
    """Yield every case and question of a pack in its order, or only what must be answered."""
    for table in tables(pack):
        for slot in table.slots():
            if slot.question.required or not required:
                yield slot.case, slot.question.id


def wants_note(question: Question) -> bool:
    """Tell whether there is a place for a note beside the answer."""
    return question.evidence is not EvidenceRule.NEVER


def detail_names(pack: Pack) -> tuple[str, ...]:
    """Return what is said about each case, in order."""
    return tuple(dict.fromkeys(name for case in pack.cases for name, _ in case.details))


def as_heading(name: str) -> str:
    """Return a detail's name as people read it: ``age_band`` is "Age band"."""
    return name.replace("_", " ").capitalize()


def _grid(pack: Pack) -> Table:
    names = detail_names(pack)
    wide = OWN_WIDTHS if pack.about.is_own else WIDTHS
    headings = (
        Heading("Row reference", Role.REFERENCE, 17),
        Heading("Case", Role.TEXT, wide.case),
        *(Heading(as_heading(name), Role.TEXT, _detail_width(pack, name)) for name in names),
        *(h for question in pack.asked_of_a_case() for h in _columns(question, pack, wide)),
        Heading(TO_DO, Role.TO_DO, wide.to_do),
    )
    if pack.about.is_own:
        word = pack.about.in_words
        title, says = f"{word.capitalize()}s", f"One row is one {word}."
    else:
        title, says = CASES, "One row is one child's contact."
    lines = tuple(_case_line(case, names) for case in pack.cases)
    return Table(title, f"{says} Fill in the yellow cells.", headings, lines)


def _case_line(case: PackCase, names: Sequence[str]) -> Line:
    details = dict(case.details)
    texts = [details.get(name, "") for name in names]
    return Line(f"C{case.number:03d}", (case.ref, *texts), case.ref)


def _action_grid(pack: Pack) -> Table:
    """Return a grid of actions: what they say is longer than what may be said of a child."""
    names = detail_names(pack)
    details = [dict(case.details) for case in pack.cases]
    headings = (
        Heading("Row reference", Role.REFERENCE, 17),
        Heading("Action", Role.TEXT, 8),
        *(Heading(as_heading(name), Role.TEXT, _width(name, details)) for name in names),
        *(Heading(q.asks, Role.ANSWER, _answer_width(q), q) for q in pack.questions),
        Heading(TO_DO, Role.TO_DO, 9),
    )
    lines = tuple(_case_line(case, names) for case in pack.cases)
    return Table(ACTIONS, "One row is one action. Fill in the yellow cells.", headings, lines)


def _width(name: str, said: Sequence[Mapping[str, str]]) -> int:
    longest = max(len(texts.get(name, "")) for texts in said)
    return min(40, max(12, len(as_heading(name)) + 2, longest // 2))


def _answer_width(question: Question) -> int:
    if question.type is AnswerType.TEXT:
        return 32
    return 16


def _detail_width(pack: Pack, name: str) -> int:
    """Return how wide a detail's column is: a child's are a word or two, a unit's may be long."""
    if not pack.about.is_own:
        return WIDTHS.case
    longest = max((len(dict(case.details).get(name, "")) for case in pack.cases), default=0)
    return next((width for most, width in ((40, 16), (100, 22)) if longest <= most), 30)


def _columns(question: Question, pack: Pack, wide: "Widths") -> Iterator[Heading]:
    width = wide.text if question.type is AnswerType.TEXT else wide.choice
    yield Heading(question.asks, Role.ANSWER, width, question)
    if wants_note(question):
        note_on = EVIDENCE_ON if pack.about.is_own else NOTE_ON
        text = NOT_KNOWN_WHY if question is KNOWN else note_on.format(question.number)
        yield Heading(text, Role.NOTE, wide.note, question)


@dataclass(frozen=True, slots=True)
class Widths:
    """How wide the columns of a grid are, in characters."""

    case: int
    choice: int
    text: int
    note: int
    to_do: int


WIDTHS = Widths(case=14, choice=16, text=34, note=26, to_do=9)
OWN_WIDTHS = Widths(case=11, choice=13, text=18, note=21, to_do=7)


def _case_sheet(pack: Pack, case: PackCase) -> Table:
    details = "; ".join(f"{as_heading(name)}: {value}" for name, value in case.details)
    return Table(case.ref, details, ROW_HEADINGS, _lines(pack.asked_of_a_case(), case))


def _self_assessment(pack: Pack) -> Table:
    help_ = "One row is one question. Fill in the yellow cells."
    if any(question.follows for question in pack.questions):
        help_ += f" {_PLANNED}"
        return Table(QUESTIONS, help_, PLAN_HEADINGS, _lines(pack.questions, pack.cases[0]))
    headings = OWN_HEADINGS if pack.about.is_own else ROW_HEADINGS
    return Table(QUESTIONS, help_, headings, _lines(pack.questions, pack.cases[0]))


_PLANNED = "An answer below the best needs what will be done, and by when."


def _lines(questions: tuple[Question, ...], case: PackCase) -> tuple[Line, ...]:
    """Return a row a question; one that follows another stands in that one's row."""
    lines = []
    for question in questions:
        if not question.follows:
            followers = tuple(each for each in questions if each.follows == question.id)
            part = f"C{case.number:03d}-Q{question.number:02d}"
            lines.append(Line(part, _texts(question), case.ref, question, followers))
    return tuple(lines)


def _return_table(pack: Pack) -> Table:
    lines = tuple(Line(f"A{q.number:02d}", _texts(q), question=q) for q in asked_once(pack))
    headings = OWN_HEADINGS if pack.about.is_own else ROW_HEADINGS
    return Table(RETURN, "Asked once for the whole workbook.", headings, lines)


def _texts(question: Question) -> tuple[str, ...]:
    return (question.section, question.asks, _what_to_look_for(question))


def _what_to_look_for(question: Question) -> str:
    """Return the guidance; beside a grade stands also what each grade looks like."""
    if not question.is_grade or question.scale is None:
        return question.guidance
    looks = (f"{choice.label}: {choice.means}" for choice in question.scale.choices if choice.means)
    return "\n".join(filter(None, (question.guidance, *looks)))


ROW_HEADINGS = (  # together they fit the width of a landscape page
    Heading("Row reference", Role.REFERENCE, 17),
    Heading("Part", Role.TEXT, 14),
    Heading("Question", Role.TEXT, 38),
    Heading("What to look for", Role.TEXT, 42),
    Heading(YOUR_ANSWER, Role.ANSWER, 19),
    Heading(YOUR_NOTE, Role.NOTE, 41),
    Heading(TO_DO, Role.TO_DO, 9),
)
# Together as wide as can be read across one page, these and those that follow.
OWN_HEADINGS = (
    Heading("Row reference", Role.REFERENCE, 18),
    Heading("Part", Role.TEXT, 17),
    Heading("Question", Role.TEXT, 50),
    Heading("What to look for", Role.TEXT, 26),
    Heading(YOUR_ANSWER, Role.ANSWER, 18),
    Heading(YOUR_EVIDENCE, Role.NOTE, 43),
    Heading(TO_DO, Role.TO_DO, 8),
)
PLAN_HEADINGS = (
    Heading("Row reference", Role.REFERENCE, 18),
    Heading("Part", Role.TEXT, 14),
    Heading("Question", Role.TEXT, 38),
    Heading("What to look for", Role.TEXT, 24),
    Heading(YOUR_ANSWER, Role.ANSWER, 15),
    Heading(YOUR_EVIDENCE, Role.NOTE, 26),
    Heading(YOUR_PLAN, Role.ANSWER, 26, follows=1),
    Heading(BY_WHEN, Role.ANSWER, 12, follows=2),
    Heading(TO_DO, Role.TO_DO, 7),
)
