"""Small numbers hidden before a paper leaves the house, so that no sum gives them back.

Counts of one to five are hidden, noughts are shown, and then as few further counts as it takes
(Department for Education, Children in need statistics, methodology: "c" with secondary
suppression). What is promised is against a reader who knows the rule, every number that is
printed and that each hidden count is one or more: for every hidden count at least two values
remain possible. Two tables of the same cases that are printed together are not looked at together.
"""

from collections.abc import Sequence
from dataclasses import dataclass


SMALLEST_SHOWN = 6  # fewer cases than this in all: no counts at all
HIDDEN = "c"  # how a hidden count is printed


@dataclass(frozen=True, slots=True)
class PublicShare:
    """``x`` of ``n`` for the public: both, the number of cases alone, or neither."""

    x: int | None
    n: int | None


def is_small(count: int) -> bool:
    """Tell whether a count identifies by being small: one to five."""
    return 0 < count < SMALLEST_SHOWN


def suppress_share(x: int, n: int) -> PublicShare:
    """Return a share with its complement checked: seven of eight says that one is otherwise.

    Raises:
        ValueError: if there cannot be so many.
    """
    if not 0 <= x <= n:
        raise ValueError(f"{x} of {n} cannot be")
    if n < SMALLEST_SHOWN:
        return PublicShare(None, None)
    if is_small(x) or is_small(n - x):
        return PublicShare(None, n)
    return PublicShare(x, n)


def suppress_counts(counts: Sequence[int]) -> tuple[tuple[int | None, ...], int | None]:
    """Return a list of counts and their total, small ones hidden and enough others with them.

    Raises:
        ValueError: if a count is negative.
    """
    if min(counts, default=0) < 0:
        raise ValueError("a count is never negative")
    total = sum(counts)
    if 0 < total < SMALLEST_SHOWN:
        return (None,) * len(counts), None
    places = range(len(counts))
    hidden = {place for place in places if is_small(counts[place])}
    for place in sorted(places, key=counts.__getitem__):  # the smallest of the others first
        if not _is_known(counts, hidden):
            break
        if counts[place] >= SMALLEST_SHOWN:
            hidden.add(place)
    shown: list[int | None] = list(counts)
    for place in hidden:
        shown[place] = None
    if _is_known(counts, hidden):
        return tuple(shown), None
    return tuple(shown), total


def suppress_recorded(counts: Sequence[int]) -> tuple[int | None, ...]:
    """Return the counts of groups whose total every reader knows, from all and those not recorded.

    Where a total would have to be hidden, every group is, those of nobody too.

    Raises:
        ValueError: if a count is negative.
    """
    shown, total = suppress_counts(counts)
    if total is None:
        return (None,) * len(counts)
    return shown


def _is_known(counts: Sequence[int], hidden: set[int]) -> bool:
    """Tell whether the total gives a hidden count away: alone, or each as small as can be."""
    if not hidden:
        return False
    return len(hidden) == 1 or sum(counts[place] for place in hidden) == len(hidden)


def public_claim(
    x: int, n: int, rest: int, words: Sequence[str | None]
) -> tuple[PublicShare, str | None]:
    """Return a share or a word for ``x`` of ``n`` judged, beside ``rest`` others that were not.

    ``words`` holds the word for every count from none to ``n``. A word stands only where no number
    does, and where at least two counts without a number have it: it would be a number otherwise.
    """
    if _is_open(x, n, rest):
        return PublicShare(x, n), None
    word = None
    if x < len(words):
        word = words[x]
    alike = [count for count, other in enumerate(words) if other == word]
    if sum(not _is_open(count, n, rest) for count in alike) < 2:
        word = None
    return PublicShare(None, None), word


def _is_open(x: int, n: int, rest: int) -> bool:
    shown, total = suppress_counts((x, n - x, rest))
    return total is not None and None not in shown
