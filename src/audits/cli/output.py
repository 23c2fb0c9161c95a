"""What the command line prints: sentences, and of a view JSON for scripts or a table for people."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

import typer
from rich.console import Console
from rich.table import Table

from audits.domain.days import day_in_words, moment_in_words
from audits.domain.level import Level
from audits.domain.working_days import ENGLAND


if TYPE_CHECKING:
    from audits.queries.cycles import FlowStep


Plain: TypeAlias = "str | int | float | list[Plain] | dict[str, Plain] | None"
Stamp = Callable[[datetime], str]
T = TypeVar("T")
NO_FUNCTIONS: Mapping[str, Callable[[Any], object]] = MappingProxyType({})


console = Console(highlight=False, soft_wrap=True)


def say(text: str) -> None:
    """Print a sentence."""
    console.print(text, markup=False)


def say_flow(flow: Sequence["FlowStep"]) -> None:
    """Print the counts from a register to its drawn cases, one a line."""
    for step in flow:
        say(f"  {step.number:>9,}  {step.what}")


def as_plain(value: object, stamp: Stamp = datetime.isoformat) -> Plain:
    """Return a view as JSON knows it: an object with its fields in order, days and moments as text.

    A field named for one of Python's own words, as ``return_``, loses its underscore. ``stamp``
    writes a moment, in ISO 8601 unless it says otherwise.

    Raises:
        TypeError: for anything else that JSON has no form for.
    """
    if isinstance(value, Enum):
        return as_plain(value.value, stamp)
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, datetime):  # before days, for it is one
        return stamp(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Level):
        return str(value)
    if isinstance(value, list | tuple):
        return [as_plain(item, stamp) for item in value]
    return {name: as_plain(item, stamp) for name, item in fields_of(value).items()}


def show_json(value: object, stamp: Stamp = datetime.isoformat) -> None:
    """Print a view, or several, as JSON."""
    typer.echo(json.dumps(as_plain(value, stamp), ensure_ascii=False, indent=2))


def as_utc(moment: datetime) -> str:
    """Return a moment as some lists have always given it to scripts: in UTC, with a Z."""
    return moment.isoformat().replace("+00:00", "Z")


def show_rows(
    rows: Sequence[T],
    columns: Sequence[str],
    *,
    as_json: bool,
    nothing: str,
    computed: Mapping[str, Callable[[T], object]] = NO_FUNCTIONS,
) -> None:
    """Print views as JSON with all they hold, or some of their fields as a table.

    In a table days and moments are as people write them, moments on England's clock. ``computed``
    gives columns that only people see.
    """
    if as_json:
        show_json(rows)
        return
    if not rows:
        say(nothing)
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column.rstrip("_").replace("_", " "), overflow="fold")
    for row in rows:
        table.add_row(*(_as_cell(_value_of(row, column, computed)) for column in columns))
    Console(highlight=False).print(table)


def in_words(value: object) -> str:
    """Return a view's value as people read it; "" for None."""
    if value is None:
        return ""
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


def _as_cell(value: object) -> str:
    return in_words(value).replace("[", "\\[")  # a bracket would be taken for a style


def _value_of(row: T, column: str, computed: Mapping[str, Callable[[T], object]]) -> object:
    if column in computed:
        return computed[column](row)
    if isinstance(row, Mapping):
        return row[column]
    return getattr(row, column)


def fields_of(value: object) -> Mapping[str, object]:
    """Return a view's fields, or a mapping's items, by the names that scripts read."""
    if isinstance(value, Mapping):
        return {str(name): item for name, item in value.items()}
    if is_dataclass(value):
        return {field.name.rstrip("_"): getattr(value, field.name) for field in fields(value)}
    raise TypeError(f"{type(value).__name__} has no form in JSON")
