"""Sign in, choose a password, sign out."""

import re
from typing import Annotated

from fastapi import Path
from fastapi.responses import Response

from audits.domain.access import SHORTEST_PASSWORD, KeptForm, LinkPurpose
from audits.domain.errors import UserError
from audits.queries.accounts import whose_link
from audits.steps.access.by_provider import leave_for_provider, return_from_provider
from audits.steps.access.sign_in import (
    NO_LINK,
    set_password,
    sign_in,
    sign_in_by_link,
    sign_out,
)

from .pages import ANYBODY, AVisit, Fields, Pages
from .tokens import forget_session, keep_session, keep_visitor, visitor_token


OURS = re.compile(r"/(?:[\w.-]+(?:/[\w.-]+)*)?")  # a page of this site, and of no other
KEPT = "kept."  # what was typed into a form whose session was over
pages = Pages()
Token = Annotated[str, Path(pattern=r"^[\w-]{20,64}$")]


@pages.show("/sign-in", ANYBODY)
def show_sign_in(visit: AVisit, to: str = "/") -> Response:
    return _with_visitor(visit, visit.page("access/sign_in.html", to=_ours(to), kept={}))


@pages.take("/sign-in", ANYBODY)
def take_sign_in(visit: AVisit, fields: Fields) -> Response:
    form = _form(fields)
    token = sign_in(
        fields.get("email", ""), visit.request.state.password, form=form, workspace=visit.workspace
    )
    return keep_session(visit.go(form.path), token)


@pages.take("/sign-in/organisation", ANYBODY, shown_at="/sign-in")
def leave_for_organisation(visit: AVisit, fields: Fields) -> Response:
    link = fields.get("link", "")
    address = leave_for_provider(
        visitor_token(visit.request), _form(fields), link=link, workspace=visit.workspace
    )
    return visit.page("access/leave.html", address=address)


@pages.show("/sign-in/return", ANYBODY)
def return_from_organisation(visit: AVisit, state: str = "", code: str = "") -> Response:
    token, path = return_from_provider(
        visitor_token(visit.request), state, code, workspace=visit.workspace
    )
    return keep_session(visit.go(path), token)


@pages.show("/welcome/{token}", ANYBODY)
def show_welcome(visit: AVisit, token: Token) -> Response:
    person = whose_link(token, LinkPurpose.SET_PASSWORD, workspace=visit.workspace)
    if person is None:
        raise UserError(NO_LINK)
    page = visit.page("access/welcome.html", person=person, link=token, shortest=SHORTEST_PASSWORD)
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


def _form(fields: Fields) -> KeptForm:
    """Return where to go on, with the form that was typed there."""
    kept = {name.removeprefix(KEPT): fields[name] for name in fields if name.startswith(KEPT)}
    return KeptForm(_ours(fields.get("to", "/")), kept)


def _with_visitor(visit: AVisit, response: Response) -> Response:
    keep_visitor(visit.request, response)
    return response
