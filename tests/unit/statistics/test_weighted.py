"""Stratified draws: what is missed is counted over every outcome, not simulated and not assumed."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import product
from math import comb, prod
from random import Random

import pytest
from hypothesis import given, settings, strategies as st
from scipy import optimize, stats

from audits.statistics import Part, hypergeometric_interval
from audits.statistics.weighted import Cell, LeastFavourable, stratified_at_least


TAIL = 0.025
Design = Sequence[tuple[int, int]]  # a stratum's frame, and how many are drawn from it
# Those on which ranges by Korn and Graubard's method covered 42 to 87 in a hundred, census strata,
# small strata at one rate, nearly proportional draws, and single cases.
DESIGNS: tuple[Design, ...] = (
    ((1000, 2), (20, 18)),
    ((200, 1), (40, 9)),
    ((20, 2), (20, 2), (20, 2), (20, 2), (200, 2)),
    ((15, 3), (15, 3), (15, 3), (150, 3)),
    ((200, 6), (60, 2), (20, 1), (3, 1)),
    ((12, 6), (12, 6)),
    ((4, 2), (4, 2), (4, 2)),
    ((3, 1), (3, 1), (3, 1)),
    ((17, 4), (6, 3), (88, 4)),
    ((373, 4), (4, 1), (141, 4)),
    ((170, 3), (37, 2), (6, 1), (157, 3)),
    ((9, 9), (40, 3), (200, 2)),
)


@lru_cache(maxsize=20_000)
def at_least(x: tuple[int, ...], design: Design) -> int:
    cells = [Cell(found, n, frame) for found, (frame, n) in zip(x, design, strict=True)]
    return stratified_at_least(cells, tail=TAIL)


def missed(design: Design, truth: Sequence[int]) -> tuple[float, float]:
    """Return with what chance the truth lies below the lower end, and above the upper one."""
    below = above = 0.0
    whole, total = sum(frame for frame, _ in design), sum(truth)
    for x in product(*(range(n + 1) for _, n in design)):
        chance = prod(
            comb(k, found) * comb(frame - k, n - found) / comb(frame, n)
            for found, k, (frame, n) in zip(x, truth, design, strict=True)
        )
        others = tuple(n - found for found, (_, n) in zip(x, design, strict=True))
        below += chance * (at_least(x, design) > total)
        above += chance * (whole - at_least(others, design) < total)
    return below, above


def truths(design: Design, seed: int, many: int) -> list[list[int]]:
    """Return truths of every kind: alike everywhere, anything, and strata all of one kind."""
    chance = Random(seed)
    found = []
    for number in range(many):
        share = chance.random()
        shares = [
            (share, chance.random(), chance.choice((0.0, 1.0, share)))[number % 3] for _ in design
        ]
        found.append([round(p * frame) for p, (frame, _) in zip(shares, design, strict=True)])
    return found


@pytest.mark.parametrize("design", DESIGNS, ids=str)
def test_neither_end_is_missed_oftener_than_it_may_be(design: Design) -> None:
    for truth in truths(design, seed=1, many=12):
        assert max(missed(design, truth)) <= TAIL, truth


@pytest.mark.parametrize("seed", range(40))
def test_a_search_for_the_worst_truth_finds_none_beyond_it(seed: int) -> None:
    chance = Random(seed)
    frames = [(n + round(2 ** (9 * chance.random())), n)
              for n in (chance.randint(1, 4) for _ in range(chance.randint(2, 4)))]  # fmt: skip
    design = tuple(frames)
    for truth in truths(design, seed=seed, many=3):
        worst = max(missed(design, truth))
        for _ in range(25):
            stratum = chance.randrange(len(design))
            step = chance.randint(-max(2, design[stratum][0] // 10), design[stratum][0] // 10 + 2)
            other = list(truth)
            other[stratum] = min(max(0, other[stratum] + step), design[stratum][0])
            found = max(missed(design, other))
            if found >= worst:
                truth[:], worst = other, found
        assert worst <= TAIL, (design, truth)


@given(
    st.lists(st.tuples(st.integers(1, 400), st.integers(1, 30)), min_size=1, max_size=6),
    st.floats(0.01, 0.99),
)
@settings(deadline=None, max_examples=60)
def test_the_effective_number_is_that_of_scipy_s_greatest_variance(
    strata: list[tuple[int, int]], share: float
) -> None:
    whole = sum(frame for frame, _ in strata)
    sizes, drawn = [frame / whole for frame, _ in strata], [n for _, n in strata]
    # A quadratic programme: scipy looks for the greatest variance among shares with this mean.
    spread = [size * size / n for size, n in zip(sizes, drawn, strict=True)]

    def variance(p: Sequence[float]) -> float:
        return -sum(c * q * (1 - q) for c, q in zip(spread, p, strict=True))

    mean = {
        "type": "eq",
        "fun": lambda p: sum(s * q for s, q in zip(sizes, p, strict=True)) - share,
    }
    best = optimize.minimize(
        variance, [share] * len(strata), bounds=[(0, 1)] * len(strata), constraints=[mean],
        options={"ftol": 1e-14, "maxiter": 500},
    )  # fmt: skip
    greatest = share * (1 - share) / LeastFavourable(sizes, drawn).cases(share)
    # What scipy finds may lie below the top where it gives up, and never above it.
    assert -best.fun <= greatest * (1 + 1e-6) + 1e-12
    assert not best.success or greatest == pytest.approx(-best.fun, rel=1e-3)


def test_one_stratum_is_one_simple_draw() -> None:
    for x in range(11):
        low = stratified_at_least([Cell(x, 10, 284)], tail=TAIL)
        assert low == hypergeometric_interval(x, 10, 284).low


def test_strata_drawn_whole_are_counted_and_those_not_drawn_may_hold_none() -> None:
    cells = [Cell(3, 8, 8), Cell(7, 10, 284), Cell(0, 0, 50)]
    assert stratified_at_least(cells, tail=TAIL) == 3 + hypergeometric_interval(7, 10, 284).low


def test_many_cases_at_one_rate_have_scipy_s_beta_bound() -> None:
    """Large strata at nearly one rate: Clopper and Pearson's, by another's beta quantile."""
    cells = [Cell(40, 50, 100_000), Cell(30, 50, 100_010)]
    low = stratified_at_least(cells, tail=TAIL) / 200_010
    assert low == pytest.approx(stats.beta.ppf(TAIL, 70, 31), abs=0.01)


@pytest.mark.parametrize(
    "design",
    [
        ((283, 10),),
        ((120, 4), (100, 4), (40, 1), (23, 1)),
        ((300, 10), (310, 10), (290, 10), (305, 10)),
    ],
)
def test_proportional_strata_cost_at_most_a_quarter(design: Design) -> None:
    """Beside Korn and Graubard's range, whose effective number never exceeds the cases drawn."""
    whole, drawn = sum(frame for frame, _ in design), sum(n for _, n in design)
    for tenths in (5, 7, 9):
        x = tuple(n * tenths // 10 for _, n in design)
        others = tuple(n - found for found, (_, n) in zip(x, design, strict=True))
        width = whole - at_least(others, design) - at_least(x, design)
        p = sum(found / n * frame for found, (frame, n) in zip(x, design, strict=True)) / whole
        ends = (
            stats.beta.ppf(TAIL, p * drawn, drawn - p * drawn + 1),
            stats.beta.ppf(1 - TAIL, p * drawn + 1, drawn - p * drawn),
        )
        assert width <= 1.25 * (ends[1] - ends[0]) * whole


@pytest.mark.parametrize(
    "numbers", [(3, 2, 9), (1, 4, 3), (-1, 2, 3), (1, 2, 9, -1), (1, 2, 4, 2, 1)]
)
def test_a_part_that_cannot_be_is_refused(numbers: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="cannot"):
        Part("a", *numbers)
