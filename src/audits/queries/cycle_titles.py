"""The list of cycles: reference, title, status and day of each."""

from dataclasses import dataclass
from datetime import date
from itertools import starmap

from audits.domain.status import CycleStatus
from audits.storage import Cycle, View
from audits.workspace import Workspace


@dataclass(frozen=True, slots=True)
class CycleTitle:
    """What a cycle is called and where it stands."""

    ref: str
    title: str
    status: CycleStatus
    opened_on: date


def cycles_in_short(*, workspace: Workspace) -> list[CycleTitle]:
    """Return every cycle's title and where it stands, in the order they were opened."""
    with workspace.open_view() as view:
        return titles_in(view)


def titles_in(view: View, *conditions: bool) -> list[CycleTitle]:
    """Return the same of the cycles for which every condition holds."""
    shown = (Cycle.ref, Cycle.title, Cycle.status, Cycle.opened_on)  # not the frozen texts
    return list(starmap(CycleTitle, view.columns(shown, *conditions, order_by=Cycle.opened_on)))


def title_of_cycle(ref: str, *, workspace: Workspace) -> CycleTitle:
    """Return what one cycle is called and where it stands.

    Raises:
        NotFoundError: if there is no such cycle.
    """
    with workspace.open_view() as view:
        return title_of(view.get(Cycle, ref))


def title_of(cycle: Cycle) -> CycleTitle:
    """Return what a cycle is called and where it stands."""
    return CycleTitle(cycle.ref, cycle.title, cycle.status, cycle.opened_on)
