"""A contact's own link to their unit's pages: the page with its button, and the code by mail."""

from typing import Annotated

from fastapi import Path
from fastapi.responses import Response

from audits.steps.access.unit_links import (
    asks_for_code,
    give_mailed_code,
    open_unit_link,
    press_link,
)

from .pages import ANYBODY, AVisit, Fields, Pages
from .tokens import keep_session, keep_visitor, session_token


pages = Pages()
LINK, CODE = "/link/{token}", "/link-code"
Token = Annotated[str, Path(max_length=200)]


@pages.show(LINK, ANYBODY)
def show_link(visit: AVisit, token: Token) -> Response:
    """Show a button and nothing else: what reads mail follows links, and presses none."""
    workspace = visit.workspace
    holder = open_unit_link(token, caller=visit.caller, workspace=workspace)
    by_code = asks_for_code(holder, workspace)
    page = visit.page("access/link.html", holder=holder, by_code=by_code)
    keep_visitor(visit.request, page)
    return page


@pages.take(LINK, ANYBODY)
def take_link(visit: AVisit, token: Token) -> Response:
    entered = press_link(token, caller=visit.caller, workspace=visit.workspace)
    path = CODE if entered.path == "/" else entered.path
    return keep_session(visit.go(path), entered.token)


@pages.show(CODE, ANYBODY)
def show_code(visit: AVisit) -> Response:
    waiting = visit.workspace.sessions.waiting_for_mail(session_token(visit.request))
    return visit.page("access/mailed_code.html", waits=waiting is not None)


@pages.take(CODE, ANYBODY)
def take_code(visit: AVisit, fields: Fields) -> Response:
    entered = give_mailed_code(
        session_token(visit.request),
        fields.get("code", ""),
        caller=visit.caller,
        workspace=visit.workspace,
    )
    return keep_session(visit.go(entered.path), entered.token)
