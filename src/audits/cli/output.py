"""What the command line prints: sentences, and of a view JSON for scripts or a table for people."""

import csv
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from io import StringIO
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

import typer
from rich.console import Console

from audits.domain.formulas import guarded
from audits.queries.as_json import Stamp, as_plain

from .options import PLAIN, ListOptions, value_of
from .tables import print_table
from .words import in_words


if TYPE_CHECKING:
    from audits.queries.cycles import FlowStep


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


def show_json(value: object, stamp: Stamp = datetime.isoformat) -> None:
    """Print a view, or several, as JSON."""
    typer.echo(json.dumps(as_plain(value, stamp), ensure_ascii=False, indent=2))


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
