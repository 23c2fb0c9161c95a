"""Tables: who may use the website, and who uses it now."""

from datetime import datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from audits.domain.access import LinkPurpose, Stage, Tried
from audits.domain.permissions import Role

from .columns import Json, words


class Account(SQLModel, table=True):
    """One person who may sign in. An account is never removed, so that the trail can name it."""

    __table_args__ = (
        CheckConstraint("name <> '' AND email <> ''", name="named"),
        UniqueConstraint("issuer", "subject"),
    )
    id: str = Field(primary_key=True)
    name: str
    email: str = Field(unique=True)  # in small letters; it is what somebody signs in with
    role: Role = Field(sa_type=words(Role, "role"))
    agencies: list[str] = Field(default_factory=list, sa_type=Json)  # of an agency lead
    password: str = ""  # argon2id's own notation; empty until one was chosen
    issuer: str | None = None  # of the sign-in service that knows this person as ``subject``
    subject: str | None = None
    added_at: datetime
    disabled_at: datetime | None = None


class AccountLink(SQLModel, table=True):
    """A link that works once: to choose a password, or to sign in to made-up data."""

    __tablename__ = "account_link"
    token_sha256: str = Field(primary_key=True)
    account: str = Field(foreign_key="account.id", index=True)
    purpose: LinkPurpose = Field(sa_type=words(LinkPurpose, "link_purpose"))
    ends_at: datetime
    used_at: datetime | None = None


class UnitLink(SQLModel, table=True):
    """A contact's own way to the pages of one unit, sent in a letter about a cycle."""

    __tablename__ = "unit_link"
    id: int | None = Field(default=None, primary_key=True)
    token_sha256: str = Field(unique=True)
    contact: int = Field(foreign_key="contact.id", index=True)
    unit: str = Field(foreign_key="unit.code", index=True)
    cycle: str = Field(foreign_key="cycle.ref", index=True)
    email: str  # where it was sent: it opens nothing once the contact has another address
    made_at: datetime
    ends_at: datetime
    used_at: datetime | None = None  # last
    wrong_codes: int = 0
    locked_at: datetime | None = None
    revoked_at: datetime | None = None


class WebSession(SQLModel, table=True):
    """Somebody who is signed in in one browser, with an account or by a unit's link."""

    __tablename__ = "web_session"
    __table_args__ = (CheckConstraint("(account IS NULL) <> (link IS NULL)", name="whose"),)
    token_sha256: str = Field(primary_key=True)
    account: str | None = Field(default=None, foreign_key="account.id", index=True)
    link: int | None = Field(default=None, foreign_key="unit_link.id", index=True)
    begun_at: datetime
    seen_at: datetime
    ends_at: datetime  # whatever is done until then
    stage: Stage = Field(default=Stage.SIGNED_IN, sa_type=words(Stage, "stage"))
    browser: str = ""  # as one would call it: Firefox on Windows
    kept_for: str = ""  # the page whose form is kept, sealed, until it is sent again
    kept: bytes = b""


class ApiToken(SQLModel, table=True):
    """A token by which somebody's program reads in their name, until it ends or is revoked."""

    __tablename__ = "api_token"
    __table_args__ = (CheckConstraint("name <> ''", name="named"),)
    token_sha256: str = Field(primary_key=True)
    account: str = Field(foreign_key="account.id", index=True)
    name: str  # as its owner calls what reads by it
    made_at: datetime
    ends_at: datetime
    used_at: datetime | None = None


class SecondFactorRow(SQLModel, table=True):
    """From what an account's telephone makes codes; it counts since one of them was shown."""

    __tablename__ = "second_factor"
    account: str = Field(primary_key=True, foreign_key="account.id")
    secret: bytes  # sealed
    last_step: int | None = None  # the half minute whose code was taken last
    since: datetime | None = None


class AwayAtProvider(SQLModel, table=True):
    """Somebody who went to their organisation's sign-in service, and has not come back yet."""

    __tablename__ = "away_at_provider"
    state_sha256: str = Field(primary_key=True)
    visitor_sha256: str  # of the browser that left; no other may come back with it
    kept: bytes  # what is remembered of it, sealed
    ends_at: datetime


class HeldFile(SQLModel, table=True):
    """A file that somebody sent to be looked at before it is kept; forgotten after a day."""

    __tablename__ = "held_file"
    sha256: str = Field(primary_key=True)
    name: str
    held_at: datetime


class Attempt(SQLModel, table=True):
    """Something that was tried and is counted, so that nobody tries it without end."""

    id: int | None = Field(default=None, primary_key=True)
    what: Tried = Field(sa_type=words(Tried, "tried"))
    about_sha256: str = Field(index=True)  # whose it was; an address that was typed is not kept
    at: datetime
