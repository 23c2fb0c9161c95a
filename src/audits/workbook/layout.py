"""Which cell of a pack holds what: the one answer that both the writer and the reader use."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from audits.domain.pack import (
    FILLED_IN_BY,
    KNOWN,
    MINUTED,
    NOTHING_TO_REPORT,
    RETURN_QUESTIONS,
    Pack,
    PackCase,
    PackForm,
)
from audits.domain.question import AnswerType, EvidenceRule, Question


START, CASES, RETURN, MEANINGS, HIDDEN = (
    "Start here", "Cases", "This return", "What the answers mean", "_",
)  # fmt: skip
QUESTIONS, QUERIES, ACTIONS = "Questions", "Queries", "Actions"
YOUR_ANSWER, YOUR_NOTE = "Your answer", "What the record shows"
NOTE_ON = "What the record shows (question {})"
NOT_KNOWN_WHY = "If not known: what was searched"
TO_DO = "Still to do"
ONLY_ORANGE = "Only the orange cells are open."  # over a sheet that asks again
HEADING_ROW = 3  # below the sheet's title and one line of help


class Role(StrEnum):
    """What a column is for."""

    REFERENCE = "reference"
    TEXT = "text"
    ANSWER = "answer"
    NOTE = "note"
    TO_DO = "to_do"


@dataclass(frozen=True, slots=True)
class Heading:
    """One column. ``question`` is what a grid's column asks; ``width`` is in characters."""

    text: str
    role: Role
    width: int
    question: Question | None = None

    @property
    def part(self) -> str:
        """Return the part of the reference in the heading, "" where there is none."""
        if self.question is None:
            return ""
        return f"{'N' if self.role is Role.NOTE else 'Q'}{self.question.number:02d}"


@dataclass(frozen=True, slots=True)
class Line:
    """One row: its reference's part, the texts of its fixed columns, and what it asks about."""

    part: str
    texts: tuple[str, ...]
    case: str = ""
    question: Question | None = None


@dataclass(frozen=True, slots=True)
class Slot:
    """Where one question about one case is answered; rows and columns count from one."""

    case: str
    question: Question
    row: int
    column: int
    note_column: int | None


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet with questions."""

    title: str
    help: str
    headings: tuple[Heading, ...]
    lines: tuple[Line, ...]

    def slots(self) -> Iterator[Slot]:
        """Yield every place to be filled in, row by row."""
        for row, line in enumerate(self.lines, start=HEADING_ROW + 1):
            for column, heading in enumerate(self.headings, start=1):
                question = heading.question or line.question
                if heading.role is Role.ANSWER and question is not None:
                    note = self._note_column(column)
                    yield Slot(line.case, question, row, column, note)

    def _note_column(self, column: int) -> int | None:
        after = self.headings[column : column + 1]
        return column + 1 if after and after[0].role is Role.NOTE else None


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
    if pack.form is PackForm.SELF_ASSESSMENT:
        return tuple(each for each in RETURN_QUESTIONS if each is not NOTHING_TO_REPORT)
    if pack.form is PackForm.ACTIONS:
        return (FILLED_IN_BY,)
    if pack.form is PackForm.AGENDA:
        return (MINUTED,)
    return RETURN_QUESTIONS


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
    lines = tuple(
        Line(f"C{c.number:03d}", (c.ref, *(dict(c.details).get(n, "") for n in names)), c.ref)
        for c in pack.cases
    )
    headings = (
        Heading("Row reference", Role.REFERENCE, 17),
        Heading("Case", Role.TEXT, 14),
        *(Heading(as_heading(name), Role.TEXT, 14) for name in names),
        *(heading for question in pack.asked_of_a_case() for heading in _columns(question)),
        Heading(TO_DO, Role.TO_DO, 9),
    )
    return Table(
        CASES, "One row is one child's contact. Fill in the yellow cells.", headings, lines
    )


def _action_grid(pack: Pack) -> Table:
    """Return a grid of actions: what they say is longer than what may be said of a child."""
    names = detail_names(pack)
    said = [dict(case.details) for case in pack.cases]
    headings = (
        Heading("Row reference", Role.REFERENCE, 17),
        Heading("Action", Role.TEXT, 8),
        *(Heading(as_heading(name), Role.TEXT, _width(name, said)) for name in names),
        *(Heading(q.asks, Role.ANSWER, _answer_width(q), q) for q in pack.questions),
        Heading(TO_DO, Role.TO_DO, 9),
    )
    lines = tuple(
        Line(f"C{c.number:03d}", (c.ref, *(texts.get(n, "") for n in names)), c.ref)
        for c, texts in zip(pack.cases, said, strict=True)
    )
    return Table(ACTIONS, "One row is one action. Fill in the yellow cells.", headings, lines)


def _width(name: str, said: Sequence[Mapping[str, str]]) -> int:
    longest = max(len(texts.get(name, "")) for texts in said)
    return min(40, max(12, len(as_heading(name)) + 2, longest // 2))


def _answer_width(question: Question) -> int:
    return 32 if question.type is AnswerType.TEXT else 16


def _columns(question: Question) -> Iterator[Heading]:
    width = 16 if question.scale else 34
    yield Heading(question.asks, Role.ANSWER, width, question)
    if wants_note(question):
        text = NOT_KNOWN_WHY if question is KNOWN else NOTE_ON.format(question.number)
        yield Heading(text, Role.NOTE, 26, question)


def _case_sheet(pack: Pack, case: PackCase) -> Table:
    said = "; ".join(f"{as_heading(name)}: {value}" for name, value in case.details)
    return Table(case.ref, said, ROW_HEADINGS, _lines(pack.asked_of_a_case(), case))


def _self_assessment(pack: Pack) -> Table:
    help_ = "One row is one question. Fill in the yellow cells."
    return Table(QUESTIONS, help_, ROW_HEADINGS, _lines(pack.questions, pack.cases[0]))


def _lines(questions: tuple[Question, ...], case: PackCase) -> tuple[Line, ...]:
    return tuple(
        Line(f"C{case.number:03d}-Q{q.number:02d}", _texts(q), case.ref, q) for q in questions
    )


def _return_table(pack: Pack) -> Table:
    lines = tuple(Line(f"A{q.number:02d}", _texts(q), question=q) for q in asked_once(pack))
    return Table(RETURN, "Asked once for the whole workbook.", ROW_HEADINGS, lines)


def _texts(question: Question) -> tuple[str, ...]:
    return (question.section, question.asks, question.guidance)


ROW_HEADINGS = (
    Heading("Row reference", Role.REFERENCE, 21),
    Heading("Part", Role.TEXT, 18),
    Heading("Question", Role.TEXT, 52),
    Heading("What to look for", Role.TEXT, 40),
    Heading(YOUR_ANSWER, Role.ANSWER, 24),
    Heading(YOUR_NOTE, Role.NOTE, 44),
    Heading(TO_DO, Role.TO_DO, 9),
)
