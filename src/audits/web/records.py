"""What is recorded, and whether it is whole: the trail; and a test of each channel."""

from typing import Annotated

from fastapi import Path
from fastapi.responses import Response

from audits.domain.days import day_from
from audits.domain.errors import NotFoundError
from audits.domain.remedies import Verb
from audits.queries.recent_trail import AT_ONCE, TrailFilter, recent_trail, trail_as_csv
from audits.queries.trail import check_trail
from audits.steps.dispatch.try_channel import try_channel

from .downloads import download
from .errors import SignInError
from .pages import AVisit, Pages
from .trail_words import verbs_that_say
from .visit import Visit


pages = Pages()
TRAIL, CHANNELS = "/admin/trail", "/admin/channels"
FIELDS = ("about", "who", "what", "since", "until")
Channel = Annotated[str, Path(pattern=r"^[\w.-]+$")]


@pages.show(TRAIL, Verb.SEE_TRAIL)
def trail(visit: AVisit) -> Response:
    wanted = _wanted(visit)
    lines = recent_trail(wanted, workspace=visit.workspace)
    asked = {name: visit.request.query_params.get(name, "").strip() for name in FIELDS}
    return visit.page("admin/trail.html", lines=lines, asked=asked, is_more=len(lines) == AT_ONCE)


@pages.show(TRAIL + "/export", Verb.SEE_TRAIL)
def export(visit: AVisit) -> Response:
    return download("trail.csv", trail_as_csv(_wanted(visit), workspace=visit.workspace))


@pages.take(TRAIL + "/verify", Verb.VERIFY_WORKSPACE, shown_at=TRAIL)
def verify(visit: AVisit) -> Response:
    return visit.page("admin/trail_checked.html", report=check_trail(workspace=visit.workspace))


@pages.show(CHANNELS, Verb.TEST_CHANNEL)
def channels(visit: AVisit) -> Response:
    return visit.page("admin/channels.html", channels=visit.workspace.channels)


@pages.take(CHANNELS + "/{channel}", Verb.TEST_CHANNEL, shown_at=CHANNELS)
def send_test(visit: AVisit, channel: Channel) -> Response:
    if visit.signed_in is None:
        raise SignInError
    if channel not in visit.workspace.channels:
        raise NotFoundError(f"There is no channel '{channel}'.")
    try_channel(channel, account=visit.signed_in.account, workspace=visit.workspace)
    return visit.go(CHANNELS, "test_sent", about=channel)


def _wanted(visit: Visit) -> TrailFilter:
    """Return which entries an address asks for; a day that is none filters nothing."""
    asked = visit.request.query_params
    text = asked.get("before", "")[:18]
    before = int(text) if text.isdecimal() else 0
    what = asked.get("what", "").strip()
    return TrailFilter(
        about=asked.get("about", "").strip(),
        who=asked.get("who", "").strip(),
        what=what,
        verbs=tuple(verbs_that_say(what)),
        since=day_from(asked.get("since", "")),
        until=day_from(asked.get("until", "")),
        before=before,
    )
