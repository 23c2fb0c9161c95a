"""Exact bounds without a frame, against scipy's and the published table."""

import pytest
from hypothesis import example, given, settings, strategies as st
from scipy import stats

from audits.statistics import Share, clopper_pearson, could_be_as_many_as
from audits.statistics.binomial import beta_cdf, chance_of_at_most


quickly = settings(deadline=None, max_examples=200)
counts = st.integers(1, 15_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(counts, st.sampled_from([0.8, 0.95, 0.99]))
@example((7_500, 15_000), 0.95)
@quickly
def test_the_ends_are_those_of_scipy(count: tuple[int, int], level: float) -> None:
    found = clopper_pearson(*count, level)
    theirs = stats.binomtest(*count).proportion_ci(level, method="exact")
    assert (found.low, found.high) == pytest.approx((theirs.low, theirs.high), abs=1e-9)


# In per cent, as the board's table prints them beside the intervals with a frame.
PUBLISHED = [
    (10, 10, "69.2", "100.0"),
    (9, 10, "55.5", "99.7"),
    (7, 10, "34.8", "93.3"),
    (8, 8, "63.1", "100.0"),
    (15, 20, "50.9", "91.3"),
    (3, 10, "6.7", "65.2"),
    (34, 40, "70.2", "94.3"),
    (112, 130, "79.0", "91.6"),
]


@pytest.mark.parametrize(("x", "n", "low", "high"), PUBLISHED)
def test_the_published_figures_come_out(x: int, n: int, low: str, high: str) -> None:
    found = clopper_pearson(x, n)
    assert [f"{100 * end:.1f}" for end in (found.low, found.high)] == [low, high]


@given(st.floats(0, 1), st.floats(0.5, 9_000), st.floats(0.5, 9_000))
@quickly
def test_the_beta_integral_is_scipy_s(p: float, a: float, b: float) -> None:
    assert beta_cdf(p, a, b) == pytest.approx(stats.beta.cdf(p, a, b), abs=1e-10)


@given(counts, st.floats(0, 1))
@quickly
def test_the_binomial_tail_is_scipy_s(count: tuple[int, int], p: float) -> None:
    found = chance_of_at_most(*count, p)
    assert found == pytest.approx(stats.binom.cdf(*count, p), abs=1e-10)


def test_a_clean_ten_from_a_failing_process_is_as_common_as_published() -> None:
    chances = [f"{chance_of_at_most(0, 10, rate):.2f}" for rate in (0.1, 0.2)]
    assert chances == ["0.35", "0.11"]


def test_nothing_seen_says_nothing_and_claims_no_share() -> None:
    assert clopper_pearson(0, 0) == Share(None, 0.0, 1.0)


@pytest.mark.parametrize("count", [(-1, 10), (11, 10), (0, -1)])
def test_a_count_that_cannot_be_is_refused(count: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="cannot be"):
        clopper_pearson(*count)


@pytest.mark.parametrize("level", [0.0, 1.0, 95.0])
def test_a_level_outside_nought_to_one_is_refused(level: float) -> None:
    with pytest.raises(ValueError, match="level of confidence"):
        clopper_pearson(7, 10, level)
    with pytest.raises(ValueError, match="level of confidence"):
        could_be_as_many_as(7, 10, 284, level)


def test_a_share_outside_its_ends_is_refused() -> None:
    with pytest.raises(ValueError, match="not a share"):
        Share(0.9, 0.1, 0.5)


def test_no_chance_above_one_and_no_count_below_nought() -> None:
    assert chance_of_at_most(-1, 10, 0.5) == 0
    assert chance_of_at_most(10, 10, 0.5) == 1
    with pytest.raises(ValueError, match="cannot be"):
        chance_of_at_most(1, 10, 1.5)


@given(
    st.integers(1, 400).flatmap(
        lambda frame: st.integers(0, frame).flatmap(
            lambda n: st.tuples(st.integers(0, n), st.just(n), st.just(frame))
        )
    )
)
@quickly
def test_as_many_as_is_the_greatest_number_that_scipy_does_not_reject(
    sample: tuple[int, int, int],
) -> None:
    x, n, frame = sample
    possible = range(x, frame - (n - x) + 1)
    kept = [k for k in possible if stats.hypergeom.cdf(x, frame, k, n) > 0.05 * (1 + 1e-9)]
    assert could_be_as_many_as(x, n, frame) == max(kept)


def test_none_of_a_great_frame_is_at_most_twenty_six_in_a_hundred() -> None:
    assert round(could_be_as_many_as(0, 10, 1_000_000) / 10_000) == 26


def test_a_sample_that_cannot_be_has_no_most() -> None:
    with pytest.raises(ValueError, match="cannot have been drawn"):
        could_be_as_many_as(5, 10, 9)
