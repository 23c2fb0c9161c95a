"""One order of rows on every database: databases differ on where nothing and capitals stand."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import String, func
from sqlmodel import SQLModel, inspect
from sqlmodel.sql.sqltypes import AutoString


def order_of(table: type[SQLModel], column: Any, dialect: str) -> Iterator[Any]:
    """Yield what orders a table's rows by a column, and those that are alike there by their key."""
    mapper: Any = inspect(table)
    keys = (mapper.get_property_by_column(key).key for key in mapper.primary_key)
    for name in dict.fromkeys((column.key, *keys)):
        yield from in_order(getattr(table, name), dialect)


def in_order(column: Any, dialect: str) -> Iterator[Any]:
    """Yield what orders rows by a column.

    Rows where it is empty come last. Text goes by code points, whatever language a server speaks;
    an id by its number, A2 before A10.
    """
    if column.nullable:
        yield column.is_(None)
    if not isinstance(column.type, String | AutoString):
        yield column
        return
    if column.key == "id":
        yield func.length(column)
    yield column.collate("C") if dialect == "postgresql" else column
