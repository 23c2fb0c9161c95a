"""Background tasks: long work that a page asks for, done in a process beside the website's."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any


BACKGROUND_TASK_LEASE = timedelta(seconds=30)  # renewed every quarter of it by whoever is at one
BEGUN_AT_MOST = 3  # times; what was cut off as often is told as failed
KEPT_FOR = timedelta(days=1)  # then it is forgotten: what it came to may name somebody
CUT_OFF = (
    "It was begun three times and cut off each time. What was done until then is kept. Ask for it "
    "again; if that does not help, tell whoever looks after this machine."
)


class BackgroundTaskKind(StrEnum):
    """What is to be done."""

    READ_REGISTER = "read_register"
    KEEP_REGISTER = "keep_register"
    ISSUE_PACKS = "issue_packs"
    COLLECT_FILES = "collect_files"
    MAKE_PAPER = "make_paper"
    READ_TEMPLATE = "read_template"
    KEEP_TEMPLATE = "keep_template"
    TRY_TEMPLATE = "try_template"


@dataclass(frozen=True, slots=True)
class BackgroundTask:
    """One piece of work: what was asked, by whom, who is at it until when, and how it ended.

    ``about`` names what it is done to; ``asked`` and ``result`` are as its kind has them. Where it
    failed, ``error`` says so in a sentence.
    """

    id: str
    kind: BackgroundTaskKind
    about: str
    asked: Mapping[str, Any] = field(repr=False)
    asked_by: str
    asked_at: datetime
    begun: int
    holder: str | None
    until: datetime | None
    ended_at: datetime | None
    error: str = field(repr=False)
    result: Mapping[str, Any] = field(repr=False)

    @property
    def is_over(self) -> bool:
        """Tell whether it has ended, well or not."""
        return self.ended_at is not None
