"""Values as people read them on the screen."""

from datetime import date, datetime

from audits.domain.days import day_in_words, moment_in_words
from audits.domain.working_days import ENGLAND


def in_words(value: object) -> str:
    """Return a view's value as people read it; "" for None."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return moment_in_words(value)
    if isinstance(value, date):
        return day_in_words(value)
    if isinstance(value, list | tuple):
        return ", ".join(in_words(item) for item in value)
    return str(value)


def day_of(moment: datetime) -> str:
    """Return the day of a moment on England's clock, as people read it."""
    return day_in_words(moment.astimezone(ENGLAND))
