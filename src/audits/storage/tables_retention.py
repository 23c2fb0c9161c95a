"""Tables: legal holds, and the certificates of what was destroyed."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from audits.domain.retention import HoldKind, KeptClass

from .columns import Json, words


class LegalHold(SQLModel, table=True):
    """Something that is not destroyed when its time is over, until the hold is ended.

    A child's hold names no child: it has the keyed hash of the id that was typed, and the cases
    and registers in which the child stood when it was placed.
    """

    __tablename__ = "legal_hold"
    __table_args__ = (
        CheckConstraint("why <> ''", name="said"),
        CheckConstraint(
            "(ended_at IS NULL) = (ended_by = '') AND (ended_at IS NULL) = (ended_why = '')",
            name="ended",
        ),
    )
    id: str = Field(primary_key=True)
    kind: HoldKind = Field(sa_type=words(HoldKind, "hold_kind"))
    about: str = Field(index=True)  # a cycle, an action, or a child's keyed hash
    cases: list[str] = Field(default_factory=list, sa_type=Json)
    registers: list[int] = Field(default_factory=list, sa_type=Json)
    placed_at: datetime
    placed_by: str
    why: str
    ended_at: datetime | None = None
    ended_by: str = ""
    ended_why: str = ""


class Destruction(SQLModel, table=True):
    """The certificate of one destruction; not ended as long as some of it is still to be done."""

    __table_args__ = (CheckConstraint("why <> ''", name="said"),)
    id: str = Field(primary_key=True)
    at: datetime
    by: str
    why: str
    schedule: dict[str, Any] = Field(sa_type=Json)  # the months of each class
    kept_back: list[dict[str, Any]] = Field(default_factory=list, sa_type=Json)  # by holds
    ended_at: datetime | None = None


class Destroyed(SQLModel, table=True):
    """One thing that a certificate names: of which class, how much, and since when it is gone."""

    __table_args__ = (UniqueConstraint("kept_class", "about"),)
    id: int | None = Field(default=None, primary_key=True)
    certificate: str = Field(foreign_key="destruction.id", index=True)
    kept_class: KeptClass = Field(sa_type=words(KeptClass, "kept_class"))
    about: str
    title: str
    since: date  # the day from which its time was counted
    due: date
    numbers: dict[str, int] = Field(default_factory=dict, sa_type=Json)
    at: datetime | None = None  # None: it is being destroyed
