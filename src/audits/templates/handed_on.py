"""A certified return as one partnership hands it on to another: what was asked, and answered."""

from datetime import date
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from audits.domain.errors import UserError
from audits.domain.plain_text import clean_text
from audits.domain.question import Question


FORMAT = 1
MOST_ANSWERS, LONGEST = 2_000, 32_000
NO_RETURN = "This is sealed, and is not a certified return that I can read. Have it sent again."
Line = Annotated[
    str, StringConstraints(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]+$")
]
Words = Annotated[str, StringConstraints(max_length=LONGEST)]


class _Part(BaseModel):
    """What is refused with a key too many, as any file is that people may have written."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class HandedAnswer(_Part):
    """One answer, with its question as it was asked; ``choices`` are pairs of a code and a label.

    ``value`` is a choice's code, text, an ISO date or a number as text, as an answer is kept.
    """

    question: Line
    asks: Words
    type: Line
    choices: tuple[tuple[Line, Line], ...] = ()
    value: Words = Field(repr=False)
    note: Words = Field(default="", repr=False)

    @classmethod
    def of(cls, question: Question, value: str, note: str) -> Self:
        """Return an answer to a question."""
        return cls(
            question=question.id, asks=question.asks, type=question.type, value=value, note=note,
            choices=_choices(question),
        )  # fmt: skip

    def is_asked_by(self, question: Question) -> bool:
        """Tell whether a question asks the same in the same words, and takes the same answers."""
        given = (self.asks, self.type, self.choices)
        return given == (question.asks, question.type, _choices(question))


class HandedReturn(_Part):
    """A return that an office of its organisation certified; it names no person and no child."""

    format: int = Field(default=FORMAT, ge=FORMAT, le=FORMAT)
    partnership: Line
    cycle: Line
    title: Line
    kind: Line
    version: int
    organisation: Line
    office: Line
    certified_on: date
    answers: tuple[HandedAnswer, ...] = Field(max_length=MOST_ANSWERS)


def handed_return(text: str) -> HandedReturn:
    """Return the certified return that a text holds.

    Raises:
        UserError: if it holds none.
    """
    try:
        return HandedReturn.model_validate_json(clean_text(text))
    except ValidationError as error:
        raise UserError(NO_RETURN) from error


def _choices(question: Question) -> tuple[tuple[str, str], ...]:
    if question.scale is None:
        return ()
    return tuple((choice.code, choice.label) for choice in question.scale.choices)
