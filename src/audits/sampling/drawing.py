"""The draw itself: the frame in the order of its ranks, and who is taken."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple

from audits.domain.amounts import many, were
from audits.domain.errors import SampleError
from audits.domain.plan import Allocation, SamplePlan

from .allocation import Shares, allocate, at_most, check_fixed, less, short_of
from .frame import Frame
from .quotas import allocate_quotas, check_quotas
from .ranking import Entry, Ranking, places_of


SIBLING = "sibling_already_drawn"
RESERVES = 50  # of each stratum stand in a certificate, or twice what it gave if that is more


class DrawnCase(NamedTuple):
    """One drawn case; ``number`` is its place in the cycle, ``why`` a person's reason."""

    number: int
    unit_hash: str
    stratum: str
    rank: str
    probability: float
    targeted: bool = False
    why: str = ""


class Reserve(NamedTuple):
    """One that was not drawn; the next of its stratum takes the place of a case that is lost."""

    unit_hash: str
    stratum: str
    rank: str


@dataclass(frozen=True)
class Draw:
    """What a draw gave: cases, reserves and passed-over siblings part the eligible frame.

    ``reserves`` are the first of each stratum; ``reserves_in_all`` says how many it has.
    """

    cases: tuple[DrawnCase, ...]
    reserves: tuple[Reserve, ...]
    passed_over: Mapping[str, str] = field(default_factory=dict)
    reserves_in_all: Mapping[str, int] = field(default_factory=dict)


def draw(
    frame: Frame, plan: SamplePlan, *, key: str, targeted: Mapping[str, str] | None = None
) -> Draw:
    """Draw the cases of a cycle.

    ``targeted`` gives a person's reason for each unit chosen by name; these take places of the
    sample, are flagged, and have probability 1. Fewer eligible than asked gives what there is;
    only quotas on two dimensions that cannot both be met are refused.
    The random cases are numbered in the order of their ranks, the targeted ones after them.

    A case's probability is its stratum's n/N: n drawn at random, N eligible and not targeted.

    Raises:
        SampleError: if nobody is eligible, a targeted unit may not be drawn, or quotas do not fit.
    """
    check_plan(frame, plan)
    return draw_from(Ranking(frame, key), plan, targeted or {})


def draw_from(ranking: Ranking, plan: SamplePlan, targeted: Mapping[str, str]) -> Draw:
    """Draw from a frame that has been ranked."""
    check_targeted(ranking.frame, plan, targeted)
    by_name = ranking.entries(ranking.places(targeted))
    chosen, passed_over = _choose(ranking, plan, by_name)
    pool = less(ranking.eligible, _by_stratum(ranking, by_name))
    cases = (
        *_cases(ranking, chosen, pool),
        *_targeted_cases(ranking, by_name, targeted, first=len(chosen) + 1),
    )
    leaving = places_of([*chosen, *by_name]) | passed_over
    siblings = sorted(map(ranking.frame.units.__getitem__, passed_over))
    return Draw(
        cases,
        tuple(_reserves(ranking, chosen, leaving)),
        dict.fromkeys(siblings, SIBLING),
        less(ranking.eligible, ranking.by_stratum(leaving)),
    )


def check_plan(frame: Frame, plan: SamplePlan) -> None:
    """Refuse a plan whose numbers disagree, or a frame that holds nobody to draw.

    Raises:
        SampleError: saying which.
    """
    check_fixed(plan.size, plan.strata)
    check_quotas(plan.size, plan.quotas)
    if not frame.eligible:
        holds = str(frame.population)
        if frame.excluded:
            reasons = ", ".join(f"{n} {reason}" for reason, n in frame.excluded.items())
            holds += f", all left out ({reasons})"
        raise SampleError(
            f"Nobody can be drawn: the frame holds {holds}. "
            "Widen the dates or load a newer register."
        )


def check_targeted(frame: Frame, plan: SamplePlan, targeted: Mapping[str, str]) -> None:
    """Refuse cases chosen by name that are too many, not eligible, or without a reason.

    Raises:
        SampleError: saying which.
    """
    if len(targeted) > plan.targeted.at_most:
        raise SampleError(
            f"{many(len(targeted), 'case')} {were(len(targeted))} chosen by name, but the plan "
            f"allows {plan.targeted.at_most}. Choose fewer, or change the template."
        )
    if not targeted:
        return
    by_unit = zip(frame.units, frame.reasons, strict=True)
    reasons = {unit: reason for unit, reason in by_unit if unit in targeted}
    for unit, why in targeted.items():
        if unit not in reasons:
            raise SampleError(f"The case chosen by name ({unit[:12]}…) is not in the frame.")
        if reasons[unit]:
            raise SampleError(
                f"The case chosen by name ({unit[:12]}…) is left out of the frame: "
                f"{reasons[unit]}. Choose another."
            )
        if not why.strip():
            raise SampleError(f"Say why the case ({unit[:12]}…) was chosen by name.")


def reserve_at(frame: Frame, entry: Entry) -> Reserve:
    """Return an eligible unit of a frame as a certificate states it."""
    return Reserve(frame.units[entry.place], frame.strata[entry.place], entry.rank.hex())


def _choose(
    ranking: Ranking, plan: SamplePlan, by_name: Sequence[Entry]
) -> tuple[list[Entry], set[int]]:
    """Fill each stratum; when siblings leave one short, share again what it cannot give."""
    gone = places_of(by_name)
    families = ranking.families(gone) if plan.one_child_a_family else None
    taken = _by_stratum(ranking, by_name)
    eligible = less(ranking.eligible, taken)
    available = dict(eligible)
    while True:
        quota = _quota(plan, eligible=eligible, available=available, taken=taken)
        chosen = ranking.pick(quota, but=gone, families=families)
        short = short_of(quota, _by_stratum(ranking, chosen))
        if not short:
            break
        available |= short
    drawn = gone | places_of(chosen)
    if families is None:
        return chosen, set()
    return chosen, set(ranking.siblings(ranking.families(drawn))) - drawn


def _quota(
    plan: SamplePlan,
    *,
    eligible: Mapping[str, int],
    available: Mapping[str, int],
    taken: Mapping[str, int],
) -> Shares:
    """Return how many each stratum gives at random, the targeted cases' places taken off."""
    if plan.quotas:
        return allocate_quotas(plan, available=available, taken=taken)
    if plan.strata is not None and plan.strata.allocate is Allocation.FIXED:
        return at_most(available, less(plan.strata.fixed, taken))
    if plan.size is None:
        return dict(available)
    size = max(0, plan.size - sum(taken.values()))
    return allocate(plan, size, eligible=eligible, available=available)


def _by_stratum(ranking: Ranking, entries: Sequence[Entry]) -> Counter[str]:
    return ranking.by_stratum(places_of(entries))


def _cases(
    ranking: Ranking, chosen: Sequence[Entry], pool: Mapping[str, int]
) -> Iterator[DrawnCase]:
    drawn = _by_stratum(ranking, chosen)
    for number, entry in enumerate(chosen, 1):
        unit = reserve_at(ranking.frame, entry)
        yield DrawnCase(number, *unit, drawn[unit.stratum] / pool[unit.stratum])


def _targeted_cases(
    ranking: Ranking, by_name: Sequence[Entry], why: Mapping[str, str], *, first: int
) -> Iterator[DrawnCase]:
    for number, entry in enumerate(by_name, first):
        unit = reserve_at(ranking.frame, entry)
        yield DrawnCase(number, *unit, 1.0, targeted=True, why=why[unit.unit_hash])


def _reserves(
    ranking: Ranking, chosen: Sequence[Entry], leaving: Collection[int]
) -> Iterator[Reserve]:
    """Yield the first of the rest, stratum by stratum, each in the order of its ranks."""
    drawn, gone = _by_stratum(ranking, chosen), ranking.by_stratum(leaving)
    for name in ranking.eligible:
        most = max(RESERVES, 2 * drawn[name])
        first = ranking.first(name, most + gone[name])
        rest = [entry for entry in first if entry.place not in leaving]
        yield from map(partial(reserve_at, ranking.frame), rest[:most])
