"""The clock of a story: it begins in the morning, so that no midnight falls into it."""

from datetime import UTC, datetime, timedelta
from time import monotonic

from audits.domain.working_days import ENGLAND


MORNING = datetime(2026, 10, 8, 9, tzinfo=ENGLAND)  # a Thursday, far from any holiday
TODAY = MORNING.date()
_BEGUN = monotonic()


def story_clock() -> datetime:
    """Return the instant that it is in a story, where time goes by as it does anywhere."""
    return (MORNING + timedelta(seconds=monotonic() - _BEGUN)).astimezone(UTC)
