"""The exact interval, against every small case by hand and against the published figures."""

from fractions import Fraction
from math import comb

import pytest
from hypothesis import given, settings, strategies as st

from audits.domain.finding import Interval
from audits.statistics import hypergeometric_interval


quickly = settings(deadline=None, max_examples=80)


@st.composite
def samples(draw: st.DrawFn, largest: int = 60) -> tuple[int, int, int]:
    frame = draw(st.integers(0, largest))
    n = draw(st.integers(0, frame))
    return draw(st.integers(0, n)), n, frame


def chance(found: range, n: int, frame: int, *, count: int) -> Fraction:
    """Return the exact chance of drawing so many of ``count``, counted sample by sample."""
    ways = sum(comb(count, k) * comb(frame - count, n - k) for k in found)
    return Fraction(ways, comb(frame, n))


def by_brute_force(x: int, n: int, frame: int, tail: Fraction) -> tuple[int, int]:
    """Return the ends after putting every count the frame could hold to both tests."""
    kept = [
        count
        for count in range(x, frame - (n - x) + 1)
        if chance(range(x, n + 1), n, frame, count=count) > tail
        and chance(range(x + 1), n, frame, count=count) > tail
    ]
    return kept[0], kept[-1]


@given(samples())
@quickly
def test_it_is_what_testing_every_possible_count_gives(sample: tuple[int, int, int]) -> None:
    found = hypergeometric_interval(*sample)
    assert (found.low, found.high) == by_brute_force(*sample, Fraction(1, 40))


def test_it_is_exact_for_every_sample_from_every_frame_up_to_fourteen() -> None:
    for frame in range(15):
        for n in range(frame + 1):
            for x in range(n + 1):
                found = hypergeometric_interval(x, n, frame)
                assert (found.low, found.high) == by_brute_force(x, n, frame, Fraction(1, 40))


@given(samples(largest=40), st.sampled_from([(0.8, Fraction(1, 10)), (0.99, Fraction(1, 200))]))
@quickly
def test_any_level_is_exact(sample: tuple[int, int, int], level: tuple[float, Fraction]) -> None:
    found = hypergeometric_interval(*sample, level=level[0])
    assert (found.low, found.high) == by_brute_force(*sample, level[1])


def test_a_chance_that_equals_the_tail_is_rejected_whichever_way_it_rounds() -> None:
    # One drawn from forty: one such case in the frame gives exactly one chance in forty.
    assert hypergeometric_interval(1, 1, 40).low == 2
    assert hypergeometric_interval(0, 1, 40).high == 38


# The board's own table of exact intervals, in per cent of the frame to the digits it prints.
PUBLISHED = [
    (10, 10, 284, "69.7", "100.0"),
    (9, 10, 284, "56.3", "99.6"),
    (7, 10, 284, "35.6", "93.0"),
    (8, 8, 30, "70.0", "100.0"),
    (15, 20, 25, "64.0", "80.0"),
    (3, 10, 50, "10.0", "62.0"),
    (34, 40, 1_230, "70.4", "94.1"),
    (112, 130, 3_690, "79.1", "91.5"),
    (447, 520, 14_800, "82.7", "88.8"),
]


@pytest.mark.parametrize(("x", "n", "frame", "low", "high"), PUBLISHED)
def test_the_published_figures_come_out(x: int, n: int, frame: int, low: str, high: str) -> None:
    found = hypergeometric_interval(x, n, frame)
    shares = [f"{100 * end / frame:.1f}" for end in (found.low, found.high)]
    assert shares == [low, high]


def test_seven_of_ten_from_a_week_of_284_may_be_101_to_264() -> None:
    found = hypergeometric_interval(7, 10, 284)
    assert (found.low, found.high) == (101, 264)


@given(samples(largest=40), st.integers(0, 40))
@quickly
def test_the_truth_is_missed_at_most_one_time_in_twenty(
    sample: tuple[int, int, int], count: int
) -> None:
    _, n, frame = sample
    truth = min(count, frame)
    possible = range(max(0, n - (frame - truth)), min(n, truth) + 1)
    hits = [x for x in possible if _covers(hypergeometric_interval(x, n, frame), truth)]
    covered = sum((chance(range(x, x + 1), n, frame, count=truth) for x in hits), start=Fraction(0))
    assert covered >= Fraction(19, 20)


def _covers(interval: Interval, count: int) -> bool:
    return interval.low <= count <= interval.high


@given(samples(largest=2_000))
@quickly
def test_counting_the_other_kind_of_case_turns_it_round(sample: tuple[int, int, int]) -> None:
    x, n, frame = sample
    these, others = hypergeometric_interval(x, n, frame), hypergeometric_interval(n - x, n, frame)
    assert (these.low, these.high) == (frame - others.high, frame - others.low)


@given(samples(largest=2_000))
@quickly
def test_finding_one_more_never_moves_an_end_down(sample: tuple[int, int, int]) -> None:
    x, n, frame = sample
    fewer, more = (hypergeometric_interval(k, n, frame) for k in (max(0, x - 1), x))
    assert fewer.low <= more.low
    assert fewer.high <= more.high


@given(samples(largest=5_000))
@quickly
def test_being_surer_never_makes_it_narrower(sample: tuple[int, int, int]) -> None:
    usual, surer = hypergeometric_interval(*sample), hypergeometric_interval(*sample, level=0.99)
    assert surer.low <= usual.low
    assert usual.high <= surer.high


@given(st.integers(0, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
@quickly
def test_a_census_leaves_nothing_open(sample: tuple[int, int]) -> None:
    x, n = sample
    found = hypergeometric_interval(x, n, n)
    assert (found.low, found.high) == (x, x)


@given(st.integers(0, 1_000_000))
@quickly
def test_nothing_drawn_says_nothing(frame: int) -> None:
    found = hypergeometric_interval(0, 0, frame)
    assert (found.low, found.high) == (0, frame)


@pytest.mark.timeout(5)
@given(st.integers(0, 500_000))
@settings(deadline=None, max_examples=10)
def test_half_a_million_drawn_from_a_million_takes_no_time(x: int) -> None:
    found = hypergeometric_interval(x, 500_000, 1_000_000)
    assert found.low <= 2 * x <= found.high


@pytest.mark.parametrize(
    ("x", "n", "frame"), [(-1, 10, 284), (11, 10, 284), (5, 10, 9), (0, -1, 5)]
)
def test_numbers_that_cannot_belong_together_are_refused(x: int, n: int, frame: int) -> None:
    with pytest.raises(ValueError, match="cannot have been drawn"):
        hypergeometric_interval(x, n, frame)


@pytest.mark.parametrize("level", [0.0, 1.0, 95.0])
def test_a_level_outside_nought_to_one_is_refused(level: float) -> None:
    with pytest.raises(ValueError, match="level of confidence"):
        hypergeometric_interval(7, 10, 284, level)
