"""What is met on the way through the rows of a register, counted for its matching report."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from .matching import ROW, Table
from .report import Notice


Values = Mapping[str, tuple[tuple[str, str, int], ...]]


@dataclass(slots=True)
class Tally:
    """Counts and notices; ``counts`` hold, by heading, what was said, our word and how often.

    ``readings`` say, by heading, how a whole column was read, where that had to be decided;
    ``cells`` how many of its cells could be read, and how many are filled in.
    """

    rows_in: int = 0
    rejected: int = 0
    footers: int = 0
    notices: list[Notice] = field(default_factory=list)
    readings: dict[str, str] = field(default_factory=dict)
    cells: dict[str, tuple[int, int]] = field(default_factory=dict)
    counts: dict[str, Counter[tuple[str, str]]] = field(
        default_factory=lambda: defaultdict(Counter)
    )

    def reject(
        self, rows: pl.DataFrame, which: pl.Expr, code: str, message: str, *, table: Table, of: str
    ) -> pl.DataFrame:
        """Count the rows that cannot be used, say why, and return the others."""
        lost = self.notice(rows, which, code, message, table=table, of=of)
        self.rejected += lost
        if not lost:
            return rows
        return rows.filter(~which)

    def notice(
        self, rows: pl.DataFrame, which: pl.Expr, code: str, message: str, *, table: Table, of: str
    ) -> int:
        """Say something about rows that are used all the same, and return how many they are."""
        numbers = rows.filter(which)[ROW].to_list()
        heading = table.headings.get(of, "")
        self.notices += [Notice(code, message, table.sheet.title, row, heading) for row in numbers]
        return len(numbers)

    def count_cells(self, heading: str, read: int, filled: int) -> None:
        """Count the cells of a column; several tables may have it."""
        earlier = self.cells.get(heading, (0, 0))
        self.cells[heading] = (earlier[0] + read, earlier[1] + filled)

    @property
    def in_order(self) -> list[Notice]:
        """Return what was said about rows, sheet by sheet, from the top down."""
        return sorted(self.notices, key=lambda notice: (notice.sheet, notice.row or 0))

    @property
    def values(self) -> Values:
        """Return what was said, our word for it and how often, by heading."""
        by_heading = {}
        for heading, counts in self.counts.items():
            ordered = sorted(counts.items(), key=_often)
            by_heading[heading] = tuple((text, word, n) for (text, word), n in ordered)
        return by_heading

    @property
    def unmatched(self) -> Mapping[str, tuple[str, ...]]:
        """Return what was said and has no meaning here, by heading."""
        by_heading = {}
        for heading, counts in sorted(self.counts.items()):
            texts = {text for text, word in counts if text and not word}
            if texts:
                by_heading[heading] = tuple(sorted(texts))
        return by_heading


def _often(counted: tuple[tuple[str, str], int]) -> tuple[int, str]:
    """Order what was said by how often, then by the alphabet."""
    (text, _), count = counted
    return -count, text
