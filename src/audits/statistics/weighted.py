"""Ranges for stratified draws, at the split among strata that is least favourable to us."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil

from .binomial import beta_cdf, rising_root
from .chances import is_even
from .interval import at_least_so_many


_ROUNDING = 1e-9  # a bound that is a whole number of cases stays that number
_RAREST = 1e-6  # share of a frame: below it differences of floats say nothing
# Of its cases: the split with the greatest variance is not always the one with the greatest tail.
# Without it a search over small draws found ends missed in up to 2.9 of 100 draws instead of 2.5.
_SAFETY = 0.95
_SAME_SPREAD = 1e-9  # below it no finite frame has the spread of the strata


@dataclass(frozen=True, slots=True)
class Cell:
    """One stratum's count of one kind of case: ``x`` of ``n`` drawn out of ``frame``."""

    x: int
    n: int
    frame: int


class LeastFavourable:
    """How many cases of one simple draw are worth as much as a stratified one, at the very least.

    The variance of a stratified estimate depends on how the cases of one kind lie in the strata,
    which nobody knows. Of all ways in which a given share of the frame can lie in them, the one
    with the greatest variance counts (after B. D. Wendell and J. Schmee, "Exact inference for
    proportions from a stratified finite population", Journal of the American Statistical
    Association 91, 1996, pages 825 to 830, who look for the least favourable split of the exact
    test). Each stratum's own variance is the binomial's: without replacement it is smaller.

    ``sizes`` are the strata's shares of the frame, which add up to one; ``drawn`` how many cases
    came from each.
    """

    def __init__(self, sizes: Sequence[float], drawn: Sequence[int]) -> None:
        # A stratum has its share of the kind at (1 - slope * n / size) / 2, or none of it: as the
        # slope rises, the strata where a case stands for least are emptied first.
        strata = sorted(zip(sizes, drawn, strict=True), key=lambda s: s[1] / s[0])
        self._size: list[float] = []
        self._drawn: list[int] = []
        self._spread: list[float] = []
        self._empty_below: list[float] = []  # the share of the frame for each but the first
        size, cases, spread = 0.0, 0, 0.0  # of the strata so far
        for of_frame, n in strata:
            if cases:
                self._empty_below.append((size - cases * of_frame / n) / 2)
            size += of_frame
            cases += n
            spread += of_frame * of_frame / n
            self._size.append(size)
            self._drawn.append(cases)
            self._spread.append(spread)

    def cases(self, share: float) -> float:
        """Return the effective number of cases where this share of the frame is of the kind."""
        rarer = max(min(share, 1 - share), _RAREST)  # empty and full are alike
        last = bisect_left(self._empty_below, rarer)
        slope_squared = (self._size[last] - 2 * rarer) ** 2 / self._drawn[last]
        variance = (self._spread[last] - slope_squared) / 4
        return rarer * (1 - rarer) / variance


def stratified_at_least(cells: Sequence[Cell], *, tail: float) -> int:
    """Return how many of all frames together are of a kind, at the very least.

    The true number is smaller no oftener than ``tail``. A stratum that was drawn whole is
    counted, one from which nothing was drawn may hold none. Of the rest,

    - one stratum is a simple draw, and the hypergeometric's test is inverted;
    - strata drawn at one rate are one simple draw from a frame with the strata's own spread: small
      strata spread more than the frame they make up;
    - any others have Clopper and Pearson's bound on the least favourable effective number of cases
      (`LeastFavourable`).

    Each was tried against every outcome of many small draws and the least favourable truths that a
    search could find (tests/unit/statistics): none is missed oftener than ``tail``.
    """
    counted, sampled = 0, []
    for cell in cells:
        if cell.n == cell.frame:
            counted += cell.x
        elif cell.n:
            sampled.append(cell)
    return counted + _sampled_at_least(sampled, tail)


def _sampled_at_least(cells: Sequence[Cell], tail: float) -> int:
    whole = _pooled(cells)
    if not whole.x:
        return 0
    if len(cells) == 1:
        return at_least_so_many(whole.x, whole.n, whole.frame, tail=tail)
    if is_even((cell.n, cell.frame) for cell in cells):
        share = _even_share(cells, whole, tail)
    else:
        share = _uneven_share(cells, whole.frame, tail)
    return max(whole.x, ceil(share * whole.frame - _ROUNDING))


def _pooled(cells: Iterable[Cell]) -> Cell:
    """Return the strata as one, their counts added up."""
    x = n = frame = 0
    for cell in cells:
        x += cell.x
        n += cell.n
        frame += cell.frame
    return Cell(x, n, frame)


def lowest_share(share: float, cases: LeastFavourable, *, worth: float, tail: float) -> float:
    """Return the smallest share of the frame under which the ``share`` seen is not too rare.

    Clopper and Pearson's lower bound, on the effective number of cases at the bound itself, times
    ``worth`` where something else is uncertain too.
    """
    if share <= 0:
        return 0.0

    def chance(true: float) -> float:
        effective = cases.cases(true) * worth
        return beta_cdf(true, share * effective, (1 - share) * effective + 1)

    return min(share, rising_root(chance, tail))


def _uneven_share(cells: Sequence[Cell], frame: int, tail: float) -> float:
    sizes, drawn, share = [], [], 0.0
    for cell in cells:
        size = cell.frame / frame
        sizes.append(size)
        drawn.append(cell.n)
        share += size * cell.x / cell.n
    cases = LeastFavourable(sizes, drawn)
    return lowest_share(min(share, 1.0), cases, worth=_SAFETY, tail=tail)


def _even_share(cells: Sequence[Cell], whole: Cell, tail: float) -> float:
    x, n = whole.x, whole.n
    spread = sum(cell.n * (cell.frame - cell.n) / max(cell.frame - 1, 1) for cell in cells)
    if n - spread < _SAME_SPREAD:  # each stratum gave one case: as if drawn without an end
        return rising_root(lambda p: beta_cdf(p, x, n - x + 1), tail)
    frame = max(n, ceil((n * n - spread) / (n - spread)))
    # Shares of the strata lie between the whole cases of that frame.
    return (at_least_so_many(x, n, frame, tail=tail) - 1) / frame
