"""What every page is made with: the workspace, the layouts, and who starts long work."""

from collections.abc import Callable
from dataclasses import dataclass, field

from jinja2 import Environment

from audits.workspace import Workspace

from .rendering import page_layouts


def _nothing(_tick: str) -> None:
    """Start nothing: the schedule does it when its time comes."""


@dataclass(frozen=True)
class Site:
    """One partnership's website.

    ``nudge`` starts a tick now, by its name, and returns at once; what is long is done there.
    """

    workspace: Workspace
    nudge: Callable[[str], None] = _nothing
    layouts: Environment = field(default_factory=page_layouts, repr=False)
