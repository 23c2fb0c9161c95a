"""Routes: each says what somebody must be allowed to do, and no page is without that."""

import secrets
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Annotated, Any, TypeVar
from urllib.parse import urlsplit

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, ValidationError
from starlette.datastructures import FormData

from audits.domain.access import SignedIn, Tried
from audits.domain.errors import NotFoundError
from audits.domain.permissions import may
from audits.domain.remedies import Verb
from audits.queries.still_stands import StillStands
from audits.queries.unit_actions import check_is_asked_of
from audits.steps.access.throttle import check_tries
from audits.storage import WebSessions

from .errors import FormError, NotAllowedError, OtherBoardError, SignInError
from .site import Site, site_of
from .tokens import PASSWORD, SEEN, TOKEN, form_token, is_of_another_board, session_token
from .visit import Problem, Visit


F = TypeVar("F", bound=Callable[..., Any])
FIELDS, FILES = 500, 20  # of one form
MOST_PAGES = 100_000  # of one list
# Pages that name no unit, and are there for whoever came by a unit's link all the same.
OF_EVERY_LINK = ("/", "/units", "/account/stay")
# Routes of one action: a unit's link opens those that its unit is asked about.
OF_ONE_ACTION = ("/actions/{ref}", "/actions/{ref}/update")


class Door(StrEnum):
    """Who may see a page for which nothing in particular must be allowed."""

    ANYBODY = "anybody"
    SIGNED_IN = "signed in"


ANYBODY, SIGNED_IN = Door.ANYBODY, Door.SIGNED_IN


class Pages:
    """The routes of one subject."""

    def __init__(self) -> None:
        self.router = APIRouter(default_response_class=HTMLResponse)

    def show(self, path: str, verb: Verb | Door) -> Callable[[F], F]:
        """Return what makes a function the page at a path, for those who may."""
        return self._route("GET", path, verb, [Depends(_admit(verb))])

    def take(
        self, path: str, verb: Verb | Door, *, shown_at: str = "", about: tuple[str, ...] = ()
    ) -> Callable[[F], F]:
        """Return what makes a function take the form at a path, for those who may.

        ``shown_at`` is the page that has the form: it is shown again if something is wrong, or if
        somebody has changed what the form is ``about`` since it was shown, as the trail calls it.
        """
        shows = shown_at or path
        steps = [Depends(_read_form(shows)), Depends(_check_form), Depends(_admit(verb, about))]
        steps.append(Depends(_count_uploads))
        return self._route("POST", path, verb, steps)

    def _route(
        self, method: str, path: str, verb: Verb | Door, dependencies: list[Any]
    ) -> Callable[[F], F]:
        def routed(page: F) -> F:
            extra = {"verb": verb.name}
            self.router.add_api_route(
                path,
                page,
                methods=[method],
                dependencies=dependencies,
                response_model=None,
                openapi_extra=extra,
            )
            return page

        return routed


def _admit(verb: Verb | Door, about: tuple[str, ...] = ()) -> Callable[[Request], None]:
    """Return what lets in those who may, and makes the visit their page is given."""

    def admit(request: Request) -> None:
        site = site_of(request)
        token = session_token(request)
        signed_in = site.workspace.sessions.find(token) if token else None
        if verb is not ANYBODY and signed_in is None:
            raise SignInError
        if isinstance(verb, Verb) and signed_in and not may(signed_in.role, verb):
            raise NotAllowedError
        if signed_in and signed_in.unit and verb is not ANYBODY:
            _check_is_of_link(request, signed_in.unit, site)
        request.state.visit = Visit(site, request, signed_in, _still_stands(request, about))
        if signed_in and signed_in.kept_for:
            _give_back(request, signed_in, site.workspace.sessions)

    return admit


def _check_is_of_link(request: Request, unit: str, site: Site) -> None:
    """Keep whoever came by a unit's link to that unit's own pages, whatever they type.

    Raises:
        NotAllowedError: on a page that is no unit's.
        NotFoundError: on another unit's, or one of its actions, as though there were none.
    """
    if request.url.path in OF_EVERY_LINK:
        return
    if getattr(request.scope.get("route"), "path", "") in OF_ONE_ACTION:
        check_is_asked_of(unit, request.path_params["ref"], workspace=site.workspace)
        return
    asked = request.path_params.get("unit")
    if asked is None:
        raise NotAllowedError
    if asked != unit:
        raise NotFoundError("There is no such unit.")


def _still_stands(request: Request, about: tuple[str, ...]) -> StillStands | None:
    """Return what must still stand for a form to be taken; None if its page said nothing of it."""
    since = getattr(request.state, "typed", {}).get(SEEN, "")
    if not about or not since.isdecimal():
        return None
    return StillStands(tuple(name.format(**request.path_params) for name in about), int(since[:18]))


def _give_back(request: Request, signed_in: SignedIn, sessions: WebSessions) -> None:
    """Show the form that was typed before somebody signed in again, until it is sent."""
    if request.method == "POST":
        sessions.forget_form(signed_in.session)
    elif request.url.path == signed_in.kept_for and not hasattr(request.state, "typed"):
        request.state.typed = sessions.kept_form(signed_in.session)


def _count_uploads(request: Request) -> None:
    """Refuse files of somebody who sends more than anybody needs to.

    Raises:
        TooOftenError: after too many within the last while.
    """
    visit = the_visit(request)
    if request.state.files and visit.signed_in:
        check_tries(Tried.UPLOAD, visit.signed_in.account, workspace=visit.workspace)


def the_visit(request: Request) -> Visit:
    """Return the visit that was let in."""
    visit: Visit = request.state.visit
    return visit


def the_fields(request: Request) -> Mapping[str, str]:
    """Return what was typed, by the name of its field."""
    typed: Mapping[str, str] = request.state.typed
    return typed


def the_files(request: Request) -> list[tuple[str, bytes]]:
    """Return the files that were sent with a form, with their names."""
    files: list[tuple[str, bytes]] = request.state.files
    return files


AVisit = Annotated[Visit, Depends(the_visit)]
Fields = Annotated[Mapping[str, str], Depends(the_fields)]
Files = Annotated[list[tuple[str, bytes]], Depends(the_files)]
M = TypeVar("M", bound=BaseModel)


def page_number(text: str) -> int:
    """Return which page of a list an address asks for; what means nothing is the first.

    >>> page_number("3"), page_number("0"), page_number("-1"), page_number("three")
    (3, 1, 1, 1)
    """
    return int(text) if text.isdecimal() and 0 < int(text) < MOST_PAGES else 1


def filled(form: type[M], fields: Mapping[str, str]) -> M:
    """Return a form as its model has it.

    Raises:
        FormError: with each field that is wrong, and what to do.
    """
    try:
        return form.model_validate(dict(fields))
    except ValidationError as errors:
        raise FormError(tuple(map(_problem, errors.errors()))) from None


def _problem(error: Any) -> Problem:
    field = ".".join(map(str, error["loc"]))
    context = error.get("ctx") or {}
    return Problem(field, str(context.get("error") or f"Fill in '{field.replace('_', ' ')}'."))


def _read_form(shown_at: str) -> Callable[[Request], Any]:
    async def read(request: Request) -> None:
        request.state.shown_at = shown_at.format(**request.path_params)
        request.state.typed, request.state.files, request.state.password = {}, [], ""
        form = await request.form(max_files=FILES, max_fields=FIELDS)
        await _take_in(form, request)
        await form.close()

    return read


async def _take_in(form: FormData, request: Request) -> None:
    """Keep what was typed and which files were sent; a password is never shown again."""
    for name, value in form.multi_items():
        if not isinstance(value, str):
            if value.filename:
                request.state.files.append((value.filename, await value.read()))
        elif name == PASSWORD:
            request.state.password = value
        else:
            request.state.typed[name] = value.replace("\r\n", "\n").strip()


def _check_form(request: Request) -> None:
    """Refuse a form that no page of ours in this browser has sent.

    Raises:
        SignInError: keeping what was typed, as when a session is over.
    """
    given = request.state.typed.pop(TOKEN, "")
    if not _is_from_here(request):
        raise NotAllowedError
    if is_of_another_board(given, request):
        raise OtherBoardError
    if not secrets.compare_digest(given, form_token(request)) or not given:
        raise SignInError
    request.state.is_ours = True


def _is_from_here(request: Request) -> bool:
    """Tell whether a browser says that one of our own pages sent this.

    Our pages tell browsers to name no referrer, and they then send ``null`` as the origin.
    """
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site is not None:
        return site == "same-origin"
    return origin is None or urlsplit(origin).netloc == request.headers.get("host", "")
