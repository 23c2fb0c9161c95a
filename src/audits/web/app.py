"""The application: each part of it is a router, and is given what it needs here."""

from collections.abc import Callable

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from pydantic import SecretStr
from starlette.middleware.body_limit import RequestBodyLimitMiddleware

from audits.installation import OpenBoards
from audits.workspace import Workspace

from . import (
    account,
    actions,
    admin,
    agencies,
    certifying,
    cycle,
    drawing,
    findings,
    grades,
    home,
    learning,
    letters,
    links,
    meetings,
    moderation,
    papers,
    received,
    records,
    registers,
    retention,
    search,
    sign_in,
    template_pages,
    unit,
    unit_actions,
    unit_answers,
    unit_contacts,
    unit_feedback,
    unit_findings,
    unit_requests,
    work,
    year,
)
from .api import api_router
from .boards import Boards
from .door import door_app
from .errors import LastResort, answer_errors
from .headers import SafeHeaders
from .health import health_router
from .notify import notify_router
from .rendering import STATIC
from .site import Site


LARGEST_REQUEST = 200 * 1024 * 1024  # a register of a million rows
PAGES = (
    sign_in, account, links, home, search, year, cycle, drawing, moderation, grades, findings,
    papers, received, learning, registers, actions, meetings, letters, unit, unit_actions,
    unit_findings, unit_contacts, unit_answers, unit_feedback, unit_requests, certifying, agencies,
    template_pages, records, retention, admin, work,
)  # fmt: skip


def make_app(
    workspace: Workspace,
    delivery_token: SecretStr | None = None,
    begin: Callable[[], object] | None = None,
) -> FastAPI:
    """Return the application.

    Without ``delivery_token`` nobody may call to say what became of a message. ``begin`` has long
    work begun that a page has asked for; without it that is done before the page answers.
    """
    app = _application(is_called=delivery_token is not None)
    site = Site(workspace, begin or _done_here(workspace), delivery_token=delivery_token)
    app.state.site = site
    return app


def make_boards_app(boards: OpenBoards, begin: Callable[[], object] | None = None) -> Boards:
    """Return the application of several boards: one website, of which each sees its own site."""
    return Boards(_application(is_called=True), door_app(boards), boards, begin)


def _application(*, is_called: bool) -> FastAPI:
    """Return every page, for the site that a request names; ``is_called``: by GOV.UK Notify."""
    # No page of its own that describes it: who calls it has that from us.
    app = FastAPI(title="audits", openapi_url=None)
    app.include_router(health_router())
    if is_called:
        app.include_router(notify_router())
    app.include_router(api_router())
    for subject in PAGES:
        app.include_router(subject.pages.router)
    app.mount("/static", StaticFiles(directory=STATIC))
    answer_errors(app)
    app.add_middleware(RequestBodyLimitMiddleware, max_body_size=LARGEST_REQUEST)
    app.add_middleware(LastResort, pages=app, largest=LARGEST_REQUEST)
    app.add_middleware(SafeHeaders)
    return app


def _done_here(workspace: Workspace) -> Callable[[], object]:
    """Return what does all that is asked for, here and at once."""

    def begin() -> None:
        # What reads registers is loaded when it is asked for: no server waits for it.
        from audits.steps.background_tasks.do import do_background_tasks

        do_background_tasks(workspace=workspace)

    return begin
