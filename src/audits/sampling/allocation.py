"""How many cases each stratum gives: whole numbers that add up, the same on every machine."""

from collections.abc import Callable, Iterable, Mapping

from audits.domain.amounts import many
from audits.domain.errors import SampleError
from audits.domain.plan import Allocation, SamplePlan, Strata


Shares = dict[str, int]


def allocate_more(
    plan: SamplePlan,
    more: int,
    *,
    eligible: Mapping[str, int],
    drawn: Mapping[str, int],
    available: Mapping[str, int],
) -> Shares:
    """Return how many of ``more`` cases each stratum gives, beside those it has given.

    The larger sample is shared out by the same rule, but no stratum gives up what it gave: its
    share is at least what was ``drawn``. ``available`` is the most each can give in all. Fixed
    numbers and quotas are kept in proportion to what they were.
    """
    weights, most = {}, {}
    for name, number in available.items():
        weights[name] = _weight(plan, name, eligible=eligible, drawn=drawn)
        if weights[name]:
            most[name] = number
    size = min(sum(drawn.values()) + more, sum(most.values()))

    def rule(left: int, names: list[str]) -> Shares:
        return _share(left, part_of(weights, names), part_of(drawn, names))

    shares = _within(most, size, rule)
    return less(dict(sorted(shares.items())), drawn)


def _weight(
    plan: SamplePlan, name: str, *, eligible: Mapping[str, int], drawn: Mapping[str, int]
) -> int:
    if plan.quotas:
        return drawn.get(name, 0)
    if plan.strata is None or plan.strata.allocate is Allocation.PROPORTIONAL:
        return eligible.get(name, 0)
    if plan.strata.allocate is Allocation.EQUAL:
        return 1
    return plan.strata.fixed.get(name, 0)


def allocate(
    plan: SamplePlan, size: int, *, eligible: Mapping[str, int], available: Mapping[str, int]
) -> Shares:
    """Share ``size`` cases out between the strata, as the plan says.

    ``eligible`` weighs the strata; ``available`` is the most each can give. What a stratum cannot
    give goes to the others by the same rule. Fixed numbers are never moved from one stratum to
    another, and ``size`` does not change them.
    """
    strata = plan.strata
    if strata is not None and strata.allocate is Allocation.FIXED:
        return at_most(available, strata.fixed)
    weights, least = dict(eligible), 0
    if strata is not None:
        least = strata.at_least
        if strata.allocate is Allocation.EQUAL:
            weights = dict.fromkeys(eligible, 1)

    def rule(left: int, names: list[str]) -> Shares:
        floors = at_most(part_of(available, names), dict.fromkeys(names, least))
        return _share(left, part_of(weights, names), floors)

    return _within(available, min(size, sum(available.values())), rule)


def check_fixed(size: int | None, strata: Strata | None) -> None:
    """Refuse fixed numbers that do not add up to the size beside them.

    Raises:
        SampleError: saying both numbers.
    """
    if strata is None or strata.allocate is not Allocation.FIXED:
        return
    total = sum(strata.fixed.values())
    if size is not None and size != total:
        raise SampleError(
            f"The plan asks for {many(size, 'case')}, but its strata add up to {total}. "
            "Make the two numbers agree in the template."
        )


def less(counts: Mapping[str, int], taken: Mapping[str, int]) -> Shares:
    """Return what each count leaves when so many are taken off."""
    return {name: count - taken.get(name, 0) for name, count in counts.items()}


def at_most(available: Mapping[str, int], wanted: Mapping[str, int]) -> Shares:
    """Return what is wanted of each stratum, as far as it is available; never less than 0."""
    return {name: min(max(0, wanted.get(name, 0)), most) for name, most in available.items()}


def short_of(wanted: Mapping[str, int], given: Mapping[str, int]) -> Shares:
    """Return what is given by those strata that give less than is wanted."""
    return {name: given[name] for name in wanted if given[name] < wanted[name]}


def part_of(counts: Mapping[str, int], names: Iterable[str]) -> Shares:
    """Return the counts of these strata, 0 where there is none."""
    return {name: counts.get(name, 0) for name in names}


def _within(most: Mapping[str, int], size: int, rule: Callable[[int, list[str]], Shares]) -> Shares:
    """Apply the rule again without the strata that gave all they had, until it fits."""
    full: Shares = {}
    while True:
        shares = rule(size - sum(full.values()), sorted(most.keys() - full.keys()))
        over = short_of(shares, most)
        if not over:
            return {**full, **shares}
        full |= over


def _share(size: int, weights: Mapping[str, int], floors: Mapping[str, int]) -> Shares:
    """Share by largest remainder; a stratum below its floor gets the floor and leaves the rest."""
    if sum(floors.values()) >= size:
        return _in_turn(size, weights, floors)
    held: Shares = {}
    rest = dict(weights)
    while True:
        shares = _largest_remainder(size - sum(held.values()), rest)
        low = {name: floors[name] for name in shares if shares[name] < floors[name]}
        if not low:
            return {**held, **shares}
        held |= low
        for name in low:
            del rest[name]


def _largest_remainder(size: int, weights: Mapping[str, int]) -> Shares:
    """Hare's quota; ties go to the heavier stratum, then to the first in the alphabet."""
    total = sum(weights.values())
    if not total:
        return dict.fromkeys(weights, 0)
    shares = {name: size * weight // total for name, weight in weights.items()}
    order = sorted(weights, key=lambda n: (-(size * weights[n] % total), -weights[n], n))
    for name in order[: size - sum(shares.values())]:
        shares[name] += 1
    return shares


def _in_turn(size: int, weights: Mapping[str, int], floors: Mapping[str, int]) -> Shares:
    """Give one at a time, the heaviest first, when there are not enough for every floor."""
    shares = dict.fromkeys(weights, 0)
    order = sorted(weights, key=lambda name: (-weights[name], name))
    while size > 0 and shares != dict(floors):
        for name in order:
            if size > 0 and shares[name] < floors[name]:
                shares[name] += 1
                size -= 1
    return shares
