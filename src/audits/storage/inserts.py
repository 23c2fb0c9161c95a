"""The INSERT of each database that can say what is done where a row stands already."""

from typing import Any


def insert_of(dialect: str) -> Any:
    """Return the INSERT of a kind of database, loaded when it is needed."""
    if dialect == "postgresql":
        from sqlalchemy.dialects import postgresql  # and with it every driver's own module

        return postgresql.insert
    from sqlalchemy.dialects import sqlite

    return sqlite.insert
