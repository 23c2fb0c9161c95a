"""What is known of a year's audits and of the action plan, as the year's papers take it."""

from dataclasses import dataclass
from datetime import date
from itertools import chain

from audits.domain.action import Rag
from audits.domain.partnership import Partnership
from audits.domain.status import ActionStatus

from .facts import CycleFacts


@dataclass(frozen=True, slots=True)
class TrackedAction:
    """One action as it stands today, with what shows that it was done and that it worked."""

    id: str
    title: str
    owner: str
    due: date | None
    status: ActionStatus
    rag: Rag
    overdue_days: int
    times_moved: int
    measure: str
    evidence: str
    impact: str
    findings: tuple[str, ...] = ()
    completed_on: date | None = None
    completed_by: str = ""
    closed_on: date | None = None
    closed_by: str = ""
    closed_why: str = ""


@dataclass(frozen=True, slots=True)
class ChapterFact:
    """One kind of audit in a year, with its cycles, the oldest first."""

    title: str
    cycles: tuple[CycleFacts, ...]


@dataclass(frozen=True, slots=True)
class BoardFacts:
    """A year's audits in the order of the chapter, and the actions that belong to it."""

    partnership: Partnership
    year: str
    made_on: date
    chapters: tuple[ChapterFact, ...] = ()
    actions: tuple[TrackedAction, ...] = ()

    @property
    def cycles(self) -> tuple[CycleFacts, ...]:
        """Return the year's audits, chapter by chapter."""
        return tuple(chain.from_iterable(chapter.cycles for chapter in self.chapters))

    def in_status(self, status: ActionStatus) -> list[TrackedAction]:
        """Return the actions that stand so, in their order."""
        return [action for action in self.actions if action.status is status]

    def in_colour(self, *colours: Rag) -> list[TrackedAction]:
        """Return the actions of these colours, in their order."""
        return [action for action in self.actions if action.rag in colours]
