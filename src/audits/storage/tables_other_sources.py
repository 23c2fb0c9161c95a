"""Tables: what stands beside returns: spot checks, surveys, audits made elsewhere or before."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from .columns import Json


class SpotCheckRow(SQLModel, table=True):
    """A claim that was drawn to be looked at, and whether it held."""

    __tablename__ = "spot_check"
    __table_args__ = (
        UniqueConstraint("cycle", "case_ref"),
        CheckConstraint("(checked_at IS NULL) = (held IS NULL)", name="checked"),
    )
    id: int | None = Field(default=None, primary_key=True)
    cycle: str = Field(foreign_key="cycle.ref", index=True)
    case_ref: str = Field(foreign_key="audit_case.ref")
    number: int
    rank: str
    claims: int  # how many it was drawn from
    frame_sha256: str
    key: str
    drawn_at: datetime
    held: bool | None = None
    checked_at: datetime | None = None
    checked_by: str | None = None
    note: str = ""


class SurveyCount(SQLModel, table=True):
    """How many gave one answer to one question of a survey; no ``count``: too few to keep."""

    __tablename__ = "survey_count"
    __table_args__ = (UniqueConstraint("cycle", "survey", "question", "answer"),)
    id: int | None = Field(default=None, primary_key=True)
    cycle: str = Field(foreign_key="cycle.ref", index=True)
    survey: str
    number: int
    question: str
    answer: str
    count: int | None
    asked: int
    sha256: str
    loaded_at: datetime


class ExternalAudit(SQLModel, table=True):
    """An audit that somebody else made: who, when, about what, and what came of it."""

    __tablename__ = "external_audit"
    ref: str = Field(primary_key=True)
    kind: str
    title: str
    made_by: str
    made_on: date
    looked_at: int | None = None  # how many cases or files, where it says
    result: str
    logged_at: datetime
    logged_by: str


class PastAccount(SQLModel, table=True):
    """What a report of an earlier year tells of an audit around its findings, in its own order."""

    __tablename__ = "past_account"
    cycle: str = Field(primary_key=True, foreign_key="cycle.ref")
    context: list[str] = Field(sa_type=Json)
    lead: str
    came_of_it: list[str] = Field(sa_type=Json)
