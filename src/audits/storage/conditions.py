"""What a column is asked, where no operator of Python says it.

Others are plain comparisons, as in ``view.all(Case, Case.cycle == ref)``: the type checker sees the
column and what it is compared with, and a condition as the truth that it is of each row.
"""

from collections.abc import Collection
from datetime import date
from typing import Any, cast

from sqlalchemy import or_
from sqlmodel import col, select


def one_of(column: object, values: Collection[Any]) -> bool:
    """Return the condition that a column holds one of these values; of none, no row has it.

    Raises:
        TypeError: for a single text, whose letters would be the values.
    """
    if isinstance(values, str):
        raise TypeError("one_of() wants several values: compare a single text with ==")
    return cast(bool, col(column).in_(list(values)))


def stands_in(column: object, other: object) -> bool:
    """Return the condition that some row of another table holds the same in that column."""
    return cast(bool, col(column).in_(select(cast(Any, other))))


def none_of(column: object, values: Collection[Any]) -> bool:
    """Return the condition that a column holds none of these values; nor does it hold nothing."""
    return cast(bool, col(column).not_in(list(values)))


def is_empty(column: object) -> bool:
    """Return the condition that a column holds nothing."""
    return cast(bool, col(column).is_(None))


def is_filled(column: object) -> bool:
    """Return the condition that a column holds something."""
    return cast(bool, col(column).is_not(None))


def is_false(column: object) -> bool:
    """Return the condition that a column of truths holds the untrue."""
    return cast(bool, col(column).is_(False))


def is_before(column: object, moment: date) -> bool:
    """Return the condition that a column holds a day, or a moment, before this one."""
    return cast(bool, col(cast(Any, column)) < moment)


def holds(column: object, words: str) -> bool:
    """Return the condition that a text has these words in it, in capitals or not."""
    return cast(bool, col(cast(Any, column)).icontains(words, autoescape=True))


def ends_with(column: object, words: str) -> bool:
    """Return the condition that a text ends with these words, in capitals or not."""
    return cast(bool, col(cast(Any, column)).iendswith(words, autoescape=True))


def any_of(*conditions: bool) -> bool:
    """Return the condition that one of these holds."""
    return cast(bool, or_(*cast(Any, conditions)))
