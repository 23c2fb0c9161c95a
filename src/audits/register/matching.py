"""Which column is which: the heading row found, and our names put to its headings."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from audits.domain.errors import RegisterError
from audits.domain.spelling import folded

from .profile import Profile
from .report import Notice
from .shapes import Column, Joined, RegisterShape
from .tables import Sheet


LOOK_FOR_HEADINGS_IN = 30  # rows; a title, the day it was run and a filter may stand above
ENOUGH = 2  # headings that must be recognised before a row is taken for the heading row
# With spaces: no column of a register is named so.
ROW, FILLED, SHIFTED, NOTE = "row number", "cells filled", "has too many cells", "is a note"
LAST = 30  # rows of a sheet among which a note on filters or totals may stand
NOTES = r"(?i)\bfilters?\b|^\s*(grand )?totals?\b"


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """A sheet whose headings are known, and the rows below them that are not blank.

    ``cells`` holds our columns as text, ``ROW`` as a spreadsheet numbers it, how many cells of the
    row are ``FILLED``, also in columns that are not ours, whether it has more than there are
    headings (``SHIFTED``), and whether it speaks of filters at the end of the sheet (``NOTE``).
    """

    sheet: Sheet
    headings: Mapping[str, str]
    ignored: tuple[str, ...]
    notices: tuple[Notice, ...]
    cells: pl.DataFrame = field(repr=False)

    @property
    def columns(self) -> frozenset[str]:
        """Return the names of our columns that it has."""
        return frozenset(self.headings)


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
    names = _names(shape.columns, profile)
    needed = {column.name for column in shape.columns if column.needed}
    found = [
        table
        for sheet in sheets
        if (table := _table(sheet, names, needed, least=_least(sheet, shape))) is not None
    ]
    if not found:
        raise _no_headings(sheets[0], shape)
    rows = _with_rows(found, shape)
    lists = _lists(found, shape, besides=rows)
    given = {name for joined, _ in lists for name in joined.gives}
    for table in rows:
        _check_needed(table, shape, given)
    if not any(table.cells.height for table in rows):
        raise RegisterError(f"{rows[0].sheet.file} has headings but no rows. Export it again.")
    return Matched(rows, lists, _bridges(found, lists, besides=rows))


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
    others = [table for table in found if all(table is not each for each in besides)]
    fitting = [(_fitting(table, shape), table) for table in others]
    return tuple(
        (joined, table)
        for joined, table in fitting
        if joined is not None and _leads(joined, table, found)
    )


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
    needed = [{each.through, *each.on} for each, t in lists if not set(each.on) <= t.columns]
    others = [table for table in found if all(table is not each for each in taken)]
    return tuple(t for t in others if any(keys <= t.columns for keys in needed))


def _fitting(table: Table, shape: RegisterShape) -> Joined | None:
    names = (table.sheet.title, table.sheet.file)
    return next((each for each in shape.joins if each.fits(table.columns, names)), None)


def _no_headings(sheet: Sheet, shape: RegisterShape) -> RegisterError:
    wanted = ", ".join(f"'{c.headings[0].title()}'" for c in shape.columns if c.needed)
    return RegisterError(
        f"{sheet.file} has no row of headings that could be recognised. "
        f"It needs columns such as {wanted}, or a profile that says which are which."
    )


def _names(columns: Sequence[Column], profile: Profile | None) -> dict[str, tuple[str, int]]:
    """Return our name for each folded heading, and its place among those the column goes by.

    What a profile says goes before what we know; a column's own name is a heading too.
    """
    if profile:
        said = profile.columns
    else:
        said = {column.name: (*column.headings, column.name) for column in columns}
    return {
        folded(heading): (name, place)
        for name, headings in reversed(said.items())
        for place, heading in reversed(list(enumerate(headings)))
    }


def _least(sheet: Sheet, shape: RegisterShape) -> int:
    """Return how many headings must be known: one is enough in a list known by its name."""
    titles = (sheet.title, sheet.file)
    return 1 if any(joined.is_called(titles) for joined in shape.joins) else ENOUGH


def _table(
    sheet: Sheet, names: Mapping[str, tuple[str, int]], needed: Collection[str], *, least: int
) -> Table | None:
    top = sheet.top(LOOK_FOR_HEADINGS_IN)
    scores = [len({names[folded(cell)] for cell in row if folded(cell) in names}) for row in top]
    if max(scores, default=0) < min(least, len(names)):
        return None
    at = scores.index(max(scores))
    headings = [" ".join(heading.split()) for heading in top[at]]
    places, more = _places(headings, names)
    _check_same(sheet, headings, at=at, places=places, more=[m for m in more if m[1] in needed])
    used = set(places.values())
    return Table(
        sheet=sheet,
        headings={name: headings[place] for name, place in places.items()},
        ignored=tuple(h for n, h in enumerate(headings) if n not in used and h),
        notices=tuple(_twice(sheet, headings, places=places, more=more)),
        cells=_rows_below(sheet, at, places),
    )


def _places(
    headings: list[str], names: Mapping[str, tuple[str, int]]
) -> tuple[dict[str, int], list[tuple[int, str]]]:
    """Return where each of our columns stands, and where else it could.

    It stands under the heading that it is best known by.
    """
    known = [(n, *names[folded(h)]) for n, h in enumerate(headings) if folded(h) in names]
    places: dict[str, int] = {}
    for place, name, _ in sorted(known, key=lambda each: (each[2], each[0])):
        places.setdefault(name, place)
    return places, [(place, name) for place, name, _ in known if place != places[name]]


def _twice(
    sheet: Sheet, headings: list[str], *, places: Mapping[str, int], more: list[tuple[int, str]]
) -> Iterator[Notice]:
    for name, count in Counter(name for _, name in more).items():
        says = (
            f"{count + 1} columns could be '{name}'; column {places[name] + 1} was read. "
            "If that is wrong, say which one in a profile."
        )
        yield Notice("column_twice", says, sheet.title, column=headings[places[name]])


def _check_same(
    sheet: Sheet,
    headings: list[str],
    *,
    at: int,
    places: Mapping[str, int],
    more: list[tuple[int, str]],
) -> None:
    """Refuse two columns of one heading that matter for the draw and do not say the same.

    Raises:
        RegisterError: naming the heading and the columns.
    """
    for place, name in more:
        first = places[name]
        one, other = (sheet.cells.to_series(n).slice(at + 1).fill_null("") for n in (first, place))
        if folded(headings[place]) == folded(headings[first]) and not one.equals(other):
            raise RegisterError(
                f"{sheet.file} has two columns called '{headings[place]}' (columns {first + 1} "
                f"and {place + 1}) that do not say the same. Delete or rename the wrong one."
            )


def _rows_below(sheet: Sheet, at: int, places: Mapping[str, int]) -> pl.DataFrame:
    """Return our columns of the rows below the headings, blank rows left out."""
    cells = sheet.cells
    said = pl.all().str.strip_chars().str.len_bytes().gt(0).fill_null(value=False)
    filled = cells.slice(at + 1).select(pl.sum_horizontal(said)).to_series()
    beyond = cells.columns[sheet.widths[at] :] if sheet.widths else []
    return (
        cells.with_row_index(ROW, offset=1)
        .slice(at + 1)
        .select(
            pl.col(ROW),
            filled.alias(FILLED),
            _any(pl.col(beyond).is_not_null() if beyond else None).alias(SHIFTED),
            _is_note(cells, at).alias(NOTE),
            *(pl.col(cells.columns[place]).alias(name) for name, place in places.items()),
        )
        .filter(pl.col(FILLED) > 0)
    )


def _any(each: pl.Expr | None) -> pl.Expr:
    return pl.lit(value=False) if each is None else pl.any_horizontal(each)


def _is_note(cells: pl.DataFrame, at: int) -> pl.Series:
    """Tell of each row below the headings whether it is a note on filters or totals at the end."""
    last = cells.slice(at + 1).tail(LAST)
    speaks = last.select(pl.any_horizontal(pl.all().str.contains(NOTES).fill_null(value=False)))
    before = cells.height - at - 1 - last.height
    return pl.concat([pl.repeat(value=False, n=before, eager=True), speaks.to_series()])


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
