"""What each unit is asked again and still owes, over all cycles."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from operator import attrgetter

from audits.domain.status import TAKING_ANSWERS
from audits.storage import Cycle, IssuedPack, ReturnProblem, View, one_of
from audits.workspace import Workspace

from .return_status import returns_of_all_cycles, unit_names


@dataclass(frozen=True, slots=True)
class UnitQueries:
    """How many answers a unit is still asked for again, in which cycles, how old, until when.

    ``oldest_days`` is how long the oldest has been open; ``due_on`` is the first day on which some
    are due, None while the workbook that asks is not written.
    """

    unit: str
    name: str
    cycles: tuple[str, ...]
    open: int
    oldest_days: int
    due_on: date | None


@dataclass(frozen=True, slots=True)
class _PackAsked:
    """One pack of which answers are asked again."""

    cycle: str
    open: int
    oldest: datetime
    due_at: datetime | None


def queries_by_unit(*, workspace: Workspace) -> list[UnitQueries]:
    """Return each unit that is asked again for answers and owes them, the longest open first."""
    by_unit: dict[str, list[_PackAsked]] = defaultdict(list)
    with workspace.open_view() as view:
        names = unit_names(view)
        for unit, asked in _packs_asked(view):
            by_unit[unit].append(asked)
    lines = [_line(unit, names[unit], packs, workspace) for unit, packs in by_unit.items()]
    return sorted(lines, key=lambda line: (-line.oldest_days, line.unit))


def _packs_asked(view: View) -> Iterator[tuple[str, _PackAsked]]:
    """Yield each unit with a pack of its whose cycle still takes the answers asked for."""
    taking = set(view.values(Cycle.ref, one_of(Cycle.status, TAKING_ANSWERS)))
    unsettled = view.unsettled_queries()
    due = _due_by_edition(unsettled.values(), view)
    for cycle, status in returns_of_all_cycles(view).items():
        for pack in status.waiting:
            if cycle in taking and pack.unit in status.asked:
                yield pack.unit, _asked(cycle, status.asked[pack.unit], unsettled[pack.code], due)


def _asked(
    cycle: str, answers: int, queries: Sequence[ReturnProblem], due: Mapping[str, datetime]
) -> _PackAsked:
    oldest = min(query.raised_at for query in queries)
    editions = {query.asked_in or "" for query in queries} & due.keys()
    until = min(map(due.__getitem__, editions), default=None)
    return _PackAsked(cycle, answers, oldest, until)


def _due_by_edition(
    by_pack: Iterable[Sequence[ReturnProblem]], view: View
) -> Mapping[str, datetime]:
    """Return until when each edition that asks is to be answered."""
    editions = {query.asked_in for query in chain.from_iterable(by_pack)}
    asking = one_of(IssuedPack.id, editions - {None})
    return view.values_by(IssuedPack.id, IssuedPack.due_at, asking)


def _line(unit: str, name: str, packs: Sequence[_PackAsked], workspace: Workspace) -> UnitQueries:
    due_at = min(filter(None, map(attrgetter("due_at"), packs)), default=None)
    due_on = workspace.calendar.local_date(due_at) if due_at else None
    oldest: datetime = min(map(attrgetter("oldest"), packs))
    return UnitQueries(
        unit=unit,
        name=name,
        cycles=tuple(map(attrgetter("cycle"), packs)),
        open=sum(map(attrgetter("open"), packs)),
        oldest_days=(workspace.clock() - oldest).days,
        due_on=due_on,
    )
