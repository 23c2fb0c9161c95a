"""Tables: who runs a tick now, how it went last, and which are asked for before their time."""

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel


class TickRow(SQLModel, table=True):
    """One tick; ``holder`` and ``until`` are empty while nobody runs it."""

    __tablename__ = "tick"
    __table_args__ = (CheckConstraint("(holder IS NULL) = (until IS NULL)", name="held_until"),)
    name: str = Field(primary_key=True)
    holder: str | None = None
    until: datetime | None = None
    started_at: datetime
    succeeded_at: datetime | None = None
    failed_at: datetime | None = None
    failures: int = 0
    error: str = ""


class AskedTick(SQLModel, table=True):
    """A tick that somebody wants now; done with once a run of it starts after ``asked_at``."""

    __tablename__ = "asked_tick"
    name: str = Field(primary_key=True)
    asked_at: datetime
