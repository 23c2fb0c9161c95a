"""The charts' rules against scipy, the NHS-R Community's own cases and exact chances."""

from math import comb, log

import pytest
from hypothesis import given, settings, strategies as st
from scipy import stats

from audits.statistics import (
    Count,
    Measure,
    Signal,
    Tuning,
    chance_of_ringing,
    cusum,
    exact_limits,
    g_chart,
    p_chart,
    pooled,
    tuned,
    weeks_to_notice,
    xmr_chart,
)


quickly = settings(deadline=None, max_examples=150)


def counted(*numbers: int, n: int = 40) -> list[Count]:
    return [Count(str(i), x, n) for i, x in enumerate(numbers)]


def measured(*values: float) -> list[Measure]:
    return [Measure(str(i), float(value)) for i, value in enumerate(values)]


@given(st.integers(1, 500), st.floats(0.01, 0.99))
@quickly
def test_limits_are_the_binomial_s_quantiles(n: int, centre: float) -> None:
    low, high = exact_limits(n, centre)
    assert stats.binom.cdf(low, n, centre) > 0.00135 * (1 - 1e-7)
    assert stats.binom.cdf(low - 1, n, centre) <= 0.00135 * (1 + 1e-7)
    assert stats.binom.sf(high - 1, n, centre) > 0.00135 * (1 - 1e-7)
    assert stats.binom.sf(high, n, centre) <= 0.00135 * (1 + 1e-7)


def test_the_published_limits_come_out() -> None:
    """Signal at four of ten or fewer, and under 27 of 40, where 86 in a hundred is usual."""
    assert exact_limits(10, 0.86)[0] == 5
    assert exact_limits(40, 0.86)[0] == 27


def test_a_month_signals_only_beyond_its_own_limits() -> None:
    chart = p_chart([*counted(34, 27, 26, 40), Count("none", 0, 0)], centre=0.86)
    assert [point.signal for point in chart.points] == [None, None, "low", None, None]
    assert [point.count.label for point in chart.signals] == ["2"]
    assert not chart.points[3].high_can_signal


def test_a_high_month_signals_where_the_centre_leaves_room() -> None:
    assert p_chart(counted(39), centre=0.5).points[0].signal == "high"


def test_limits_are_a_trial_until_there_are_twelve_months() -> None:
    assert p_chart(counted(*[34] * 11)).trial
    assert not p_chart(counted(*[34] * 12)).trial


@pytest.mark.parametrize("counts", [[], [Count("a", 0, 0)]])
def test_a_chart_of_nothing_has_no_centre_and_no_signal(counts: list[Count]) -> None:
    chart = p_chart(counts)
    assert chart.centre is None
    assert chart.signals == ()


@pytest.mark.parametrize("x", [0, 10])
def test_a_process_without_variation_never_signals(x: int) -> None:
    assert p_chart(counted(*[x] * 12, n=10)).signals == ()


def test_weeks_pool_to_a_month() -> None:
    assert pooled("March", counted(8, 9, 7, n=10)) == Count("March", 24, 30)


def test_limits_that_cannot_be_are_refused() -> None:
    with pytest.raises(ValueError, match="no limits"):
        p_chart([], centre=86)
    with pytest.raises(ValueError, match="no limits"):
        g_chart([], rate=1)
    with pytest.raises(ValueError, match="cannot be"):
        Count("a", 11, 10)
    with pytest.raises(ValueError, match="not a number"):
        Measure("a", float("nan"))


def test_the_published_gaps_between_rare_events_come_out() -> None:
    chart = g_chart([False] * 3, rate=0.035)
    assert (chart.low, chart.high) == (1, 149)
    assert round(chart.median) == 19


@given(st.floats(0.001, 0.9))
@quickly
def test_gaps_have_the_geometric_s_quantiles(rate: float) -> None:
    chart = g_chart([], rate=rate)
    assert chart.high == stats.geom.ppf(0.995, rate)
    assert chart.low == stats.geom.ppf(0.005, rate)


def test_gaps_are_counted_event_by_event_and_the_last_still_grows() -> None:
    events = [False, True, True, False, False]
    assert g_chart(events).gaps == (2, 1, 2)
    assert g_chart([False] * 150 + [True], rate=0.035).improvements == (151,)


@pytest.mark.parametrize("events", [[], [False] * 9, [True] * 9])
def test_without_both_kinds_of_case_there_are_no_limits(events: list[bool]) -> None:
    chart = g_chart(events)
    assert (chart.rate, chart.high, chart.improvements) == (None, None, ())


def test_the_alarm_adds_likelihood_ratios_and_starts_again_after_it_rings() -> None:
    points = cusum(counted(2, 10, n=10), Tuning(0.86, 0.7, height=2.0))
    first = 2 * log(0.7 / 0.86) + 8 * log(0.3 / 0.14)
    assert points[0].total == pytest.approx(first)
    assert (points[0].alarm, points[1].alarm) == (True, False)
    assert points[1].total == 0


def rings(tuning: Tuning, share: float, weeks: int) -> list[float]:
    """Return the chance of having rung by each week, from every sum a week can lead to."""
    hit, miss = log(tuning.trouble / tuning.usual), log((1 - tuning.trouble) / (1 - tuning.usual))
    sums, rung, found = {0.0: 1.0}, 0.0, []
    for _ in range(weeks):
        after: dict[float, float] = {}
        for total, chance in sums.items():
            for x in range(11):
                here = chance * comb(10, x) * share**x * (1 - share) ** (10 - x)
                new = round(max(0.0, total + x * hit + (10 - x) * miss), 9)
                if new >= tuning.height:
                    rung += here
                else:
                    after[new] = after.get(new, 0.0) + here
        sums = after
        found.append(rung)
    return found


@pytest.mark.parametrize(("height", "false_alarms", "weeks"), [(4.5, 0.08, 5), (3.5, 0.28, 4)])
def test_the_alarm_s_exact_chances_are_those_it_is_tuned_for(
    height: float, false_alarms: float, weeks: int
) -> None:
    tuning = Tuning(0.86, 0.7, height)
    assert round(rings(tuning, 0.86, 52)[-1], 2) == false_alarms
    fall = rings(tuning, 0.7, 10)
    assert next(week for week, chance in enumerate(fall, 1) if chance >= 0.5) == weeks


@pytest.mark.slow
@pytest.mark.parametrize("items", [1, 2, 5])
@pytest.mark.parametrize("fall", [(0.86, 0.7), (0.9, 0.75), (0.8, 0.6)])
def test_the_set_that_is_watched_rings_falsely_in_at_most_one_year_of_ten(
    fall: tuple[float, float], items: int
) -> None:
    """Chances of the items added up, which no hanging together of them can go beyond."""
    tuning = tuned(*fall, cases=10, items=items)
    exactly = rings(tuning, fall[0], 52)[-1]
    assert items * exactly <= 0.1
    # And no height is given away: a quarter lower would ring too often.
    lower = Tuning(*fall, tuning.height - 0.25)
    assert items * rings(lower, fall[0], 52)[-1] > 0.09
    ours = chance_of_ringing(tuning, fall[0], cases=10, weeks=52)[-1]
    assert exactly <= ours + 1e-9
    assert ours <= exactly * 1.25
    seen = rings(tuning, fall[1], 52)
    noticed = weeks_to_notice(tuning, cases=10)
    assert seen[noticed - 1] >= 0.45
    assert noticed == 1 or seen[noticed - 2] < 0.5


@pytest.mark.parametrize(("cases", "items"), [(0, 1), (10, 0)])
def test_nothing_to_watch_is_refused(cases: int, items: int) -> None:
    with pytest.raises(ValueError, match="cannot be watched"):
        tuned(0.86, 0.7, cases=cases, items=items)


@pytest.mark.parametrize("numbers", [(0.86, 0.86, 4.5), (86, 70, 4.5), (0.86, 0.7, 0)])
def test_an_alarm_that_cannot_be_tuned_is_refused(numbers: tuple[float, float, float]) -> None:
    with pytest.raises(ValueError, match="alarm"):
        Tuning(*numbers)


def found(signal: Signal, *values: float) -> list[int]:
    chart = xmr_chart(measured(*values))
    return [i for i, point in enumerate(chart.points) if signal in point.signals]


def test_the_limits_are_wheeler_s() -> None:
    chart = xmr_chart(measured(39, 41, 41, 41, 43, 44, 41, 42, 40, 41, 44, 40))
    moves = [2, 0, 0, 2, 1, 3, 1, 2, 1, 3, 4]
    assert chart.mean == pytest.approx(497 / 12)
    assert chart.high == pytest.approx(497 / 12 + 2.66 * sum(moves) / 11)
    assert chart.low == pytest.approx(497 / 12 - 2.66 * sum(moves) / 11)
    assert not chart.trial


# As in the tests of the NHS-R Community's NHSRplotthedots: a trend needs seven points without a
# tie, a run seven on one side, two of three near a limit all three on its side.
def test_seven_rising_or_falling_are_a_trend_and_a_tie_breaks_it() -> None:
    assert found(Signal.TREND, 1, 2, 3, 4, 5, 6) == []
    assert found(Signal.TREND, 1, 2, 3, 3, 4, 5, 6) == []
    assert found(Signal.TREND, 2, 1, 2, 3, 4, 5, 6, 7, 3) == [1, 2, 3, 4, 5, 6, 7]
    assert found(Signal.TREND, 2, 7, 6, 5, 4, 3, 2, 1, 3) == [1, 2, 3, 4, 5, 6, 7]


def test_seven_on_one_side_are_a_run_and_six_are_not() -> None:
    assert found(Signal.RUN, 9, *[1, 2] * 3, 9, 9) == []
    assert found(Signal.RUN, 30, 1, 2, 1, 2, 1, 2, 1, 30) == [1, 2, 3, 4, 5, 6, 7]
    assert found(Signal.RUN, *[5] * 9) == []


def test_a_point_beyond_a_limit_signals() -> None:
    assert found(Signal.OUTSIDE, *[5, 6] * 6, 20, *[5, 6] * 6) == [12]


def test_two_of_three_near_one_limit_signal_if_all_lie_on_its_side() -> None:
    steady = [10, 12] * 10
    assert found(Signal.NEAR_LIMIT, *steady, 16, 12, 16, *steady) == [20, 22]
    assert found(Signal.NEAR_LIMIT, *steady, 16, 9, 16, *steady) == []


@pytest.mark.parametrize("values", [(), (3,)])
def test_one_week_has_no_limits(values: tuple[float, ...]) -> None:
    chart = xmr_chart(measured(*values))
    assert (chart.mean, chart.low, chart.high) == (None, None, None)
    assert len(chart.points) == len(values)


def test_a_share_of_cases_is_refused_by_its_type() -> None:
    with pytest.raises(TypeError, match="Chart counts of cases with p_chart"):
        xmr_chart(counted(7, 8, 9, n=10))
