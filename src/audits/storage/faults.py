"""Whether what is kept can be read at all."""

import sqlite3
from collections.abc import Callable

from sqlalchemy.exc import SQLAlchemyError

from audits.domain.errors import WorkspaceError


def fault_of(read: Callable[[], object], what: str) -> str:
    """Return a sentence on why something kept cannot be read; "" if it can."""
    try:
        read()
    except WorkspaceError as error:
        return str(error)
    except (SQLAlchemyError, sqlite3.Error) as error:
        # The driver's own sentence may quote what it was asked.
        return f"{what} cannot be read ({type(error).__name__}). Restore it, or start its server."
    return ""
