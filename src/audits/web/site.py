"""What every page is made with: the workspace and the layouts."""

from collections.abc import Callable
from dataclasses import dataclass, field

from fastapi import Request
from jinja2 import Environment
from pydantic import SecretStr

from audits.workspace import Workspace

from .rendering import page_layouts


AT = "/at/"  # and a board's name: with which an address of one of several boards begins
SITE = "audits.site"  # where a request has the site that it is for


def _layouts() -> Environment:
    layouts: Environment = page_layouts()
    return layouts


@dataclass(frozen=True)
class Site:
    """One partnership's website; ``begin`` has long work begun that was asked for."""

    workspace: Workspace
    begin: Callable[[], object]
    layouts: Environment = field(default_factory=_layouts, repr=False)
    delivery_token: SecretStr | None = None  # by which GOV.UK Notify is known when it calls

    @property
    def prefix(self) -> str:
        """Return what stands before a path in an address that leads to this board's site."""
        board = self.workspace.board
        return f"{AT}{board}" if board else ""


def site_of(request: Request) -> Site:
    """Return the site that a request is for: of several boards the one whose door it came by."""
    site: Site = request.scope.get(SITE) or request.app.state.site
    return site
