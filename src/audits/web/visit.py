"""One request of one person: who asks, in whose name the work is done, and the page they get."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from audits.domain.access import Caller, SignedIn
from audits.domain.background_task import BackgroundTaskKind
from audits.domain.errors import ChangeMade
from audits.domain.permissions import STAFF, may
from audits.domain.remedies import Verb
from audits.domain.ticks import Tick
from audits.queries.still_stands import StillStands
from audits.workspace import Workspace

from .done import done_in_words
from .site import Site
from .tokens import SEEN, form_token


SEE_OTHER = 303
# What a browser's own description holds, the most telling first: most say that they are Safari too.
BROWSERS = {"Edg": "Edge", "Firefox/": "Firefox", "Chrome/": "Chrome", "Safari/": "Safari"}
SYSTEMS = {
    "iPhone": "an iPhone", "iPad": "an iPad", "Android": "Android", "Windows": "Windows",
    "Mac OS": "a Mac", "Linux": "Linux",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a form: which field, "" for all of it, and what to do."""

    field: str
    says: str


class Typed(dict[str, str]):
    """What was typed into a form that is shown again.

    ``beside``, somebody else has changed what it is about: what stands now is shown beside it.
    """

    def __init__(self, fields: Mapping[str, str], *, beside: bool) -> None:
        super().__init__(fields)
        self.beside = beside


class FormKeys(NamedTuple):
    """What each form of a page carries: that it is ours, and how old it is."""

    token: str
    seen: str


@dataclass(frozen=True)
class Visit:
    """One request; ``signed_in`` is None on pages that anybody may see.

    ``still`` is asked whether what a form was made from stands as it did.
    """

    site: Site
    request: Request
    signed_in: SignedIn | None
    still: StillStands | None = None

    @property
    def workspace(self) -> Workspace:
        """Return the workspace in the name of whoever asks."""
        workspace = self.site.workspace
        if self.signed_in is None:
            return workspace.acting_as("somebody who is not signed in")
        mine = workspace.acting_as(self.signed_in.actor)
        return mine if self.still is None else mine.only_if(self.still)

    @property
    def name(self) -> str:
        """Return the name of whoever asks, "" if nobody is signed in."""
        return self.signed_in.name if self.signed_in else ""

    @property
    def who(self) -> SignedIn:
        """Return who is signed in, on a page for which somebody must be."""
        if self.signed_in is None:
            raise RuntimeError("a page for those who are signed in let in somebody who is not")
        return self.signed_in

    @property
    def caller(self) -> Caller:
        """Return from where this is asked: behind a proxy, what it says of whoever asked it."""
        request = self.request
        machine = request.client.host if request.client else "nowhere"
        return Caller(machine, browser_in_words(request.headers.get("user-agent", "")))

    def may(self, verb: str) -> bool:
        """Tell whether whoever asks may do something, by its verb's name as ``APPROVE_DRAW``."""
        return self.may_do(Verb[verb])

    def may_do(self, verb: Verb) -> bool:
        """Tell whether whoever asks may do something."""
        return self.signed_in is not None and may(self.signed_in.role, verb)

    @property
    def agencies(self) -> tuple[str, ...] | None:
        """Return the agencies whose actions alone may be seen; None for staff, who see all."""
        who = self.signed_in
        if who is None:
            return ()
        return None if who.role in STAFF else who.agencies

    def page(self, layout: str, /, *, code: int = 200, **content: object) -> Response:
        """Return a page, filled in with what its layout asks for."""
        state = self.request.state
        problems: tuple[Problem, ...] = getattr(state, "problems", ())
        changes: tuple[ChangeMade, ...] = getattr(state, "changes", ())
        typed = Typed(getattr(state, "typed", {}), beside=bool(changes))
        nonce = secrets.token_urlsafe(16)
        filled = self.site.layouts.get_template(layout).render(
            content,
            code=code,
            visit=self,
            who=self.signed_in,
            partnership=self.site.workspace.partnership,
            path=self.request.url.path,
            done=done_in_words(self.request.query_params),
            problems=problems,
            typed=typed,
            remedies=getattr(state, "remedies", ()),
            changes=changes,
            token=FormKeys(form_token(self.request), self._seen(typed)),
            cspNonce=nonce,
        )
        response = HTMLResponse(filled, code)
        response.headers["Content-Security-Policy"] = content_policy(nonce)
        return response

    def _seen(self, typed: Mapping[str, str]) -> str:
        """Return how old a page's forms are: a form that is shown again is no younger for it."""
        if self.signed_in is None:
            return ""
        return typed.get(SEEN, str(self.signed_in.trail_end))

    def ask_for(self, tick: Tick) -> None:
        """Have a tick done now: the schedule, wherever it runs, starts it within seconds."""
        self.workspace.ticks.ask(tick.name)

    def begin(self, kind: BackgroundTaskKind, *, about: str, **asked: object) -> Response:
        """Ask for long work, and go to the page that shows how far it is."""
        workspace = self.workspace
        if self.still is not None:  # a step of a later moment cannot ask it any more
            with workspace.open_view() as view:
                self.still(view)
        number = workspace.background_tasks.ask(kind, about=about, asked=asked, by=workspace.actor)
        self.site.begin()
        return self.go(f"/tasks/{number}")

    def go(self, path: str, done: str = "", **facts: str) -> Response:
        """Go to another page, which says what was done."""
        if done:
            path = f"{path}?{urlencode({'done': done, **facts})}"
        return RedirectResponse(path, SEE_OTHER)


def browser_in_words(agent: str) -> str:
    """Return what a browser is called, as it says itself.

    >>> browser_in_words("Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0")
    'Firefox on Windows'
    """
    browsers = (word for mark, word in BROWSERS.items() if mark in agent)
    systems = (word for mark, word in SYSTEMS.items() if mark in agent)
    return f"{next(browsers, 'A browser')} on {next(systems, 'another system')}"


def content_policy(nonce: str = "") -> str:
    """Return what a page may load: what is ours, and scripts that carry this answer's nonce."""
    scripts = f"'self' 'nonce-{nonce}'" if nonce else "'self'"
    return (
        f"default-src 'none'; script-src {scripts}; style-src 'self'; img-src 'self'; "
        "font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; "
        "base-uri 'none'; object-src 'none'"
    )
