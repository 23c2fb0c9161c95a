"""Tables: what was found, who was audited, and the papers."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from audits.domain.finding import FindingKind

from .columns import Json, words


class FindingRow(SQLModel, table=True):
    """A frozen finding, bound to its numbers and to the answers behind it."""

    __tablename__ = "finding"
    __table_args__ = (
        UniqueConstraint("cycle", "number"),
        CheckConstraint(
            "0 <= x AND x <= n AND n <= frame AND x <= low AND low <= high", name="interval"
        ),
        CheckConstraint("(agreed_at IS NULL) = (agreed_by IS NULL)", name="agreed"),
    )
    id: str = Field(primary_key=True)
    cycle: str = Field(foreign_key="cycle.ref")
    number: int
    theme: str
    question: str
    kind: FindingKind = Field(sa_type=words(FindingKind, "finding_kind"))
    text: str
    x: int
    n: int
    frame: int
    low: int
    high: int
    left_out: int
    cannot_tell: int
    unanswered: int
    method: str = ""  # how its bounds were worked out; empty where nobody counted
    share: float | None = None
    parts: list[dict[str, Any]] = Field(default_factory=list, sa_type=Json)  # strata of the draw
    answers: list[dict[str, Any]] = Field(default_factory=list, sa_type=Json)
    agreed_at: datetime | None = None
    agreed_by: str | None = None
    factors: str = ""  # codes of what contributed to it, with commas between


class AuditedChild(SQLModel, table=True):
    """A child, under a keyed hash, who was audited; outlives the vault's entry."""

    __tablename__ = "audited_child"
    child_hash: str = Field(primary_key=True)
    cycle: str = Field(primary_key=True, foreign_key="cycle.ref")
    drawn_on: date


class Paper(SQLModel, table=True):
    """A paper that was made."""

    __table_args__ = (UniqueConstraint("cycle", "name", "version", "format"),)
    id: int | None = Field(default=None, primary_key=True)
    cycle: str = Field(foreign_key="cycle.ref")
    name: str
    version: str
    format: str
    file: str
    sha256: str
    made_at: datetime
