"""Who may not be drawn, each for one reason."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date

from audits.domain.candidate import Candidates
from audits.domain.plan import SamplePlan

from .strata import NO_QUOTA


BY_A_PERSON = "by_a_person"
AUDITED_RECENTLY = "audited_recently"
RESTRICTED = "restricted"
NOT_OPEN_LONG = "not_open_long_enough"
OUTSIDE_QUOTAS = "outside_the_quotas"


@dataclass(frozen=True)
class Rulings:
    """What was decided outside the register: single units by a person, and the last opening day.

    ``included`` units are taken in against every reason but the quotas'; ``excluded`` ones are
    left out. ``opened_by`` is the last day on which a case that is eligible was opened.
    """

    included: Collection[str] = ()
    excluded: Collection[str] = ()
    opened_by: date | None = None


@dataclass
class _Reasons:
    """The reason of each place, filled in once: the first rule that excludes a unit counts."""

    of: list[str]
    kept: frozenset[int] = field(default_factory=frozenset)

    def add(self, reason: str, places: Sequence[int]) -> None:
        for place in places:
            if not self.of[place] and place not in self.kept:
                self.of[place] = reason


def reasons_of(
    candidates: Candidates,
    plan: SamplePlan,
    *,
    strata: Sequence[str],
    audited: Collection[str],
    rulings: Rulings,
) -> list[str]:
    """Return why each candidate may not be drawn, or nothing.

    The first reason in a fixed order, so that each unit is counted under one.
    """
    reasons = _Reasons([""] * len(strata))
    if plan.quotas:
        reasons.add(OUTSIDE_QUOTAS, _places_of(strata, {NO_QUOTA}))
    reasons.kept = frozenset(_places_of(candidates.units, rulings.included))
    reasons.add(BY_A_PERSON, _places_of(candidates.units, rulings.excluded))
    if plan.audited_within_months:
        reasons.add(AUDITED_RECENTLY, _audited(candidates.children, frozenset(audited)))
    if plan.leave_out_restricted:
        restricted = candidates.attributes.get("restricted", ())
        reasons.add(RESTRICTED, _places_of(restricted, {"yes"}))
    if plan.open_at_least_months and rulings.opened_by:
        reasons.add(NOT_OPEN_LONG, _opened_after(candidates, rulings.opened_by))
    return reasons.of


def _places_of(column: Sequence[str], wanted: Collection[str]) -> list[int]:
    """Return where in a column one of the wanted values stands."""
    if not wanted:
        return []
    known = frozenset(wanted)
    return [place for place, value in enumerate(column) if value in known]


def _audited(children: Sequence[str], audited: frozenset[str]) -> list[int]:
    if not audited:
        return []
    return [
        place
        for place, hashes in enumerate(children)
        if hashes in audited or (" " in hashes and not audited.isdisjoint(hashes.split()))
    ]


def _opened_after(candidates: Candidates, last: date) -> list[int]:
    """Return who was opened too late, by ``opened_on`` or, where there is none, the unit's day."""
    days = candidates.attributes.get("opened_on")
    if days is None:
        return [place for place, day in enumerate(candidates.occurred_on) if day > last]
    limit = last.isoformat()
    return [
        place
        for place, day in enumerate(days)
        if (day or candidates.occurred_on[place].isoformat()) > limit
    ]
