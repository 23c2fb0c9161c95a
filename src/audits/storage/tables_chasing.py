"""Tables: how returns were chased, and what units were allowed instead."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from audits.domain.allowance import WaiverReason
from audits.domain.unit_request import RequestKind, RequestOutcome

from .columns import words


class Allowance(SQLModel, table=True):
    """One unit's extension or waiver in one cycle; the last one counts, all are kept.

    An extension has a new deadline, a waiver the kind of its reason. ``due_before`` is the
    deadline that stood until then, the cycle's own at first.
    """

    __table_args__ = (
        UniqueConstraint("cycle", "unit", "number"),
        CheckConstraint("(until IS NULL) = (waived IS NOT NULL)", name="one_thing"),
        CheckConstraint("until IS NULL OR until > decided_at", name="to_come"),
        CheckConstraint("decided_by <> '' AND why <> ''", name="said"),
    )
    id: int | None = Field(default=None, primary_key=True)
    cycle: str = Field(foreign_key="cycle.ref", index=True)
    unit: str = Field(foreign_key="unit.code")
    number: int
    due_before: datetime
    until: datetime | None = None
    waived: WaiverReason | None = Field(
        default=None, sa_type=words(WaiverReason, "waiver_reason"), nullable=True
    )
    why: str
    decided_at: datetime
    decided_by: str


class UnitRequest(SQLModel, table=True):
    """What a unit asks of the business unit, and what it decided; None as long as it waits.

    More time is asked for a cycle, ``until`` a day. Who says that they are not the right person is
    the ``contact``; ``person``, ``role`` and ``email`` are who is, as far as that was said.
    """

    __tablename__ = "unit_request"
    __table_args__ = (
        CheckConstraint(
            "(kind = 'more_time') = (until IS NOT NULL AND cycle IS NOT NULL)", name="of_a_cycle"
        ),
        CheckConstraint(
            "(outcome IS NULL) = (decided_at IS NULL) AND (outcome IS NULL) = (decided_by IS NULL)",
            name="decided",
        ),
    )
    id: int | None = Field(default=None, primary_key=True)
    kind: RequestKind = Field(sa_type=words(RequestKind, "request_kind"))
    unit: str = Field(foreign_key="unit.code", index=True)
    cycle: str | None = Field(default=None, foreign_key="cycle.ref")
    until: date | None = None
    why: str = ""
    contact: int | None = Field(default=None, foreign_key="contact.id")
    person: str = Field(default="", repr=False)
    email: str = Field(default="", repr=False)
    role: str = ""
    asked_at: datetime
    asked_by: str
    outcome: RequestOutcome | None = Field(
        default=None, sa_type=words(RequestOutcome, "request_outcome"), nullable=True
    )
    answer: str = ""
    decided_at: datetime | None = None
    decided_by: str | None = None


class ReturnRung(SQLModel, table=True):
    """One rung that a unit's return reached while it was due on a day; each once."""

    __tablename__ = "return_rung"
    cycle: str = Field(primary_key=True, foreign_key="cycle.ref")
    unit: str = Field(primary_key=True, foreign_key="unit.code")
    due: date = Field(primary_key=True)
    step: str = Field(primary_key=True)  # as reminder-0, escalation-1
    reached_on: date


class LetterAbout(SQLModel, table=True):
    """A rung that a letter tells of; one letter may tell of several, and several of one."""

    __tablename__ = "letter_about"
    __table_args__ = (
        ForeignKeyConstraint(
            ["cycle", "unit", "due", "step"],
            ["return_rung.cycle", "return_rung.unit", "return_rung.due", "return_rung.step"],
            name="fk_letter_about_rung",
            ondelete="CASCADE",
        ),
    )
    dispatch: str = Field(primary_key=True, foreign_key="dispatch.key", ondelete="CASCADE")
    cycle: str = Field(primary_key=True, index=True)
    unit: str = Field(primary_key=True)
    due: date = Field(primary_key=True)
    step: str = Field(primary_key=True)
