"""Tables: what was found, what is done about it, and the papers."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from audits.domain.finding import FindingKind
from audits.domain.status import ActionStatus

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


class ActionRow(SQLModel, table=True):
    """What one accountable agency will do, by when, measured how."""

    __tablename__ = "action"
    __table_args__ = (CheckConstraint("percent_done BETWEEN 0 AND 100", name="percent_done"),)
    id: str = Field(primary_key=True)
    title: str
    source: str
    cycle: str | None = Field(default=None, foreign_key="cycle.ref")
    owner: str
    due: date | None = None
    original_due: date | None = None
    times_moved: int = 0
    status: ActionStatus = Field(sa_type=words(ActionStatus, "action_status"))
    opened_on: date
    measure: str = ""
    findings: list[str] = Field(default_factory=list, sa_type=Json)
    percent_done: int = 0
    updated_at: datetime | None = None
    evidence: str = ""
    impact: str = ""
    contributors: list[str] = Field(default_factory=list, sa_type=Json)  # beside the one owner
    recommendation: str = ""  # its number in the document that it comes from


class ActionUpdate(SQLModel, table=True):
    """One thing said about an action; a moved date keeps what it was."""

    __tablename__ = "action_update"
    id: int | None = Field(default=None, primary_key=True)
    action: str = Field(foreign_key="action.id", index=True)
    at: datetime
    by: str
    text: str
    due_before: date | None = None
    due_after: date | None = None


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
