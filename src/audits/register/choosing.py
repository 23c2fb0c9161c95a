"""Which sheets hold a register's rows, and which complete them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from audits.domain.errors import RegisterError

from .matching import Table, tables_in
from .profile import Profile
from .shapes import Column, Joined, RegisterShape
from .tables import Sheet, hidden_notices


@dataclass(frozen=True, slots=True, eq=False)
class Matched:
    """The tables of a register: those with its rows, and lists that complete them.

    ``bridges`` are lists that only lead from one id to another.
    """

    rows: tuple[Table, ...]
    lists: tuple[tuple[Joined, Table], ...]
    bridges: tuple[Table, ...] = ()


def match(sheets: Sequence[Sheet], shape: RegisterShape, profile: Profile | None) -> Matched:
    """Return the sheets that hold such a register, and those that complete it, columns matched.

    In a workbook of several lists, those called as the register's are taken, or else those that
    have every needed column. What is not taken and has what the register joins completes it.

    Raises:
        RegisterError: if no sheet has the headings, a needed column or any row is missing.
    """
    tables = tables_in(sheets, shape, profile)
    if not tables:
        raise _no_headings(sheets, shape)
    rows = _with_rows(tables, shape)
    lists = _lists(tables, shape, besides=rows)
    given = {name for joined, _ in lists for name in joined.gives}
    for table in rows:
        _check_needed(table, shape, given)
    if not any(table.cells.height for table in rows):
        raise RegisterError(f"{rows[0].sheet.file} has headings but no rows. Export it again.")
    return Matched(rows, lists, _bridges(tables, lists, besides=rows))


def _with_rows(found: Sequence[Table], shape: RegisterShape) -> tuple[Table, ...]:
    """Return the tables that hold the register's rows.

    Those called as its list; else those with every needed column, or that others complete,
    whichever leaves fewer tables unread; else the nearest, to say what it lacks.
    """
    called = tuple(table for table in found if shape.is_called(table.sheet.title))
    if called:
        return _of_their_own(called, found, shape)
    whole = tuple(table for table in found if not _lacking(table, shape, ()))
    completed = tuple(t for t in found if not _lacking(t, shape, _given(found, shape, besides=t)))
    nearest = max(found, key=lambda table: len(table.columns))
    choices = [each for each in (whole, completed) if each] or [(nearest,)]
    return max(choices, key=lambda rows: len(rows) + len(_lists(found, shape, besides=rows)))


def _of_their_own(
    called: tuple[Table, ...], found: Sequence[Table], shape: RegisterShape
) -> tuple[Table, ...]:
    """Return the called tables; of two files, not those of one that completes the other.

    A census beside a list of children in need is there for its factors: it adds no children.
    """
    completing = {table.sheet.file for _, table in _lists(found, shape, besides=called)}
    own = tuple(table for table in called if table.sheet.file not in completing)
    return own or called


def _given(found: Sequence[Table], shape: RegisterShape, *, besides: Table) -> set[str]:
    lists = _lists(found, shape, besides=(besides,))
    return {name for joined, _ in lists for name in joined.gives}


def _lists(
    found: Sequence[Table], shape: RegisterShape, *, besides: Sequence[Table]
) -> tuple[tuple[Joined, Table], ...]:
    """Return the tables that complete others, each with how."""
    lists = []
    for table in _others(found, besides):
        joined = _fitting(table, shape)
        if joined is not None and _leads(joined, table, found):
            lists.append((joined, table))
    return tuple(lists)


def _others(tables: Sequence[Table], besides: Sequence[Table]) -> list[Table]:
    """Return the tables that are none of those besides: the same object, not an equal one."""
    taken = {id(table) for table in besides}
    return [table for table in tables if id(table) not in taken]


def _leads(joined: Joined, table: Table, found: Sequence[Table]) -> bool:
    """Tell whether a list has what it is joined on, or there is a table that leads to it."""
    if set(joined.on) <= table.columns:
        return True
    return any({joined.through, *joined.on} <= each.columns for each in found)


def _bridges(
    found: Sequence[Table], lists: Sequence[tuple[Joined, Table]], *, besides: Sequence[Table]
) -> tuple[Table, ...]:
    """Return the tables that lead from a list's own id to that of the rows."""
    taken = [*besides, *(table for _, table in lists)]
    bridges = []
    for table in _others(found, taken):
        for joined, completing in lists:
            keys = {joined.through, *joined.on}
            is_apart = not set(joined.on) <= completing.columns
            if is_apart and keys <= table.columns:
                bridges.append(table)
                break
    return tuple(bridges)


def _fitting(table: Table, shape: RegisterShape) -> Joined | None:
    names = (table.sheet.title, table.sheet.file)
    return next((join for join in shape.joins if join.fits(table.columns, names)), None)


def _no_headings(sheets: Sequence[Sheet], shape: RegisterShape) -> RegisterError:
    wanted = ", ".join(f"'{c.headings[0].title()}'" for c in shape.columns if c.needed)
    says = (
        f"{sheets[0].file} has no row of headings that could be recognised. "
        f"It needs columns such as {wanted}, or a profile that says which are which."
    )
    return RegisterError(" ".join([says, *hidden_notices(sheets)]))


def _lacking(table: Table, shape: RegisterShape, given: Collection[str]) -> list[Column]:
    """Return the needed columns that a table has not, nor a list gives; an id may be made."""
    may_be_made = set(shape.id_from) - {"family_id"} <= table.columns
    return [
        column
        for column in shape.columns
        if column.needed
        and column.name not in table.columns
        and column.name not in given
        and not (column.name == shape.id and shape.id_from and may_be_made)
    ]


def _check_needed(table: Table, shape: RegisterShape, given: Collection[str]) -> None:
    for column in _lacking(table, shape, given):
        where = f"{table.sheet.file} {table.sheet.title}".strip()
        raise RegisterError(
            f"{where} has no column for {column.means} (for example "
            f"'{column.headings[0].title()}'). Add it, or say in a profile which column it is: "
            f"columns: {{{column.name}: <its heading>}}."
        )
