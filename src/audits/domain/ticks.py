"""The ticks: what the schedule starts, how often, and what is known of each."""

from dataclasses import dataclass
from datetime import datetime, timedelta


# How long a run may be silent before another takes its place; shorter than any tick's period, so
# that the next one that is due always runs. Renewed every quarter of it.
TICK_LEASE = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Tick:
    """One thing that the schedule starts: when (``cron``, on England's clocks) and how often.

    ``weekdays_only`` ticks are not started on Saturday and Sunday; the others run day and night.
    """

    name: str
    cron: str
    period: timedelta
    weekdays_only: bool = False


SEND_DUE = Tick("send-due", "*/5 * * * *", timedelta(minutes=5))
COLLECT_RETURNS = Tick("collect-returns", "*/15 * * * *", timedelta(minutes=15))
OPEN_MISSED = Tick("open-missed", "20 * * * *", timedelta(hours=1))
CHASE = Tick("chase", "0 9 * * 1-5", timedelta(days=1), weekdays_only=True)
REVIEW_ACTIONS = Tick("review-actions", "0 7 * * 1-5", timedelta(days=1), weekdays_only=True)
TICKS = (SEND_DUE, COLLECT_RETURNS, OPEN_MISSED, CHASE, REVIEW_ACTIONS)


def opening(kind: str) -> str:
    """Return the name under which audits of a kind are opened; it has no period of its own."""
    return f"open-audit {kind}"


@dataclass(frozen=True, slots=True)
class TickState:
    """What is known of a tick: who runs it until when, and how it went.

    ``failures`` are those in a row; ``error`` says what the last one was, in a word or a sentence
    that names nobody, and is empty after a success.
    """

    name: str
    holder: str | None
    until: datetime | None
    started_at: datetime
    succeeded_at: datetime | None
    failed_at: datetime | None
    failures: int
    error: str
