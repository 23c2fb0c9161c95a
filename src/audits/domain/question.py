"""What is asked: scales, their choices, and questions."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum


class AnswerType(StrEnum):
    """What kind of value a question takes."""

    CHOICE = "choice"
    TEXT = "text"
    DATE = "date"
    NUMBER = "number"


class EvidenceRule(StrEnum):
    """When a note must stand beside the answer."""

    NEVER = "never"
    OPTIONAL = "optional"
    UNLESS_YES = "unless_yes"  # unless the best choice of the scale is given
    ALWAYS = "always"


class PlanRule(StrEnum):
    """When what will be done, and by when, must stand beside the answer."""

    NEVER = "never"
    UNLESS_BEST = "unless_best"  # below the best choice of the scale


class Standing(StrEnum):
    """How a choice counts: judged, left out of the denominator, or a finding of its own."""

    JUDGED = "judged"
    NOT_APPLICABLE = "not_applicable"
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a scale. ``score`` orders the judged choices, best highest; never averaged."""

    code: str
    label: str
    score: int | None = None
    means: str = ""
    standing: Standing = Standing.JUDGED
    also: tuple[str, ...] = ()  # spellings people use for it, compared case-folded


@dataclass(frozen=True, slots=True)
class Scale:
    """A named set of choices. Scales are never mapped to one another."""

    id: str
    title: str
    choices: tuple[Choice, ...]

    def choice(self, code: str) -> Choice | None:
        """Return the choice with this code, if there is one."""
        return next((choice for choice in self.choices if choice.code == code), None)

    @property
    def codes(self) -> tuple[str, ...]:
        """Return the codes of its choices, in its order."""
        return tuple(choice.code for choice in self.choices)

    @property
    def labels(self) -> tuple[str, ...]:
        """Return the labels of its choices, in its order."""
        return tuple(choice.label for choice in self.choices)

    @property
    def best(self) -> Choice:
        """Return the judged choice with the highest score."""
        return max(self.judged, key=lambda choice: choice.score or 0)

    @property
    def worst(self) -> Choice:
        """Return the judged choice with the lowest score."""
        return min(self.judged, key=lambda choice: choice.score or 0)

    @property
    def judged(self) -> tuple[Choice, ...]:
        """Return the choices that count towards a judgement."""
        return tuple(c for c in self.choices if c.standing is Standing.JUDGED)

    @property
    def good(self) -> tuple[Choice, ...]:
        """Return the judged choices that are good: the best, and of four or more the second.

        So is "good" of the four grades that Ofsted gives, beside "outstanding".
        """
        scores = sorted({choice.score or 0 for choice in self.judged}, reverse=True)
        enough = scores[:2] if len(scores) > 3 else scores[:1]
        return tuple(choice for choice in self.judged if (choice.score or 0) in enough)


@dataclass(frozen=True, slots=True)
class Question:
    """One thing asked of a respondent, about one case or of the organisation itself.

    ``number`` is its place in the template (from 1) and part of every reference to its cell;
    ``answered_by`` holds agency codes, all respondents when empty; ``core`` is its name in the core
    question bank, so that themes join up across audits.
    """

    id: str
    number: int
    section: str
    asks: str
    type: AnswerType = AnswerType.CHOICE
    scale: Scale | None = None
    evidence: EvidenceRule = EvidenceRule.OPTIONAL
    answered_by: tuple[str, ...] = ()
    guidance: str = ""
    core: str | None = None
    theme: str = ""
    required: bool = True
    is_grade: bool = False  # the overall judgement of the case
    comparable: bool = field(default=True)
    beside: str = ""  # the attribute of a case that it decides again, as "outcome"
    follows: str = ""  # the question beside whose answer it stands, and that makes it arise
    is_decision: bool = False  # asks what was decided, not how good it was: none is the lowest
    is_due: bool = False  # asks by when something will be done: a month means its last day

    @property
    def is_ranked(self) -> bool:
        """Tell whether one choice is better than another: grades are ranked, decisions are not."""
        return self.scale is not None and not (self.is_decision or self.beside)

    def choice(self, value: str | None) -> Choice | None:
        """Return the choice that a value names, None where it names none or there is no scale."""
        if self.scale is None or value is None:
            return None
        return self.scale.choice(value)

    def is_lowest(self, code: str) -> bool:
        """Tell whether a choice is the lowest grade of its scale."""
        return self.is_ranked and self.scale is not None and code == self.scale.worst.code

    def is_below_best(self, value: str | None) -> bool:
        """Tell whether a value is a judged choice below the best: there is something to improve."""
        choice = self.choice(value)
        if self.scale is None or choice is None or choice.standing is not Standing.JUDGED:
            return False
        return choice.code != self.scale.best.code

    def falls_short(self, value: str | None) -> bool:
        """Tell whether a value is below the best, or, of the overall grade, below what is good."""
        if not self.is_below_best(value):
            return False
        return not self.is_grade or self.scale is None or self.choice(value) not in self.scale.good

    def is_for(self, agency: str) -> bool:
        """Tell whether this agency is asked."""
        return not self.answered_by or agency in self.answered_by


def questions_by_id(questions: Iterable[Question]) -> dict[str, Question]:
    """Return these questions by their ids."""
    return {question.id: question for question in questions}
