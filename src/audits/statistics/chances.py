"""Whether a draw was even, and by which method its counts are weighed: the one answer to both."""

from collections.abc import Iterable
from itertools import pairwise

from audits.domain.finding import Method


Rate = tuple[int, int]  # how many were drawn from a part, and how many could be


def is_even(rates: Iterable[Rate]) -> bool:
    """Tell whether every case of every part had the same chance of being drawn.

    A part in which there is nobody gave nobody a chance, and says nothing.

    Example:
        >>> is_even([(2, 10), (0, 0), (3, 15)]), is_even([(2, 10), (3, 10)])
        (True, False)
    """
    filled = [(drawn, frame) for drawn, frame in rates if frame]
    return all(a * g == b * f for (a, f), (b, g) in pairwise(filled))


def method_of(rates: Iterable[Rate]) -> Method:
    """Return how a sample's counts are weighed: of an uneven draw the raw share is the sample's."""
    if is_even(rates):
        return Method.EXACT
    return Method.WEIGHTED
