"""From a register to a frame: what is in the window, in scope, and eligible.

Column by column: each test goes over one column of a million in some hundredths of a second, and
what is wanted of a word is asked once for each word there is, not for each unit.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import TypeAlias, TypeVar

from audits.domain.candidate import Candidates
from audits.domain.plan import SamplePlan

from .exclusion import Rulings, reasons_of
from .frame import Frame
from .strata import strata_of


T = TypeVar("T")
Places: TypeAlias = Sequence[int]


def freeze_frame(
    candidates: Candidates,
    plan: SamplePlan,
    *,
    where: Mapping[str, Collection[str]],
    since: date | None,
    until: date,
    audited: Collection[str] = (),
    rulings: Rulings | None = None,
    days: Sequence[date | None] | None = None,
) -> Frame:
    """Return the frame of a cycle: who could be drawn, who may not and why.

    ``since`` and ``until`` are the first and the last day of the window, both inside it; it is by
    ``days``, one a candidate, where the day on which a candidate occurred is not meant. ``where``
    names the values an attribute must have, in any case. ``audited`` holds the hashes of the
    children audited too recently; ``rulings`` what a person decided about single units, and since
    when a case must have been open. Only what is in the window and scope enters the frame; the
    rest is counted in ``out_of_scope``, so that both together are the register.
    """
    out: dict[str, int] = {}
    places = _in_window(days or candidates.occurred_on, since, until, out=out)
    for name, values in where.items():
        column = candidates.attributes.get(name)
        places = _in_scope(places, column, values, name=name, out=out)
    inside = _taken(candidates, places, plan)
    strata = strata_of(inside, plan)
    return Frame(
        inside.units,
        strata,
        inside.families,
        inside.children,
        reasons_of(inside, plan, strata=strata, audited=audited, rulings=rulings or Rulings()),
        dict(sorted(out.items())),
    )


def attributes_asked(plan: SamplePlan, where: Collection[str]) -> frozenset[str]:
    """Return the names of the attributes that a frame of this plan and scope asks about."""
    names = {"restricted", "opened_on", *plan.quotas, *where}
    if plan.strata is not None:
        names.add(plan.strata.by)
    return frozenset(names)


def _taken(candidates: Candidates, places: Places, plan: SamplePlan) -> Candidates:
    """Return the candidates at these places, with the attributes that the plan asks about."""
    if len(places) == len(candidates):
        return candidates
    names = attributes_asked(plan, ())
    columns = candidates.attributes.items()
    return Candidates(
        units=_at(places, candidates.units),
        occurred_on=_at(places, candidates.occurred_on),
        families=_at(places, candidates.families),
        children=_at(places, candidates.children),
        attributes={name: _at(places, column) for name, column in columns if name in names},
    )


def _at(places: Places, column: Sequence[T]) -> list[T]:
    return list(map(column.__getitem__, places))


def _in_window(
    days: Sequence[date | None], since: date | None, until: date, *, out: dict[str, int]
) -> Places:
    first = since or date.min
    before = unknown = 0
    inside = []
    for place, day in enumerate(days):
        if day is None:
            unknown += 1
        elif day < first:
            before += 1
        elif day <= until:
            inside.append(place)
    _count(out, "before the window", before)
    _count(out, "after the window", len(days) - before - unknown - len(inside))
    _count(out, "without the day of the window", unknown)
    return inside


def _in_scope(
    places: Places,
    column: Sequence[str] | None,
    values: Collection[str],
    *,
    name: str,
    out: dict[str, int],
) -> Places:
    wanted = set(map(_folded, values))
    if column is None:
        inside = places
        if "" not in wanted:
            inside = []
    else:
        right = {value for value in set(column) if _folded(value) in wanted}
        inside = [place for place in places if column[place] in right]
    _count(out, f"other {name}", len(places) - len(inside))
    return inside


def _count(out: dict[str, int], reason: str, number: int) -> None:
    if number:
        out[reason] = out.get(reason, 0) + number


def _folded(value: str) -> str:
    return " ".join(value.split()).casefold()
