"""What the board runs in the two years, and how small a part of it a test may run."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta


FIRST = date(2015, 4, 2)  # the Thursday before Easter: the first deadline jumps four days
WEEKLY = "mash_weekly"
# Kind, and in which week of the hundred and four it opens.
OTHERS = (
    ("section_11", 2), ("thresholds", 9), ("domestic_abuse", 14), ("case_review", 18),
    ("section_11_gp", 22), ("cse", 30), ("case_review", 36), ("inspection_plan", 44),
    ("section_11_confirmation", 56), ("thresholds", 62), ("neglect", 68), ("case_review", 74),
    ("case_review", 90),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Scale:
    """How much of the programme is run."""

    weeks: int = 104
    members: int = 26
    practices: int = 100
    contacts: int = 14_800  # a year
    others: bool = True  # what runs beside the weekly audits

    @property
    def last_week(self) -> date:
        """Return the Thursday of the last weekly audit."""
        return FIRST + timedelta(weeks=self.weeks - 1)


@dataclass(frozen=True, slots=True)
class Opening:
    """One audit to be opened on a day."""

    kind: str
    on: date


def openings(scale: Scale) -> Iterator[Opening]:
    """Yield every audit in the order of its day; a shorter programme has one of each other kind."""
    for week in range(scale.weeks):
        yield Opening(WEEKLY, FIRST + timedelta(weeks=week))
    if not scale.others:
        return
    if scale.weeks >= 104:
        for kind, week in OTHERS:
            yield Opening(kind, FIRST + timedelta(weeks=week - 1, days=5))
        return
    once = dict.fromkeys(kind for kind, _ in OTHERS)
    for kind in once:
        # What follows up another audit comes once that one is over.
        weeks = 14 if kind == "section_11_confirmation" else 0
        yield Opening(kind, FIRST + timedelta(weeks=weeks, days=5))
