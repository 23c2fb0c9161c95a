"""Coefficients of agreement beyond chance. An undefined coefficient is None, never nan."""

from collections.abc import Sequence
from itertools import product
from operator import mul

from .ratings import Ratings, Weights, cross_tab, raw_agreement


def gwet(ratings: Ratings, weights: Weights = Weights.NONE) -> float | None:
    """Return Gwet's AC1, or AC2 with weights, for any number of raters with gaps.

    At most 1; nought is chance. Defined even if all gave one grade; None only without a pair.
    K. L. Gwet, "Computing inter-rater reliability and its variance in the presence of high
    agreement", British Journal of Mathematical and Statistical Psychology 61, 2008, pages 29 to
    48; weights and gaps as in his Handbook of Inter-Rater Reliability, 4th edition, 2014.
    The scale's grades count, whether or not anybody used them.
    """
    observed = raw_agreement(ratings, weights)
    if observed is None:
        return None
    grades = len(ratings.scale)
    by_chance = chance_agreement(prevalences(ratings.counts(), grades), weights.table(grades))
    return (observed - by_chance) / (1 - by_chance)


def prevalences(cases: Sequence[Sequence[int]], grades: int) -> list[float]:
    """Return the prevalence of each grade: its share of a case's ratings, the mean of all cases."""
    shares = []
    for grade in range(grades):
        in_each_case = [row[grade] / sum(row) for row in cases]
        shares.append(sum(in_each_case) / len(cases))
    return shares


def chance_agreement(shares: Sequence[float], table: Sequence[Sequence[float]]) -> float:
    """Return Gwet's share of pairs that agree by chance, from prevalences and weights."""
    return weight_of_chance(table) * sum(share * (1 - share) for share in shares)


def weight_of_chance(table: Sequence[Sequence[float]]) -> float:
    """Return the sum of all weights for each ordered pair of two grades."""
    grades = len(table)
    return sum(map(sum, table)) / (grades * (grades - 1))


def krippendorff_alpha(ratings: Ratings, *, ordered: bool = True) -> float | None:
    """Return Krippendorff's alpha for ordered or mere names, any number of raters with gaps.

    None if no two grades differ, or none can be paired: it divides by how grades vary.
    K. Krippendorff, Content Analysis, 2nd edition, 2004, chapter 11; "Computing Krippendorff's
    alpha-reliability", University of Pennsylvania, 2011.
    """
    cases = ratings.pairable()
    totals = _columns(cases, len(ratings.scale))
    differences, expected = {}, 0.0
    for k, m in product(range(len(totals)), repeat=2):
        difference = _difference(totals, k, m, ordered=ordered)
        differences[k, m] = difference
        expected += totals[k] * totals[m] * difference
    if not expected:
        return None
    observed = 0.0
    for row in cases:
        partners = sum(row) - 1  # of each grade of the case
        for (k, m), difference in differences.items():
            observed += row[k] * row[m] * difference / partners
    return 1 - (sum(totals) - 1) * observed / expected


def _difference(totals: list[int], k: int, m: int, *, ordered: bool) -> float:
    """Return Krippendorff's difference of two values: squared ranks between them, or 1 if any."""
    if not ordered:
        return float(k != m)
    low, high = min(k, m), max(k, m)
    return float((sum(totals[low : high + 1]) - (totals[low] + totals[high]) / 2) ** 2)


def cohen_kappa(ratings: Ratings) -> float | None:
    """Return Cohen's unweighted kappa of two raters, on cases both graded; None if undefined.

    J. Cohen, "A coefficient of agreement for nominal scales", Educational and Psychological
    Measurement 20, 1960, pages 37 to 46. It falls as one grade prevails (34 of 40 alike can give
    -0.08), so it is only ever shown beside raw agreement and AC1.
    """
    if not ratings.rows or len(ratings.rows[0]) != 2:
        return None
    table = cross_tab(ratings)
    total = sum(map(sum, table))
    by_chance: int = sum(map(mul, map(sum, table), _columns(table, len(table))))
    if by_chance == total * total:
        return None
    same = sum(table[k][k] for k in range(len(table)))
    return (same * total - by_chance) / (total * total - by_chance)


def _columns(table: Sequence[Sequence[int]], width: int) -> list[int]:
    """Return the sum of each column of a table of counts."""
    totals = [0] * width
    for row in table:
        for place, count in enumerate(row):
            totals[place] += count
    return totals
