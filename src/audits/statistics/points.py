"""What a chart is made of. A count and a measure are two types, as their charts are two."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

from .binomial import check_count


ENOUGH_POINTS = 12  # fewer, and limits are a trial (NHS England, Making Data Count)


@dataclass(frozen=True, slots=True)
class Count:
    """``x`` of ``n`` cases in one week or month.

    Raises:
        ValueError: if there cannot be so many.
    """

    label: str
    x: int
    n: int

    def __post_init__(self) -> None:
        check_count(self.x, self.n)


@dataclass(frozen=True, slots=True)
class Measure:
    """Something measured on a continuous scale, such as a week's median hours to a decision.

    Raises:
        ValueError: if it is not a number.
    """

    label: str
    value: float

    def __post_init__(self) -> None:
        if not isfinite(self.value):
            raise ValueError(f"the measure of {self.label} is not a number: leave that point out")


def pooled(label: str, counts: Sequence[Count]) -> Count:
    """Return several weeks as one point, such as a month."""
    return Count(label, sum(count.x for count in counts), sum(count.n for count in counts))
