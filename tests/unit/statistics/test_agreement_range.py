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
    ("ratings", "weights", "low", "high"),
    [
        (four_raters(), Weights.NONE, 0.46081, 1),
        (four_raters(), Weights.LINEAR, 0.6005, 1),
        (four_raters(), Weights.ORDINAL, 0.66365, 1),
        (four_raters(), Weights.QUADRATIC, 0.68518, 1),
        (two_raters(), Weights.NONE, 0.7631457, 0.9355154),
        (two_raters(), Weights.LINEAR, 0.8416409, 0.9584045),
    ],
)
def test_gwet_s_own_ranges_come_out(ratings, weights, low, high):
    assert gwet_range(ratings, weights) == pytest.approx((low, high), abs=6e-6)


def test_the_range_published_with_gwet_s_package_comes_out():
    """The documentation of irrCAC for R: 0.849, from 0.764 to 0.935, by the table's formula."""
    assert gwet(two_raters()) == pytest.approx(0.8493305, abs=1e-7)
    assert gwet_range(two_raters()) == pytest.approx((0.764, 0.935), abs=1.1e-3)


def test_leaving_each_case_out_gives_nearly_the_published_range_of_alpha():
    """Of names, for which there is one: from 0.680 to 0.914 by the same documentation."""
    found = alpha_range(two_raters(), ordered=False)
    assert found == pytest.approx((0.680, 0.914), abs=0.01)


@pytest.mark.parametrize("freedom", [1, 2, 11, 19, 99, 400])
def test_student_s_quantile_is_scipy_s(freedom):
    for chance in (0.6, 0.95, 0.975, 0.995):
        assert student_quantile(chance, freedom) == pytest.approx(stats.t.ppf(chance, freedom))


@pytest.mark.parametrize(("chance", "freedom"), [(0.5, 3), (1, 3), (0.9, 0)])
def test_a_quantile_that_cannot_be_is_refused(chance, freedom):
    with pytest.raises(ValueError, match="no quantile"):
        student_quantile(chance, freedom)


def simulated(cases: int, rng: np.random.Generator) -> Ratings:
    """Return two graders, each right three times in four and otherwise one grade off."""
    truth = rng.choice(4, cases, p=[0.1, 0.5, 0.3, 0.1])
    rows = np.clip(
        truth[:, None] + rng.choice([-1, 0, 1], (cases, 2), p=[0.125, 0.75, 0.125]), 0, 3
    )
    return Ratings(SCALE, tuple((SCALE[a], SCALE[b]) for a, b in rows))


@pytest.mark.slow
def test_a_range_holds_the_true_figure_about_nineteen_times_in_twenty():
    rng = np.random.default_rng(20161124)
    whole = simulated(40_000, rng)
    truths = (gwet(whole), gwet(whole, Weights.LINEAR), krippendorff_alpha(whole))
    held = np.zeros(3)
    for _ in range(400):
        found = agreement(simulated(40, rng))
        ranges = (found.ac1_range, found.ac2_range, found.alpha_range)
        held += [low <= truth <= high for truth, (low, high) in zip(truths, ranges, strict=True)]
    # Four hundred rounds at 0.95 have a standard error of 0.011; forty cases cost a little more.
    assert (held / 400 > 0.90).all()


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
