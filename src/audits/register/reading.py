"""A register read whole: files in, candidates and a matching report out, or one clear refusal."""

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import polars as pl

from audits.domain.amounts import many, were
from audits.domain.candidate import Candidate
from audits.domain.errors import RegisterError

from .choosing import Matched, match
from .clock_columns import clock_name
from .collapsing import ADDED, OCCURRED, attribute_names, collapse, disagreements, one_row_a_child
from .counts import Tally
from .day_order import Orders
from .joining import bridged, complete, zeros_lost
from .matching import Table
from .profile import Profile, check_profile, orders_of
from .report import MatchingReport, Notice
from .rows import UNIT, RowReader
from .shapes import FAMILY, PERSON, RegisterShape
from .tables import Sheet, Source, sheets_in
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
        hidden = {column.name for column in self.shape.columns if column.hashed}
        names = [name for name in attribute_names(self.shape) if name not in hidden]
        shown = self.units.select(UNIT, OCCURRED, *names, *ADDED)
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
    sheets = [sheet for source in sources for sheet in sheets_in(source)]
    matched = match(sheets, shape, profile)
    reader = RowReader(shape, profile, today, orders_of(profile, dates or {}, shape))
    found = pl.concat([reader.read(table) for table in matched.rows], how="diagonal")
    completed, joined = _completed(found, matched, reader)
    reader.check()
    _check_any(found, sheets, reader)
    found = completed
    found = reader.with_units(found)
    rows, repeated = one_row_a_child(found, shape, today)
    units = collapse(rows, shape, today)
    notices = (*_about(sheets, matched, shape), *joined, *reader.tally.in_order)
    notices += tuple(_of_rows(found, shape))
    report = _report(sources, sheets, matched, tally=reader.tally, notices=notices)
    report = replace(report, units=units.height, repeated=repeated)
    personal = [name for name in (*PERSON, *FAMILY) if name in rows.columns]
    absent = [name for name in personal if name not in found.columns]
    return RegisterLoad(
        shape, units, rows.drop(absent), report, _profile(matched, shape, profile, reader)
    )


def candidate_of(
    line: Mapping[str, Any], rows: pl.DataFrame, relatives: Sequence[Mapping[str, str]] = ()
) -> Candidate:
    """Return one unit, from its line and the rows behind it."""
    own = people_in(rows)
    attributes = {name: value or "" for name, value in line.items() if name not in (UNIT, OCCURRED)}
    return Candidate(
        id=rows[UNIT][0],
        occurred_on=line[OCCURRED],
        attributes=attributes,
        children=tuple(rows["child_id"].drop_nulls()),
        family=next(iter(rows["family_id"].drop_nulls()), ""),
        identity=own,
        relatives=tuple(person for person in relatives if person not in own),
    )


def people_in(rows: pl.DataFrame) -> tuple[Mapping[str, str], ...]:
    """Return who stands in rows: child id, name, birthday and whatever else a key list needs."""
    return _people(rows, PERSON)


def known_people_in(rows: pl.DataFrame) -> tuple[Mapping[str, str], ...]:
    """Return who stands in rows with all that is known of them: what is masked in free text."""
    return _people(rows, (*PERSON, *FAMILY))


def _people(rows: pl.DataFrame, columns: Sequence[str]) -> tuple[Mapping[str, str], ...]:
    present = [name for name in columns if name in rows.columns]
    texts = rows.select("child_id", *present).with_columns(pl.all().cast(pl.String).fill_null(""))
    return tuple(texts.iter_rows(named=True))


def _completed(
    rows: pl.DataFrame, matched: Matched, reader: RowReader
) -> tuple[pl.DataFrame, list[Notice]]:
    """Return the rows with what the lists give, and what is to be said of each list."""
    of = ", ".join(dict.fromkeys(table.sheet.file for table in matched.rows))
    bridges = [rows, *(reader.read_list(table, ()) for table in matched.bridges)]
    notices: list[Notice] = []
    for joined, table in matched.lists:
        entries = reader.read_list(table, joined.keys_in(table.columns))
        rows, said = complete(rows, bridged(entries, joined, bridges), joined, table=table, of=of)
        notices += said
    return rows, notices


def _of_rows(rows: pl.DataFrame, shape: RegisterShape) -> Iterator[Notice]:
    """Yield what is to be said of all rows together."""
    yield from disagreements(rows, shape)
    yield from _zeros(rows, shape)
    yield from how_many_have_times(rows, shape)


def _zeros(rows: pl.DataFrame, shape: RegisterShape) -> Iterator[Notice]:
    for name in (name for name in (shape.id, "child_id") if name in rows.columns):
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
    tally = reader.tally
    whole = [notice for sheet in sheets for notice in sheet.notices]
    sentences = [each.message for each in (*whole, *tally.notices) if each.row is None]
    reasons = {each.message: each for each in reversed(tally.notices) if each.row is not None}
    rows = [f"Row {each.row:,}: {message}" for message, each in reversed(reasons.items())]
    return " ".join([*sentences, *rows])


def _texts_read(sheets: Sequence[Sheet]) -> dict[str, str]:
    """Return in what letters each text file is written."""
    return {sheet.file: sheet.letters for sheet in sheets if sheet.letters}


def _about(sheets: Sequence[Sheet], matched: Matched, shape: RegisterShape) -> Iterator[Notice]:
    """Yield what is to be said of files and tables: columns two could be, are absent, or made."""
    for sheet in sheets:
        yield from sheet.notices
    given = {name for joined, _ in matched.lists for name in joined.gives}
    for table in matched.rows:
        yield from table.notices
        yield from _absent(table, shape, given)
        yield from _times_left(table, shape)
        yield from _made_ids(table, shape)
    for _, table in matched.lists:
        yield from table.notices


def _absent(table: Table, shape: RegisterShape, given: Collection[str]) -> Iterator[Notice]:
    for column in shape.columns:
        if column.name not in {*table.columns, *given, shape.id} and not column.masked:
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
        of = ", ".join(name.replace("_", " ") for name in shape.id_from)
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
    tables = [*matched.rows, *(table for _, table in matched.lists), *matched.bridges]
    read = [(table.sheet.file, table.sheet.title) for table in tables]
    left = [sheet for sheet in sheets if (sheet.file, sheet.title) not in read]
    return MatchingReport(
        sha256=_sha256(sources),
        units=0,
        repeated=0,
        rows_in=tally.rows_in,
        rejected=tally.rejected,
        footers=tally.footers,
        columns={name: h for table in reversed(tables) for name, h in table.headings.items()},
        ignored=tuple(dict.fromkeys(h for table in tables for h in table.ignored)),
        warnings=tuple(notices),
        unmatched=tally.unmatched,
        values=tally.values,
        readings={**_texts_read(sheets), **tally.readings},
        sheets=tuple(table.sheet.name for table in tables),
        left=tuple(sheet.name for sheet in left),
    )


def _profile(
    matched: Matched, shape: RegisterShape, given: Profile | None, reader: RowReader
) -> Profile:
    """Return what was found, ready to be saved, with the words that were given."""
    tables = [*matched.rows, *(table for _, table in matched.lists)]
    columns: dict[str, list[str]] = {}
    for table in tables:
        for name, heading in table.headings.items():
            columns.setdefault(name, []).append(heading)
    words = given.values if given else {}
    once = {name: tuple(dict.fromkeys(headings)) for name, headings in columns.items()}
    times = {}
    for day in shape.timed:
        headings = once.pop(clock_name(day), ())
        if headings:
            times[day] = headings
    return Profile(
        shape=shape.register, columns=once, values=words, dates=dict(reader.dates), times=times
    )


def _sha256(sources: Sequence[Source]) -> str:
    """Return the SHA-256 of the file; of several, that of their digests in order, as hex text."""
    digests = [hashlib.sha256(source.data).hexdigest() for source in sources]
    if len(digests) == 1:
        return digests[0]
    return hashlib.sha256("\n".join(digests).encode()).hexdigest()
