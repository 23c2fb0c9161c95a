"""A register read whole: files in, candidates and a matching report out, or one clear refusal."""

import hashlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain
from operator import attrgetter

import polars as pl

from audits.domain.amounts import many, were
from audits.domain.candidate import Candidate
from audits.domain.errors import RegisterError

from .choosing import Matched, match, tables_of
from .clock_columns import clock_name
from .collapsing import (
    ADDED,
    OCCURRED,
    collapse,
    disagreements,
    one_row_a_child,
    shown_attributes,
)
from .columns import columns_in
from .counts import Tally
from .day_order import Orders
from .joining import bridged, complete, zeros_lost
from .matching import Table
from .people import candidate_of
from .profile import Profile, check_profile, orders_of
from .report import MatchingReport, Notice
from .rows import UNIT, RowReader
from .shapes import FAMILY, PERSON, RegisterShape, spaced
from .tables import Sheet, Source, notices_of, sheets_in
from .times import how_many_have_times


@dataclass(frozen=True, slots=True, eq=False)
class RegisterLoad:
    """A register as read: a line a unit, the rows behind them, and how they were matched.

    ``rows`` hold one row for each child of a unit, under our names; ``profile`` is what was found,
    ready to be saved.
    """

    shape: RegisterShape
    units: pl.DataFrame = field(repr=False)
    rows: pl.DataFrame = field(repr=False)
    report: MatchingReport
    profile: Profile

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        """Return the units one by one, with who they are: for looking at a few."""
        rows = {key[0]: part for key, part in self.rows.group_by(UNIT, maintain_order=True)}
        shown = self.units.select(UNIT, OCCURRED, *shown_attributes(self.shape), *ADDED)
        return tuple(candidate_of(line, rows[line[UNIT]]) for line in shown.iter_rows(named=True))

    def without_their_zeros(self, known: Sequence[str]) -> int:
        """Return how many ids are known ones that lost the zeros they began with."""
        ids = pl.Series(known, dtype=pl.String)
        mine = self.units[UNIT]
        return zeros_lost(mine.filter(~mine.is_in(ids.implode())), ids)


def read_register(
    sources: Sequence[Source],
    *,
    shape: RegisterShape,
    today: date,
    profile: Profile | None = None,
    dates: Orders | None = None,
) -> RegisterLoad:
    """Read the files of one register; lists that complete its rows may be among them.

    ``profile`` says which heading is which; without one the headings that are known are looked
    for, and the profile that comes back is what was found, ready to be saved. ``dates`` say, by
    column or of ``all``, whether day or month comes first; they go before what the profile says.

    Raises:
        RegisterError: if it is no such register: no id, date or outcome column, no rows, no file;
            or if a column can be read two ways.
    """
    if profile:
        check_profile(profile, shape)
    sheets = list(chain.from_iterable(map(sheets_in, sources)))
    matched = match(sheets, shape, profile)
    reader = RowReader(shape, profile, today, orders_of(profile, dates or {}, shape))
    read = pl.concat(map(reader.read, matched.rows), how="diagonal")
    completed, joined = _completed(read, matched, reader)
    reader.check()
    _check_any(read, sheets, reader)
    all_rows = reader.with_units(completed)
    rows, repeated = one_row_a_child(all_rows, shape, today)
    units = collapse(rows, shape, today)
    notices = [*_about(sheets, matched, shape), *joined, *reader.tally.in_order]
    notices += _of_rows(all_rows, shape)
    report = _report(sources, sheets, matched, tally=reader.tally, notices=notices)
    report = replace(report, units=units.height, repeated=repeated)
    absent = {*PERSON, *FAMILY}.difference(all_rows.columns)
    kept = rows.drop(columns_in(rows, absent))
    return RegisterLoad(shape, units, kept, report, _profile(matched, shape, profile, reader))


def _completed(
    rows: pl.DataFrame, matched: Matched, reader: RowReader
) -> tuple[pl.DataFrame, list[Notice]]:
    """Return the rows with what the lists give, and what is to be said of each list."""
    of = ", ".join(dict.fromkeys(table.sheet.file for table in matched.rows))
    bridges = [rows, *(reader.read_list(table, ()) for table in matched.bridges)]
    notices: list[Notice] = []
    for joined, table in matched.lists:
        entries = reader.read_list(table, joined.keys_in(table.columns))
        own = bridged(entries, joined, bridges)
        rows, about_list = complete(rows, own, joined, table=table, of=of)
        notices += about_list
    return rows, notices


def _of_rows(rows: pl.DataFrame, shape: RegisterShape) -> Iterator[Notice]:
    """Yield what is to be said of all rows together."""
    yield from disagreements(rows, shape)
    yield from _zeros(rows, shape)
    yield from how_many_have_times(rows, shape)


def _zeros(rows: pl.DataFrame, shape: RegisterShape) -> Iterator[Notice]:
    for name in columns_in(rows, (shape.id, "child_id")):
        ids = rows[name].drop_nulls()
        lost = zeros_lost(ids, ids)
        if lost:
            says = (
                f"{many(lost, 'id differs', 'ids differ')} from another one only by the zeros in "
                "front; all were kept apart. Export again with the ids as text."
            )
            yield Notice("zeros_lost", says, column=name)
            return


def _check_any(rows: pl.DataFrame, sheets: Sequence[Sheet], reader: RowReader) -> None:
    if not rows.height:
        raise RegisterError(
            f"{sheets[0].file} has no row with an id and a date that can be read. "
            f"{many(reader.tally.rejected, 'row')} {were(reader.tally.rejected)} looked at. "
            f"{_why_none(sheets, reader)}".rstrip()
        )


def _why_none(sheets: Sequence[Sheet], reader: RowReader) -> str:
    """Return why no row could be used: how cells are written that are no day, and each reason."""
    met = reader.tally.notices
    sentences = [notice.message for notice in (*notices_of(sheets), *met) if notice.row is None]
    first_rows: dict[str, int] = {}
    for notice in reversed(met):
        if notice.row is not None:
            first_rows[notice.message] = notice.row
    reasons = [f"Row {row:,}: {message}" for message, row in reversed(first_rows.items())]
    return " ".join([*sentences, *reasons])


def _texts_read(sheets: Sequence[Sheet]) -> dict[str, str]:
    """Return in what letters each text file is written."""
    return {sheet.file: sheet.letters for sheet in sheets if sheet.letters}


def _about(sheets: Sequence[Sheet], matched: Matched, shape: RegisterShape) -> Iterator[Notice]:
    """Yield what is to be said of files and tables: columns two could be, are absent, or made."""
    yield from notices_of(sheets)
    for table in matched.rows:
        yield from table.notices
        yield from _absent(table, shape, matched.given)
        yield from _times_left(table, shape)
        yield from _made_ids(table, shape)
    for table in tables_of(matched.lists):
        yield from table.notices


def _absent(table: Table, shape: RegisterShape, given: Collection[str]) -> Iterator[Notice]:
    for column in shape.columns:
        is_missed = not column.masked and column.counted != "only"
        if is_missed and column.name not in {*table.columns, *given, shape.id}:
            says = f"There is no column for {column.means}; it stays empty."
            yield Notice("no_column", says, table.sheet.title, column=column.name)


def _times_left(table: Table, shape: RegisterShape) -> Iterator[Notice]:
    """Say of a column of times that it was left, in a register that keeps times."""
    if not shape.timed:
        return
    for heading in table.clocks:
        says = (
            f"'{heading}' holds times of day and was left. If it belongs to a day in another "
            "column, match the headings to join them."
        )
        yield Notice("time_left", says, table.sheet.title, column=heading)


def _made_ids(table: Table, shape: RegisterShape) -> Iterator[Notice]:
    if shape.id not in table.columns:
        of = ", ".join(map(spaced, shape.id_from))
        says = f"There is no id of the {shape.unit}; rows that agree on {of} were taken for one."
        yield Notice("id_made", says, table.sheet.title, column=shape.id)


def _report(
    sources: Sequence[Source],
    sheets: Sequence[Sheet],
    matched: Matched,
    *,
    tally: Tally,
    notices: Sequence[Notice],
) -> MatchingReport:
    tables = [*matched.with_lists, *matched.bridges]
    read = list(map(attrgetter("sheet"), tables))
    places = set(map(_place, read))
    columns: dict[str, str] = {}
    for table in reversed(tables):
        columns |= table.headings
    return MatchingReport(
        sha256=_sha256(sources),
        units=0,
        repeated=0,
        rows_in=tally.rows_in,
        rejected=tally.rejected,
        footers=tally.footers,
        columns=columns,
        ignored=tuple(dict.fromkeys(chain.from_iterable(map(attrgetter("ignored"), tables)))),
        warnings=tuple(notices),
        unmatched=tally.unmatched,
        values=tally.values,
        readings={**_texts_read(sheets), **tally.readings},
        cells=dict(tally.cells),
        sheets=tuple(map(attrgetter("name"), read)),
        left=tuple(sheet.name for sheet in sheets if _place(sheet) not in places),
    )


def _place(sheet: Sheet) -> tuple[str, str]:
    return sheet.file, sheet.title


def _profile(
    matched: Matched, shape: RegisterShape, given: Profile | None, reader: RowReader
) -> Profile:
    """Return what was found, ready to be saved, with the words that were given."""
    columns: dict[str, tuple[str, ...]] = {}
    for table in matched.with_lists:
        for name, heading in table.headings.items():
            headings = columns.get(name, ())
            if heading not in headings:
                columns[name] = (*headings, heading)
    words = given.values if given else {}
    times = {}
    for day in shape.timed:
        headings = columns.pop(clock_name(day), ())
        if headings:
            times[day] = headings
    return Profile(
        shape=shape.register,
        columns=columns,
        values=words,
        dates=dict(reader.dates),
        times=times,
    )


def _sha256(sources: Sequence[Source]) -> str:
    """Return the SHA-256 of the file; of several, that of their digests in order, as hex text."""
    digests = [hashlib.sha256(source.data).hexdigest() for source in sources]
    if len(digests) == 1:
        return digests[0]
    return hashlib.sha256("\n".join(digests).encode()).hexdigest()
