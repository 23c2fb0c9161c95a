"""The rows of a register, cleaned: what they say, or why they cannot be used."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import filterfalse
from operator import attrgetter

import polars as pl

from audits.domain.amounts import are, many
from audits.domain.spelling import folded

from .cleaning import as_ids, cleaned, mapped, tidy
from .clock_columns import clock_name
from .columns import columns_in
from .counts import Tally
from .day_columns import DayReader, unread_name
from .day_faults import refusal_of
from .day_order import Orders
from .filled_cells import count_cells
from .ids import check_ids
from .matching import FILLED, NOTE, ROW, SHIFTED, Table
from .meanings import meaning, meaning_of_all, words_of
from .profile import Profile
from .quoting import quoted
from .report import Notice
from .shapes import NOT_UNDERSTOOD, Column, RegisterShape, names_of
from .times import time_name, timed_in


UNIT = "unit id"  # with a space: no column of a register is named so
PREGNANCY = timedelta(days=300)
LITTLE = 2  # cells; a total or a note below a table fills no more


class RowReader:
    """Reads the rows of matched tables; ``tally`` then holds what was met."""

    def __init__(
        self, shape: RegisterShape, profile: Profile | None, today: date, dates: Orders
    ) -> None:
        self.tally, self.dates = Tally(), dates
        self._shape, self._today = shape, today
        self._days = DayReader(shape, dates, today, self.tally)
        self._columns = dict(zip(names_of(shape.columns), shape.columns, strict=True))
        self._words = {column.name: words_of(column, profile) for column in shape.worded}

    def check(self) -> None:
        """Refuse what was read, if a column of days has to be settled by a person first.

        Raises:
            RegisterError: naming every such column, with what shows it and what to type.
        """
        if self._days.faults:
            raise refusal_of(self._days.faults)

    def read(self, table: Table) -> pl.DataFrame:
        """Return the rows that can be used, under our names, with ``ROW``."""
        rows = self._cleaned(table)
        rows = self._without_notes(rows)
        self._say_unread(rows, table)
        count_cells(rows, table, self._shape.columns, self._is_known, self.tally)
        self.tally.rows_in += rows.height
        rows = self._usable(rows, table)
        return self._with_words(self._checked(rows, table), table)

    def read_list(self, table: Table, keys: Sequence[str]) -> pl.DataFrame:
        """Return the rows of a list that completes others; those without a key are said."""
        rows = self._without_notes(self._cleaned(table))
        self._say_unread(rows, table)
        count_cells(rows, table, self._shape.columns, self._is_known, self.tally)
        for key in columns_in(rows, keys):
            code = "no_date" if self._columns[key].is_day else "no_id"
            says = f"The row says nothing of {self._columns[key].means}, so it completes none."
            missing = pl.col(key).is_null()
            self.tally.notice(rows, missing, code, says, table=table, of=key)
            rows = rows.filter(~missing)
        return self._with_words(rows, table)

    def with_units(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Return rows with ``UNIT``: the id, or where the register has none what stands for it."""
        if self._shape.id in rows.columns:
            return rows.with_columns(pl.col(self._shape.id).alias(UNIT))
        parts = {}
        for name in columns_in(rows, self._shape.id_from):
            as_written = _as_written(name) if _as_written(name) in rows.columns else name
            text = pl.col(as_written).cast(pl.String)
            parts[name] = text.str.to_uppercase().fill_null("")
        whole = pl.concat_str(*parts.values(), separator="/")
        if "family_id" not in parts:
            return rows.with_columns(whole.alias(UNIT))
        parts.pop("child_id", None)
        family = pl.concat_str(*parts.values(), separator="/")
        alone = pl.col("family_id").is_null()
        return rows.with_columns(pl.when(alone).then(whole).otherwise(family).alias(UNIT))

    def _cleaned(self, table: Table) -> pl.DataFrame:
        cells = table.cells
        present = list(filterfalse(attrgetter("is_day"), table.those_of(self._shape.columns)))
        plain = [_cleaned(cells[column.name], column) for column in present]
        check_ids(plain, present, table=table, tally=self.tally)
        rows = cells.with_columns(*plain, *self._days.read(table))
        rows = rows.drop(list(map(clock_name, self._shape.timed)), strict=False)
        return self._with_times_of_days(rows)

    def _say_unread(self, rows: pl.DataFrame, table: Table) -> None:
        """Say of each column of days how many cells are none, and how one of them is written."""
        for name in self._days_of(table):
            unread = rows.filter(pl.col(unread_name(name)))
            if not unread.height:
                continue
            row = unread[ROW][0]
            example = f"row {row:,}"
            if name != "born":
                text = table.cells.filter(pl.col(ROW) == row)[name][0]
                example += f", {quoted(text)}"
            heading = table.headings[name]
            says = (
                f"{many(unread.height, 'cell')} of '{heading}' {are(unread.height)} no day that "
                f"can be read, for example {example}."
            )
            self.tally.notices.append(
                Notice("unread_days", says, table.sheet.title, column=heading)
            )

    def _is_known(self, text: str, column: Column) -> bool:
        return bool(meaning(text, self._words[column.name]))

    def _days_of(self, table: Table) -> list[str]:
        return names_of(table.those_of(self._shape.day_columns))

    def _with_times_of_days(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Return rows with times of day only where there is a day: a stand-in's time is none."""
        return rows.with_columns(*map(_time_of_a_day, timed_in(rows, self._shape.timed)))

    def _without_notes(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Leave out totals and notes below the table: little in them, or of filters, and no day."""
        if self._shape.dated not in rows.columns:
            return rows
        is_note = (pl.col(FILLED) <= LITTLE) | pl.col(NOTE)
        kept = rows.filter(~(is_note & pl.col(self._shape.dated).is_null()))
        self.tally.footers += rows.height - kept.height
        return kept

    def _usable(self, rows: pl.DataFrame, table: Table) -> pl.DataFrame:
        """Leave out the rows that cannot be used, each with its reason."""
        for code, which, says, of in self._reasons(rows):
            rows = self.tally.reject(rows, which, code, says, table=table, of=of)
        return rows

    def _reasons(self, rows: pl.DataFrame) -> Iterator[tuple[str, pl.Expr, str, str]]:
        says = (
            "The row has more cells than there are headings, so it was left out: a comma within "
            "a text may have moved them."
        )
        yield "shifted", pl.col(SHIFTED), says, ""
        of, dated = self._shape.id, self._shape.dated
        if of in rows.columns:
            yield "no_id", pl.col(of).is_null(), "The row has no id, so it was left out.", of
        if dated:
            says = "The row has no date that can be read, so it was left out."
            yield "no_date", pl.col(dated).is_null(), says, dated
            says = "The row's date lies in the future, so it was left out."
            yield "future", pl.col(dated) > self._today, says, dated

    def _checked(self, rows: pl.DataFrame, table: Table) -> pl.DataFrame:
        """Say where days cannot be or contradict each other; the row is used all the same."""
        dated = self._shape.dated
        for name in self._days_of(table):
            if name != dated:
                says = "The day cannot be read, so it was left empty."
                self.tally.notice(
                    rows, pl.col(unread_name(name)), "no_day", says, table=table, of=name
                )
            if name not in (dated, "born"):
                to_come = pl.col(name) > self._today
                says = "The day lies in the future, so it was left empty."
                self.tally.notice(rows, to_come, "future_day", says, table=table, of=name)
                rows = rows.with_columns(pl.when(~to_come).then(pl.col(name)))
        rows = self._with_times_of_days(rows)
        if dated and "born" in rows.columns:
            ahead = pl.col("born") - pl.col(dated)
            for code, which, says in _births(ahead, self._shape.oldest):
                self.tally.notice(rows, which, code, says, table=table, of="born")
        ended = self._shape.open_unless or next(iter(self._shape.occurred_on), "")
        if dated and ended in rows.columns:
            which = pl.col(ended) < pl.col(dated)
            says = "The row ends before it begins."
            self.tally.notice(rows, which, "ends_before", says, table=table, of=ended)
        return rows

    def _with_words(self, rows: pl.DataFrame, table: Table) -> pl.DataFrame:
        """Put our words for a register's; what is not understood becomes null, and is counted."""
        for name in self._words:
            if name in rows.columns:
                meanings = self._meanings(rows[name], name, heading=table.headings[name])
                if name in self._shape.id_from and self._shape.id not in rows.columns:
                    written = _ours_or_written(rows[name], meanings)
                    rows = rows.with_columns(written.alias(_as_written(name)))
                rows = rows.with_columns(meanings.alias(name))
        return rows

    def _meanings(self, texts: pl.Series, name: str, *, heading: str) -> pl.Series:
        words, is_counted = self._words[name], bool(self._columns[name].counted)
        means = meaning_of_all if is_counted else meaning
        counts = self.tally.counts[heading]
        for text, count in texts.fill_null("").value_counts().rows():
            counts[tidy(text), means(text, words)] += count
        meant = mapped(texts.fill_null(""), lambda text: means(text, words), pl.String())
        if is_counted:
            is_lost = (meant == "") & (cleaned(texts).fill_null("") != "")
            meant = meant.set(is_lost, NOT_UNDERSTOOD)
        return meant.replace("", None)


def _cleaned(texts: pl.Series, column: Column) -> pl.Series:
    if column.is_id:
        return as_ids(texts)
    return texts if column.values else cleaned(texts)


def _time_of_a_day(name: str) -> pl.Expr:
    return pl.when(pl.col(name).is_not_null()).then(pl.col(time_name(name))).alias(time_name(name))


def _as_written(name: str) -> str:
    return f"{name} as said"  # with spaces: no column of a register is named so


def _ours_or_written(texts: pl.Series, meanings: pl.Series) -> pl.Series:
    """Return our word, or where there is none what was written, however it is spelled."""
    spellings = mapped(texts.fill_null(""), folded, pl.String())
    return meanings.zip_with(meanings.is_not_null(), spellings)


def _births(ahead: pl.Expr, oldest: int) -> Iterator[tuple[str, pl.Expr, str]]:
    """Yield what is odd about a birthday so far ahead of a row's day: unborn children are not."""
    says = "The child was born too long after the row's date."
    yield "impossible_birth", ahead > PREGNANCY, says
    says = "The child was not born yet on the row's date."
    yield "unborn", (ahead > timedelta(0)) & (ahead <= PREGNANCY), says
    says = f"The child was over {oldest} on the row's date."
    yield "not_a_child", ahead < -timedelta(days=(oldest + 1) * 365.25), says
