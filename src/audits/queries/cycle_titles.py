"""The list of cycles: reference, title, status and day of each."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from itertools import starmap

from audits.domain.status import CycleStatus
from audits.storage import Cycle, View
from audits.workspace import Workspace

from .held_packs import packs_not_sent


@dataclass(frozen=True, slots=True)
class CycleTitle:
    """What a cycle is called and where it stands.

    ``packs_not_sent`` are the units their pack has not gone to, of an audit whose packs are
    written; it is asked where audits are listed.
    """

    ref: str
    title: str
    status: CycleStatus
    opened_on: date
    packs_not_sent: int = 0


def cycles_in_short(*, workspace: Workspace) -> list[CycleTitle]:
    """Return every cycle's title and where it stands, in the order they were opened."""
    with workspace.open_view() as view:
        return with_packs(titles_in(view), view)


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


def with_packs(titles: Iterable[CycleTitle], view: View) -> list[CycleTitle]:
    """Return the same titles, each with how many of its packs are not sent, in one statement."""
    not_sent = packs_not_sent(view)
    return [replace(title, packs_not_sent=not_sent.get(title.ref, 0)) for title in titles]
