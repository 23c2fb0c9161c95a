"""What one accountable agency will do, by when, measured how."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from .status import ActionStatus


class Rag(StrEnum):
    """How an action stands today; always derived, never typed."""

    GREY = "grey"
    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    BLUE = "blue"
    BLACK = "black"


@dataclass(frozen=True, slots=True)
class Action:
    """One action as the tracker holds it. ``owner`` is exactly one unit; dates are local.

    ``due`` is None and ``owner`` "" only where a plan of other origin names none.
    """

    id: str
    title: str
    source: str
    cycle: str
    owner: str
    due: date | None
    status: ActionStatus
    opened_on: date
    measure: str = ""
    findings: tuple[str, ...] = ()
    original_due: date | None = None
    times_moved: int = 0
    percent_done: int = 0
    updated_at: datetime | None = None
    contributors: tuple[str, ...] = ()  # beside the one owner
    recommendation: str = ""  # its number in the document that it comes from
