"""Agreement of several graders beyond chance, or why nothing can be said of it."""

from dataclasses import dataclass
from math import ceil

from .agreement_range import Range, alpha_range, gwet_range
from .binomial import clopper_pearson
from .coefficients import cohen_kappa, gwet, krippendorff_alpha
from .ratings import Ratings, Weights, raw_agreement


ENOUGH_PAIRS = 20
# What simulation showed (docs/validation.md).
HOW_SURE = (
    "Such a range for AC1 or AC2 holds the true figure in at least 9 of 10 samples, and most often "
    "in 19 of 20; one for alpha in at least 8 of 10."
)


@dataclass(frozen=True, slots=True)
class Agreement:
    """What can be said of how graders agree; each coefficient is None where a note says why.

    ``raw`` is the share of pairs that gave the same grade. ``ac1`` and ``ac2`` are Gwet's, the
    second with linear weights; ``alpha`` is Krippendorff's for ordered grades; ``kappa`` is
    Cohen's, never to be shown without the others. Each ``..._range`` is made to hold the true
    figure 95 times in 100, and a note says how often it does; None if it cannot be worked out.
    """

    cases: int
    raw: float | None
    ac1: float | None
    ac2: float | None
    alpha: float | None
    kappa: float | None
    notes: tuple[str, ...]
    ac1_range: Range | None = None
    ac2_range: Range | None = None
    alpha_range: Range | None = None


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
    ranges = gwet_range(ratings), gwet_range(ratings, Weights.LINEAR), alpha_range(ratings)
    notes = _notes(ratings, alpha, kappa)
    if any(ranges):
        notes = (HOW_SURE, *notes)
    return Agreement(
        cases, raw, gwet(ratings), gwet(ratings, Weights.LINEAR), alpha, kappa, notes, *ranges
    )


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
    if not ratings.disagreements():
        cases = ratings.paired
        least = 100 * clopper_pearson(cases, cases).low
        notes.append(
            f"All {cases} agree, so no range can be worked out from how they differ; by chance"
            f" alone graders who agree on only {ceil(least)} in 100 cases could have done so."
        )
    return tuple(notes)
