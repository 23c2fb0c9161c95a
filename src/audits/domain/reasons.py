"""A reason that a person must give: it is kept, and somebody reads it next year."""

from .errors import StatusError
from .remedies import Missing, Remedy


def check_why(why: str, says: str) -> None:
    """Refuse to go on without a reason.

    Raises:
        StatusError: with this sentence, if nothing is given.
    """
    if not why.strip():
        raise StatusError(says, remedy=Remedy(Missing.WHY))
