"""The columns of days of one table, each judged as a whole before any of its days is read."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import polars as pl

from audits.domain.amounts import are, many
from audits.domain.remedies import Missing, Remedy

from .cleaning import (
    day_that_may_be,
    in_other_order,
    tidy,
    without_stand_in,
    without_times,
)
from .clock_columns import clock_name, joined
from .counts import Tally
from .day_faults import DayFault
from .day_order import ALL, Evidence, Order, Orders, evidence_in, with_days_to_come
from .matching import ROW, Table
from .quoting import quoted
from .report import Notice
from .shapes import Column, RegisterShape
from .times import has_times, times_in
from .wall_clock import has_halves, has_zones, in_england, of_24_hours


SERIAL = re.compile(r"^\d{4,5}(\.\d+)?$")


@dataclass(frozen=True, slots=True, eq=False)
class DayColumn:
    """A column of days: its texts on a clock in England, the days of those, and what they show.

    ``how`` says what was decided of it beside its order.
    """

    column: Column
    texts: pl.Series = field(repr=False)
    days: pl.Series = field(repr=False)
    spellings: pl.Series = field(repr=False)
    evidence: Evidence = field(repr=False)
    how: tuple[str, ...] = ()
    has_times: bool = False

    @property
    def name(self) -> str:
        """Return our name of it."""
        return self.column.name


class DayReader:
    """Reads the columns of days of tables; what was decided of each goes to the tally.

    A column that contradicts how it would be read waits in ``faults``, so that all are told at
    once.
    """

    def __init__(self, shape: RegisterShape, dates: Orders, today: date, tally: Tally) -> None:
        self._shape, self._dates, self._today, self._tally = shape, dates, today, tally
        self.faults: list[DayFault] = []

    def read(self, table: Table) -> list[pl.Series]:
        """Return the days of each column, of which texts mean none, and the times behind them."""
        columns = [self._column(day, table) for day in table.those_of(self._shape.day_columns)]
        decided = {column.name: self._order(column, table) for column in columns}
        usual = self._usual(columns, decided, table)
        series: list[pl.Series] = []
        for column in columns:
            series += self._series(column, decided[column.name] or usual, table)
        return series

    def _column(self, column: Column, table: Table) -> DayColumn:
        texts, zones = table.cells[column.name], ""
        beside = ""
        if clock_name(column.name) in table.columns:
            texts, beside = self._joined(texts, table)
        timed = has_times(texts)
        if timed and has_halves(texts):
            texts = of_24_hours(texts)
        if timed and has_zones(texts):
            texts, is_other = in_england(texts)
            zones = self._zones(column, table, is_other)
        days = texts
        if timed:
            days = without_times(texts)
        counted = days.drop_nulls().value_counts(name="count")
        evidence = evidence_in(dict(counted.iter_rows()))
        if column.name == self._shape.dated:
            evidence = with_days_to_come(evidence, self._today)
        spellings = counted.to_series(0)
        how = tuple(filter(None, (beside, zones)))
        return DayColumn(column, texts, days, spellings, evidence, how=how, has_times=timed)

    def _joined(self, texts: pl.Series, table: Table) -> tuple[pl.Series, str]:
        """Return days with the times of the column beside them, and how they were read."""
        heading = table.headings[clock_name(texts.name)]
        clocks = table.cells[clock_name(texts.name)]
        whole, unread = joined(texts, clocks)
        if unread.any():
            place = unread.arg_true()[0]
            says = (
                f"{many(int(unread.sum()), 'cell')} of '{heading}' {are(int(unread.sum()))} no "
                f"time of day, for example row {table.cells[ROW][place]:,}, "
                f"{quoted(clocks[place])}; those days have no time."
            )
            self._tally.notices.append(
                Notice("unread_times", says, table.sheet.title, column=heading)
            )
        return whole, f"joined with the times of day in '{heading}'"

    def _zones(self, column: Column, table: Table, is_other: pl.Series) -> str:
        """Return how moments with a zone were read; that days changed is said aloud."""
        heading, others = table.headings[column.name], int(is_other.sum())
        if others:
            row = table.cells[ROW].filter(is_other)[0]
            says = (
                f"'{heading}' gives moments with their zone; {others:,} of them fall on the next "
                f"or the last day in England, and were read so (the first is row {row:,})."
            )
            self._tally.notices.append(Notice("zone", says, table.sheet.title, column=heading))
        return f"moments with their zone, as a clock in England shows them; {others:,} change days"

    def _order(self, column: DayColumn, table: Table) -> Order | None:
        """Return the order of a column that is shown or was said, None where nothing tells."""
        named, of_all, shown = self._dates.get(column.name), self._dates.get(ALL), column.evidence
        if named:
            return named
        fault = self._fault(column, table, of_all)
        if fault:
            self.faults.append(fault)
        if of_all is None and shown.count(Order.DAY_FIRST):
            return Order.DAY_FIRST
        return of_all

    def _fault(self, column: DayColumn, table: Table, of_all: Order | None) -> DayFault | None:
        """Return what contradicts what is written in England, or what was said ``of_all``."""
        place, shown = _Place(column, table), column.evidence
        if shown.year_first:
            return place.is_year_first()
        if shown.is_turned and not table.sheet.widths:
            return place.is_turned()
        if of_all and shown.count(of_all.other) and not shown.count(of_all):
            return place.is_other(of_all)
        if not of_all and shown.count(Order.MONTH_FIRST):
            return place.contradicts()
        return None

    def _usual(
        self, columns: Sequence[DayColumn], decided: Mapping[str, Order | None], table: Table
    ) -> Order:
        """Return the order of columns that show none: that of the others, or as in England."""
        shown = set(filter(None, decided.values()))
        undecided = [column.name for column in columns if column.evidence.either]
        if undecided and not shown:
            where = " and ".join(f"'{table.headings[name]}'" for name in undecided)
            says = (
                f"Nothing shows whether day or month comes first in {where}; the day was taken to "
                "be first, as is written in England. If the month is, load it again and say so."
            )
            self._tally.notices.append(Notice("order_unknown", says))
        if shown == {Order.MONTH_FIRST}:
            return Order.MONTH_FIRST
        return Order.DAY_FIRST

    def _series(self, column: DayColumn, order: Order, table: Table) -> Iterator[pl.Series]:
        """Yield a column's days, which of its texts mean none, and its times of day."""
        spellings, name = column.spellings, column.name
        meant = [_meaning(text, order, is_1904=table.sheet.is_1904) for text in spellings]
        known = list(map(day_that_may_be, meant))
        days = pl.Series(list(map(without_stand_in, known)), dtype=pl.Date())
        is_lost = pl.Series(list(map(_is_lost, known, meant)), dtype=pl.Boolean)
        yield column.days.replace_strict(spellings, days, default=None, return_dtype=pl.Date())
        yield _is_one_of(column.days, spellings.filter(is_lost)).alias(unread_name(name))
        if column.has_times and name in self._shape.timed:
            yield times_in(column.texts)
        reading = _reading(column, order, is_1904=table.sheet.is_1904)
        if reading:
            self._tally.readings[table.headings[name]] = reading


def unread_name(name: str) -> str:
    """Return the name under which it stands whether a text of a column of days means none."""
    return f"{name} not read"  # with spaces: no column of a register is named so


def _meaning(text: str, order: Order, *, is_1904: bool) -> str:
    """Return a text of days as it is written in England."""
    plain = tidy(text) or text
    if is_1904 and SERIAL.match(plain):
        return (date(1904, 1, 1) + timedelta(days=int(plain.partition(".")[0]))).isoformat()
    if order is Order.MONTH_FIRST:
        return in_other_order(plain)
    return plain


def _is_one_of(days: pl.Series, texts: pl.Series) -> pl.Series:
    if not len(texts):
        return pl.repeat(value=False, n=len(days), eager=True)
    return days.is_in(texts.implode()).fill_null(value=False)


def _is_lost(day: date | None, text: str) -> bool:
    """Tell whether a text means no day and yet says something."""
    return day is None and _says_day(text)


def _says_day(text: str) -> bool:
    """Tell whether a text says something: an error of a spreadsheet stands for a day, too."""
    return bool(tidy(text)) or (text.startswith("#") and text.casefold() != "#n/a")


def _reading(column: DayColumn, order: Order, *, is_1904: bool) -> str:
    """Return how a column was read and what shows it; "" where nothing needed to be decided."""
    shown = column.evidence
    parts = list(column.how)
    if shown.either or any(map(shown.count, Order)):
        parts.append(
            f"with {order.words} ({many(shown.count(order), 'cell')} can only be read so, "
            f"{shown.count(order.other):,} only with {order.other.words}, "
            f"{sum(shown.either.values()):,} either way)"
        )
    if is_1904 and any(map(SERIAL.match, column.spellings)):
        parts.append("numbers counted from 1904, as the workbook says")
    return "; ".join(parts)


class _Place:
    """Says of one column where it stands and what is wrong with it."""

    def __init__(self, column: DayColumn, table: Table) -> None:
        self._column, self._table = column, table
        self._where = f"'{table.headings[column.name]}' in {table.sheet.file}"

    def contradicts(self) -> DayFault:
        """Say that a column can be read two ways."""
        evidence, name = self._column.evidence, self._column.name
        either = sum(evidence.either.values())
        parts = [f"{self._shown(Order.MONTH_FIRST)} can only be right with the month first"]
        if evidence.count(Order.DAY_FIRST):
            parts.append(f"{self._shown(Order.DAY_FIRST)} only with the day first")
        if either:
            parts.append(f"{either:,} ({self._first(evidence.either)}) either way")
        return DayFault(
            f"{self._where} can be read two ways: of its cells {' and '.join(parts)}. Say which "
            "comes first; what is a day only the other way is left out.",
            (
                Remedy(Missing.DAY_ORDER, f"{name}={Order.MONTH_FIRST}"),
                Remedy(Missing.DAY_ORDER, f"{name}={Order.DAY_FIRST}"),
            ),
            may_be_said_of_all=True,
        )

    def is_other(self, of_all: Order) -> DayFault:
        """Say that a column is the other way than was said of all."""
        other = of_all.other
        return DayFault(
            f"{self._where} is the other way: of its cells {self._shown(other)} are days only "
            f"with {other.words}, and none only with {of_all.words}, as you said of all. Say so "
            "of this column.",
            (Remedy(Missing.DAY_ORDER, f"{self._column.name}={other}"),),
        )

    def is_year_first(self) -> DayFault:
        """Say that years of two digits seem to stand in front."""
        evidence = self._column.evidence
        return DayFault(
            f"{self._where} seems to have years of two digits in front "
            f"({self._first([evidence.year_first])}): all its days begin with the same "
            "number. Export it with years of four digits; if the day is in front, say so.",
            (Remedy(Missing.DAY_ORDER, f"{self._column.name}={Order.DAY_FIRST}"),),
        )

    def is_turned(self) -> DayFault:
        """Say that a spreadsheet program turned days round."""
        return DayFault(
            f"{self._where} was turned round by a spreadsheet program: of its cells "
            f"{self._shown(Order.MONTH_FIRST)} are text with the month first, and in all the "
            "others, which are days already, day and month changed places. Load the export "
            "itself, without opening and saving it."
        )

    def _shown(self, order: Order) -> str:
        evidence = self._column.evidence
        return f"{evidence.count(order):,} ({self._first(evidence.of[order])})"

    def _first(self, texts: Iterable[str]) -> str:
        """Return the first row that holds one of these texts, and how it is written there."""
        days = self._column.days
        place = days.is_in(list(texts)).arg_true()[0]
        row = f"row {self._table.cells[ROW][place]:,}"
        if self._column.name == "born":
            return row
        return f"{row}, {quoted(days[place])}"
