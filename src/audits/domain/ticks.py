"""The ticks: what the schedule starts, how often, and what is known of each."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from .working_days import ENGLAND


ANCHOR = datetime(2020, 1, 1, tzinfo=UTC)  # what goes round by a period falls on round times
FRIDAY = 4
EVERY = re.compile(r"^every (\d{1,4}) (seconds|minutes|hours)$")
AT = re.compile(r"^at ([01]\d|2[0-3]):([0-5]\d)$")

TICK_LEASE = timedelta(minutes=2)  # renewed every quarter of it


@dataclass(frozen=True, slots=True)
class Tick:
    """One thing that the schedule starts: every ``period``, or at one hour of each weekday.

    With ``at``, a time on England's clocks, its period is a day, and it is not started on Saturday
    and Sunday; the others run day and night.
    """

    name: str
    period: timedelta
    at: time | None = None

    @property
    def weekdays_only(self) -> bool:
        """Tell whether it rests on Saturday and Sunday."""
        return self.at is not None

    def last_due(self, now: datetime) -> datetime:
        """Return the last instant at which it was to be started, ``now`` among them."""
        if self.at is None:
            return ANCHOR + (now - ANCHOR) // self.period * self.period
        due = datetime.combine(now.astimezone(ENGLAND).date(), self.at, ENGLAND)
        while due > now or due.weekday() > FRIDAY:
            due -= timedelta(days=1)
        return due


def _daily(name: str, at: time) -> Tick:
    return Tick(name, timedelta(days=1), at)


SEND_DUE = Tick("send-due", timedelta(minutes=5))
COLLECT_RETURNS = Tick("collect-returns", timedelta(minutes=15))
OPEN_MISSED = Tick("open-missed", timedelta(hours=1))
CHASE = _daily("chase", time(9))
REVIEW_ACTIONS = _daily("review-actions", time(7))
TICKS = (SEND_DUE, COLLECT_RETURNS, OPEN_MISSED, CHASE, REVIEW_ACTIONS)


def retimed(tick: Tick, words: str) -> Tick:
    """Return a tick that is started otherwise: ``every 10 minutes``, or ``at 08:30`` on weekdays.

    Raises:
        ValueError: saying how it is written.
    """
    every, at = EVERY.match(words), AT.match(words)
    if at:
        return _daily(tick.name, time(int(at[1]), int(at[2])))
    period = timedelta(**{every[2]: int(every[1])}) if every else timedelta()
    if not timedelta() < period <= timedelta(days=1):
        raise ValueError("write it as 'every 10 minutes' (a day at most), or as 'at 08:30'")
    return Tick(tick.name, period)


def timetable(own: object) -> tuple[Tick, ...]:
    """Return every tick, those that ``own`` names started as it says: ``{"chase": "at 08:30"}``.

    Raises:
        ValueError: if it names what is no tick, or says it in other words.
    """
    known = {tick.name: tick for tick in TICKS}
    if not isinstance(own, Mapping):
        raise ValueError("name each tick with its time, as in: chase = 'at 08:30'")
    for name, words in own.items():
        if name not in known:
            raise ValueError(f"there is no tick '{name}'; there are: {', '.join(known)}")
        known[name] = retimed(known[name], str(words))
    return tuple(known.values())


def lease_for(schedule: Iterable[Tick]) -> timedelta:
    """Return how long a run may be silent before another takes its place.

    It is over before any tick is due again, so that the next one that is due always runs.
    """
    return min(TICK_LEASE, *(tick.period / 2 for tick in schedule))


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
