"""Coefficients of agreement beyond chance. An undefined coefficient is None, never nan."""

from collections.abc import Sequence
from itertools import product

from .ratings import Ratings, Weights, cross_tab, raw_agreement


def gwet(ratings: Ratings, weights: Weights = Weights.NONE) -> float | None:
    """Return Gwet's AC1, or AC2 with weights, for any number of raters with gaps.

    At most 1; nought is chance. Defined even if all gave one grade; None only without a pair.
    K. L. Gwet, "Computing inter-rater reliability and its variance in the presence of high
    agreement", British Journal of Mathematical and Statistical Psychology 61, 2008, pages 29 to
    48; weights and gaps as in his Handbook of Inter-Rater Reliability, 4th edition, 2014.
    The scale's grades count, whether or not anybody used them.
    """
    seen = raw_agreement(ratings, weights)
    if seen is None:
        return None
    grades = len(ratings.scale)
    shares = grade_shares(ratings.counts(), grades)
    weight = sum(map(sum, weights.table(grades)))
    chance = weight / (grades * (grades - 1)) * sum(p * (1 - p) for p in shares)
    return (seen - chance) / (1 - chance)


def grade_shares(cases: Sequence[Sequence[int]], grades: int) -> list[float]:
    """Return what share of a case's ratings each grade has, the mean of all cases."""
    shares = []
    for grade in range(grades):
        in_each_case = [row[grade] / sum(row) for row in cases]
        shares.append(sum(in_each_case) / len(cases))
    return shares


def krippendorff_alpha(ratings: Ratings, *, ordered: bool = True) -> float | None:
    """Return Krippendorff's alpha for ordered or mere names, any number of raters with gaps.

    None if no two grades differ, or none can be paired: it divides by how grades vary.
    K. Krippendorff, Content Analysis, 2nd edition, 2004, chapter 11; "Computing Krippendorff's
    alpha-reliability", University of Pennsylvania, 2011.
    """
    cases = [row for row in ratings.counts() if sum(row) > 1]
    size = range(len(ratings.scale))
    used = _columns(cases, len(ratings.scale))
    apart = {(k, m): _distance(used, k, m, ordered=ordered) for k, m in product(size, size)}
    expected = sum(used[k] * used[m] * apart[k, m] for k, m in apart)
    if not expected:
        return None
    seen = sum(
        row[k] * row[m] * apart[k, m] / (sum(row) - 1) for row in cases for k, m in apart if k != m
    )
    return 1 - (sum(used) - 1) * seen / expected


def _distance(used: list[int], k: int, m: int, *, ordered: bool) -> float:
    """Return how far apart two grades are: squared grades between them, or one if they differ."""
    if not ordered:
        return float(k != m)
    low, high = min(k, m), max(k, m)
    return float((sum(used[low : high + 1]) - (used[low] + used[high]) / 2) ** 2)


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
    rows, columns = map(sum, table), _columns(table, len(table))
    by_chance = sum(a * b for a, b in zip(rows, columns, strict=True))
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
