"""What became of the drawn cases under one question: every case in exactly one place."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import filterfalse
from operator import attrgetter

from audits.domain.finding import JudgedCase
from audits.domain.question import Standing


@dataclass(frozen=True, slots=True)
class Tally:
    """Every drawn case under one question, each in exactly one of the five places."""

    judged: tuple[JudgedCase, ...]
    cannot_tell: tuple[JudgedCase, ...]
    not_applicable: tuple[JudgedCase, ...]
    unanswered: tuple[JudgedCase, ...]
    targeted: tuple[JudgedCase, ...]

    @property
    def cases(self) -> tuple[str, ...]:
        """Return the references of all cases drawn at random."""
        drawn = (*self.judged, *self.cannot_tell, *self.not_applicable, *self.unanswered)
        return tuple(map(attrgetter("case"), drawn))

    @property
    def left_out(self) -> int:
        """Return how many cases were not applicable or chosen by a person."""
        return len(self.not_applicable) + len(self.targeted)


def tally(cases: Sequence[JudgedCase]) -> Tally:
    """Sort the cases by how they count; one that a person chose counts nowhere else."""
    at_random = list(filterfalse(attrgetter("targeted"), cases))

    def standing(wanted: Standing | None) -> tuple[JudgedCase, ...]:
        return tuple(case for case in at_random if case.standing is wanted)

    return Tally(
        judged=standing(Standing.JUDGED),
        cannot_tell=standing(Standing.CANNOT_TELL),
        not_applicable=standing(Standing.NOT_APPLICABLE),
        unanswered=standing(None),
        targeted=tuple(filter(attrgetter("targeted"), cases)),
    )
