"""The frozen list a cycle draws from: one line a unit, nothing in it that identifies anyone."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from operator import lt
from typing import NamedTuple

from audits.domain.errors import SampleError

from .frame_file import digest_of, read_columns, written


class FrameUnit(NamedTuple):
    """One line of a frame; ids are keyed hashes, ``excluded`` is the reason or nothing."""

    unit: str
    stratum: str
    family: str = ""
    children: tuple[str, ...] = ()
    excluded: str = ""


@dataclass(frozen=True)
class Frame:
    """Every unit in the window and scope of a draw, in the order of their hashes.

    Columns and not lines, for a register may hold a million: place n of each is about one unit.
    ``children`` have spaces between them, ``reasons`` say why a unit may not be drawn, or nothing.
    ``out_of_scope`` counts what the register held beside it, by reason; it is no part of the file.

    Raises:
        SampleError: if a unit stands in it twice.
    """

    units: Sequence[str]
    strata: Sequence[str]
    families: Sequence[str]
    children: Sequence[str]
    reasons: Sequence[str]
    out_of_scope: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not _ascends(self.units):
            self._sort()
        if not _ascends(self.units):
            raise SampleError(
                "The frame holds the same unit twice. Load the register again: each contact may "
                "stand in it once."
            )

    @classmethod
    def of(
        cls, lines: Iterable[FrameUnit], out_of_scope: Mapping[str, int] | None = None
    ) -> "Frame":
        """Return the frame of these lines, in whatever order they come."""
        units, strata, families = list[str](), list[str](), list[str]()
        children, reasons = list[str](), list[str]()
        for line in lines:
            units.append(line.unit)
            strata.append(line.stratum)
            families.append(line.family)
            children.append(" ".join(line.children))
            reasons.append(line.excluded)
        return cls(units, strata, families, children, reasons, out_of_scope or {})

    def lines(self) -> Iterator[FrameUnit]:
        """Yield the frame line by line."""
        for unit, stratum, family, children, why in zip(*self._columns, strict=True):
            yield FrameUnit(unit, stratum, family, tuple(children.split()), why)

    @cached_property
    def text(self) -> str:
        """Return the file that is kept, published to the auditors of the draw, and hashed."""
        return written(self._columns)

    @cached_property
    def sha256(self) -> str:
        """Return the SHA-256 of the file's bytes (UTF-8)."""
        return digest_of(self.text)

    @property
    def population(self) -> int:
        """Return how many units the frame holds, excluded ones too."""
        return len(self.units)

    @cached_property
    def eligible(self) -> int:
        """Return how many of them may be drawn."""
        return self.population - sum(self.excluded.values())

    @cached_property
    def excluded(self) -> Mapping[str, int]:
        """Return how many may not, by reason."""
        counts = Counter(self.reasons)
        return {why: counts[why] for why in sorted(counts) if why}

    @property
    def _columns(self) -> tuple[Sequence[str], ...]:
        return (self.units, self.strata, self.families, self.children, self.reasons)

    def _sort(self) -> None:
        order = sorted(range(len(self.units)), key=self.units.__getitem__)
        for name in ("units", "strata", "families", "children", "reasons"):
            column = getattr(self, name)
            object.__setattr__(self, name, [column[place] for place in order])


def read_frame(text: str, *, sha256: str = "") -> Frame:
    """Return the frame a kept file describes; its hash is of the file as it lies.

    ``sha256`` spares working it out where it is known.

    Raises:
        SampleError: if it is not such a file.
    """
    units, strata, families, children, reasons = read_columns(text)
    frame = Frame(units, strata, families, children, reasons)
    vars(frame)["sha256"] = sha256 or digest_of(text)
    return frame


def _ascends(units: Sequence[str]) -> bool:
    return all(map(lt, units, islice(units, 1, None)))
