"""Who is let in, for how long, and how often somebody may try.

Limits follow OWASP's Application Security Verification Standard 5.0: length of passwords 6.2.1 and
6.2.9, throttling 6.3.1, ends of sessions 7.3.1 and 7.3.2.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from .permissions import Role


class LinkPurpose(StrEnum):
    """What a link to an account is for."""

    SET_PASSWORD = "set_password"  # noqa: S105 -- the purpose's name
    SIGN_IN = "sign_in"  # only where all data is made up


class Tried(StrEnum):
    """What may be tried only so often."""

    SIGN_IN = "sign_in"  # with one address
    CALLER = "caller"  # to sign in, from one machine
    CODE = "code"  # of one account
    LINK = "link"  # from one machine
    UPLOAD = "upload"  # by one account
    TOKEN = "token"  # noqa: S105 -- of a program, from one machine
    SEND_CODE = "send_code"  # to one contact


class Stage(StrEnum):
    """How far somebody has come with signing in."""

    SIGNED_IN = "signed_in"
    CODE = "code"  # their password was right, and a code is wanted too
    SET_UP = "set_up"  # their password was right, and they have to set codes up first
    MAILED = "mailed"  # they pressed their unit's link, and a code went to their own address


class SecondFactor(StrEnum):
    """Whether codes from a telephone are asked for beside passwords."""

    OFF = "off"
    OPTIONAL = "optional"
    REQUIRED = "required"


SHORTEST_PASSWORD = 12  # characters
LONGEST_PASSWORD = 256  # so that hashing one takes no longer than it should
IDLE = timedelta(minutes=30)
LONGEST_SESSION = timedelta(hours=12)
SESSION_FORGOTTEN = timedelta(days=3)  # after its end, with what was typed when it was over
SEEN_AGAIN_AFTER = timedelta(minutes=1)  # not every page writes when somebody was last seen
LINK_LASTS = timedelta(days=3)
STAGE_LASTS = timedelta(minutes=10)  # between a password and its code
MAILED_CODE_LASTS = timedelta(minutes=30)  # some mail is held up on its way
UNIT_LINK_LASTS = timedelta(days=90)  # each letter that asks again has a new one
WRONG_CODES = 20  # lock a unit's link
WARNED_BEFORE = timedelta(minutes=5)  # the end of a session
PROVIDER_VISIT_LASTS = timedelta(minutes=15)
# How often something may be tried within the time below. What succeeds is not counted, but for
# uploads and codes that are sent.
TRIES: Mapping[Tried, int] = {
    Tried.SIGN_IN: 5, Tried.CODE: 5, Tried.LINK: 20, Tried.CALLER: 300, Tried.UPLOAD: 200,
    Tried.TOKEN: 20, Tried.SEND_CODE: 5,
}  # fmt: skip
TRIES_WITHIN = timedelta(minutes=15)
TOKEN_LASTS = (30, 90, 365)  # days that a program's token may last
MOST_TOKENS = 20  # of one account


@dataclass(frozen=True, slots=True)
class Identity:
    """Who somebody is, as their organisation's sign-in service says.

    ``issuer`` and ``subject`` together are never anybody else's; an address may be given to
    somebody new.
    """

    issuer: str
    subject: str
    name: str
    email: str
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ProviderVisit:
    """What is remembered of somebody while they are with their organisation's sign-in service."""

    state: str = field(repr=False)
    nonce: str = field(repr=False)
    code_verifier: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Caller:
    """From which machine somebody calls, and what their browser is called."""

    machine: str = ""
    browser: str = ""


NOWHERE = Caller()


@dataclass(frozen=True, slots=True)
class Entered:
    """Somebody who has come one stage further: the token of their session, and where they go on."""

    token: str = field(repr=False)
    stage: Stage = Stage.SIGNED_IN
    path: str = "/"


@dataclass(frozen=True, slots=True)
class OpenSession:
    """One session of an account, as its owner sees it."""

    session: str = field(repr=False)  # the digest of its token
    browser: str
    begun_at: datetime
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class KeptToken:
    """A program's token as people see it: whose it is, what it is for, and how long it works."""

    digest: str = field(repr=False)
    account: str
    owner: str
    name: str
    made_at: datetime
    ends_at: datetime
    used_at: datetime | None
    has_ended: bool


@dataclass(frozen=True, slots=True)
class KeptForm:
    """A form whose session was over, kept while its owner signs in again."""

    path: str = "/"
    fields: Mapping[str, str] = field(default_factory=dict, repr=False)


NO_FORM = KeptForm()


@dataclass(frozen=True, slots=True)
class UnitLinkHolder:
    """Whose a unit's link is: one contact of one unit. ``locked``: it opens nothing any more."""

    link: int
    contact: int
    name: str
    email: str = field(repr=False)
    unit: str
    unit_name: str
    agency: str
    route: str  # by which the contact is written to
    locked: bool = False


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who is signed in, and since when; ``unit`` is the only one that a unit's link opens."""

    account: str
    name: str
    role: Role
    agencies: tuple[str, ...]
    session: str = field(repr=False)  # the digest of its token
    begun_at: datetime
    seen_at: datetime
    trail_end: int = 0  # the last entry of the trail when this was asked
    kept_for: str = ""  # the page whose form is kept
    unit: str = ""

    @property
    def ends_at(self) -> datetime:
        """Return when the session ends if nothing more is done."""
        return min(self.seen_at + IDLE, self.last_moment)

    @property
    def last_moment(self) -> datetime:
        """Return when the session ends whatever is done."""
        return self.begun_at + LONGEST_SESSION

    @property
    def actor(self) -> str:
        """Return the name that the trail and the look log have of this person."""
        return f"{self.name} ({self.account})"


def is_over(*, begun_at: datetime, seen_at: datetime, now: datetime) -> bool:
    """Tell whether a session has ended: nothing was done for too long, or it is too old."""
    return now - seen_at > IDLE or now - begun_at > LONGEST_SESSION
