"""One cycle as its page shows it: where it stands, its units, and what was done, when, by whom."""

from dataclasses import dataclass

from audits.workspace import Workspace

from .cycles import CycleDetail, describe_cycle
from .dispatches import DispatchLine, list_dispatches
from .units import UnitLine, list_units


@dataclass(frozen=True, slots=True)
class CyclePage:
    """A cycle with its units and the messages about it."""

    cycle: CycleDetail
    units: tuple[UnitLine, ...]
    messages: tuple[DispatchLine, ...]


def cycle_page(ref: str, *, workspace: Workspace) -> CyclePage:
    """Return a cycle, its units and its messages.

    Raises:
        NotFoundError: if there is no such cycle.
    """
    cycle = describe_cycle(ref, workspace=workspace)
    units = list_units(ref, workspace=workspace)
    messages = list_dispatches(ref, workspace=workspace)
    return CyclePage(cycle, tuple(units), tuple(messages))
