"""The draw itself: the frame in the order of its ranks, and who is taken."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from audits.domain.errors import SampleError
from audits.domain.plan import Allocation, SamplePlan

from .allocation import Shares, allocate, check_fixed
from .frame import Frame, FrameUnit
from .rank import rank


SIBLING = "sibling_already_drawn"


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
    """What a draw gave: cases, reserves and passed-over siblings part the eligible frame."""

    cases: tuple[DrawnCase, ...]
    reserves: tuple[Reserve, ...]
    passed_over: Mapping[str, str] = field(default_factory=dict)


class _Ranked(NamedTuple):
    rank: str
    line: FrameUnit


def draw(
    frame: Frame, plan: SamplePlan, *, key: str, targeted: Mapping[str, str] | None = None
) -> Draw:
    """Draw the cases of a cycle.

    ``targeted`` gives a person's reason for each unit chosen by name; these take places of the
    sample, are flagged, and have probability 1. Fewer eligible than asked gives what there is.
    The random cases are numbered in the order of their ranks, the targeted ones after them.

    A case's probability is its stratum's n/N: n drawn at random, N eligible and not targeted.

    Raises:
        SampleError: if nobody is eligible, or a targeted unit may not be drawn.
    """
    chosen_by_name = targeted or {}
    _check(frame, plan, chosen_by_name)
    ranked = sorted(
        _Ranked(rank(key, line.unit), line) for line in frame.units if not line.excluded
    )
    by_name = [entry for entry in ranked if entry.line.unit in chosen_by_name]
    pool = [entry for entry in ranked if entry.line.unit not in chosen_by_name]
    chosen, passed_over = _choose(pool, plan, by_name)
    return Draw(
        _cases(chosen, pool) + _targeted_cases(by_name, chosen_by_name, first=len(chosen) + 1),
        _reserves(pool, leaving={entry.line.unit for entry in chosen} | passed_over),
        dict.fromkeys(sorted(passed_over), SIBLING),
    )


def shortfall(drawn: Draw, plan: SamplePlan) -> str:
    """Say in a sentence that fewer were drawn than asked for, or nothing."""
    asked = plan.size
    if plan.strata is not None and plan.strata.allocate is Allocation.FIXED:
        asked = sum(plan.strata.fixed.values())
    if asked is None or len(drawn.cases) >= asked:
        return ""
    why = "too few were eligible"
    if drawn.passed_over:
        why += f" ({len(drawn.passed_over)} passed over as siblings of drawn cases)"
    return f"The plan asks for {asked} cases; {len(drawn.cases)} were drawn, because {why}."


def _check(frame: Frame, plan: SamplePlan, targeted: Mapping[str, str]) -> None:
    check_fixed(plan.size, plan.strata)
    if not frame.eligible:
        left_out = ", ".join(f"{n} {reason}" for reason, n in frame.excluded.items())
        raise SampleError(
            f"Nobody can be drawn: the frame holds {frame.population}"
            f"{f', all left out ({left_out})' if left_out else ''}. "
            "Widen the dates or load a newer register."
        )
    if len(targeted) > plan.targeted.at_most:
        raise SampleError(
            f"{len(targeted)} cases were chosen by name, but the plan allows "
            f"{plan.targeted.at_most}. Choose fewer, or change the template."
        )
    _check_targeted(frame, targeted)


def _check_targeted(frame: Frame, targeted: Mapping[str, str]) -> None:
    lines = {line.unit: line for line in frame.units if line.unit in targeted}
    for unit, why in targeted.items():
        if unit not in lines:
            raise SampleError(f"The case chosen by name ({unit[:12]}…) is not in the frame.")
        if lines[unit].excluded:
            raise SampleError(
                f"The case chosen by name ({unit[:12]}…) is left out of the frame: "
                f"{lines[unit].excluded}. Choose another."
            )
        if not why.strip():
            raise SampleError(f"Say why the case ({unit[:12]}…) was chosen by name.")


def _choose(
    pool: list[_Ranked], plan: SamplePlan, by_name: list[_Ranked]
) -> tuple[list[_Ranked], set[str]]:
    """Fill each stratum; when siblings leave one short, share again what it cannot give."""
    eligible = Counter(entry.line.stratum for entry in pool)
    available = dict(eligible)
    while True:
        quota = _quota(plan, (eligible, available), by_name)
        chosen = _walk(pool, quota, _families(by_name) if plan.one_child_a_family else None)
        got = Counter(entry.line.stratum for entry in chosen)
        short = {name: got[name] for name in quota if got[name] < quota[name]}
        if not short:
            return chosen, _siblings(pool, chosen, by_name) if plan.one_child_a_family else set()
        available |= short


def _quota(
    plan: SamplePlan, counts: tuple[Mapping[str, int], Mapping[str, int]], by_name: list[_Ranked]
) -> Shares:
    """Return how many each stratum gives at random, the targeted cases' places taken off."""
    eligible, available = counts
    is_fixed = plan.strata is not None and plan.strata.allocate is Allocation.FIXED
    if plan.size is None and not is_fixed:
        return dict(available)
    size = max(0, (plan.size or 0) - len(by_name))
    quota = allocate(plan, size, eligible=eligible, available=available)
    if is_fixed and plan.strata is not None:
        taken = Counter(entry.line.stratum for entry in by_name)
        wanted = {name: max(0, n - taken[name]) for name, n in plan.strata.fixed.items()}
        quota = {name: min(wanted.get(name, 0), available[name]) for name in quota}
    return quota


def _walk(
    pool: list[_Ranked], quota: Mapping[str, int], families: set[tuple[str, str]] | None
) -> list[_Ranked]:
    """Go down the ranks once; ``families`` are those drawn already, or None to take them all."""
    left = dict(quota)
    to_find = sum(left.values())
    chosen: list[_Ranked] = []
    for entry in pool:
        if not to_find:
            break
        if not left[entry.line.stratum]:
            continue
        if families is not None:
            if not families.isdisjoint(_family(entry.line)):
                continue
            families |= _family(entry.line)
        left[entry.line.stratum] -= 1
        to_find -= 1
        chosen.append(entry)
    return chosen


def _family(line: FrameUnit) -> set[tuple[str, str]]:
    """Return what two units must not share: the family, or a child where no family is known."""
    shared = {("child", child) for child in line.children}
    return shared | {("family", line.family)} if line.family else shared


def _families(entries: Iterable[_Ranked]) -> set[tuple[str, str]]:
    return {shared for entry in entries for shared in _family(entry.line)}


def _siblings(pool: list[_Ranked], chosen: list[_Ranked], by_name: list[_Ranked]) -> set[str]:
    """Return who was not drawn because a brother or sister was, whichever came first."""
    families = _families(chosen) | _families(by_name)
    taken = {entry.line.unit for entry in chosen}
    return {
        entry.line.unit
        for entry in pool
        if entry.line.unit not in taken and not families.isdisjoint(_family(entry.line))
    }


def _cases(chosen: list[_Ranked], pool: list[_Ranked]) -> tuple[DrawnCase, ...]:
    drawn = Counter(entry.line.stratum for entry in chosen)
    of = Counter(entry.line.stratum for entry in pool)
    return tuple(
        DrawnCase(n, line.unit, line.stratum, place, drawn[line.stratum] / of[line.stratum])
        for n, (place, line) in enumerate(chosen, 1)
    )


def _targeted_cases(
    by_name: list[_Ranked], why: Mapping[str, str], *, first: int
) -> tuple[DrawnCase, ...]:
    return tuple(
        DrawnCase(n, line.unit, line.stratum, place, 1.0, targeted=True, why=why[line.unit])
        for n, (place, line) in enumerate(by_name, first)
    )


def _reserves(pool: list[_Ranked], *, leaving: set[str]) -> tuple[Reserve, ...]:
    """Return the rest, stratum by stratum, each in the order of its ranks."""
    rest = [
        Reserve(line.unit, line.stratum, place) for place, line in pool if line.unit not in leaving
    ]
    return tuple(sorted(rest, key=lambda reserve: reserve.stratum))
