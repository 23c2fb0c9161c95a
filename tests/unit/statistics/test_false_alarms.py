"""How often each chart cries wolf in a stable year of weekly tens, as published."""

from random import Random

import pytest
from scipy.stats import binom

from audits.statistics import (
    Count,
    Measure,
    Signal,
    Tuning,
    cusum,
    p_chart,
    pooled,
    tuned,
    xmr_chart,
)


pytestmark = pytest.mark.slow

YEARS, WEEKS, TEN, USUAL = 4_000, 52, 10, 0.86
# Three standard errors of a share among so many years at its widest, for both simulations.
CLOSE = 3 * (2 * 0.25 / YEARS) ** 0.5


def years(share: float, many: int = YEARS, seed: int = 0) -> list[list[Count]]:
    chance = Random(20_170_309 + seed)
    return [
        [Count(str(w), sum(chance.random() < share for _ in range(TEN)), TEN) for w in range(WEEKS)]
        for _ in range(many)
    ]


@pytest.fixture(scope="module")
def stable() -> list[list[Count]]:
    return years(USUAL)


def test_xmr_on_weekly_tens_misfires_in_58_years_of_a_hundred(stable: list[list[Count]]) -> None:
    charts = [xmr_chart([Measure(week.label, week.x / week.n) for week in year]) for year in stable]
    any_rule = sum(any(point.signals for point in chart.points) for chart in charts)
    runs = sum(any(Signal.RUN in point.signals for point in chart.points) for chart in charts)
    assert any_rule / YEARS == pytest.approx(0.58, abs=CLOSE)
    assert runs / YEARS == pytest.approx(0.43, abs=CLOSE)


def test_a_p_chart_with_exact_limits_misfires_in_five(stable: list[list[Count]]) -> None:
    false = sum(bool(p_chart(year, centre=USUAL).signals) for year in stable)
    assert false / YEARS == pytest.approx(0.05, abs=0.012)


def test_limits_from_a_normal_curve_misfire_in_26(stable: list[list[Count]]) -> None:
    """Not ours: what exact limits save, with each year's own mean for a centre."""

    def misfires(year: list[Count]) -> bool:
        mean = sum(week.x for week in year) / (WEEKS * TEN)
        return any(week.x / TEN < mean - 3 * (mean * (1 - mean) / TEN) ** 0.5 for week in year)

    assert sum(map(misfires, stable)) / YEARS == pytest.approx(0.26, abs=CLOSE)


def test_months_with_exact_limits_misfire_in_fewer_than_one(stable: list[list[Count]]) -> None:
    exactly = 1 - (1 - float(binom.cdf(26, 40, USUAL))) ** 12
    assert exactly < 0.01
    months = ([pooled("", year[i : i + 4]) for i in range(0, 48, 4)] for year in stable)
    assert sum(
        bool(p_chart(year, centre=USUAL).signals) for year in months
    ) / YEARS == pytest.approx(exactly, abs=0.005)


def test_the_alarm_misfires_in_eight_and_notices_a_fall_in_five_weeks(
    stable: list[list[Count]],
) -> None:
    tuning = tuned(USUAL, 0.7, cases=TEN, items=1)
    false = sum(any(point.alarm for point in cusum(year, tuning)) for year in stable)
    assert false / YEARS == pytest.approx(0.08, abs=0.02)
    waits = sorted(
        next(i for i, point in enumerate(cusum(year, tuning), 1) if point.alarm)
        for year in years(0.7, many=1_001)
    )
    assert waits[500] == 5


def test_five_items_watched_together_misfire_in_at_most_one_year_of_ten() -> None:
    """The five that the weekly template names, in years of which nobody can tell another from it.

    Set one by one they would ring in one year of three.
    """
    falls = [(0.86, 0.7), (0.9, 0.75), (0.9, 0.75), (0.8, 0.6), (0.8, 0.6)]
    together, one_by_one = set(), set()
    for item, fall in enumerate(falls):
        high = tuned(*fall, cases=TEN, items=len(falls))
        for number, year in enumerate(years(fall[0], seed=item)):
            if any(point.alarm for point in cusum(year, high)):
                together.add(number)
            if any(point.alarm for point in cusum(year, Tuning(*fall, 4.5))):
                one_by_one.add(number)
    assert len(together) / YEARS <= 0.1
    assert len(together) / YEARS == pytest.approx(0.089, abs=0.01)
    assert len(one_by_one) / YEARS == pytest.approx(0.35, abs=0.03)


def test_at_95_in_a_hundred_most_weeks_are_ten_of_ten() -> None:
    medians = [sorted(week.x for week in year)[26] for year in years(0.95, many=1_000)]
    assert medians.count(10) / 1_000 == pytest.approx(0.9, abs=0.05)
