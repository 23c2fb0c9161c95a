"""Ids that a spreadsheet took for numbers or days: what they were is lost."""

from collections.abc import Sequence

import polars as pl

from audits.domain.amounts import many, were
from audits.domain.errors import RegisterError

from .counts import Tally
from .matching import ROW, Table
from .report import Notice
from .shapes import Column


SCIENTIFIC = r"^\d(\.\d+)?E\+\d+$"  # 4.1E+11: the digits behind the second are gone
A_DAY = r"^(\d{4}-\d{2}-\d{2}|\d{1,2}-(JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)(-\d+)?$)"


def check_ids(
    cleaned: Sequence[pl.Series], columns: Sequence[Column], *, table: Table, tally: Tally
) -> None:
    """Refuse ids that lost their digits, which would make one case of many; say what looks odd.

    Raises:
        RegisterError: naming the column and the first row.
    """
    for ids, column in zip(cleaned, columns, strict=True):
        if column.is_id and ids.str.contains("E+", literal=True).any():
            _check_digits(ids, table)
        if column.is_id and ids.str.contains("-", literal=True).any():
            _say_days(ids, table, tally)


def _check_digits(ids: pl.Series, table: Table) -> None:
    places = table.cells[ROW].filter(ids.str.contains(SCIENTIFIC).fill_null(value=False))
    if len(places):
        raise RegisterError(
            f"{many(len(places), 'id')} in '{table.headings[ids.name]}' of {table.sheet.file} "
            f"{were(len(places))} turned "
            f"into numbers such as 9.9E+11 by a spreadsheet (the first is row {places[0]:,}), and "
            "the digits are lost. Export it again, and load it without opening it."
        )


def _say_days(ids: pl.Series, table: Table, tally: Tally) -> None:
    places = table.cells[ROW].filter(ids.str.contains(A_DAY).fill_null(value=False))
    if len(places):
        heading = table.headings[ids.name]
        says = (
            f"In '{heading}' {many(len(places), 'id looks like a day', 'ids look like days')} (the "
            f"first is row {places[0]:,}): a spreadsheet may have made days of ids. Export it "
            "again with the ids as text."
        )
        tally.notices.append(Notice("id_day", says, table.sheet.title, column=heading))
