"""Tables: grades beside the units' own, where graders are apart, and the check of the facts."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from audits.domain.grade import Layer
from audits.domain.status import DisagreementStatus

from .columns import Json, words


class GradeRow(SQLModel, table=True):
    """One grade that is not the unit's own answer; the last of its layer counts, all stay."""

    __tablename__ = "grade"
    __table_args__ = (CheckConstraint("layer <> 'self'", name="not_an_answer"),)
    id: int | None = Field(default=None, primary_key=True)
    cycle: str = Field(foreign_key="cycle.ref", index=True)
    case_ref: str
    unit: str = Field(foreign_key="unit.code")
    question: str
    layer: Layer = Field(sa_type=words(Layer, "grade_layer"))
    value: str
    given_by: str
    given_at: datetime
    why: str = Field(default="", repr=False)
    source: str = ""  # the edition of the moderation workbook and the cell, "" if set by hand


class Disagreement(SQLModel, table=True):
    """Graders who are apart over one grade, and who has to bring them together."""

    __table_args__ = (UniqueConstraint("cycle", "case_ref", "unit", "question"),)
    id: int | None = Field(default=None, primary_key=True)
    cycle: str = Field(foreign_key="cycle.ref")
    case_ref: str
    unit: str = Field(foreign_key="unit.code")
    question: str
    status: DisagreementStatus = Field(sa_type=words(DisagreementStatus, "disagreement_status"))
    owner: str
    changed_at: datetime
    changed_by: str
    why: str = Field(default="", repr=False)


class FollowUp(SQLModel, table=True):
    """Who follows up the lowest grade, and by when; the last counts, all stay."""

    __tablename__ = "follow_up"
    id: int | None = Field(default=None, primary_key=True)
    cycle: str = Field(foreign_key="cycle.ref", index=True)
    case_ref: str
    unit: str = Field(foreign_key="unit.code")
    question: str
    owner: str
    due: date
    named_by: str
    named_at: datetime


class ModerationRow(SQLModel, table=True):
    """The moderation of one cycle: which cases are rated twice, and what came of it as data."""

    __tablename__ = "moderation"
    cycle: str = Field(primary_key=True, foreign_key="cycle.ref")
    begun_at: datetime
    second_cases: list[str] = Field(default_factory=list, sa_type=Json)
    ended_at: datetime | None = None
    facts: Mapping[str, Any] = Field(default_factory=dict, sa_type=Json)


class ModerationBook(SQLModel, table=True):
    """One edition of a moderation workbook; ``sha256`` is empty until the file is written."""

    __tablename__ = "moderation_book"
    __table_args__ = (UniqueConstraint("code", "edition"),)
    id: str = Field(primary_key=True)
    code: str = Field(index=True)
    edition: int
    cycle: str = Field(foreign_key="cycle.ref")
    is_second: bool
    file_name: str
    sha256: str = ""
    content: dict[str, Any] = Field(sa_type=Json)
    made_at: datetime


class FactCheck(SQLModel, table=True):
    """One unit asked to check the facts of the draft findings that rest on its answers."""

    __tablename__ = "fact_check"
    __table_args__ = (UniqueConstraint("cycle", "unit", "round"),)
    id: int | None = Field(default=None, primary_key=True)
    cycle: str = Field(foreign_key="cycle.ref", index=True)
    unit: str = Field(foreign_key="unit.code")
    round: int
    findings: list[str] = Field(default_factory=list, sa_type=Json)
    asked_at: datetime
    due_at: datetime


class Correction(SQLModel, table=True):
    """What a unit or the quality group said about a draft finding, and why; never altered."""

    id: int | None = Field(default=None, primary_key=True)
    cycle: str = Field(foreign_key="cycle.ref", index=True)
    finding: str
    unit: str | None = Field(default=None, foreign_key="unit.code")  # None: the quality group
    decision: str
    text_before: str
    text_after: str
    numbers: str
    why: str
    at: datetime
    noted_by: str


class SignOff(SQLModel, table=True):
    """Where the quality group's agreement is written: the meeting, its date and the minute."""

    __tablename__ = "sign_off"
    cycle: str = Field(primary_key=True, foreign_key="cycle.ref")
    meeting: str = ""
    held_on: date | None = None
    minute: str = ""
    why: str = ""
    at: datetime
    noted_by: str
    left_open: list[str] = Field(default_factory=list, sa_type=Json)  # what it went ahead without
    earlier: list[dict[str, str]] = Field(default_factory=list, sa_type=Json)  # before corrections
