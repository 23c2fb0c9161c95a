"""How a database says that its disk is full or may not be written, in the house's own words."""

import sqlite3
from typing import Any

from audits.domain.errors import WorkspaceError
from audits.domain.writing import WHAT_TO_DO, in_words


SQLITE = frozenset({sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR})
READ_ONLY = "25006"  # read_only_sql_transaction
POSTGRES = frozenset({"53100", READ_ONLY, "58030"})  # disk_full, the one above, io_error
PRIMARY = 0xFF  # the part of a SQLite code that says what; the rest says where in SQLite


def is_full_or_shut(error: object) -> bool:
    """Tell whether a driver's error means that nothing more can be written."""
    code: Any = getattr(error, "sqlite_errorcode", 0)
    return code & PRIMARY in SQLITE or getattr(error, "sqlstate", None) in POSTGRES


def is_read_only(error: object) -> bool:
    """Tell whether a driver's error is a write in a transaction that only reads."""
    code, state = getattr(error, "sqlite_errorcode", 0), getattr(error, "sqlstate", None)
    return code == sqlite3.SQLITE_READONLY or state == READ_ONLY


def cannot_keep(place: str, error: object) -> WorkspaceError:
    """Return the error of a database that could not be written."""
    reason = str(error).strip().partition("\n")[0]
    return WorkspaceError(f"{place} cannot be used: {in_words(reason)}. {WHAT_TO_DO}")
