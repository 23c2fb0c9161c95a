"""Say in a sentence what a database refuses because another process was there first."""

import sqlite3
from typing import Any

from sqlalchemy.engine import ExceptionContext

from audits.domain.errors import BusyError


BUSY_SECONDS = 30  # how long a writer waits for another before it gives up
BUSY = (
    "Another process is writing to the database and has not finished. "
    "Nothing of yours was stored: wait a minute and do it again."
)
FIRST = (
    "Another process did the same at the same moment, and was first. "
    "Nothing of yours was stored: look at what is there now, and do it again if it is still wanted."
)
SQLITE = {sqlite3.SQLITE_BUSY: BUSY, sqlite3.SQLITE_LOCKED: BUSY}  # primary result codes
SQLITE_TWICE = (sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY)
# https://www.postgresql.org/docs/15/errcodes-appendix.html
POSTGRESQL = {
    "23505": FIRST,  # unique violation
    "40001": FIRST,  # serialization failure
    "40P01": FIRST,  # deadlock
    "55P03": BUSY,  # lock not available within lock_timeout
}


def explain_collision(context: ExceptionContext) -> None:
    """Raise what a database refused as a sentence, if another process is the reason.

    Raises:
        BusyError: if the database was locked, or a row with this key stands already.
    """
    check_collision(context.original_exception)


def check_collision(error: BaseException) -> None:
    """Raise a driver's error as a sentence, if another process is the reason for it.

    Raises:
        BusyError: if a database was locked, or a row with this key stands already.
    """
    sentence = collision(error)
    if sentence:
        raise BusyError(sentence) from error


def collision(error: Any) -> str:
    """Return the sentence for a driver's error that another process caused; empty for others."""
    if isinstance(error, sqlite3.Error):
        code = getattr(error, "sqlite_errorcode", 0)
        return FIRST if code in SQLITE_TWICE else SQLITE.get(code & 0xFF, "")
    return POSTGRESQL.get(getattr(error, "sqlstate", None) or "", "")
