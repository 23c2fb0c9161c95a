"""Agreement against kept packages, Gwet's own example, the paradox, and what cannot be computed."""

import math
from collections.abc import Callable
from fractions import Fraction
from itertools import combinations

import krippendorff
import numpy as np
import pytest
from hypothesis import assume, given, settings, strategies as st
from statsmodels.stats.inter_rater import cohens_kappa

from audits.statistics import Ratings, Weights, agreement, cross_tab, raw_agreement
from audits.statistics.coefficients import cohen_kappa, gwet, krippendorff_alpha


SCALE = ("Outstanding", "Good", "Requires improvement", "Inadequate")
FOUR = range(4)
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


UNITS = """11.1 2232 3333 3333 2222 1234
           4444 1121 2222 .555 ..11 ..3."""


def published() -> Ratings:
    """Return four raters' grades of twelve units, Krippendorff's and then Gwet's example."""
    rows = (tuple(None if grade == "." else grade for grade in unit) for unit in UNITS.split())
    return Ratings(tuple("12345"), tuple(rows))


# Coefficient and agreement as irrCAC 0.4.4 computes them, a port of Gwet's own package for R. It
# pins libraries of years ago, so that it cannot be installed beside ours.
@pytest.mark.parametrize(
    ("weights", "coefficient", "seen"),
    [
        (Weights.NONE, 0.7754440681, 0.8181818182),
        (Weights.LINEAR, 0.8587391364, 0.9393939394),
        (Weights.ORDINAL, 0.8989397699, 0.9681818182),
        (Weights.QUADRATIC, 0.9140007236, 0.9753787879),
    ],
)
def test_gwet_s_own_example_comes_out(weights: Weights, coefficient: float, seen: float) -> None:
    assert gwet(published(), weights) == pytest.approx(coefficient, abs=1e-10)
    assert raw_agreement(published(), weights) == pytest.approx(seen, abs=1e-10)


def by_pairs(
    rows: list[tuple[str | None, ...]], weight: Callable[[int, int], Fraction]
) -> Fraction:
    """Return the coefficient from its definition: every pair of raters, every pair of grades."""
    places = [[SCALE.index(g) for g in row if g is not None] for row in rows]
    paired = [list(combinations(case, 2)) for case in places if len(case) > 1]
    seen = sum(sum(weight(*pair) for pair in case) / len(case) for case in paired) / len(paired)
    graded = [case for case in places if case]
    share = [sum(Fraction(case.count(k), len(case)) for case in graded) / len(graded) for k in FOUR]
    chance = (
        sum(weight(k, m) for k in FOUR for m in FOUR) * sum(p * (1 - p) for p in share) / (4 * 3)
    )
    return (seen - chance) / (1 - chance)


@pytest.mark.parametrize(
    ("weights", "weight"),
    [
        (Weights.NONE, lambda k, m: Fraction(k == m)),
        (Weights.LINEAR, lambda k, m: 1 - Fraction(abs(k - m), 3)),
        (Weights.ORDINAL, lambda k, m: 1 - Fraction(math.comb(abs(k - m) + 1, 2), 6)),
        (Weights.QUADRATIC, lambda k, m: 1 - Fraction((k - m) ** 2, 9)),
    ],
)
@given(some)
@quickly
def test_gwet_s_coefficient_is_what_counting_every_pair_gives(
    weights: Weights,
    weight: Callable[[int, int], Fraction],
    rows: list[tuple[str | None, ...]],
) -> None:
    assume(rated(rows).paired)
    assert gwet(rated(rows), weights) == pytest.approx(float(by_pairs(rows, weight)), abs=1e-12)


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
    assert [note.partition(" holds ")[0] for note in found.notes] == ["Such a range for AC1 or AC2"]


def test_the_cross_tab_shows_where_graders_differ() -> None:
    assert cross_tab(PARADOX) == ((0, 0, 0, 0), (0, 34, 3, 0), (0, 3, 0, 0), (0, 0, 0, 0))
    assert PARADOX.disagreements() == tuple(range(34, 40))


def test_where_all_give_one_grade_ac1_is_one_and_the_others_say_why_not() -> None:
    found = agreement(rated([("Good", "Good")] * 20))
    assert (found.raw, found.ac1, found.ac2) == (1, 1, 1)
    assert (found.alpha, found.kappa) == (None, None)
    assert "alpha is undefined" in found.notes[0]
    assert "kappa is undefined" in found.notes[1]
    assert gwet(rated([("Good", "Good")] * 10)) == 1
    assert gwet(rated([("Good", None)])) is None


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
