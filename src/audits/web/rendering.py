"""Pages from their layouts, with the words and dates that people read."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path

from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader
from markupsafe import Markup, escape

from audits.domain.access import IDLE, WARNED_BEFORE
from audits.domain.action import Rag
from audits.domain.amounts import many
from audits.domain.cycle_words import CYCLE_WORDS, cycle_in_words
from audits.domain.days import day_in_words, moment_in_words, weekday_in_words
from audits.domain.permissions import Role
from audits.domain.status import ActionStatus
from audits.domain.ticks import CHASE, COLLECT_RETURNS, OPEN_MISSED, REVIEW_ACTIONS, SEND_DUE
from audits.reporting import NEVER_PUBLIC, SCRUTINY, outcome_in_words

from .tokens import SEEN, TOKEN
from .trail_words import entry_in_words


STATIC = Path(__file__).parent / "static"
ACCOUNT = re.compile(r" \(U\d+\)$")
ROLE_WORDS: Mapping[Role, str] = {
    Role.ADMINISTRATOR: "administrator",
    Role.BUSINESS_UNIT: "business unit",
    Role.QEG: "quality group",
    Role.AGENCY_LEAD: "agency lead",
    Role.CONTACT: "agency contact",
    Role.READER: "reader",
}


RAG_WORDS: Mapping[Rag, tuple[str, str]] = {
    Rag.GREY: ("Not begun", "grey"),
    Rag.GREEN: ("On track", "green"),
    Rag.AMBER: ("Needs attention", "yellow"),
    Rag.RED: ("Overdue or at risk", "red"),
    Rag.BLUE: ("Called complete", "blue"),
    Rag.BLACK: ("Ended", "grey"),
}
ACTION_WORDS: Mapping[ActionStatus, str] = {
    ActionStatus.PROPOSED: "Proposed",
    ActionStatus.OPEN: "Open",
    ActionStatus.COMPLETE: "Called complete",
    ActionStatus.CLOSED: "Closed",
    ActionStatus.WITHDRAWN: "Withdrawn",
}


TICK_WORDS: Mapping[str, str] = {
    SEND_DUE.name: "Send what is due",
    COLLECT_RETURNS.name: "Collect returns",
    OPEN_MISSED.name: "Open audits that were missed",
    CHASE.name: "Remind who is late",
    REVIEW_ACTIONS.name: "Look at how actions stand",
}
FORMAT_WORDS: Mapping[str, str] = {"html": "page", "docx": "Word", "pdf": "PDF"}
PAPER_WORDS: Mapping[str, str] = {
    "mash_week": "Week's paper",
    "mash_month": "Month's paper",
    "mash_quarter": "Quarter's paper",
    "audit_report": "Findings report",
    "briefing": "Briefing for teams",
    SCRUTINY: "Scrutineer's pack",
    "annual": "Yearly report",
    "board": "Year's summary",
    "actions": "Action report",
}


@cache
def page_layouts() -> Environment:
    """Return what fills in the pages' layouts, made once; every value is escaped.

    The components' own macros ask for what was not given, so nothing that is missing raises here.
    """
    layouts = Environment(
        loader=ChoiceLoader(
            [
                PackageLoader("audits.web"),
                PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
            ]
        ),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    layouts.filters |= {
        "day": _day, "weekday": weekday_in_words, "moment": _moment, "many": many,
        "status": CYCLE_WORDS.__getitem__, "stands": cycle_in_words, "entry": entry_in_words,
    }  # fmt: skip
    layouts.filters |= {
        "late": _late, "rag": RAG_WORDS.__getitem__, "action_status": ACTION_WORDS.__getitem__,
    }  # fmt: skip
    layouts.filters |= {
        "person": _person, "paper": _paper, "file_format": FORMAT_WORDS.__getitem__,
        "is_public": _is_public,
    }  # fmt: skip
    layouts.filters |= {"tick": _tick, "pairs": _pairs, "outcome": outcome_in_words}
    layouts.filters["role"] = ROLE_WORDS.__getitem__
    layouts.globals |= {"static": static_address, "form_token_field": form_token_field}
    layouts.globals |= {
        "idle_seconds": int(IDLE.total_seconds()),
        "warned_seconds": int(WARNED_BEFORE.total_seconds()),
    }  # fmt: skip
    return layouts


@lru_cache
def static_address(name: str) -> str:
    """Return where a file that belongs to the pages is; another version has another address."""
    version = sha256((STATIC / name).read_bytes()).hexdigest()[:12]
    return f"/static/{name}?v={version}"


def form_token_field(keys: tuple[str, str]) -> Markup:
    """Return what each form has: that it comes from a page of ours, and how old the page is."""
    token, seen = keys
    hidden = Markup('<input type="hidden" name="{}" value="{}">')
    both = hidden.format(TOKEN, token)
    return both + hidden.format(SEEN, seen) if seen else both


def _pairs(texts: Iterable[str]) -> list[tuple[str, str]]:
    """Return texts as what one chooses from: each is its own value."""
    return [(text, text) for text in texts]


def _day(value: date) -> Markup:
    return _time(value, day_in_words(value))


def _tick(name: str) -> str:
    """Return what a tick, or a run that opens an audit, does.

    >>> _tick("chase"), _tick("open-audit some_kind")
    ('Remind who is late', 'Open audit some kind')
    """
    return TICK_WORDS.get(name) or re.sub("[-_]", " ", name).capitalize()


def _late(days: int) -> str:
    """Return how late something is, as one says it.

    >>> _late(1), _late(20), _late(640), _late(3540)
    ('1 day late', '2 weeks late', '21 months late', '9 years late')
    """
    if days < 14:
        return f"{many(days, 'day')} late"
    if days < 61:
        return f"{many(days // 7, 'week')} late"
    if days < 731:
        return f"{many(int(days / 30.44), 'month')} late"
    return f"{many(int(days / 365.25), 'year')} late"


def _paper(name: str) -> str:
    """Return what a paper is called."""
    return PAPER_WORDS.get(name, name.replace("_", " ").capitalize())


def _is_public(name: str) -> bool:
    return name not in NEVER_PUBLIC


def _person(actor: str) -> str:
    """Return somebody's name as the trail has it, without the number of their account.

    >>> _person("Kim Officer (U2)"), _person("root")
    ('Kim Officer', 'root')
    """
    return ACCOUNT.sub("", actor)


def _moment(value: datetime) -> Markup:
    return _time(value, moment_in_words(value))


def _time(value: date, words: str) -> Markup:
    # What goes in is a date in ISO's notation, and our own words for it, escaped.
    return Markup('<time datetime="{}">{}</time>').format(value.isoformat(), escape(words))
