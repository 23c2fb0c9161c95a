"""How sure coefficients of agreement are: Gwet's own figures, and graders whose truth is known."""

import numpy as np
import pytest
from scipy import stats

from audits.statistics import Ratings, Weights, agreement
from audits.statistics.agreement_range import alpha_range, gwet_range
from audits.statistics.binomial import student_quantile
from audits.statistics.coefficients import gwet, krippendorff_alpha


UNITS = """11.1 2232 3333 3333 2222 1234
           4444 1121 2222 .555 ..11 ..3."""
ABSTRACTORS = ((13, 0, 0), (0, 20, 7), (0, 4, 56))  # Gwet's Handbook, a hundred pregnancies
SCALE = ("Outstanding", "Good", "Requires improvement", "Inadequate")


def four_raters() -> Ratings:
    rows = (tuple(None if grade == "." else grade for grade in unit) for unit in UNITS.split())
    return Ratings(tuple("12345"), tuple(rows))


def two_raters() -> Ratings:
    rows = [(str(i), str(j)) for i in range(3) for j in range(3) for _ in range(ABSTRACTORS[i][j])]
    return Ratings(tuple("012"), tuple(rows))


# As irrCAC 0.4.4 computes them, a port of Gwet's own package for R.
@pytest.mark.parametrize(
    ("ratings", "weights", "low"),
    [
        (four_raters(), Weights.NONE, 0.46081),
        (four_raters(), Weights.LINEAR, 0.6005),
        (four_raters(), Weights.ORDINAL, 0.66365),
        (four_raters(), Weights.QUADRATIC, 0.68518),
        (two_raters(), Weights.NONE, 0.7631457),
        (two_raters(), Weights.LINEAR, 0.8416409),
    ],
)
def test_gwet_s_own_standard_errors_come_out(ratings, weights, low):
    found = gwet_range(ratings, weights)
    assert found == pytest.approx(as_published(gwet(ratings, weights), low), abs=5e-5)


def as_published(value, low):
    """Return the range of a published coefficient and lower end, on the scale of log(1 - it)."""
    factor = np.exp((value - low) / (1 - value))
    return 1 - (1 - value) * factor, 1 - (1 - value) / factor


def test_the_range_published_with_gwet_s_package_comes_out():
    """The documentation of irrCAC for R: 0.849, from 0.764, by the table's formula."""
    assert gwet(two_raters()) == pytest.approx(0.8493305, abs=1e-7)
    assert gwet_range(two_raters()) == pytest.approx(as_published(0.8493305, 0.764), abs=2e-3)


def test_leaving_each_case_out_gives_nearly_the_published_range_of_alpha():
    """Of names, for which there is one: 0.797, from 0.680 by the same documentation."""
    value = krippendorff_alpha(two_raters(), ordered=False)
    found = alpha_range(two_raters(), ordered=False)
    assert found == pytest.approx(as_published(value, 0.680), abs=0.015)


@pytest.mark.parametrize("freedom", [1, 2, 11, 19, 99, 400])
def test_student_s_quantile_is_scipy_s(freedom):
    for chance in (0.6, 0.95, 0.975, 0.995):
        assert student_quantile(chance, freedom) == pytest.approx(stats.t.ppf(chance, freedom))


@pytest.mark.parametrize(("chance", "freedom"), [(0.5, 3), (1, 3), (0.9, 0)])
def test_a_quantile_that_cannot_be_is_refused(chance, freedom):
    with pytest.raises(ValueError, match="no quantile"):
        student_quantile(chance, freedom)


GRADES = ((0.1, 0.5, 0.3, 0.1), (0.02, 0.08, 0.3, 0.6), (0.25,) * 4, (0.01, 0.04, 0.15, 0.8))
RIGHT = (0.5, 0.75, 0.9)  # how often a grader gives the case's own grade; else one beside it
ROUNDS = 300


def in_the_long_run(grades, right) -> np.ndarray:
    """Return how often two graders give each pair of grades, summed over what a case is worth."""
    given = np.zeros((4, 4))
    for own in range(4):
        for step, often in ((-1, (1 - right) / 2), (0, right), (1, (1 - right) / 2)):
            given[own, min(max(own + step, 0), 3)] += often
    return np.einsum("t,ta,tb->ab", np.array(grades), given, given)


def true_gwet(pairs, weights) -> float:
    """Return Gwet's coefficient of the long run, by his formula (2008, equations 1 and 2)."""
    used = (pairs.sum(0) + pairs.sum(1)) / 2
    chance = weights.sum() / 12 * (used * (1 - used)).sum()
    return float(((pairs * weights).sum() - chance) / (1 - chance))


def true_alpha(pairs) -> float:
    """Return Krippendorff's alpha of the long run for ordered grades: one less seen by expected."""
    used = (pairs.sum(0) + pairs.sum(1)) / 2
    below = np.concatenate([[0], used.cumsum()])
    apart = np.array([
        [(below[max(k, m) + 1] - below[min(k, m)] - (used[k] + used[m]) / 2) ** 2 for m in range(4)]
        for k in range(4)
    ])  # fmt: skip
    return float(1 - (pairs * apart).sum() / (np.outer(used, used) * apart).sum())


@pytest.mark.slow
@pytest.mark.parametrize("cases", [20, 40])
def test_a_range_holds_the_true_figure_as_often_as_the_paper_says(cases):
    rng, linear = (
        np.random.default_rng(20161124),
        1 - np.abs(np.subtract.outer(*[range(4)] * 2)) / 3,
    )
    held = [held_by(grades, right, cases, linear, rng) for grades in GRADES for right in RIGHT]
    error = 3 * np.sqrt(0.1 * 0.9 / ROUNDS)
    worst, usual = np.min(held, axis=0), np.mean(held, axis=0)
    assert (worst[:2] > 0.90 - error).all()
    assert (usual[:2] > 0.95 - error / 3).all()
    assert worst[2] > 0.80 - error
    assert usual[2] > 0.90


def held_by(grades, right, cases, linear, rng) -> np.ndarray:
    """Return how often each range holds the true figure, over the samples that have all three."""
    pairs = in_the_long_run(grades, right)
    truths = true_gwet(pairs, np.eye(4)), true_gwet(pairs, linear), true_alpha(pairs)
    rounds = []
    for _ in range(ROUNDS):
        drawn = rng.choice(16, cases, p=pairs.ravel())
        rows = tuple((SCALE[each // 4], SCALE[each % 4]) for each in drawn)
        found = agreement(Ratings(SCALE, rows))
        ranges = (found.ac1_range, found.ac2_range, found.alpha_range)
        if None not in ranges:
            rounds.append([low <= t <= high for t, (low, high) in zip(truths, ranges, strict=True)])
    return np.mean(rounds, axis=0)


def test_where_all_agree_there_is_no_range_and_a_sentence_says_what_could_be():
    found = agreement(Ratings(SCALE, (("Good", "Good"),) * 15 + (("Inadequate",) * 2,) * 10))
    assert (found.ac1, found.ac1_range, found.alpha_range) == (1, None, None)
    # Clopper and Pearson: 25 of 25 is still believable of 86.3 in 100.
    assert "agree on only 87 in 100 cases could have done so" in found.notes[-1]


def test_under_twenty_pairs_there_is_no_range_either():
    found = agreement(Ratings(SCALE, (("Good", "Inadequate"),) * 19))
    assert (found.ac1_range, found.ac2_range, found.alpha_range) == (None, None, None)


def test_nothing_paired_and_a_single_case_have_no_range():
    assert gwet_range(Ratings(SCALE, (("Good", None),))) is None
    assert gwet_range(Ratings(SCALE, (("Good", "Inadequate"),))) is None
    assert alpha_range(Ratings(SCALE, (("Good", "Inadequate"),))) is None
