"""The frame's file: CSV with five columns, written and read a million lines a second."""

import csv
import hashlib
import io
from collections.abc import Iterator, Sequence
from typing import TypeAlias

from audits.domain.errors import SampleError


COLUMNS = ("unit", "stratum", "family", "children", "excluded")
HEAD = f"{','.join(COLUMNS)}\n"
WIDTH = len(COLUMNS)
LINES = 4_096
PIECE = 1 << 20  # characters

Columns: TypeAlias = Sequence[Sequence[str]]


def written(columns: Columns) -> str:
    """Return columns as the text of the file; a value is quoted only where CSV needs it."""
    pieces = [HEAD, *map(_piece, _cut(columns))]
    text = "".join(pieces)
    if _is_plain(text, lines=len(columns[0]) + 1):
        return text
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(zip(*columns, strict=True))
    return file.getvalue()


def read_columns(text: str) -> Columns:
    """Return the five columns of a file.

    A text without quotes is cut at its commas some thousands of lines at a time; anything else
    goes through the csv module, line by line.

    Raises:
        SampleError: if it is not a frame file, or a line of it is damaged.
    """
    if text.startswith(HEAD) and text.endswith("\n") and '"' not in text and "\r" not in text:
        columns = _read_pieces(text)
        if columns is not None:
            return columns
    return _read_line_by_line(text)


def digest_of(text: str) -> str:
    """Return the SHA-256 of a text's bytes (UTF-8), without a second copy of it."""
    digest = hashlib.sha256()
    for start in range(0, len(text), PIECE):
        digest.update(text[start : start + PIECE].encode("utf-8", "replace"))
    return digest.hexdigest()


def _cut(columns: Columns) -> Iterator[Columns]:
    for start in range(0, len(columns[0]), LINES):
        yield [column[start : start + LINES] for column in columns]


def _piece(columns: Columns) -> str:
    lines = zip(*columns, strict=True)
    return "".join([f"{u},{s},{f},{c},{e}\n" for u, s, f, c, e in lines])


def _is_plain(text: str, *, lines: int) -> bool:
    """Tell whether no value in a text holds what must be quoted."""
    return (
        text.count(",") == (WIDTH - 1) * lines
        and text.count("\n") == lines
        and '"' not in text
        and "\r" not in text
    )


def _pieces(text: str) -> Iterator[str]:
    """Yield the lines beneath the heading, some thousands at a time."""
    start = len(HEAD)
    while start < len(text):
        end = text.find("\n", start + PIECE) + 1 or len(text)
        yield text[start:end]
        start = end


def _read_pieces(text: str) -> Columns | None:
    """Return the columns of a text without quotes, None where a line of it is damaged."""
    columns = _no_cells()
    for piece in _pieces(text):
        if not _read_piece(piece, columns):
            return None
    if not all(columns[0]):
        return None
    return columns


def _no_cells() -> list[list[str]]:
    return [[] for _ in COLUMNS]


def _read_piece(piece: str, columns: Sequence[list[str]]) -> bool:
    """Add a piece's cells to the columns, and tell whether every line of it has five.

    Every line end stays with the cell before it: if each fifth cell has one, no other can.
    """
    cells = piece.replace("\n", "\n,").split(",")[:-1]
    last = cells[WIDTH - 1 :: WIDTH]
    reasons = {cell: cell[:-1] for cell in set(last) if cell.endswith("\n")}
    if len(cells) != WIDTH * piece.count("\n") or len(reasons) != len(set(last)):
        return False
    strata = dict(zip(cells[1::WIDTH], cells[1::WIDTH], strict=True))
    for place in (0, 2, 3):
        columns[place].extend(cells[place::WIDTH])
    # Each text of a stratum or reason once, not a million equal ones.
    columns[1].extend(map(strata.__getitem__, cells[1::WIDTH]))
    columns[4].extend(map(reasons.__getitem__, last))
    return True


def _read_line_by_line(text: str) -> Columns:
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    columns = _no_cells()
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
