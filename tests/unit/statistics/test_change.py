"""Two rounds compared, against statsmodels and scipy, and only in words that both tests bear."""

import pytest
from hypothesis import given, settings, strategies as st
from scipy import stats
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from audits.statistics import cases_to_see, compare_rounds, fisher_exact
from audits.statistics.change import wilson


quickly = settings(deadline=None, max_examples=150)
counts = st.integers(1, 300).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(counts, counts)
@quickly
def test_the_interval_is_newcombe_s_as_statsmodels_has_it(
    first: tuple[int, int], second: tuple[int, int]
) -> None:
    found = compare_rounds(*first, *second)
    theirs = confint_proportions_2indep(*second, *first, method="newcomb", compare="diff")
    assert (found.low, found.high) == pytest.approx(theirs, abs=1e-9)


@given(counts, st.sampled_from([0.8, 0.95, 0.99]))
@quickly
def test_wilson_s_interval_is_statsmodels_s(count: tuple[int, int], level: float) -> None:
    theirs = proportion_confint(*count, alpha=1 - level, method="wilson")
    assert wilson(*count, level) == pytest.approx(theirs, abs=1e-12)


@given(counts, counts)
@quickly
def test_fisher_s_chance_is_scipy_s(first: tuple[int, int], second: tuple[int, int]) -> None:
    table = [[x, n - x] for x, n in (first, second)]
    assert fisher_exact(*first, *second) == pytest.approx(stats.fisher_exact(table).pvalue)


def test_newcombe_s_own_example_comes_out() -> None:
    """R. G. Newcombe 1998, table II, (a): 56 of 70 against 48 of 80, method 10."""
    found = compare_rounds(48, 80, 56, 70)
    ends = [f"{end:.4f}" for end in (found.low, found.high)]
    assert ends == ["0.0524", "0.3339"]


def test_twelve_then_seventeen_of_twenty_is_consistent_with_improvement_not_proof() -> None:
    found = compare_rounds(12, 20, 17, 20)
    assert found.words.startswith("12 of 20, then 17 of 20: consistent with improvement, not proof")
    assert (round(100 * found.difference), round(100 * found.low)) == (25, -3)
    assert f"{found.p:.2f}" == "0.16"


def test_twenty_six_then_thirty_four_of_forty_is_borderline_as_fisher_disagrees() -> None:
    found = compare_rounds(26, 40, 34, 40)
    assert "borderline improvement" in found.words
    assert found.words.endswith("(+1 to +37 points).")
    assert f"{found.p:.2f}" == "0.07"


@pytest.mark.parametrize(
    ("rounds", "words"),
    [
        ((10, 40, 35, 40), "better, by more than chance explains"),
        ((35, 40, 10, 40), "worse, by more than chance explains"),
        ((34, 40, 26, 40), "borderline fall"),
        ((17, 20, 12, 20), "consistent with a fall, not proof"),
        ((5, 10, 10, 20), "no change seen, which does not show that there was none"),
        ((0, 0, 5, 10), "cannot be compared"),
        ((5, 10, 0, 0), "cannot be compared"),
    ],
)
def test_each_result_is_said_in_words_it_bears(
    rounds: tuple[int, int, int, int], words: str
) -> None:
    assert words in compare_rounds(*rounds).words


def test_nothing_is_said_in_points_of_fewer_than_twenty_cases() -> None:
    assert "points" not in compare_rounds(5, 19, 18, 40).words


@given(counts, counts)
@quickly
def test_improvement_is_claimed_only_if_both_tests_exclude_none(
    first: tuple[int, int], second: tuple[int, int]
) -> None:
    found = compare_rounds(*first, *second)
    theirs = confint_proportions_2indep(*second, *first, method="newcomb", compare="diff")
    p = stats.fisher_exact([[x, n - x] for x, n in (first, second)]).pvalue
    if "by more than chance explains" in found.words:
        assert theirs[0] > -1e-9 or theirs[1] < 1e-9
        assert p < 0.05 + 1e-9


def test_the_published_numbers_of_cases_come_out() -> None:
    assert (cases_to_see(0.6, 0.85), cases_to_see(0.8, 0.9)) == (49, 199)
    assert cases_to_see(0.85, 0.6) == 49


def test_so_many_cases_do_show_the_move_about_as_often_as_promised() -> None:
    n, shown = 49, 0.0
    for a in range(n + 1):
        for b in range(n + 1):
            pooled = (a + b) / (2 * n)
            spread = (2 * pooled * (1 - pooled) / n) ** 0.5
            if spread and abs(a - b) / n / spread > 1.96:
                shown += stats.binom.pmf(a, n, 0.6) * stats.binom.pmf(b, n, 0.85)
    assert shown == pytest.approx(0.8, abs=0.03)


@pytest.mark.parametrize("shares", [(0.5, 0.5), (-0.1, 0.5), (0.5, 1.1)])
def test_a_move_that_cannot_be_is_refused(shares: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match="no number of cases"):
        cases_to_see(*shares)


def test_power_and_level_lie_between_nought_and_one() -> None:
    with pytest.raises(ValueError, match="must lie between"):
        cases_to_see(0.6, 0.8, power=80)
    with pytest.raises(ValueError, match="no interval"):
        wilson(0, 0)
    with pytest.raises(ValueError, match="cannot be"):
        fisher_exact(3, 2, 1, 1)
