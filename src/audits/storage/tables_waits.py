"""Tables: how long a decision took, as numbers that name nobody."""

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel


class CycleWait(SQLModel, table=True):
    """The waits of all that came in a cycle's window, frozen with its frame; they outlive it.

    ``came`` are ``decided``, ``still_open`` or ``not_timed``: those whose times are not known.
    ``median`` and ``ninetieth`` are working hours, empty while too many are open to tell. Those
    open have waited until ``known_to``, on days from ``opens`` to ``closes``.
    """

    __tablename__ = "cycle_wait"
    __table_args__ = (
        CheckConstraint("came = decided + still_open + not_timed", name="adds_up"),
        CheckConstraint("median IS NULL OR median >= 0", name="median"),
    )
    cycle: str = Field(primary_key=True, foreign_key="cycle.ref")
    came: int
    decided: int
    still_open: int
    not_timed: int
    median: float | None = None
    ninetieth: float | None = None
    known_to: datetime
    opens: str
    closes: str
