"""The frame's file: CSV with five columns, written and read a million lines a second."""

import csv
import io
from collections.abc import Sequence
from typing import TypeAlias

from audits.domain.errors import SampleError


COLUMNS = ("unit", "stratum", "family", "children", "excluded")
HEAD = f"{','.join(COLUMNS)}\n"
WIDTH = len(COLUMNS)

Columns: TypeAlias = Sequence[Sequence[str]]


def written(columns: Columns) -> str:
    """Return columns as the text of the file; a value is quoted only where CSV needs it."""
    plain = _plain(columns)
    if _is_plain(plain, lines=len(columns[0]) + 1):
        return plain
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(zip(*columns, strict=True))
    return file.getvalue()


def read_columns(text: str) -> Columns:
    """Return the five columns of a file.

    A text without quotes is cut at every comma and line end in one go, and taken only if writing
    it again gives the same text; anything else goes through the csv module, line by line.

    Raises:
        SampleError: if it is not a frame file, or a line of it is damaged.
    """
    if text.startswith(HEAD) and '"' not in text and "\r" not in text:
        cells = text[len(HEAD) : -1].replace("\n", ",").split(",")
        columns = [cells[place::WIDTH] for place in range(WIDTH)]
        same_length = len({len(column) for column in columns}) == 1
        if same_length and all(columns[0]) and _plain(columns) == text:
            return _shared(columns)
    return _read_line_by_line(text)


def _plain(columns: Columns) -> str:
    return HEAD + "".join([f"{u},{s},{f},{c},{e}\n" for u, s, f, c, e in zip(*columns, strict=True)])


def _is_plain(text: str, *, lines: int) -> bool:
    """Tell whether no value in a text holds what must be quoted."""
    return (
        text.count(",") == (WIDTH - 1) * lines
        and text.count("\n") == lines
        and '"' not in text
        and "\r" not in text
    )


def _shared(columns: Columns) -> Columns:
    """Return columns whose few strata and reasons are each one text, not a million equal ones."""
    units, strata, families, children, reasons = columns
    once: dict[str, str] = {}
    strata, reasons = ([once.setdefault(each, each) for each in c] for c in (strata, reasons))
    return units, strata, families, children, reasons


def _read_line_by_line(text: str) -> Columns:
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    columns: list[list[str]] = [[] for _ in COLUMNS]
    try:
        if tuple(next(rows, ())) != COLUMNS:
            raise SampleError(
                f"This is not a frame file: its first line must be {','.join(COLUMNS)}."
            )
        for row in rows:
            _check_row(row, rows.line_num)
            for column, value in zip(columns, row, strict=True):
                column.append(value)
    except csv.Error as error:
        raise SampleError(f"The frame file is damaged at line {rows.line_num}.") from error
    return columns


def _check_row(row: list[str], line: int) -> None:
    if len(row) != WIDTH or not row[0]:
        raise SampleError(
            f"Line {line} of the frame file is damaged: it needs {WIDTH} columns, "
            "the first not empty. Use the file as it was kept."
        )
