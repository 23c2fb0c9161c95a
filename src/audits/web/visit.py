"""One request of one person: who asks, in whose name the work is done, and the page they get."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from audits.domain.access import SignedIn
from audits.domain.permissions import may
from audits.domain.remedies import Verb
from audits.workspace import Workspace

from .done import done_in_words
from .site import Site
from .tokens import form_token


SEE_OTHER = 303


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a form: which field, "" for all of it, and what to do."""

    field: str
    says: str


@dataclass(frozen=True)
class Visit:
    """One request; ``signed_in`` is None on pages that anybody may see."""

    site: Site
    request: Request
    signed_in: SignedIn | None

    @property
    def workspace(self) -> Workspace:
        """Return the workspace in the name of whoever asks."""
        workspace = self.site.workspace
        if self.signed_in is None:
            return workspace.acting_as("somebody who is not signed in")
        return workspace.acting_as(self.signed_in.actor)

    def may(self, verb: str) -> bool:
        """Tell whether whoever asks may do something, by its verb's name as ``APPROVE_DRAW``."""
        return self.signed_in is not None and may(self.signed_in.role, Verb[verb])

    def page(self, layout: str, /, *, code: int = 200, **content: object) -> Response:
        """Return a page, filled in with what its layout asks for."""
        state = self.request.state
        problems: tuple[Problem, ...] = getattr(state, "problems", ())
        typed: Mapping[str, str] = getattr(state, "typed", {})
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
            token=form_token(self.request),
            cspNonce=nonce,
        )
        response = HTMLResponse(filled, code)
        response.headers["Content-Security-Policy"] = content_policy(nonce)
        return response

    def go(self, path: str, done: str = "", **facts: str) -> Response:
        """Go to another page, which says what was done."""
        said = urlencode({"done": done, **facts}) if done else ""
        return RedirectResponse("?".join(filter(None, (path, said))), SEE_OTHER)


def content_policy(nonce: str = "") -> str:
    """Return what a page may load: what is ours, and scripts that carry this answer's nonce."""
    scripts = f"'self' 'nonce-{nonce}'" if nonce else "'self'"
    return (
        f"default-src 'none'; script-src {scripts}; style-src 'self'; img-src 'self'; "
        "font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; "
        "base-uri 'none'; object-src 'none'"
    )
