"""What the command line prints: sentences, and of a view JSON for scripts or a table for people."""

import csv
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from io import StringIO
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

import typer
from rich.console import Console

from audits.domain.formulas import guarded
from audits.domain.level import Level

from .options import PLAIN, ListOptions, value_of
from .tables import print_table
from .words import in_words


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
    options: ListOptions = PLAIN,
    *,
    nothing: str,
    computed: Mapping[str, Callable[[T], object]] = NO_FUNCTIONS,
) -> list[T]:
    """Print those of the views that are wanted, and return them.

    As JSON with all they hold; of a table or CSV, these columns. There days and moments are as
    people write them, moments on England's clock. ``computed`` gives columns that JSON lacks.
    """
    wanted = options.keep(rows)
    if options.as_json:
        show_json(wanted)
        return wanted
    headings = list(map(_heading, columns))
    cells = [_cells(row, columns, computed) for row in wanted]
    if options.as_csv:
        _print_csv(headings, cells)
    elif cells:
        print_table(headings, cells, wide=options.wide)
    else:
        say(options.why_none(rows) or nothing)
    return wanted


def _heading(column: str) -> str:
    return column.rstrip("_").replace("_", " ")


def _cells(
    row: T, columns: Sequence[str], computed: Mapping[str, Callable[[T], object]]
) -> list[object]:
    return [value_of(row, computed.get(column, column)) for column in columns]


def _print_csv(headings: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print rows as CSV in which nothing is a formula; a number stays one."""
    file = StringIO(newline="")
    lines = csv.writer(file, lineterminator="\n")
    lines.writerow(headings)
    for row in rows:
        lines.writerow(map(_csv_cell, row))
    typer.echo(file.getvalue(), nl=False)


def _csv_cell(value: object) -> object:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if is_number:
        return value
    return guarded(in_words(value))


def fields_of(value: object) -> Mapping[str, object]:
    """Return a view's fields, or a mapping's items, by the names that scripts read."""
    if isinstance(value, Mapping):
        return {str(name): item for name, item in value.items()}
    if is_dataclass(value):
        return {field.name.rstrip("_"): getattr(value, field.name) for field in fields(value)}
    raise TypeError(f"{type(value).__name__} has no form in JSON")
