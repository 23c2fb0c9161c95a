"""Agreement against three kept packages, the paradox, and what cannot be computed."""

import math

import krippendorff
import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings, strategies as st
from irrCAC.raw import CAC
from statsmodels.stats.inter_rater import cohens_kappa

from audits.statistics import Ratings, Weights, agreement, cross_tab, raw_agreement
from audits.statistics.agreement import cohen_kappa, gwet, krippendorff_alpha
from audits.statistics.ratings import rater_pairs


SCALE = ("Outstanding", "Good", "Requires improvement", "Inadequate")
quickly = settings(deadline=None, max_examples=60)
grades = st.sampled_from([*SCALE, None])
some = st.integers(2, 4).flatmap(
    lambda raters: st.lists(st.tuples(*[grades] * raters), min_size=2, max_size=30)
)


def rated(rows: list[tuple[str | None, ...]]) -> Ratings:
    return Ratings(SCALE, tuple(rows))


def as_numbers(rows: list[tuple[str | None, ...]]) -> np.ndarray:
    """Return the grades as places on the scale, cases in rows, nan where there is none."""
    return np.array(
        [[math.nan if g is None else SCALE.index(g) + 1.0 for g in row] for row in rows]
    )


@pytest.mark.parametrize(
    ("weights", "theirs"),
    [
        (Weights.NONE, "identity"),
        (Weights.LINEAR, "linear"),
        (Weights.ORDINAL, "ordinal"),
        (Weights.QUADRATIC, "quadratic"),
    ],
)
@given(some)
@quickly
def test_gwet_s_coefficient_is_the_kept_package_s(
    weights: Weights, theirs: str, rows: list[tuple[str | None, ...]]
) -> None:
    assume(rated(rows).paired > 1)
    frame = pd.DataFrame(as_numbers(rows)).dropna(how="all")
    package = CAC(frame, weights=theirs, categories=[1.0, 2.0, 3.0, 4.0], digits=12)
    expected = package.gwet()["est"]
    assert gwet(rated(rows), weights) == pytest.approx(expected["coefficient_value"], abs=1e-8)
    assert raw_agreement(rated(rows), weights) == pytest.approx(expected["pa"], abs=1e-8)


@pytest.mark.parametrize("ordered", [True, False])
@given(some)
@quickly
def test_alpha_is_the_kept_package_s(ordered: bool, rows: list[tuple[str | None, ...]]) -> None:
    found = krippendorff_alpha(rated(rows), ordered=ordered)
    used = {g for row in rows if sum(g is not None for g in row) > 1 for g in row} - {None}
    if len(used) < 2:
        assert found is None
        return
    numbers, level = as_numbers(rows).T, "ordinal" if ordered else "nominal"
    expected = krippendorff.alpha(numbers, value_domain=[1, 2, 3, 4], level_of_measurement=level)
    assert found == pytest.approx(expected, abs=1e-9)


def test_krippendorff_s_own_example_with_gaps_comes_out() -> None:
    """K. Krippendorff, "Computing Krippendorff's alpha-reliability", 2011: four observers."""
    table = """. . . . . 3 4 1 2 1 1 3 3 . 3
               1 . 2 1 3 3 4 3 . . . . . . .
               . . 2 1 3 4 4 . 2 1 1 3 3 . 4"""
    raters = [[None if g == "." else g for g in line.split()] for line in table.splitlines()]
    ratings = Ratings(("1", "2", "3", "4"), tuple(zip(*raters, strict=True)))
    assert f"{krippendorff_alpha(ratings, ordered=False):.3f}" == "0.691"


@given(st.lists(st.tuples(st.sampled_from(SCALE), st.sampled_from(SCALE)), min_size=2, max_size=40))
@quickly
def test_kappa_is_statsmodels_s(rows: list[tuple[str, str]]) -> None:
    found = cohen_kappa(rated(list(rows)))
    if len({g for row in rows for g in row}) == 1:
        assert found is None
        return
    table = np.array(cross_tab(rated(list(rows))))
    assert found == pytest.approx(float(cohens_kappa(table, return_results=False)), abs=1e-12)


PARADOX = rated(
    [("Good", "Good")] * 34
    + [("Good", "Requires improvement")] * 3
    + [("Requires improvement", "Good")] * 3
)


def test_the_paradox_of_kappa_comes_out_as_published() -> None:
    found = agreement(PARADOX)
    assert found.raw == 0.85
    assert (f"{found.kappa:.2f}", f"{found.ac1:.2f}") == ("-0.08", "0.84")
    assert f"{gwet(PARADOX, Weights.QUADRATIC):.2f}" == "0.98"
    assert found.notes == ()


def test_the_cross_tab_shows_where_graders_differ() -> None:
    assert cross_tab(PARADOX) == ((0, 0, 0, 0), (0, 34, 3, 0), (0, 3, 0, 0), (0, 0, 0, 0))
    assert PARADOX.disagreements() == tuple(range(34, 40))
    assert rater_pairs(rated([("Good", None, "Good")])) == [(0, 1), (0, 2), (1, 2)]
    assert rater_pairs(rated([])) == []


def test_where_all_give_one_grade_ac1_is_one_and_the_others_say_why_not() -> None:
    found = agreement(rated([("Good", "Good")] * 20))
    assert (found.raw, found.ac1, found.ac2) == (1, 1, 1)
    assert (found.alpha, found.kappa) == (None, None)
    assert "alpha is undefined" in found.notes[0]
    assert "kappa is undefined" in found.notes[1]
    assert gwet(rated([("Good", "Good")] * 10)) == 1


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([], "No case has two grades."),
        ([("Good", None)] * 30, "No case has two grades."),
        ([("Good", "Good")], "Only 1 case has two grades."),
        ([("Good", "Good")] * 19 + [("Good", None)], "Only 19 cases have two grades."),
    ],
)
def test_under_twenty_pairs_no_coefficient_is_given(
    rows: list[tuple[str | None, ...]], words: str
) -> None:
    found = agreement(rated(rows))
    assert (found.ac1, found.ac2, found.alpha, found.kappa) == (None,) * 4
    assert found.notes[0].startswith(words)
    assert "talk about the cases" in found.notes[0]


def test_kappa_is_left_out_for_three_graders_and_says_so() -> None:
    found = agreement(rated([("Good", "Good", "Inadequate")] * 20))
    assert found.kappa is None
    assert found.notes == ("Cohen's kappa is for two graders and is left out.",)


@given(some)
@quickly
def test_no_coefficient_is_ever_not_a_number(rows: list[tuple[str | None, ...]]) -> None:
    found = agreement(rated(rows), enough=1)
    for value in (found.raw, found.ac1, found.ac2, found.alpha, found.kappa):
        assert value is None or (math.isfinite(value) and value <= 1 + 1e-12)


@pytest.mark.parametrize(
    ("scale", "rows", "words"),
    [
        (("Good",), (), "two different grades"),
        (("Good", "Good"), (), "two different grades"),
        (SCALE, (("Good", "Fine"),), "not on the scale: Fine"),
        (SCALE, (("Good",), ("Good", "Good")), "a place for every rater"),
    ],
)
def test_ratings_that_cannot_be_are_refused(
    scale: tuple[str, ...], rows: tuple[tuple[str, ...], ...], words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        Ratings(scale, rows)
