"""Commands on what was asked again: who owes answers, and every query with what became of it."""

from typing import TYPE_CHECKING, Annotated

import typer

from audits.wiring import build_here

from .options import ListOptions, lists
from .output import say, show_rows
from .returns import return_


if TYPE_CHECKING:
    from audits.queries.queries_by_unit import UnitQueries
    from audits.queries.queries_sent import QueryLine


NOTHING_OPEN = "No answer is asked for again."


def _cycles(row: "UnitQueries | QueryLine") -> object:
    return row.cycles if hasattr(row, "cycles") else row.cycle


def _stands(row: "UnitQueries | QueryLine") -> object:
    return row.stands if hasattr(row, "stands") else "open"  # a unit's are


@return_.command("queries")
@lists(unit="unit", cycle=_cycles, status=_stands)
def queries(
    ref: Annotated[
        str | None,
        typer.Argument(
            help="The cycle whose queries to list, for example MASH-2026-W10. Leave it out to "
            "see who owes answers."
        ),
    ] = None,
    every: Annotated[
        bool,
        typer.Option(
            "--all", help="List every query of every cycle, including those that are answered."
        ),
    ] = False,
    *,
    options: ListOptions,
) -> None:
    """Show which units owe answers that we asked for again.

    Name a cycle, or use --all, to list the queries.
    """
    if ref is None and not every:
        _show_units(options)
        return
    from audits.queries.queries_sent import list_queries

    rows = list_queries(ref, workspace=build_here())
    columns = ["unit", "case", "question", "message", "asked_in", "age_days", "stands"]
    if ref is None:
        columns.insert(1, "cycle")
    nothing = "Nothing was asked again."
    show_rows(rows, columns, options, nothing=nothing, computed={"stands": _became})


def _show_units(options: ListOptions) -> None:
    from audits.queries.queries_by_unit import queries_by_unit

    rows = queries_by_unit(workspace=build_here())
    columns = ("unit", "name", "cycles", "open", "oldest_days", "due_on")
    shown = show_rows(rows, columns, options, nothing=NOTHING_OPEN)
    if shown and options.is_for_people:
        say("To see what is asked: audits return queries REF, or --all")


def _became(query: "QueryLine") -> str:
    """Return what became of a query, with its answer."""
    if query.answer and query.settled_at:
        return f"answered: {query.answer}"
    return str(query.stands)
