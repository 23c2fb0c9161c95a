"""Tables: a cycle, its draw, its packs and what was sent."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from audits.domain.status import CycleStatus, DispatchStatus

from .columns import Json, words


class Cycle(SQLModel, table=True):
    """One run of one audit, with what it asks and who asks frozen as texts."""

    # Forty kilobytes of texts stand before the columns that a list shows: it reads the index alone.
    __table_args__ = (
        Index(
            "ix_cycle_in_short", "status", "opened_on", "ref", "title", "kind", "template_sha256"
        ),
    )
    ref: str = Field(primary_key=True)
    kind: str = Field(index=True)
    version: int
    title: str
    template: str
    template_sha256: str
    partnership: str  # what the body, its groups and offices were called when it was opened
    status: CycleStatus = Field(sa_type=words(CycleStatus, "cycle_status"))
    opened_on: date
    register_sha256: str | None = None
    since: date | None = None
    until: date | None = None
    frame_sha256: str | None = None
    population: int | None = None
    eligible: int | None = None
    excluded: dict[str, int] = Field(default_factory=dict, sa_type=Json)
    out_of_scope: dict[str, int] = Field(default_factory=dict, sa_type=Json)
    rulings: dict[str, dict[str, str]] = Field(default_factory=dict, sa_type=Json)
    commitment: str | None = None
    issued_at: datetime | None = None
    due_at: datetime | None = None
    cancelled_why: str = ""
    went_on: dict[str, Any] = Field(default_factory=dict, sa_type=Json)  # without whom, and why
    why_now: str = ""


class Case(SQLModel, table=True):
    """One drawn case under its pseudonym."""

    __tablename__ = "audit_case"
    __table_args__ = (
        UniqueConstraint("cycle", "number"),
        UniqueConstraint("cycle", "unit_hash"),
        CheckConstraint("probability > 0 AND probability <= 1", name="probability"),
    )
    ref: str = Field(primary_key=True)
    cycle: str = Field(foreign_key="cycle.ref")
    number: int
    unit_hash: str
    stratum: str
    rank: str
    probability: float
    targeted: bool
    why: str = ""
    details: dict[str, str] = Field(default_factory=dict, sa_type=Json)
    replaced_by: str | None = None
    unit: str | None = Field(default=None, foreign_key="unit.code", index=True)  # whose own it is


class Draw(SQLModel, table=True):
    """A draw's certificate; its key is null until the draw is approved."""

    cycle: str = Field(primary_key=True, foreign_key="cycle.ref")
    certificate: dict[str, Any] = Field(sa_type=Json)
    drawn_at: datetime


class Gate(SQLModel, table=True):
    """A decision that waits for a person."""

    __table_args__ = (
        UniqueConstraint("cycle", "name"),
        CheckConstraint("(decided_at IS NULL) = (decided_by IS NULL)", name="decided"),
    )
    id: int | None = Field(default=None, primary_key=True)
    cycle: str = Field(foreign_key="cycle.ref")
    name: str
    opened_at: datetime
    decided_at: datetime | None = None
    decided_by: str | None = None
    decision: str = ""


class IssuedPack(SQLModel, table=True):
    """One edition of one unit's workbook; ``sha256`` is empty until the file is written."""

    __tablename__ = "issued_pack"
    __table_args__ = (UniqueConstraint("cycle", "unit", "edition"),)
    id: str = Field(primary_key=True)
    code: str = Field(index=True)
    number: int
    edition: int
    cycle: str = Field(foreign_key="cycle.ref")
    unit: str = Field(foreign_key="unit.code")
    file_name: str
    sha256: str = ""
    cases: int
    questions: int
    content: Mapping[str, Any] = Field(sa_type=Json)
    made_at: datetime
    due_at: datetime
    sending: int = 1  # how often it was sent; each time under a password of its own


class Dispatch(SQLModel, table=True):
    """One message to one unit; its key is made of meaning and stands once."""

    __table_args__ = (
        CheckConstraint("(status = 'sent') = (sent_at IS NOT NULL)", name="sent"),
        CheckConstraint("status <> 'sending' OR claimed_at IS NOT NULL", name="claimed"),
    )
    key: str = Field(primary_key=True)
    # None: a letter about actions, which belong to no one cycle
    cycle: str | None = Field(default=None, foreign_key="cycle.ref", index=True)
    unit: str = Field(foreign_key="unit.code")
    purpose: str
    channel: str
    status: DispatchStatus = Field(sa_type=words(DispatchStatus, "dispatch_status"), index=True)
    due_at: datetime
    claimed_at: datetime | None = None
    attempts: int = 0
    sent_at: datetime | None = None
    delivered_at: datetime | None = None  # where the channel can tell
    receipt: str = ""
    subject: str
    body: str
    recipients: list[str] = Field(default_factory=list, sa_type=Json)
    attachments: list[dict[str, str]] = Field(default_factory=list, sa_type=Json)
    reason: str = ""
    addressed_to: str = ""  # "": the unit's people; else who of them, as 'qeg_member:police'
    # The words that may be changed: our own, those in the body now, what stands around them, and
    # the values that are filled in there.
    wording: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    approved: str = ""  # the digest of what somebody has read and let go


class LetterWording(SQLModel, table=True):
    """The words of one audit's letters of a kind, as somebody wrote them in place of ours."""

    __tablename__ = "letter_wording"
    cycle: str = Field(primary_key=True, foreign_key="cycle.ref")
    purpose: str = Field(primary_key=True)
    text: str
    at: datetime
    by: str
