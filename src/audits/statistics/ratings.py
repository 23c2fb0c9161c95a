"""Grades that several people gave the same cases, counted in the ways that agreement needs."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import chain
from operator import itemgetter, mul


@dataclass(frozen=True, slots=True)
class Ratings:
    """One row a case, one place a rater, None where a rater gave none; ``scale`` in its order.

    Raises:
        ValueError: if a scale has fewer than two grades, or a grade is not on it, or rows differ
            in length.
    """

    scale: tuple[str, ...]
    rows: tuple[tuple[str | None, ...], ...]

    def __post_init__(self) -> None:
        if len(set(self.scale)) != len(self.scale) or len(self.scale) < 2:
            raise ValueError(f"a scale has two different grades or more, not {self.scale}")
        if len(set(map(len, self.rows))) > 1:
            raise ValueError(
                "each case needs a place for every rater: None where there is no grade"
            )
        unknown = set(chain.from_iterable(self.rows)) - {None, *self.scale}
        if unknown:
            raise ValueError(f"not on the scale: {', '.join(sorted(map(str, unknown)))}")

    def counts(self) -> list[list[int]]:
        """Return for each case how many raters gave each grade, cases nobody graded left out."""
        counts = []
        for row in self.rows:
            given = Counter(row)
            by_grade = [given[grade] for grade in self.scale]
            if any(by_grade):
                counts.append(by_grade)
        return counts

    @property
    def paired(self) -> int:
        """Return how many cases have two grades or more."""
        return len(self.pairable())

    def pairable(self) -> list[list[int]]:
        """Return the counts of the cases with two grades or more, which alone can agree."""
        return [row for row in self.counts() if sum(row) > 1]

    def disagreements(self) -> tuple[int, ...]:
        """Return which rows hold different grades: the list that people should talk about."""
        return tuple(i for i, row in enumerate(self.rows) if len({*row} - {None}) > 1)


class Weights(Enum):
    """How much two grades agree that are not the same, from 0 to 1.

    ``NONE``: not at all. ``LINEAR``: less by each step. ``ORDINAL``: by the pairs of grades
    between them (K. L. Gwet, Handbook of Inter-Rater Reliability, 4th edition, 2014).
    ``QUADRATIC`` is here to be compared with published figures; on a scale of four it flatters
    everyone and no paper prints it.
    """

    NONE = "none"
    LINEAR = "linear"
    ORDINAL = "ordinal"
    QUADRATIC = "quadratic"

    def between(self, k: int, m: int, grades: int) -> float:
        """Return the weight of grades ``k`` and ``m`` (places on the scale) of so many."""
        steps, most = abs(k - m), grades - 1
        if self is Weights.NONE:
            return float(not steps)
        if self is Weights.LINEAR:
            return 1 - steps / most
        if self is Weights.ORDINAL:
            return 1 - steps * (steps + 1) / (most * (most + 1))
        return 1 - (steps / most) ** 2

    def table(self, grades: int) -> list[list[float]]:
        """Return the weights of each grade with each."""
        places = range(grades)
        return [self._row(place, grades) for place in places]

    def _row(self, place: int, grades: int) -> list[float]:
        return [self.between(place, other, grades) for other in range(grades)]


def cross_tab(ratings: Ratings, first: int = 0, second: int = 1) -> tuple[tuple[int, ...], ...]:
    """Return how often each grade of one rater met each of another, rows the first's."""
    pairs = Counter(map(itemgetter(first, second), ratings.rows))
    table = []
    for grade in ratings.scale:
        table.append(tuple(pairs[grade, other] for other in ratings.scale))
    return tuple(table)


def raw_agreement(ratings: Ratings, weights: Weights = Weights.NONE) -> float | None:
    """Return the share of agreeing pairs of grades, cases counting alike; None without a pair.

    As Gwet's Handbook of 2014 counts it: what agreement is before chance is taken off.
    """
    table = weights.table(len(ratings.scale))
    cases = ratings.pairable()
    if not cases:
        return None
    return sum(agreement_within(row, table) for row in cases) / len(cases)


def agreement_within(row: Sequence[int], table: Sequence[Sequence[float]]) -> float:
    """Return the share of agreeing pairs among the grades of one case, two or more."""
    raters = sum(row)
    agreeing = 0.0
    for count, weights in zip(row, table, strict=True):
        alike = sum(map(mul, weights, row))
        agreeing += count * (alike - 1)
    return agreeing / (raters * (raters - 1))
