"""The rows of a register, cleaned: what they say, or why they cannot be used."""

import re
from collections.abc import Mapping
from datetime import date, timedelta

import polars as pl

from audits.domain.spelling import folded

from .cleaning import as_days, as_ids, cleaned, mapped, tidy
from .matching import FILLED, Table
from .profile import Profile
from .shapes import Column, RegisterShape
from .tally import Tally


UNIT = "unit id"  # with a space: no column of a register is named so
CODE = re.compile(r"^\s*(?:[a-z]{1,2}\d?\)\s*)?(?:[A-Z]{0,3}\d{0,2}[A-Z]?\s*[:\u2013-]\s+)?")
PREGNANCY = timedelta(days=300)
OLDEST = timedelta(days=25 * 365.25)  # care leavers are supported until 25
FOOTER = 2  # cells; a total or a note below a table fills no more


class RowReader:
    """Reads the rows of matched tables; ``tally`` then holds what was met."""

    def __init__(self, shape: RegisterShape, profile: Profile | None, today: date) -> None:
        self.tally = Tally()
        self._shape, self._today = shape, today
        self._words = {c.name: words_of(c, profile) for c in shape.columns if c.values}

    def read(self, table: Table) -> pl.DataFrame:
        """Return the rows that can be used, under our names, with ``UNIT`` and ``ROW``."""
        rows = self._with_ids_and_days(table.cells)
        rows = self._without_footers(rows)
        self.tally.rows_in += rows.height
        rows = self._usable(rows.with_columns(self._unit(rows).alias(UNIT)), table)
        self._check_days(rows, table)
        return self._with_words(rows, table)

    def read_list(self, table: Table) -> pl.DataFrame:
        """Return the rows of a list that completes others, under our names."""
        return self._with_words(self._with_ids_and_days(table.cells), table)

    def _with_ids_and_days(self, cells: pl.DataFrame) -> pl.DataFrame:
        here = [column for column in self._shape.columns if column.name in cells.columns]
        return cells.with_columns(_cleaned(cells[column.name], column) for column in here)

    def _without_footers(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Leave out a total or a note below the table: little in it, and no day."""
        if self._shape.dated not in rows.columns:
            return rows
        is_footer = (pl.col(FILLED) <= FOOTER) & pl.col(self._shape.dated).is_null()
        kept = rows.filter(~is_footer)
        self.tally.footers += rows.height - kept.height
        return kept

    def _unit(self, rows: pl.DataFrame) -> pl.Expr:
        """Return the id of each row's unit, or where the register has none what stands for it."""
        if self._shape.id in rows.columns:
            return pl.col(self._shape.id)
        parts = {
            name: pl.col(name).cast(pl.String).str.to_uppercase().fill_null("")
            for name in self._shape.id_from
            if name in rows.columns
        }
        whole = pl.concat_str(*parts.values(), separator="/")
        if "family_id" not in parts:
            return whole
        family = pl.concat_str(*(p for n, p in parts.items() if n != "child_id"), separator="/")
        return pl.when(pl.col("family_id").is_null()).then(whole).otherwise(family)

    def _usable(self, rows: pl.DataFrame, table: Table) -> pl.DataFrame:
        says = "The row has no id, so it was left out."
        rows = self.tally.reject(
            rows, pl.col(UNIT).is_null(), "no_id", says, table=table, of=self._shape.id
        )
        dated = self._shape.dated
        if not dated:
            return rows
        says = "The row has no date that can be read, so it was left out."
        rows = self.tally.reject(
            rows, pl.col(dated).is_null(), "no_date", says, table=table, of=dated
        )
        says = "The row's date lies in the future, so it was left out."
        return self.tally.reject(
            rows, pl.col(dated) > self._today, "future", says, table=table, of=dated
        )

    def _check_days(self, rows: pl.DataFrame, table: Table) -> None:
        """Say where days contradict each other; the row is used, for another day may be wrong."""
        happened = self._shape.dated
        if happened and "born" in rows.columns:
            for code, which, says in _births(pl.col("born") - pl.col(happened)):
                self.tally.notice(rows, which, code, says, table=table, of="born")
        ended = self._shape.open_unless or next(iter(self._shape.occurred_on), "")
        if happened and ended in rows.columns:
            which = pl.col(ended) < pl.col(happened)
            says = "The row ends before it begins."
            self.tally.notice(rows, which, "ends_before", says, table=table, of=ended)

    def _with_words(self, rows: pl.DataFrame, table: Table) -> pl.DataFrame:
        """Put our words for a register's; what is not understood becomes null, and is counted."""
        for name, words in self._words.items():
            if name in rows.columns:
                meanings = self._meanings(rows[name], words, heading=table.headings[name])
                rows = rows.with_columns(meanings.alias(name))
        return rows

    def _meanings(self, texts: pl.Series, words: Mapping[str, str], *, heading: str) -> pl.Series:
        counts = self.tally.counts[heading]
        for text, count in texts.fill_null("").value_counts().rows():
            counts[tidy(text), meaning(text, words)] += count
        meant = mapped(texts.fill_null(""), lambda text: meaning(text, words), pl.String())
        return meant.replace("", None)


def _cleaned(texts: pl.Series, column: Column) -> pl.Series:
    if column.is_day:
        return as_days(texts)
    if column.is_id:
        return as_ids(texts)
    return texts if column.values else cleaned(texts)


def meaning(text: str, words: Mapping[str, str]) -> str:
    """Return our word for a text, also where a code stands before it (``q) 6: Police``)."""
    return words.get(folded(text)) or words.get(folded(CODE.sub("", text))) or ""


def words_of(column: Column, profile: Profile | None = None) -> dict[str, str]:
    """Return our word for each folded spelling; what a profile says goes before what we know."""
    known = {folded(text): word for word, texts in column.values.items() for text in (word, *texts)}
    own = (profile.values if profile else {}).get(column.name, {})
    return known | {folded(text): word for text, word in own.items()}


def _births(ahead: pl.Expr) -> tuple[tuple[str, pl.Expr, str], ...]:
    """Return what is odd about a birthday so far ahead of a row's day: unborn children are not."""
    return (
        (
            "impossible_birth",
            ahead > PREGNANCY,
            "The child was born too long after the row's date.",
        ),
        (
            "unborn",
            (ahead > timedelta(0)) & (ahead <= PREGNANCY),
            "The child was not born yet on the row's date.",
        ),
        (
            "not_a_child",
            ahead < -OLDEST,
            "The child was over twenty-five on the row's date.",
        ),
    )
