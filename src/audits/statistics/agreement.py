"""How far people agree beyond chance, or why nothing can be said of it."""

from dataclasses import dataclass
from itertools import product

from .ratings import Ratings, Weights, cross_tab, raw_agreement


ENOUGH_PAIRS = 20


@dataclass(frozen=True, slots=True)
class Agreement:
    """What can be said of how graders agree; each coefficient is None where a note says why.

    ``raw`` is the share of pairs that gave the same grade. ``ac1`` and ``ac2`` are Gwet's, the
    second with linear weights; ``alpha`` is Krippendorff's for ordered grades; ``kappa`` is
    Cohen's, never to be shown without the others.
    """

    cases: int
    raw: float | None
    ac1: float | None
    ac2: float | None
    alpha: float | None
    kappa: float | None
    notes: tuple[str, ...]


def agreement(ratings: Ratings, *, enough: int = ENOUGH_PAIRS) -> Agreement:
    """Return the agreement of blind, independent graders on the same cases.

    Below ``enough`` cases with two grades no coefficient is computed: with ten, kappa ranged from
    -0.11 to 1.0 for one and the same process. The disagreements themselves are the learning then.
    A moderator who saw the first grade is not a second grader; leave that grade out.
    """
    cases, raw = ratings.paired, raw_agreement(ratings)
    if cases < enough:
        grades = "No case has" if not cases else f"Only {cases} {_have(cases)}"
        note = (
            f"{grades} two grades. A coefficient needs {enough}; talk about the cases on which"
            " graders differ instead."
        )
        return Agreement(cases, raw, None, None, None, None, (note,))
    alpha, kappa = krippendorff_alpha(ratings), cohen_kappa(ratings)
    return Agreement(
        cases, raw, gwet(ratings), gwet(ratings, Weights.LINEAR), alpha, kappa,
        _notes(ratings, alpha, kappa),
    )  # fmt: skip


def _have(cases: int) -> str:
    return "case has" if cases == 1 else "cases have"


def _notes(ratings: Ratings, alpha: float | None, kappa: float | None) -> tuple[str, ...]:
    notes = []
    if alpha is None:
        notes.append(
            "Every grade is the same, so Krippendorff's alpha is undefined: it compares with how"
            " grades vary, and they do not."
        )
    two = len(ratings.rows[0]) == 2
    if kappa is None and two:
        notes.append("Both graders used one grade only, so Cohen's kappa is undefined.")
    elif kappa is None:
        notes.append("Cohen's kappa is for two graders and is left out.")
    return tuple(notes)


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
    grades, cases = len(ratings.scale), ratings.counts()
    shares = [sum(row[k] / sum(row) for row in cases) / len(cases) for k in range(grades)]
    weight = sum(map(sum, weights.table(grades)))
    chance = weight / (grades * (grades - 1)) * sum(p * (1 - p) for p in shares)
    return (seen - chance) / (1 - chance)


def krippendorff_alpha(ratings: Ratings, *, ordered: bool = True) -> float | None:
    """Return Krippendorff's alpha for ordered or mere names, any number of raters with gaps.

    None if no two grades differ, or none can be paired: it divides by how grades vary.
    K. Krippendorff, Content Analysis, 2nd edition, 2004, chapter 11; "Computing Krippendorff's
    alpha-reliability", University of Pennsylvania, 2011.
    """
    cases = [row for row in ratings.counts() if sum(row) > 1]
    size = range(len(ratings.scale))
    used = [sum(row[k] for row in cases) for k in size]
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
    rows = [sum(row) for row in table]
    columns: list[int] = [sum(column) for column in zip(*table, strict=True)]
    by_chance = sum(a * b for a, b in zip(rows, columns, strict=True))
    if by_chance == total * total:
        return None
    same = sum(table[k][k] for k in range(len(table)))
    return (same * total - by_chance) / (total * total - by_chance)
