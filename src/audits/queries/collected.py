"""What became of one file that came back."""

from dataclasses import dataclass, field

from audits.domain.answer import Problem
from audits.domain.status import ReturnOutcome


@dataclass(frozen=True, slots=True)
class Collected:
    """What became of one file: its row, how many answers it gave, and what is wrong with it."""

    file: str = field(repr=False)
    sha256: str
    outcome: ReturnOutcome
    cycle: str | None = None
    unit: str | None = None
    answers: int = 0
    problems: tuple[Problem, ...] = ()
    also: tuple["Collected", ...] = ()  # of other packs in the same file
    was_waived: bool = False  # no return was expected any more; it is taken all the same
    is_being_read: bool = False  # by another process
