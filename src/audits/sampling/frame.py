"""The frozen list a cycle draws from: one line a unit, nothing in it that identifies anyone."""

import csv
import hashlib
import io
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from audits.domain.errors import SampleError


COLUMNS = ("unit", "stratum", "family", "children", "excluded")


class FrameUnit(NamedTuple):
    """One line of a frame; ids are keyed hashes, ``excluded`` is the reason or nothing.

    A tuple and not a dataclass, because a register may hold a million.
    """

    unit: str
    stratum: str
    family: str = ""
    children: tuple[str, ...] = ()
    excluded: str = ""


@dataclass(frozen=True)
class Frame:
    """Every unit in the window and scope of a draw, in the order of their hashes.

    ``out_of_scope`` counts what the register held beside it, by reason; it is no part of the file.

    Raises:
        SampleError: if a unit stands in it twice.
    """

    units: tuple[FrameUnit, ...]
    out_of_scope: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if len({line.unit for line in self.units}) != len(self.units):
            raise SampleError(
                "The frame holds the same unit twice. Load the register again: each contact may "
                "stand in it once."
            )
        object.__setattr__(self, "units", tuple(sorted(self.units)))

    @cached_property
    def text(self) -> str:
        """Return the file that is kept, published to the auditors of the draw, and hashed."""
        written = io.StringIO()
        writer = csv.writer(written, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(
            (unit, stratum, family, " ".join(children), excluded)
            for unit, stratum, family, children, excluded in self.units
        )
        return written.getvalue()

    @cached_property
    def sha256(self) -> str:
        """Return the SHA-256 of the file's bytes (UTF-8)."""
        return hashlib.sha256(self.text.encode("utf-8")).hexdigest()

    @property
    def population(self) -> int:
        """Return how many units the frame holds, excluded ones too."""
        return len(self.units)

    @cached_property
    def eligible(self) -> int:
        """Return how many of them may be drawn."""
        return sum(not line.excluded for line in self.units)

    @cached_property
    def excluded(self) -> Mapping[str, int]:
        """Return how many may not, by reason."""
        return dict(sorted(Counter(u.excluded for u in self.units if u.excluded).items()))


def read_frame(text: str) -> Frame:
    """Return the frame a kept file describes.

    Raises:
        SampleError: if it is not such a file.
    """
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        if tuple(next(rows, ())) != COLUMNS:
            raise SampleError(
                f"This is not a frame file: its first line must be {','.join(COLUMNS)}."
            )
        return Frame(tuple(_unit(row, rows.line_num) for row in rows))
    except csv.Error as error:
        raise SampleError(f"The frame file is damaged at line {rows.line_num}.") from error


def _unit(row: list[str], line: int) -> FrameUnit:
    if len(row) != len(COLUMNS) or not row[0]:
        raise SampleError(
            f"Line {line} of the frame file is damaged: it needs {len(COLUMNS)} columns, "
            "the first not empty. Use the file as it was kept."
        )
    unit, stratum, family, children, excluded = row
    return FrameUnit(unit, stratum, family, tuple(children.split()), excluded)
