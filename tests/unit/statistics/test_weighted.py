"""Parts of unequal size: the worked example, a textbook's variance, and parts with no word."""

from fractions import Fraction
from itertools import product
from math import comb, sqrt

import pytest
from hypothesis import given, settings, strategies as st
from scipy import stats

from audits.statistics import Part, Share, clopper_pearson, weighted_share


WORKED = [Part("a", 18, 20, 700), Part("b", 16, 20, 600), Part("c", 11, 20, 1_171)]


def test_the_worked_example_weighs_seventy_one_where_the_raw_mean_is_seventy_five() -> None:
    found = weighted_share(WORKED)
    assert round(100 * sum(part.x for part in WORKED) / 60) == 75
    assert found.share.value == pytest.approx((0.9 * 700 + 0.8 * 600 + 0.55 * 1_171) / 2_471)
    assert round(100 * found.share.value) == 71
    # The published 59 to 83 is the normal curve's, from the same standard error.
    reach = 1.96 * found.error
    assert [round(100 * (found.share.value + side * reach)) for side in (-1, 1)] == [59, 83]


def test_its_ends_are_scipy_s_beta_quantiles_on_the_effective_number() -> None:
    found = weighted_share(WORKED)
    x, n = found.share.value * found.effective, found.effective
    ends = stats.beta.ppf(0.025, x, n - x + 1), stats.beta.ppf(0.975, x + 1, n - x)
    assert (found.share.low, found.share.high) == pytest.approx(ends, abs=1e-9)
    assert found.effective < 60


def test_the_error_is_that_of_every_possible_draw() -> None:
    """The estimated variance, averaged over all draws of two small strata, is the true one."""
    strata = [(2, 5, 3), (3, 6, 2)]  # how many of the frame, the frame, how many drawn
    estimates, variances, chances = [], [], []
    for found in product(*(range(min(k, n) + 1) for k, _, n in strata)):
        parts = [Part(str(i), x, n, f) for i, (x, (_, f, n)) in enumerate(zip(found, strata))]  # noqa: B905 - pairs
        ways = [
            Fraction(comb(k, p.x) * comb(p.frame - k, p.n - p.x), comb(p.frame, p.n))
            for p, (k, _, _) in zip(parts, strata, strict=True)
        ]
        result = weighted_share(parts)
        estimates.append(result.share.value)
        variances.append(result.error**2)
        chances.append(float(ways[0] * ways[1]))
    mean = sum(c * e for c, e in zip(chances, estimates, strict=True))
    spread = sum(c * (e - mean) ** 2 for c, e in zip(chances, estimates, strict=True))
    assert sum(chances) == pytest.approx(1)
    assert mean == pytest.approx(5 / 11)
    assert sum(c * v for c, v in zip(chances, variances, strict=True)) == pytest.approx(spread)


def test_a_part_from_which_nothing_was_judged_is_named_and_left_out() -> None:
    found = weighted_share([*WORKED, Part("night", 0, 0, 300)])
    assert found.silent == ("night",)
    assert found.share == weighted_share(WORKED).share


@pytest.mark.parametrize("parts", [[], [Part("a", 0, 0, 0)], [Part("a", 0, 0, 9)]])
def test_nothing_judged_says_nothing(parts: list[Part]) -> None:
    assert weighted_share(parts).share == Share(None, 0.0, 1.0)


def test_where_all_parts_agree_it_is_as_sure_as_the_cases_judged() -> None:
    found = weighted_share([Part("a", 10, 10, 100), Part("b", 10, 10, 900)])
    assert found.share == clopper_pearson(20, 20)


def test_a_census_of_every_part_leaves_nothing_open() -> None:
    found = weighted_share([Part("a", 1, 2, 2), Part("b", 3, 8, 8)])
    assert found.share == Share(0.4, 0.4, 0.4)


def test_parts_of_one_case_borrow_a_spread_and_do_not_look_sure() -> None:
    lone = weighted_share([Part("a", 1, 1, 50), Part("b", 5, 10, 50)])
    assert lone.error == pytest.approx(sqrt(6 / 11 * 5 / 11 / 10 * (1 - 11 / 100)))
    assert weighted_share([Part("a", 1, 1, 50)]).share == clopper_pearson(1, 1)
    two = weighted_share([Part("a", 1, 1, 50), Part("b", 0, 1, 50)])
    assert (two.share.value, two.effective) == (0.5, pytest.approx(2 / (2 * 0.98), abs=1))


parts = st.integers(1, 300).flatmap(
    lambda frame: st.integers(0, frame).flatmap(
        lambda n: st.builds(Part, st.just("p"), st.integers(0, n), st.just(n), st.just(frame))
    )
)


@given(st.lists(parts, max_size=8))
@settings(deadline=None, max_examples=200)
def test_whatever_the_parts_the_ends_hold_the_share(some: list[Part]) -> None:
    found = weighted_share(some)
    assert 0 <= found.share.low <= found.share.high <= 1
    assert found.effective <= sum(part.frame for part in some)


@pytest.mark.parametrize("numbers", [(3, 2, 9), (1, 4, 3), (-1, 2, 3)])
def test_a_part_that_cannot_be_is_refused(numbers: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="cannot"):
        Part("a", *numbers)
