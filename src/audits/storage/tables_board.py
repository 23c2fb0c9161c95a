"""Tables: who takes part, and which registers were loaded."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from .columns import Json


class Agency(SQLModel, table=True):
    """A partner body."""

    code: str = Field(primary_key=True)
    name: str


class Unit(SQLModel, table=True):
    """The part of an agency that returns a workbook."""

    code: str = Field(primary_key=True)
    agency: str = Field(foreign_key="agency.code")
    name: str
    channel: str = "folder"
    key_channel: str = ""  # its key lists' own, if it has a second route
    protected: bool = False  # its packs are sent with a password
    left_on: date | None = None  # no longer in the imported list: it is sent nothing more


class Contact(SQLModel, table=True):
    """A person a unit is written to; never deleted, only marked as gone."""

    __table_args__ = (UniqueConstraint("unit", "email"),)
    id: int | None = Field(default=None, primary_key=True)
    unit: str = Field(foreign_key="unit.code")
    name: str
    email: str
    role: str = ""
    channel: str = ""  # the unit's when empty
    is_deputy: bool = False
    # the agency they sit on the quality group for, or 'chair': written to in that office alone
    qeg: str = ""
    left_on: date | None = None
    bounced_at: datetime | None = None  # their mail server refuses the address for good


class Register(SQLModel, table=True):
    """One loaded register: its counts and its report. What it holds is sealed in a file."""

    __table_args__ = (UniqueConstraint("name", "sha256"),)
    id: int | None = Field(default=None, primary_key=True)
    name: str
    sha256: str
    shape: str
    rows_in: int
    units: int
    rejected: int
    report: dict[str, Any] = Field(sa_type=Json)
    loaded_at: datetime


class Counter(SQLModel, table=True):
    """The last number given out of one kind."""

    kind: str = Field(primary_key=True)
    last: int


class TrailEntry(SQLModel, table=True):
    """Who did what, when and why; each entry holds the digest of the one before.

    ``rows`` has a digest of every row that the transaction changed; ``keyed`` tells whether the
    entry's own digest was made with the vault's key, as all are but those of earlier versions.
    """

    __tablename__ = "trail"
    seq: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    at: datetime
    actor: str
    verb: str = Field(index=True)
    about: str = Field(index=True)
    why: str
    facts: dict[str, Any] = Field(sa_type=Json)
    rows: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    keyed: bool = False
    previous: str
    digest: str


class ProgrammeChange(SQLModel, table=True):
    """A planned audit that was moved, added (no day before) or dropped (no day now); all stay."""

    __tablename__ = "programme_change"
    __table_args__ = (CheckConstraint("was IS NOT NULL OR now IS NOT NULL", name="changed"),)
    id: int | None = Field(default=None, primary_key=True)
    kind: str
    was: date | None = None
    now: date | None = None
    why: str
    at: datetime
    decided_by: str
