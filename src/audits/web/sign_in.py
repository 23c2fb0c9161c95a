"""Sign in, choose a password, sign out."""

import re
from typing import Annotated

from fastapi import Path
from fastapi.responses import Response

from audits.domain.access import SHORTEST_PASSWORD, LinkPurpose
from audits.domain.errors import UserError
from audits.queries.accounts import whose_link
from audits.steps.access.sign_in import (
    NO_LINK,
    set_password,
    sign_in,
    sign_in_by_link,
    sign_out,
)

from .errors import OK, ShownAgain
from .pages import ANYBODY, AVisit, Fields, Pages
from .tokens import forget_session, keep_session, keep_visitor


OURS = re.compile(r"/(?:[\w.-]+(?:/[\w.-]+)*)?")  # a page of this site, and of no other
KEPT = "kept."  # what was typed into a form whose session was over
pages = Pages()
Token = Annotated[str, Path(pattern=r"^[\w-]{20,64}$")]


@pages.show("/sign-in", ANYBODY)
def show_sign_in(visit: AVisit, to: str = "/") -> Response:
    return _with_visitor(visit, visit.page("access/sign_in.html", to=_ours(to), kept={}))


@pages.take("/sign-in", ANYBODY)
def take_sign_in(visit: AVisit, fields: Fields) -> Response:
    token = sign_in(
        fields.get("email", ""), visit.request.state.password, workspace=visit.workspace
    )
    to, kept = _ours(fields.get("to", "/")), _kept(fields)
    if kept:
        return ShownAgain(visit.request, to, OK, session=token, typed=kept)
    return keep_session(visit.go(to), token)


@pages.show("/welcome/{token}", ANYBODY)
def show_welcome(visit: AVisit, token: Token) -> Response:
    person = whose_link(token, LinkPurpose.SET_PASSWORD, workspace=visit.workspace)
    if person is None:
        raise UserError(NO_LINK)
    page = visit.page("access/welcome.html", person=person, shortest=SHORTEST_PASSWORD)
    return _with_visitor(visit, page)


@pages.take("/welcome/{token}", ANYBODY)
def take_welcome(visit: AVisit, token: Token) -> Response:
    session = set_password(token, visit.request.state.password, workspace=visit.workspace)
    return keep_session(visit.go("/", "password_chosen"), session)


@pages.show("/enter/{token}", ANYBODY)
def show_enter(visit: AVisit, token: Token) -> Response:
    person = whose_link(token, LinkPurpose.SIGN_IN, workspace=visit.workspace)
    if person is None:
        raise UserError(NO_LINK)
    return _with_visitor(visit, visit.page("access/enter.html", person=person))


@pages.take("/enter/{token}", ANYBODY)
def take_enter(visit: AVisit, token: Token) -> Response:
    session = sign_in_by_link(token, workspace=visit.workspace)
    return keep_session(visit.go("/"), session)


@pages.take("/sign-out", ANYBODY, shown_at="/sign-in")
def take_sign_out(visit: AVisit) -> Response:
    who = visit.signed_in
    if who is not None:
        sign_out(who.session, account=who.account, workspace=visit.workspace)
    return forget_session(visit.go("/sign-in", "signed_out"))


def _ours(to: str) -> str:
    """Return where to go on, if it is a page of this site."""
    return to if OURS.fullmatch(to) else "/"


def _kept(fields: Fields) -> dict[str, str]:
    return {name.removeprefix(KEPT): fields[name] for name in fields if name.startswith(KEPT)}


def _with_visitor(visit: AVisit, response: Response) -> Response:
    keep_visitor(visit.request, response)
    return response
