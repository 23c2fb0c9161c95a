"""Which sheets hold a register's rows, and which complete them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import TypeAlias

from audits.domain.errors import RegisterError
from audits.domain.remedies import Remedy, Verb

from .matching import Table, tables_in
from .profile import Profile
from .shapes import Column, Joined, RegisterShape
from .tables import Sheet, hidden_notices


Lists: TypeAlias = Sequence[tuple[Joined, Table]]  # each with how it completes the rows


def tables_of(lists: Lists) -> list[Table]:
    """Return the tables that complete others."""
    return [table for _, table in lists]


def given_by(lists: Lists) -> set[str]:
    """Return the names of the columns that lists give."""
    names: set[str] = set()
    for joined, _ in lists:
        names |= set(joined.gives)
    return names


@dataclass(frozen=True, slots=True, eq=False)
class Matched:
    """The tables of a register: those with its rows, and lists that complete them.

    ``bridges`` are lists that only lead from one id to another.
    """

    rows: tuple[Table, ...]
    lists: Lists
    bridges: tuple[Table, ...] = ()

    @property
    def with_lists(self) -> list[Table]:
        """Return the tables whose columns are the register's: its rows', then the lists'."""
        return [*self.rows, *tables_of(self.lists)]

    @property
    def given(self) -> set[str]:
        """Return the names of the columns that the lists give."""
        return given_by(self.lists)


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
    for table in rows:
        _check_needed(table, shape, given_by(lists))
    if not any(table.cells.height for table in rows):
        raise RegisterError(f"{rows[0].sheet.file} has headings but no rows. Export it again.")
    return Matched(rows, lists, _bridges(tables, lists, besides=rows))


def _with_rows(tables: Sequence[Table], shape: RegisterShape) -> tuple[Table, ...]:
    """Return the tables that hold the register's rows.

    Those called as its list; else those with every needed column, or that others complete,
    whichever leaves fewer tables unread; else the nearest, to say what it lacks.
    """
    called = tuple(table for table in tables if shape.is_called(table.sheet.title))
    if called:
        return _of_their_own(called, tables, shape)
    whole, completed = [], []
    for table in tables:
        if not _lacking(table, shape, ()):
            whole.append(table)
        if not _lacking(table, shape, given_by(_lists(tables, shape, besides=[table]))):
            completed.append(table)
    nearest = max(tables, key=lambda table: len(table.columns))
    choices = list(filter(None, (whole, completed))) or [[nearest]]
    best = max(choices, key=lambda rows: len(rows) + len(_lists(tables, shape, besides=rows)))
    return tuple(best)


def _of_their_own(
    called: tuple[Table, ...], tables: Sequence[Table], shape: RegisterShape
) -> tuple[Table, ...]:
    """Return the called tables; of two files, not those of one that completes the other.

    A census beside a list of children in need is there for its factors: it adds no children.
    """
    lists = _lists(tables, shape, besides=called)
    completing = set(map(attrgetter("sheet.file"), tables_of(lists)))
    own = tuple(table for table in called if table.sheet.file not in completing)
    return own or called


def _lists(tables: Sequence[Table], shape: RegisterShape, *, besides: Sequence[Table]) -> Lists:
    """Return the tables that complete others, each with how."""
    lists = []
    for table in _others(tables, besides):
        joined = _fitting(table, shape)
        if joined is not None and _leads(joined, table, tables):
            lists.append((joined, table))
    return tuple(lists)


def _others(tables: Sequence[Table], besides: Sequence[Table]) -> list[Table]:
    """Return the tables that are none of those besides: the same object, not an equal one."""
    taken = set(map(id, besides))
    return [table for table in tables if id(table) not in taken]


def _leads(joined: Joined, table: Table, tables: Sequence[Table]) -> bool:
    """Tell whether a list has what it is joined on, or there is a table that leads to it."""
    if set(joined.on) <= table.columns:
        return True
    keys = {joined.through, *joined.on}
    return any(keys <= other.columns for other in tables)


def _bridges(
    tables: Sequence[Table], lists: Lists, *, besides: Sequence[Table]
) -> tuple[Table, ...]:
    """Return the tables that lead from a list's own id to that of the rows."""
    bridges = []
    for table in _others(tables, [*besides, *tables_of(lists)]):
        for joined, completing in lists:
            keys = {joined.through, *joined.on}
            is_apart = not set(joined.on) <= completing.columns
            if is_apart and keys <= table.columns:
                bridges.append(table)
                break
    return tuple(bridges)


def _fitting(table: Table, shape: RegisterShape) -> Joined | None:
    names = (table.sheet.title, table.sheet.file)
    for joined in shape.joins:
        if joined.fits(table.columns, names):
            return joined
    return None


def _no_headings(sheets: Sequence[Sheet], shape: RegisterShape) -> RegisterError:
    wanted = ", ".join(map(attrgetter("example"), shape.needed))
    says = (
        f"{sheets[0].file} has no row of headings that could be recognised. "
        f"It needs columns such as {wanted}: add them, or say which are which."
    )
    return RegisterError(" ".join([says, *hidden_notices(sheets)]))


def _lacking(table: Table, shape: RegisterShape, given: Collection[str]) -> list[Column]:
    """Return the needed columns that a table has not, nor a list gives; an id may be made."""
    there = {*table.columns, *given}
    if shape.id_from and set(shape.id_from) - {"family_id"} <= table.columns:
        there.add(shape.id)
    return [column for column in shape.needed if column.name not in there]


def _check_needed(table: Table, shape: RegisterShape, given: Collection[str]) -> None:
    for column in _lacking(table, shape, given):
        where = f"{table.sheet.file} {table.sheet.title}".strip()
        raise RegisterError(
            f"{where} has no column for {column.means} (for example "
            f"{column.example}). Add it, or say which column it is.",
            remedy=Remedy(Verb.MATCH_REGISTER, shape.register),
        )
