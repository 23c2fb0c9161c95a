"""What a unit asks of the business unit on its page, and what became of it."""

from enum import StrEnum


class RequestKind(StrEnum):
    """What is asked."""

    MORE_TIME = "more_time"
    OTHER_PERSON = "other_person"  # somebody says that they are not the right person


class RequestOutcome(StrEnum):
    """What became of it."""

    GRANTED = "granted"
    DECLINED = "declined"
    SETTLED = "settled"  # somebody has seen to it
