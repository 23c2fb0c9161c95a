"""When a good grade rests on a record that could not say."""

from .question import Question, Standing


CANNOT_TELL_ENOUGH = 5  # fewer answers than this are not much of a record, whatever they say


def rests_on_little(cannot_tell: int, answered: int) -> bool:
    """Tell whether most of what was answered about a case was 'cannot tell'."""
    return cannot_tell >= CANNOT_TELL_ENOUGH and 2 * cannot_tell > answered


def is_good_grade(question: Question, value: str | None) -> bool:
    """Tell whether a value is in the better half of a scale of overall grades."""
    if not question.is_grade or question.scale is None or value is None:
        return False
    ranked = sorted(question.scale.judged, key=lambda choice: choice.score or 0)
    return value in [choice.code for choice in ranked[len(ranked) // 2 :]]


def is_cannot_tell(question: Question, value: str | None) -> bool:
    """Tell whether a value says that the record does not say."""
    choice = question.choice(value)
    return choice is not None and choice.standing is Standing.CANNOT_TELL
