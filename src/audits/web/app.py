"""The application: each part of it is a router, and is given what it needs here."""

from collections.abc import Callable

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from pydantic import SecretStr
from starlette.middleware.body_limit import RequestBodyLimitMiddleware

from audits.workspace import Workspace

from . import (
    account,
    actions,
    admin,
    agencies,
    certifying,
    cycle,
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
    unit_findings,
    unit_requests,
    work,
    year,
)
from .api import api_router
from .errors import LastResort, answer_errors
from .headers import SafeHeaders
from .health import health_router
from .notify import notify_router
from .rendering import STATIC
from .site import Site


LARGEST_REQUEST = 200 * 1024 * 1024  # a register of a million rows
PAGES = (
    sign_in, account, links, home, search, year, cycle, moderation, grades, findings, papers,
    received, learning, registers, actions, meetings, letters, unit, unit_actions, unit_findings,
    unit_contacts, unit_answers, unit_requests, certifying, agencies, template_pages, records,
    retention, admin, work,
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
    # No page of its own that describes it: who calls it has that from us.
    app = FastAPI(title="audits", openapi_url=None)
    app.include_router(health_router(workspace))
    if delivery_token is not None:
        app.include_router(notify_router(workspace, delivery_token))
    app.state.site = Site(workspace, begin or _done_here(workspace))
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
