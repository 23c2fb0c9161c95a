"""What the trail tells of one thing: what happened to it, when, by whom and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from audits.storage import TrailEntry


@dataclass(frozen=True, slots=True)
class StoryLine:
    """One thing that happened."""

    at: datetime
    what: str
    by: str
    why: str


def story_of(entries: Iterable[TrailEntry]) -> tuple[StoryLine, ...]:
    """Return these entries of the trail as a story."""
    return tuple(StoryLine(entry.at, entry.verb, entry.actor, entry.why) for entry in entries)
