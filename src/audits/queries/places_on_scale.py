"""An answer in words, and where its choice stands among those of its scale."""

from enum import StrEnum

from audits.domain.question import Question, Standing


class Place(StrEnum):
    """Where a choice stands among the judged choices of its scale."""

    BEST = "best"
    BETWEEN = "between"
    LOWEST = "lowest"
    NOWHERE = ""  # it is not judged, or there is no scale


def label_of(question: Question, value: str) -> str:
    """Return an answer in words: its choice's label, or what was written."""
    choice = question.choice(value)
    return choice.label if choice else value


def place_of(question: Question, value: str) -> Place:
    """Return where an answer's choice stands on its scale."""
    choice, scale = question.choice(value), question.scale
    if scale is None or choice is None or choice.standing is not Standing.JUDGED:
        return Place.NOWHERE
    if not question.is_ranked:
        return Place.NOWHERE
    ends = {scale.best.code: Place.BEST, scale.worst.code: Place.LOWEST}
    return ends.get(value, Place.BETWEEN)
