"""Sign in, choose a password, sign out."""

import re
from typing import Annotated

from fastapi import Path
from fastapi.responses import Response

from audits.domain.access import SHORTEST_PASSWORD, Entered, KeptForm, LinkPurpose, Stage
from audits.queries.accounts import AccountLine, proposed_codes
from audits.steps.access.by_provider import leave_for_provider, return_from_provider
from audits.steps.access.codes import give_code
from audits.steps.access.sign_in import (
    set_password,
    sign_in,
    sign_in_by_link,
    sign_out,
)
from audits.steps.access.throttle import open_link

from .pages import ANYBODY, AVisit, Fields, Pages
from .tokens import forget_session, keep_session, keep_visitor, session_token, visitor_token


OURS = re.compile(r"/(?:[\w.-]+(?:/[\w.-]+)*)?")  # a page of this site, and of no other
WAITS_AT = {Stage.CODE: "/sign-in/code", Stage.SET_UP: "/sign-in/set-up"}
OUR_COLOUR = "#0b5351"  # where a board has set none, as in site.css
KEPT = "kept."  # what was typed into a form whose session was over
pages = Pages()
Token = Annotated[str, Path(pattern=r"^[\w-]{20,64}$")]


@pages.show("/static/own.css", ANYBODY)
def own_colour(visit: AVisit) -> Response:
    layout = visit.site.layouts.get_template("own.css")
    return Response(layout.render(colour=visit.workspace.colour), media_type="text/css")


@pages.show("/static/icon.svg", ANYBODY)
def icon(visit: AVisit) -> Response:
    layout = visit.site.layouts.get_template("icon.svg")
    drawn = layout.render(colour=visit.workspace.colour or OUR_COLOUR)
    return Response(drawn, media_type="image/svg+xml")


@pages.show("/sign-in", ANYBODY)
def show_sign_in(visit: AVisit, to: str = "/") -> Response:
    return _with_visitor(visit, visit.page("access/sign_in.html", to=ours(to), kept={}))


@pages.take("/sign-in", ANYBODY)
def take_sign_in(visit: AVisit, fields: Fields) -> Response:
    password = visit.request.state.password
    entered = sign_in(
        fields.get("email", ""),
        password,
        form=form_in(fields),
        caller=visit.caller,
        workspace=visit.workspace,
    )
    return _go_on(visit, entered)


@pages.show("/sign-in/code", ANYBODY)
def show_code(visit: AVisit) -> Response:
    if _waiting(visit, Stage.CODE) is None:
        return visit.go("/sign-in")
    return visit.page("access/code.html")


@pages.take("/sign-in/code", ANYBODY)
def take_code(visit: AVisit, fields: Fields) -> Response:
    return _give_code(visit, fields, Stage.CODE)


@pages.show("/sign-in/set-up", ANYBODY)
def show_set_up(visit: AVisit) -> Response:
    account = _waiting(visit, Stage.SET_UP)
    if account is None:
        return visit.go("/sign-in")
    proposed = proposed_codes(account, workspace=visit.workspace)
    return visit.page("access/set_up.html", proposed=proposed)


@pages.take("/sign-in/set-up", ANYBODY)
def take_set_up(visit: AVisit, fields: Fields) -> Response:
    return _give_code(visit, fields, Stage.SET_UP)


@pages.take("/sign-in/organisation", ANYBODY, shown_at="/sign-in")
def leave_for_organisation(visit: AVisit, fields: Fields) -> Response:
    link = fields.get("link", "")
    address = leave_for_provider(
        visitor_token(visit.request), form_in(fields), link=link, workspace=visit.workspace
    )
    return visit.page("access/leave.html", address=address)


@pages.show("/sign-in/return", ANYBODY)
def return_from_organisation(visit: AVisit, state: str = "", code: str = "") -> Response:
    visitor = visitor_token(visit.request)
    entered = return_from_provider(
        visitor, state, code, caller=visit.caller, workspace=visit.workspace
    )
    return _go_on(visit, entered)


@pages.show("/welcome/{token}", ANYBODY)
def show_welcome(visit: AVisit, token: Token) -> Response:
    person = _open_link(visit, token, LinkPurpose.SET_PASSWORD)
    page = visit.page("access/welcome.html", person=person, link=token, shortest=SHORTEST_PASSWORD)
    return _with_visitor(visit, page)


@pages.take("/welcome/{token}", ANYBODY)
def take_welcome(visit: AVisit, token: Token) -> Response:
    _open_link(visit, token, LinkPurpose.SET_PASSWORD)
    password = visit.request.state.password
    entered = set_password(token, password, caller=visit.caller, workspace=visit.workspace)
    return _go_on(visit, entered, "password_chosen")


@pages.show("/enter/{token}", ANYBODY)
def show_enter(visit: AVisit, token: Token) -> Response:
    person = _open_link(visit, token, LinkPurpose.SIGN_IN)
    return _with_visitor(visit, visit.page("access/enter.html", person=person))


@pages.take("/enter/{token}", ANYBODY)
def take_enter(visit: AVisit, token: Token) -> Response:
    _open_link(visit, token, LinkPurpose.SIGN_IN)
    return _go_on(visit, sign_in_by_link(token, caller=visit.caller, workspace=visit.workspace))


@pages.take("/sign-out", ANYBODY, shown_at="/sign-in")
def take_sign_out(visit: AVisit) -> Response:
    who = visit.signed_in
    if who is not None:
        sign_out(who.session, account=who.account, workspace=visit.workspace)
    return forget_session(visit.go("/sign-in", "signed_out"))


def ours(to: str) -> str:
    """Return where to go on, if it is a page of this site."""
    return to if OURS.fullmatch(to) else "/"


def form_in(fields: Fields) -> KeptForm:
    """Return where to go on, with the form that was typed there."""
    kept = {name.removeprefix(KEPT): fields[name] for name in fields if name.startswith(KEPT)}
    return KeptForm(ours(fields.get("to", "/")), kept)


def _go_on(visit: AVisit, entered: Entered, done: str = "") -> Response:
    """Keep a session that has begun, and go on to what its stage asks for."""
    if entered.stage is Stage.SIGNED_IN:
        return keep_session(visit.go(entered.path, done), entered.token)
    return keep_session(visit.go(WAITS_AT[entered.stage]), entered.token)


def _give_code(visit: AVisit, fields: Fields, stage: Stage) -> Response:
    entered = give_code(
        session_token(visit.request),
        fields.get("code", ""),
        stage=stage,
        caller=visit.caller,
        workspace=visit.workspace,
    )
    return _go_on(visit, entered)


def _waiting(visit: AVisit, stage: Stage) -> str | None:
    """Return whose session waits here; None if it does not, or not any more."""
    waiting = visit.workspace.sessions.waiting(session_token(visit.request), stage)
    return waiting and waiting[0]


def _open_link(visit: AVisit, token: str, purpose: LinkPurpose) -> AccountLine:
    machine = visit.caller.machine
    return open_link(token, purpose, machine=machine, workspace=visit.workspace)


def _with_visitor(visit: AVisit, response: Response) -> Response:
    keep_visitor(visit.request, response)
    return response
