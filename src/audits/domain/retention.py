"""How long what is kept is kept, and when each kind of it is due to be destroyed."""

import calendar
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, timedelta
from enum import StrEnum

from .from_file import FromFile


MONTHS = 12
HELD_FOR = timedelta(days=1)  # a file that somebody sent to be looked at before it is kept
LONGEST = 100 * MONTHS


class KeptClass(StrEnum):
    """What is kept for one time, and destroyed together."""

    IDENTITIES = "identities"  # who the children are: vault, key lists, registers
    ANSWERS = "answers"  # what units wrote, and every workbook
    AUDITED_BEFORE = "audited_before"  # keyed hashes: who is not to be audited again so soon
    FINDINGS = "findings"  # and the draw, the cases without details and the letters
    ACTIONS = "actions"
    CERTIFICATES = "certificates"  # of what was destroyed


KEPT_IN_WORDS: Mapping[KeptClass, str] = {
    KeptClass.IDENTITIES: "Who children are: vault, key lists and registers",
    KeptClass.ANSWERS: "Answers, returns and workbooks",
    KeptClass.AUDITED_BEFORE: "Keyed hashes of children audited before",
    KeptClass.FINDINGS: "Findings, draws and letters",
    KeptClass.ACTIONS: "Actions and their evidence",
    KeptClass.CERTIFICATES: "Certificates of destruction",
}


def numbers_in_words(numbers: Mapping[str, int]) -> str:
    """Return how many of each thing there are, as ``40 answers, 2 returns``."""
    return ", ".join(f"{count:,} {name}" for name, count in numbers.items() if count)


class HoldKind(StrEnum):
    """What a legal hold is placed on."""

    CYCLE = "cycle"
    CHILD = "child"
    ACTION = "action"


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention(FromFile):
    """For how many months each class is kept; ``partnership.toml`` may say otherwise.

    Published papers are kept for good, so no number stands for them.

    Raises:
        ValueError: if a number is no count of months, or a class would go before what rests on it.
    """

    identities: int = 6  # after findings are signed off
    answers: int = 12  # after the papers are published
    audited_before: int = 24  # after the draw
    findings: int = 6 * MONTHS  # after the papers are published, and its actions are closed
    actions: int = 6 * MONTHS  # after they are closed
    certificates: int = 6 * MONTHS  # after the destruction

    def __post_init__(self) -> None:
        for field in fields(self):
            if not 1 <= getattr(self, field.name) <= LONGEST:
                raise ValueError(f"'{field.name}' is a number of months, from 1 to {LONGEST}")
        if self.findings < self.answers:
            raise ValueError("'findings' must be kept at least as long as 'answers'")

    def months(self, kept: KeptClass) -> int:
        """Return for how many months a class is kept."""
        months: int = getattr(self, kept.value)
        return months

    def due_on(self, kept: KeptClass, since: date) -> date:
        """Return the first day on which what is kept since a day is due to be destroyed."""
        return months_after(since, self.months(kept))

    def shortest(self) -> int:
        """Return the months of the class that is kept the shortest."""
        return min(map(self.months, KeptClass))


def months_after(day: date, months: int) -> date:
    """Return the same day so many months later, or the last of that month.

    >>> months_after(date(2016, 8, 31), 6)
    datetime.date(2017, 2, 28)
    """
    ahead = day.month - 1 + months
    year, month = day.year + ahead // MONTHS, ahead % MONTHS + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
