"""What one accountable agency will do, by when, measured how."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from .spelling import folded
from .status import ActionStatus


class Rag(StrEnum):
    """How an action stands today; always derived, never typed."""

    GREY = "grey"
    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    BLUE = "blue"
    BLACK = "black"


# What a person may say of an action that looks better than it is; there is no way to say better.
TYPED = (Rag.AMBER, Rag.RED)


class Origin(StrEnum):
    """What kind of work an action comes from."""

    AUDIT = "audit"
    REVIEW = "review"
    INSPECTION = "inspection"
    CHALLENGE = "challenge"
    SELF_ASSESSMENT = "self_assessment"
    OTHER = "other"


class ActionKind(StrEnum):
    """What an action makes: a thing, another way of working, or a check."""

    OUTPUT = "output"
    PRACTICE = "practice"
    ASSURANCE = "assurance"


class Standing(StrEnum):
    """How an action stands with those who follow the plan."""

    ALL = "all"
    OPEN = "open"  # neither closed nor withdrawn
    OVERDUE = "overdue"
    DECIDE = "decide"  # proposed, called complete, or long overdue
    ENDED = "closed"  # or withdrawn


class ActionOrder(StrEnum):
    """In which order actions are listed."""

    OVERDUE = ""  # what is late first
    DUE = "due"
    OWNER = "owner"
    STATUS = "status"


_BEGINNINGS = {
    Origin.AUDIT: ("audit",),
    Origin.REVIEW: (
        "case review",
        "serious case review",
        "scr",
        "learning review",
        "review",
        "rapid review",
        "practice review",
        "child safeguarding practice review",
        "local child safeguarding practice review",
        "lcspr",
    ),
    Origin.INSPECTION: ("inspection", "ofsted", "hmip", "hmic", "hmicfrs", "cqc", "jtai"),
    Origin.CHALLENGE: ("challenge",),
    Origin.SELF_ASSESSMENT: ("section 11", "s11", "self assessment"),
}


_MADE_ELSEWHERE = re.compile(r"E\d+")


def origin_of(source: str) -> Origin:
    """Return what kind of work a source is: an audit made elsewhere by its number, or by its words.

    >>> origin_of("Case review 2"), origin_of("E3")
    (<Origin.REVIEW: 'review'>, <Origin.AUDIT: 'audit'>)
    """
    if _MADE_ELSEWHERE.fullmatch(source):
        return Origin.AUDIT
    words = f"{folded(source)} "
    for origin, beginnings in _BEGINNINGS.items():
        if words.startswith(tuple(f"{beginning} " for beginning in beginnings)):
            return origin
    return Origin.OTHER


@dataclass(frozen=True, slots=True)
class Action:
    """One action as the tracker holds it. ``owner`` is exactly one unit; dates are local.

    ``due`` is None and ``owner`` "" only where a plan of other origin names none.
    """

    id: str
    title: str
    source: str
    cycle: str
    owner: str
    due: date | None
    status: ActionStatus
    opened_on: date
    measure: str = ""
    findings: tuple[str, ...] = ()
    original_due: date | None = None
    times_moved: int = 0
    percent_done: int = 0
    updated_at: datetime | None = None
    recommendation: str = ""  # its number in the document that it comes from
    typed_rag: Rag | None = None  # amber or red, where a person says it stands worse
