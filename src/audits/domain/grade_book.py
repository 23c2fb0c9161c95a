"""What one moderation workbook holds, before any cell is placed."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import IntEnum

from .grade import Layer
from .question import AnswerType, Choice, EvidenceRule, Question, Scale


class GradeField(IntEnum):
    """What may be written about one grade; its number is part of every reference to its row."""

    DESK = 1
    PANEL = 2
    DISPUTED = 3
    FOLLOW_UP = 4
    FOLLOW_UP_BY = 5
    SECOND = 6


LAYERS = {
    GradeField.DESK: Layer.MODERATED,
    GradeField.PANEL: Layer.PANEL,
    GradeField.SECOND: Layer.SECOND,
}
DISPUTED = Scale("disputed", "Disputed", (
    Choice("yes", "Yes", 0, also=("y", "x", "true", "tick", "\u2713", "\u2714", "disputed")),
    Choice("no", "No", 1, also=("n", "false", "settled")),
))  # fmt: skip
WHO_DESK = Question(
    "_desk", 1, "Who moderates", "Who gave the desk grades? A name or a role.",
    type=AnswerType.TEXT, evidence=EvidenceRule.NEVER, required=False,
)  # fmt: skip
WHO_PANEL = Question(
    "_panel", 2, "Who moderates", "Who sat on the panel? Names or roles.",
    type=AnswerType.TEXT, evidence=EvidenceRule.NEVER, required=False,
)  # fmt: skip
WHO_SECOND = Question(
    "_second", 3, "Who moderates", "Who gave the second ratings? A name or a role.",
    type=AnswerType.TEXT, evidence=EvidenceRule.NEVER, required=False,
)  # fmt: skip
WHO = {GradeField.DESK: WHO_DESK, GradeField.PANEL: WHO_PANEL, GradeField.SECOND: WHO_SECOND}
WORDS = {
    GradeField.DESK: "Desk grade",
    GradeField.PANEL: "Panel grade",
    GradeField.DISPUTED: "Disputed?",
    GradeField.FOLLOW_UP: "Follow-up: who",
    GradeField.FOLLOW_UP_BY: "Follow-up: by which day",
    GradeField.SECOND: "Your grade",
}
NOTES = {
    GradeField.DESK: "Why (where it is not the agency's own)",
    GradeField.PANEL: "Why",
    GradeField.DISPUTED: "Who has the dispute",
    GradeField.SECOND: "Why",
}
HINTS = {
    GradeField.DISPUTED: "Yes if the agency or one of the panel objects. Say below who has it.",
    GradeField.FOLLOW_UP: "Where the grade is the lowest: the one person or role who follows up.",
    GradeField.FOLLOW_UP_BY: "The day by which it is followed up, as in 09/03/2017.",
}


@dataclass(frozen=True, slots=True)
class Given:
    """What already stood in the workbook when it was written."""

    question: str
    kind: GradeField
    value: str
    note: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """One answer of a unit as people read it."""

    question: str
    label: str = field(repr=False)
    note: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class GradeColumn:
    """One unit on one case; its ``number`` is the same in every edition.

    ``says`` why nothing is to be graded, "" where something is.
    """

    number: int
    unit: str
    unit_name: str
    answers: tuple[ShownAnswer, ...] = ()
    given: tuple[Given, ...] = ()
    says: str = ""

    def stood(self, question: str, kind: GradeField) -> tuple[str | None, str]:
        """Return the value and the note that stood there."""
        for each in self.given:
            if (each.question, each.kind) == (question, kind):
                return each.value, each.note
        return None, ""


@dataclass(frozen=True, slots=True)
class GradeSheet:
    """One case with its units side by side."""

    case: str
    details: tuple[tuple[str, str], ...]
    columns: tuple[GradeColumn, ...]


@dataclass(frozen=True, slots=True)
class GradeBook:
    """A moderation workbook at one edition; ``code`` (``M3``) is the same in every edition.

    ``graded`` are the questions whose grades are asked for, ``asked`` everything that units were
    asked; a book for second ratings shows no first grade.
    """

    code: str
    edition: int
    cycle: str
    title: str
    board: str
    contact: str
    fields: tuple[GradeField, ...]
    graded: tuple[Question, ...]
    asked: tuple[Question, ...]
    sheets: tuple[GradeSheet, ...]

    @property
    def is_second(self) -> bool:
        """Tell whether it is for blind second ratings."""
        return GradeField.SECOND in self.fields

    def rows(self) -> Iterator[tuple[Question, GradeField, Question]]:
        """Yield each graded question with each field and what its row asks."""
        for place, graded in enumerate(self.graded, start=1):
            for each in self.fields:
                yield graded, each, _asked(graded, each, 10 * place + each)

    def who(self) -> tuple[Question, ...]:
        """Return what is asked once: who gave the grades."""
        return tuple(WHO[each] for each in self.fields if each in WHO)


def _asked(graded: Question, each: GradeField, number: int) -> Question:
    """Return the question that one row of a moderation workbook asks."""
    types = {GradeField.FOLLOW_UP: AnswerType.TEXT, GradeField.FOLLOW_UP_BY: AnswerType.DATE}
    scale = graded.scale if each in LAYERS else DISPUTED
    return Question(
        id=f"{graded.id}/{each.name.lower()}",
        number=number,
        section=graded.section,
        asks=WORDS[each],
        type=types.get(each, AnswerType.CHOICE),
        scale=None if each in types else scale,
        evidence=EvidenceRule.OPTIONAL if each in NOTES else EvidenceRule.NEVER,
        guidance=HINTS.get(each, ""),
        required=False,
    )
