"""Tables: long work that pages asked for."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from audits.domain.background_task import BackgroundTaskKind

from .columns import Json, words


class BackgroundTaskRow(SQLModel, table=True):
    """One background task; ``holder`` and ``until`` are empty while nobody is at it."""

    __tablename__ = "background_task"
    __table_args__ = (
        CheckConstraint("(holder IS NULL) = (until IS NULL)", name="held_until"),
        CheckConstraint("ended_at IS NULL OR holder IS NULL", name="ended"),
    )
    id: str = Field(primary_key=True)
    kind: BackgroundTaskKind = Field(sa_type=words(BackgroundTaskKind, "background_task_kind"))
    about: str
    asked: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    asked_by: str
    asked_at: datetime
    begun: int = 0
    holder: str | None = None
    until: datetime | None = None
    ended_at: datetime | None = None
    error: str = ""
    result: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
