"""What one moderation workbook holds, before any cell is placed."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import IntEnum

from .edition import token_of
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
    AGREE = 7  # with every grade of an agency's column that calls for nobody


LAYERS = {
    GradeField.DESK: Layer.MODERATED,
    GradeField.PANEL: Layer.PANEL,
    GradeField.SECOND: Layer.SECOND,
}
DISPUTED = Scale("disputed", "Disputed", (
    Choice("yes", "Yes", 0, also=("y", "x", "true", "tick", "\u2713", "\u2714", "disputed")),
    Choice("no", "No", 1, also=("n", "false", "settled")),
))  # fmt: skip
AGREED = Scale("agreed", "Agree with all others", (
    Choice("yes", "Yes", 1, also=("y", "x", "true", "tick", "\u2713", "\u2714", "agree", "agreed")),
    Choice("no", "No", 0, also=("n", "false")),
))  # fmt: skip
AGREE = Question(
    "_agree", int(GradeField.AGREE), "All other grades", "Agree with all others?", scale=AGREED,
    evidence=EvidenceRule.NEVER, required=False,
    guidance="Yes takes each of these grades as the agency gave it. No, or empty, changes nothing.",
)  # fmt: skip
EVERYBODY, FIRST_UNIT = 10, 11  # numbers of what is agreed with once, on the first sheet
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

    ``says`` why nothing is to be graded, "" where something is. ``open`` names the graded
    questions that may be filled in, each with why a person must look (None in editions older than
    that: all of them); ``unasked`` those the unit was not asked; ``others`` those that may be
    agreed with at once.
    """

    number: int
    unit: str
    unit_name: str
    answers: tuple[ShownAnswer, ...] = ()
    given: tuple[Given, ...] = ()
    says: str = ""
    open: tuple[tuple[str, str], ...] | None = None
    unasked: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    is_agreed: bool = False  # nothing is left to agree with, and something was

    def is_open(self, question: str) -> bool:
        """Tell whether a grade may be filled in."""
        return not self.says and (self.open is None or question in dict(self.open))

    def why(self, question: str) -> str:
        """Return why a person must look at a grade."""
        return dict(self.open or ()).get(question, "")

    def label(self, question: str) -> str:
        """Return what the unit answered, in words."""
        return next((answer.label for answer in self.answers if answer.question == question), "")

    def stood(self, question: str, kind: GradeField) -> tuple[str | None, str]:
        """Return the value and the note that stood there."""
        for given in self.given:
            if (given.question, given.kind) == (question, kind):
                return given.value, given.note
        return None, ""


@dataclass(frozen=True, slots=True)
class GradeSheet:
    """One case with its units side by side."""

    case: str
    details: tuple[tuple[str, str], ...]
    columns: tuple[GradeColumn, ...]
    name: str = ""  # of an organisation that speaks for itself

    def is_open(self, question: str) -> bool:
        """Tell whether any of its grades on a question may be filled in."""
        return any(column.is_open(question) for column in self.columns)


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
    units: tuple[tuple[str, str], ...] = ()  # code and name, in the same order in every edition
    follow_up: tuple[str, ...] | None = None  # as the template says, None for the lowest
    marking: str = "OFFICIAL-SENSITIVE"

    @property
    def token(self) -> str:
        """Return what names this edition: ``M3.1``."""
        return token_of(self.code, self.edition)

    @property
    def can_agree(self) -> bool:
        """Tell whether grades may be agreed with at once."""
        return GradeField.AGREE in self.fields

    @property
    def is_own(self) -> bool:
        """Tell whether each sheet is of one organisation, about itself."""
        return any(sheet.name for sheet in self.sheets)

    @property
    def is_second(self) -> bool:
        """Tell whether it is for blind second ratings."""
        return GradeField.SECOND in self.fields

    def rows(self) -> Iterator[tuple[Question, GradeField, Question]]:
        """Yield each graded question with each field and what its row asks."""
        for place, graded in enumerate(self.graded, start=1):
            for kind in (f for f in self.fields if f is not GradeField.AGREE):
                yield graded, kind, _asked(graded, kind, 10 * place + kind)

    def who(self) -> tuple[Question, ...]:
        """Return what is asked once: who gave the grades."""
        return tuple(WHO[field] for field in self.fields if field in WHO)

    def followed_up(self, graded: Question) -> tuple[str, ...]:
        """Return the labels of the grades that need somebody to follow them up."""
        choices = graded.scale.choices if graded.scale else ()
        if self.follow_up is None:
            return tuple(choice.label for choice in choices if graded.is_lowest(choice.code))
        return tuple(choice.label for choice in choices if choice.code in self.follow_up)

    def agreements(self) -> dict[int, str]:
        """Return what may be agreed with on the first sheet: a number and a unit, "" for every one.

        An organisation that speaks for itself is agreed with on its own sheet.
        """
        if not self.can_agree:
            return {}
        by_unit = {} if self.is_own else dict(enumerate((u for u, _ in self.units), FIRST_UNIT))
        return {EVERYBODY: "", **by_unit}

    def others(self, unit: str = "") -> int:
        """Return how many grades of a unit, or of all, may be agreed with at once."""
        columns = (column for sheet in self.sheets for column in sheet.columns)
        return sum(len(column.others) for column in columns if unit in ("", column.unit))


def _asked(graded: Question, kind: GradeField, number: int) -> Question:
    """Return the question that one row of a moderation workbook asks."""
    types = {GradeField.FOLLOW_UP: AnswerType.TEXT, GradeField.FOLLOW_UP_BY: AnswerType.DATE}
    scale: Scale | None = DISPUTED
    if kind in LAYERS:
        scale = graded.scale
    elif kind in types:
        scale = None
    evidence = EvidenceRule.OPTIONAL if kind in NOTES else EvidenceRule.NEVER
    return Question(
        id=f"{graded.id}/{kind.name.lower()}",
        number=number,
        section=graded.section,
        asks=WORDS[kind],
        type=types.get(kind, AnswerType.CHOICE),
        scale=scale,
        evidence=evidence,
        guidance=HINTS.get(kind, ""),
        required=False,
    )
