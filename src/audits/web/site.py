"""What every page is made with: the workspace and the layouts."""

from collections.abc import Callable
from dataclasses import dataclass, field

from jinja2 import Environment

from audits.workspace import Workspace

from .rendering import page_layouts


@dataclass(frozen=True)
class Site:
    """One partnership's website; ``begin`` has long work begun that was asked for."""

    workspace: Workspace
    begin: Callable[[], object]
    layouts: Environment = field(default_factory=page_layouts, repr=False)
