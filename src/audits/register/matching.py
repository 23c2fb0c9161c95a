"""Which column is which: the heading row found, and our names put to its headings."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter, itemgetter

import polars as pl

from audits.domain.amounts import many
from audits.domain.errors import RegisterError
from audits.domain.spelling import folded

from .cleaning import single_spaced
from .clock_columns import clock_name, hold_times
from .profile import Profile
from .report import Notice
from .shapes import Column, RegisterShape, names_of
from .tables import Sheet


LOOK_FOR_HEADINGS_IN = 30  # rows; a title, the day it was run and a filter may stand above
LOOK_FOR_TIMES_IN = 1000  # rows; of which many may be empty
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
    ``clocks`` are those of the ``ignored`` headings below which times of day stand.
    """

    sheet: Sheet
    headings: Mapping[str, str]
    ignored: tuple[str, ...]
    notices: tuple[Notice, ...]
    cells: pl.DataFrame = field(repr=False)
    clocks: tuple[str, ...] = ()

    @property
    def columns(self) -> frozenset[str]:
        """Return the names of our columns that it has."""
        return frozenset(self.headings)

    def those_of(self, columns: Iterable[Column]) -> list[Column]:
        """Return those of these columns that it has."""
        return [column for column in columns if column.name in self.headings]


def tables_in(
    sheets: Sequence[Sheet], shape: RegisterShape, profile: Profile | None
) -> list[Table]:
    """Return the sheets whose headings are known, with their columns matched.

    Raises:
        RegisterError: if a heading that matters stands over two columns that do not agree.
    """
    names = _names(shape.columns, profile)
    needed = set(names_of(shape.needed))
    tables = []
    for sheet in sheets:
        table = _table(sheet, names, needed, least=_least(sheet, shape))
        if table is not None:
            tables.append(table)
    return tables


def _names(columns: Sequence[Column], profile: Profile | None) -> dict[str, tuple[str, int]]:
    """Return our name for each folded heading, and its place among those the column goes by.

    What a profile says goes before what we know; a column's own name is a heading too.
    """
    if profile:
        known = dict(profile.columns)
        for day, headings in profile.times.items():
            known[clock_name(day)] = headings
    else:
        known = dict(map(attrgetter("name", "goes_by"), columns))
    names: dict[str, tuple[str, int]] = {}
    for name, headings in known.items():
        for place, heading in enumerate(headings):
            names.setdefault(folded(heading), (name, place))
    return names


def _least(sheet: Sheet, shape: RegisterShape) -> int:
    """Return how many headings must be known: one is enough in a list known by its name."""
    titles = (sheet.title, sheet.file)
    if any(joined.is_called(titles) for joined in shape.joins):
        return 1
    return ENOUGH


def _table(
    sheet: Sheet, names: Mapping[str, tuple[str, int]], needed: Collection[str], *, least: int
) -> Table | None:
    top = sheet.top(LOOK_FOR_HEADINGS_IN)
    scores = [_known_headings(row, names) for row in top]
    if max(scores, default=0) < min(least, len(names)):
        return None
    at = scores.index(max(scores))
    headings = list(map(single_spaced, top[at]))
    places, more = _places(headings, names)
    that_matter = [(place, name) for place, name in more if name in needed]
    _check_same(sheet, headings, at=at, places=places, more=that_matter)
    used = set(places.values())
    ignored = {n: heading for n, heading in enumerate(headings) if heading and n not in used}
    return Table(
        sheet=sheet,
        headings={name: headings[place] for name, place in places.items()},
        ignored=tuple(ignored.values()),
        clocks=tuple(_clocks(sheet.cells.slice(at + 1, LOOK_FOR_TIMES_IN), ignored)),
        notices=tuple(_twice(sheet, headings, places=places, more=more)),
        cells=_rows_below(sheet, at, places),
    )


def _clocks(below: pl.DataFrame, ignored: Mapping[int, str]) -> Iterator[str]:
    """Yield those of the ignored headings, by their place, below which times of day stand."""
    for place, heading in ignored.items():
        texts = below.to_series(place).drop_nulls()
        if hold_times(list(filter(str.strip, texts))):
            yield heading


def _places(
    headings: list[str], names: Mapping[str, tuple[str, int]]
) -> tuple[dict[str, int], list[tuple[int, str]]]:
    """Return where each of our columns stands, and where else it could.

    It stands under the heading that it is best known by.
    """
    known = []
    for place, heading in enumerate(headings):
        if folded(heading) in names:
            name, rank = names[folded(heading)]
            known.append((rank, place, name))
    places: dict[str, int] = {}
    for _, place, name in sorted(known):
        places.setdefault(name, place)
    return places, [(place, name) for _, place, name in known if place != places[name]]


def _twice(
    sheet: Sheet, headings: list[str], *, places: Mapping[str, int], more: list[tuple[int, str]]
) -> Iterator[Notice]:
    for name, count in Counter(map(itemgetter(1), more)).items():
        says = (
            f"{many(count + 1, 'column')} could be '{name}'; column {places[name] + 1} was read. "
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
        if folded(headings[place]) != folded(headings[first]):
            continue
        below = sheet.cells.slice(at + 1)
        if not below.to_series(first).fill_null("").equals(below.to_series(place).fill_null("")):
            raise RegisterError(
                f"{sheet.file} has two columns called '{headings[place]}' (columns {first + 1} "
                f"and {place + 1}) that do not say the same. Delete or rename the wrong one."
            )


def _known_headings(row: Sequence[str], names: Mapping[str, tuple[str, int]]) -> int:
    """Return how many different columns of ours the cells of a row are headings of."""
    return len({names[cell] for cell in map(folded, row) if cell in names})


def _rows_below(sheet: Sheet, at: int, places: Mapping[str, int]) -> pl.DataFrame:
    """Return our columns of the rows below the headings, blank rows left out."""
    cells = sheet.cells
    has_text = pl.all().str.strip_chars().str.len_bytes().gt(0).fill_null(value=False)
    filled = cells.slice(at + 1).select(pl.sum_horizontal(has_text)).to_series()
    shifted = pl.lit(value=False)
    beyond = cells.columns[sheet.widths[at] :] if sheet.widths else []
    if beyond:
        shifted = pl.any_horizontal(pl.col(beyond).is_not_null())
    return (
        cells.with_row_index(ROW, offset=1)
        .slice(at + 1)
        .select(
            pl.col(ROW),
            filled.alias(FILLED),
            shifted.alias(SHIFTED),
            _is_note(cells, at).alias(NOTE),
            *(pl.col(cells.columns[place]).alias(name) for name, place in places.items()),
        )
        .filter(pl.col(FILLED) > 0)
    )


def _is_note(cells: pl.DataFrame, at: int) -> pl.Series:
    """Tell of each row below the headings whether it is a note on filters or totals at the end."""
    last = cells.slice(at + 1).tail(LAST)
    speaks = last.select(pl.any_horizontal(pl.all().str.contains(NOTES).fill_null(value=False)))
    before = cells.height - at - 1 - last.height
    return pl.concat([pl.repeat(value=False, n=before, eager=True), speaks.to_series()])
