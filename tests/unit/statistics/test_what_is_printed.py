"""Every range that papers print holds, and every signal is as rare, as often as is said of it.

The figures stand in docs/validation.md. Where outcomes can be counted they are, all of them; the
rest is simulated from a fixed seed. What has a file of its own is not repeated here.
"""

from collections.abc import Sequence
from functools import cache
from itertools import product
from math import comb

import numpy as np
import pytest
from scipy.stats import binom, geom, hypergeom

from audits.domain.finding import Method, Part
from audits.statistics import (
    Change,
    Count,
    Measure,
    Wait,
    compare_rounds,
    could_be_as_many_as,
    estimate_of,
    g_chart,
    hypergeometric_interval,
    p_chart,
    waiting_centile,
    xmr_chart,
)


SEED = 20_170_309
ROUNDS = [(8, 8), (10, 10), (10, 40), (20, 20), (40, 40)]
SHARES = [0.05, 0.1, 0.25, 0.5, 0.75, 0.9]


@cache
def compared(n1: int, n2: int) -> tuple[tuple[Change, ...], ...]:
    return tuple(
        tuple(compare_rounds(x1, n1, x2, n2) for x2 in range(n2 + 1)) for x1 in range(n1 + 1)
    )


def chance_that(holds, n1: int, n2: int, p1: float, p2: float) -> float:
    """Return the exact chance that two rounds come out so that something holds of them."""
    first, second = binom.pmf(range(n1 + 1), n1, p1), binom.pmf(range(n2 + 1), n2, p2)
    return sum(
        first[x1] * second[x2]
        for x1, row in enumerate(compared(n1, n2))
        for x2, change in enumerate(row)
        if holds(change)
    )


@pytest.mark.parametrize(("n1", "n2"), ROUNDS)
def test_better_by_more_than_chance_is_said_of_nothing_in_at_most_one_of_forty(n1, n2) -> None:
    """Where nothing changed: the two tests together err less than either."""
    worst = max(
        chance_that(lambda change: change.words.count("better, by more"), n1, n2, p, p)
        for p in SHARES
    )
    assert worst <= 0.025


@pytest.mark.parametrize(("n1", "n2"), ROUNDS)
def test_newcombe_s_ends_hold_the_true_difference(n1, n2) -> None:
    """Not guaranteed by the method: 95 in 100 on average, and 91 at the least favourable shares.

    Papers print no ends of rounds under twenty cases, where the least is 92.8.
    """

    def held(p1: float, p2: float) -> float:
        truth = p2 - p1
        return chance_that(lambda change: change.low <= truth <= change.high, n1, n2, p1, p2)

    chances = [held(p1, p2) for p1, p2 in product(SHARES, SHARES)]
    assert sum(chances) / len(chances) >= 0.95
    assert min(chances) >= (0.925 if min(n1, n2) >= 20 else 0.91)


@pytest.mark.parametrize(("n", "frame"), [(4, 9), (10, 26), (10, 284), (20, 60)])
def test_a_simple_draw_s_ends_and_its_one_sided_bound_hold(n: int, frame: int) -> None:
    """Of contacts, of claims looked at in a spot check, and of the most there could be."""
    found = [hypergeometric_interval(x, n, frame) for x in range(n + 1)]
    most = [could_be_as_many_as(x, n, frame) for x in range(n + 1)]
    for truth in range(frame + 1):
        likely = hypergeom.pmf(range(n + 1), frame, truth, n)
        between = [each.low <= truth <= each.high for each in found]
        assert likely[between].sum() >= 0.95 - 1e-9
        assert likely[[truth <= each for each in most]].sum() >= 0.95 - 1e-9


@pytest.mark.parametrize("rate", [0.01, 0.035, 0.1])
def test_a_gap_longer_than_its_limit_is_rarer_than_one_in_two_hundred(rate: float) -> None:
    assert geom.sf(g_chart([], rate=rate).high, rate) <= 0.005


@pytest.mark.slow
def test_a_year_of_rare_events_shows_a_false_improvement_about_one_time_in_thirty() -> None:
    """Ten cases a week, 3.5 in a hundred such cases, the rate taken from the year itself."""
    events = np.random.default_rng(SEED).random((4_000, 520)) < 0.035
    false = sum(bool(g_chart(list(map(bool, year))).improvements) for year in events)
    assert false / 4_000 == pytest.approx(0.036, abs=0.01)


@pytest.mark.slow
def test_a_stable_year_of_months_signals_in_fewer_than_one_of_fifty() -> None:
    """The chart as it is printed: twelve months of forty, about their own share."""
    months = np.random.default_rng(SEED).binomial(40, 0.86, (4_000, 12))
    charts = [p_chart([Count(str(m), int(x), 40) for m, x in enumerate(year)]) for year in months]
    assert sum(bool(chart.signals) for chart in charts) / 4_000 < 0.02


def hours(rng: np.random.Generator, many: int) -> np.ndarray:
    """Return waits with a long tail, half of them under five working hours."""
    return rng.lognormal(np.log(5), 0.9, many)


@pytest.mark.slow
def test_weekly_medians_of_waits_misfire_in_two_stable_years_of_five() -> None:
    """Some rule names a point or a run: with four rules and 52 weeks that asks for a look only."""
    rng = np.random.default_rng(SEED)
    years = [np.median(hours(rng, 52 * 240).reshape(52, 240), axis=1) for _ in range(600)]
    charts = [xmr_chart([Measure(str(w), float(x)) for w, x in enumerate(year)]) for year in years]
    false = sum(any(point.signals for point in chart.points) for chart in charts)
    assert false / 600 == pytest.approx(0.41, abs=0.06)


@pytest.mark.parametrize("share", [0.5, 0.9])
def test_open_cases_do_not_shorten_the_centile_of_waits(share: float) -> None:
    """Cut off at any hour, a centile is the one that all waits have, or is not yet known."""
    waits = hours(np.random.default_rng(SEED), 401)
    whole = waiting_centile([Wait(float(h)) for h in waits], share)
    for cut in (2.0, 5.0, 8.0, 20.0, 60.0):
        seen = [Wait(float(min(h, cut)), still_open=bool(h > cut)) for h in waits]
        found = waiting_centile(seen, share)
        assert found == (whole if whole is not None and whole <= cut else None)


def weeks_of(rng: np.random.Generator, usual: float) -> list[tuple[int, int]]:
    """Return thirteen weeks: how many contacts each had, and how many of them were good."""
    frames = rng.integers(180, 340, 13)
    shares = np.clip(rng.normal(usual, 0.05, 13), 0, 1)
    return [(int(n), round(n * p)) for n, p in zip(frames, shares, strict=True)]


@pytest.mark.slow
@pytest.mark.parametrize("usual", [0.05, 0.3, 0.86])
def test_a_quarter_of_weeks_holds_the_true_number(usual: float) -> None:
    """Ten cases a week of as many as there were: weeks count for their size."""
    rng, held, runs = np.random.default_rng(SEED), 0, 1_000
    weeks = weeks_of(rng, usual)
    truth = sum(good for _, good in weeks)
    for _ in range(runs):
        found = estimate_of(_drawn(rng, weeks), method=Method.WEIGHTED).interval
        held += found.low <= truth <= found.high
    assert held / runs >= 0.95


def _drawn(rng: np.random.Generator, weeks: Sequence[tuple[int, int]]) -> list[Part]:
    return [
        Part(str(n), int(rng.hypergeometric(good, frame - good, 10)), 10, frame)
        for n, (frame, good) in enumerate(weeks)
    ]


def test_the_chances_here_are_those_of_counting_every_draw() -> None:
    """Of what stands above: scipy's chance of a draw is the share of all draws that give it."""
    ways = [comb(5, k) * comb(4, 3 - k) / comb(9, 3) for k in range(4)]
    assert hypergeom.pmf(range(4), 9, 5, 3) == pytest.approx(ways)
