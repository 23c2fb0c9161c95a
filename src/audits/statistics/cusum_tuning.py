"""Heights of CUSUM alarms, so that items watched together seldom ring while nothing changes."""

from bisect import bisect_left
from collections import defaultdict
from functools import lru_cache
from math import ceil, comb, floor

from .cusum import Tuning, steps_of


FALSE_A_YEAR = 0.1  # at most, for all items that are watched together
A_YEAR = 52  # weeks
_LEAST, _MOST, _STEP = 8, 40, 0.25  # heights from two to ten
_GRID = 0.01  # of the sum


@lru_cache(maxsize=64)
def tuned(usual: float, trouble: float, *, cases: int, items: int) -> Tuning:
    """Return the tuning of one of so many items, each with so many ``cases`` a week.

    The height is the lowest, in quarters, at which an item that has not changed rings in at most
    `FALSE_A_YEAR` divided by ``items`` of all years. Chances add up at the most (Bonferroni),
    however the items hang together, so that any of the set rings in at most `FALSE_A_YEAR`.

    Raises:
        ValueError: if there is no case or no item, or the shares cannot be.
    """
    if cases < 1 or items < 1:
        raise ValueError(f"{items} items of {cases} cases a week cannot be watched")

    def at(steps: int) -> Tuning:
        return Tuning(usual, trouble, steps * _STEP)

    def is_quiet(steps: int) -> bool:
        chances = chance_of_ringing(at(steps), usual, cases=cases, weeks=A_YEAR)
        return chances[-1] * items <= FALSE_A_YEAR

    heights = range(_LEAST + 1, _MOST)
    return at(heights.start + bisect_left(heights, True, key=is_quiet))


def weeks_to_notice(tuning: Tuning, *, cases: int) -> int:
    """Return after how many weeks the alarm has rung in half of all falls, a year at the most."""
    chances = chance_of_ringing(tuning, tuning.trouble, cases=cases, weeks=A_YEAR)
    for week, chance in enumerate(chances, start=1):
        if chance >= 0.5:
            return week
    return A_YEAR


def chance_of_ringing(tuning: Tuning, share: float, *, cases: int, weeks: int) -> tuple[float, ...]:
    """Return, for each week, how likely the alarm is to have rung by it if ``share`` are good.

    The sum's distribution is carried from week to week (D. Brook and D. A. Evans, "An approach to
    the probability distribution of cusum run length", Biometrika 59, 1972, pages 539 to 549), on a
    grid to which each week's change is rounded up: the chance may come out a little too high,
    and never too low.
    """
    moves = _moves(tuning, share, cases)
    top = floor(tuning.height / _GRID)
    quiet, by_week = {0: 1.0}, []
    for _ in range(weeks):
        after: dict[int, float] = defaultdict(float)
        for total, chance in quiet.items():
            for move, likely in moves:
                after[max(0, total + move)] += chance * likely
        quiet = {total: chance for total, chance in after.items() if total < top}
        by_week.append(1 - sum(quiet.values()))
    return tuple(by_week)


def _moves(tuning: Tuning, share: float, cases: int) -> list[tuple[int, float]]:
    """Return by how much one week may change the sum, on the grid, and how likely that is."""
    hit, miss = steps_of(tuning)
    moves = []
    for good in range(cases + 1):
        change = good * hit + (cases - good) * miss
        chance = comb(cases, good) * share**good * (1 - share) ** (cases - good)
        moves.append((ceil(change / _GRID), chance))
    return moves
