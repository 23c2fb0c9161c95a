"""How what was to develop comes out when it is looked at again: only what numbers prove."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from audits.domain.finding import FindingKind
from audits.statistics import compare_rounds


class Outcome(StrEnum):
    """What a second look proves."""

    BETTER = "better"
    WORSE = "worse"
    SAME = "same"  # no change is proven, which does not show that there was none
    OPEN = "open"  # it was not looked at again, or cannot be compared


class Counted(Protocol):
    """A finding with what it counted; ``n`` is 0 where nobody did."""

    @property
    def kind(self) -> FindingKind:
        """Which way it points."""
        ...

    @property
    def x(self) -> int:
        """How many cases show it."""
        ...

    @property
    def n(self) -> int:
        """Of how many."""
        ...


@dataclass(frozen=True, slots=True)
class SecondLook:
    """What a second look proves, and how to say it."""

    outcome: Outcome
    words: str


def looked_again(earlier: Counted, now: Sequence[Counted], *, is_census: bool) -> SecondLook:
    """Return how an earlier area for development comes out in the findings of another audit on it.

    Where everybody was asked there is no chance in it.
    """
    if not now:
        return SecondLook(Outcome.OPEN, "No finding on it this time.")
    latest = next((finding for finding in now if finding.kind is earlier.kind), now[0])
    stands = "Now a strength"
    if latest.kind is earlier.kind:
        stands = "Still an area for development"
    if not (earlier.n and latest.n):
        words = f"{stands}; the earlier report gave no number to compare with."
        return SecondLook(Outcome.OPEN, words)
    # Of a finding that points the other way, those that did well are counted: turn it round.
    first, then = earlier.n - earlier.x, latest.x
    if latest.kind is earlier.kind:
        then = latest.n - latest.x
    if is_census:
        words = f"{stands}. Without it: {first} of {earlier.n}, then {then} of {latest.n}."
        return SecondLook(_by_count(then * earlier.n, first * latest.n), words)
    change = compare_rounds(first, earlier.n, then, latest.n)
    words = f"{stands}. Cases without it: {change.words}"
    return SecondLook(proven(is_rise=change.is_rise, is_fall=change.is_fall), words)


def _by_count(then: int, first: int) -> Outcome:
    return proven(is_rise=then > first, is_fall=then < first)


def proven(*, is_rise: bool, is_fall: bool) -> Outcome:
    """Return what a rise or a fall of those that do well proves."""
    if is_rise:
        return Outcome.BETTER
    return Outcome.WORSE if is_fall else Outcome.SAME
