"""What commands have in common: options, those of every list, and the question why."""

import inspect
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import wraps
from itertools import chain
from typing import Annotated, Any, TypeVar

import typer

from audits.domain.errors import UserError

from .words import in_words


T = TypeVar("T")
Column = str | Callable[[Any], object]  # a field's name, or what computes it
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for scripts to read.")]
Kind = Annotated[str, typer.Argument(help="The kind of audit, for example our_audit.")]
Unit = Annotated[str, typer.Argument(help="The unit's code, for example police.")]
Ref = Annotated[str, typer.Argument(help="The cycle's reference, for example MASH-2026-W10.")]
LookedAtWhy = Annotated[
    str,
    typer.Option(
        "--why",
        help="Why you look, for example 'asked by telephone'. It is kept for good. You are "
        "asked if you leave it out.",
    ),
]
AsCsv = Annotated[bool, typer.Option("--csv", help="Print CSV, for a spreadsheet to open.")]
Wide = Annotated[
    bool, typer.Option("--wide", help="Print each row on one line, however narrow the window.")
]
HOW = {"as_json": AsJson, "as_csv": AsCsv, "wide": Wide}
WHICH = {
    "unit": Annotated[str, typer.Option("--unit", help="Show only this unit, for example police.")],
    "cycle": Annotated[
        str, typer.Option("--cycle", help="Show only this cycle, for example MASH-2026-W10.")
    ],
    "status": Annotated[
        str,
        typer.Option(
            "--status",
            help="Show only this status, for example issued for a cycle. "
            "Another word lists those there are.",
        ),
    ],
}
OPTIONS = {**WHICH, **HOW}


@dataclass(frozen=True, slots=True)
class Filter:
    """Which rows are wanted: those whose ``column`` is ``value``, as people read it."""

    name: str
    column: Column
    value: str

    def keeps(self, row: object) -> bool:
        """Tell whether a row is wanted: of a column with several values, one must be right."""
        return self.value.casefold() in map(str.casefold, self.values_of(row))

    def what_there_is(self, rows: Sequence[object]) -> str:
        """Say that no row is wanted, and what could be wanted instead."""
        there = set(chain.from_iterable(map(self.values_of, rows)))
        listed = ", ".join(sorted(there - {""})) or "none"
        return f"Nothing has the {self.name} '{self.value}'. There is: {listed}."

    def values_of(self, row: object) -> list[str]:
        """Return what a row has in the column, as people read it."""
        value = value_of(row, self.column)
        several = value if isinstance(value, tuple) else (value,)
        return list(map(in_words, several))


@dataclass(frozen=True, slots=True)
class ListOptions:
    """How a list is wanted, and which of its rows."""

    as_json: bool = False
    as_csv: bool = False
    wide: bool = False
    filters: tuple[Filter, ...] = ()

    @property
    def is_for_people(self) -> bool:
        """Tell whether sentences may stand around the list."""
        return not (self.as_json or self.as_csv)

    def keep(self, rows: Sequence[T]) -> list[T]:
        """Return the rows that are wanted."""
        kept = list(rows)
        for wanted in self.filters:
            kept = list(filter(wanted.keeps, kept))
        return kept

    def why_none(self, rows: Sequence[object]) -> str:
        """Say why none of some rows is wanted, and what there is; "" if there are no rows."""
        sentences = []
        for wanted in self.filters:
            if not any(map(wanted.keeps, rows)):
                sentences.append(wanted.what_there_is(rows))
        return "\n".join(sentences or ["Nothing is all of that."]) if rows else ""


PLAIN = ListOptions()
JSON = ListOptions(as_json=True)


def lists(**columns: Column) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Return what gives a command the options of a list, and hands it them as ``options``.

    Every list takes --json, --csv and --wide. ``columns`` names those of --unit, --cycle and
    --status that it takes too, each with the field of its rows, or what computes it from one.
    """

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        @wraps(command)
        def run(**typed: Any) -> None:
            command(**_with_options(typed, columns))

        return _taking(run, command, (*columns, *HOW))

    return decorate


def _with_options(typed: dict[str, Any], columns: Mapping[str, Column]) -> dict[str, Any]:
    """Return what was typed, with a list's options made one."""
    filters = []
    for name, column in columns.items():
        value = typed.pop(name)
        if value:
            filters.append(Filter(name, column, value))
    how = ListOptions(typed.pop("as_json"), typed.pop("as_csv"), typed.pop("wide"), tuple(filters))
    if how.as_json and how.as_csv:
        raise UserError("Say --json or --csv, not both.")
    return {**typed, "options": how}


def _taking(
    run: Callable[..., None], command: Callable[..., None], names: Sequence[str]
) -> Callable[..., None]:
    """Give ``run`` the signature of a command with these options in place of its ``options``."""
    signature = inspect.signature(command, eval_str=True)
    params = dict(signature.parameters)
    del params["options"]
    for name in names:
        default: object = "" if name in WHICH else False
        params[name] = inspect.Parameter(
            name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=OPTIONS[name]
        )
    shown: Any = run  # typer reads both
    shown.__signature__ = signature.replace(parameters=list(params.values()))
    shown.__annotations__ = {name: param.annotation for name, param in params.items()}
    return run


def value_of(row: object, column: Column) -> object:
    """Return what a view or a record has in a column."""
    if not isinstance(column, str):
        return column(row)
    if isinstance(row, Mapping):
        return row[column]
    return getattr(row, column)


def one_cycle(ref: str | None, options: ListOptions) -> tuple[str | None, ListOptions]:
    """Return the cycle that was named, as REF or with --cycle, and the other options.

    Raises:
        UserError: if two were named.
    """
    others = []
    for wanted in options.filters:
        if wanted.name != "cycle":
            others.append(wanted)
        elif ref in (None, wanted.value):
            ref = wanted.value
        else:
            raise UserError("Name one cycle: as REF, or with --cycle.")
    return ref, replace(options, filters=tuple(others))


def ask_why(why: str, what: str) -> str:
    """Return why somebody looks; asked for at a terminal if it was not given.

    Raises:
        UserError: naming ``--why``, if there is nobody to ask.
    """
    if not why.strip() and sys.stdin.isatty():
        why = str(typer.prompt(f"Why {what} (kept for good)"))
    if why.strip():
        return why.strip()
    raise UserError(f"Say why {what}: --why REASON. It identifies children; the reason is kept.")
