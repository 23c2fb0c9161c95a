"""Grades: the unit's own, the desk's, the panel's and a blind second one are separate facts."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from .errors import ModerationError
from .question import Question
from .status import DisagreementStatus


class Layer(StrEnum):
    """Whose judgement a grade is."""

    SELF = "self"  # the unit's own answer
    MODERATED = "moderated"  # desk moderation
    PANEL = "panel"
    SECOND = "second"  # a second rating, made without sight of the first


@dataclass(frozen=True, slots=True, order=True)
class Subject:
    """What is graded: one unit's answer to one question about one case."""

    case: str
    unit: str
    question: str

    def __str__(self) -> str:
        """Return how a message names it."""
        return f"{self.case}, {self.unit}, {self.question}"


class GradeError(ModerationError):
    """What is said about one grade cannot be taken; ``sentence`` is why, without naming it."""

    def __init__(self, subject: Subject, sentence: str) -> None:
        super().__init__(f"{subject}: {sentence}")
        self.subject, self.sentence = subject, sentence


@dataclass(frozen=True, slots=True)
class Grade:
    """One judgement: a choice's code, whose it is, when it was made and why."""

    layer: Layer
    value: str
    by: str
    at: datetime
    why: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class GradedAnswer:
    """All that is known of one grade; each layer's current one, None where there is none."""

    subject: Subject
    question: Question
    own: Grade | None = None
    moderated: Grade | None = None
    panel: Grade | None = None
    second: Grade | None = None
    is_second_rated: bool = False  # the case was chosen for a blind second rating
    disagreement: DisagreementStatus | None = None
    disagreement_owner: str = ""
    follow_up_owner: str = ""
    follow_up_by: date | None = None

    @property
    def standing(self) -> Grade | None:
        """Return the grade that counts: the panel's, else the desk's, else the unit's own."""
        return self.panel or self.moderated or self.own

    @property
    def visible_second(self) -> Grade | None:
        """Return the second grade once both are in: until then the raters are blind."""
        return self.second if self.own else None

    @property
    def is_lowest(self) -> bool:
        """Tell whether the grade that counts is the lowest judged choice of its scale."""
        grade = self.standing
        return grade is not None and self.question.is_lowest(grade.value)
