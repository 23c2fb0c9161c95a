"""Did the action work? A measure before and after, and whether that is enough to close it."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from audits.domain.days import day_in_words
from audits.domain.level import Dated


class Better(StrEnum):
    """Which way a measure has to move."""

    UP = "up"
    DOWN = "down"


class MeasureKind(StrEnum):
    """What is measured: a question asked of cases, or a figure of a dataset."""

    QUESTION = "question"
    FIGURE = "figure"


class Difference(Protocol):
    """The difference between two counts, what it proves and the words it allows."""

    @property
    def is_rise(self) -> bool:
        """Tell whether the share rose by more than chance explains."""
        ...

    @property
    def is_fall(self) -> bool:
        """Tell whether the share fell by more than chance explains."""
        ...

    @property
    def words(self) -> str:
        """Return what may be said of it."""
        ...


Compare = Callable[[int, int, int, int], Difference]  # x and n before, x and n after


@dataclass(frozen=True, slots=True)
class Impact:
    """One action's measure: where it stood, where it should be, where it is."""

    name: str
    baseline: Dated | None
    target: Dated | None
    after: Dated | None
    better: Better = Better.UP


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a measure moved by more than chance explains, and how to say it."""

    moved: bool
    words: str


def weigh(impact: Impact, compare: Compare) -> Verdict:
    """Return whether the measure has moved the right way, with the comparison in words.

    Two counts have moved when they differ the right way by more than chance explains; a figure that
    covers everybody has no chance in it, and has moved once it is better than it was.
    """
    before, after = impact.baseline, impact.after
    if before is None:
        return Verdict(False, f"No baseline of {impact.name} is recorded.")
    if after is None:
        last = day_in_words(before.on)
        return Verdict(False, f"{impact.name} has not been measured again since {last}.")
    if (before.level.of is None) != (after.level.of is None):
        words = f"{impact.name} was a count and is now a figure, or the reverse: not comparable."
        return Verdict(False, words)
    if before.level.of is None:
        return _figures(impact)
    return _counts(impact, compare)


def is_reached(impact: Impact) -> bool:
    """Tell whether the measure stands where it should, or better."""
    if impact.after is None or impact.target is None:
        return False
    after, target = impact.after.level.share, impact.target.level.share
    if impact.better is Better.UP:
        return after >= target
    return after <= target


def _counts(impact: Impact, compare: Compare) -> Verdict:
    assert impact.baseline and impact.after  # noqa: S101, PT018 -- by the caller
    before, after = impact.baseline.level, impact.after.level
    difference = compare(int(before.value), before.of or 0, int(after.value), after.of or 0)
    moved = difference.is_fall
    if impact.better is Better.UP:
        moved = difference.is_rise
    return Verdict(moved, f"{impact.name}: {difference.words}{_about_target(impact)}")


def _figures(impact: Impact) -> Verdict:
    assert impact.baseline and impact.after  # noqa: S101, PT018 -- by the caller
    before, after = impact.baseline.level, impact.after.level
    moved = after.share < before.share
    if impact.better is Better.UP:
        moved = after.share > before.share
    first, then = day_in_words(impact.baseline.on), day_in_words(impact.after.on)
    words = f"{impact.name}: {before} on {first}, then {after} on {then}."
    return Verdict(moved, words + _about_target(impact))


def _about_target(impact: Impact) -> str:
    if impact.target is None:
        return ""
    reached = "reached" if is_reached(impact) else "not reached"
    by = day_in_words(impact.target.on)
    return f" The target, {impact.target.level} by {by}, is {reached}."
