"""What a register holds: one contact, child or organisation that could be drawn."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Candidate:
    """One thing that could be drawn, with everything that identifies it kept apart.

    ``id``, ``children`` and ``family`` are the source system's own ids; ``identity`` is what a key
    list needs (one mapping a child: name, date of birth, local ids), ``relatives`` the same of the
    rest of the family. All five go to the vault and are stored elsewhere only as keyed hashes.
    ``attributes`` hold nothing that identifies.
    """

    id: str = field(repr=False)
    occurred_on: date
    attributes: Mapping[str, str]
    children: tuple[str, ...] = field(default=(), repr=False)
    family: str = field(default="", repr=False)
    identity: tuple[Mapping[str, str], ...] = field(default=(), repr=False)
    relatives: tuple[Mapping[str, str], ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Candidates:
    """What a register holds, ready to be drawn from: line n of each column is about one unit.

    Columns and not objects, for a register may hold a million. ``units``, ``families`` ("" where
    none is known) and ``children`` (with spaces between, sorted) are keyed hashes; nothing here
    identifies anyone. Every column of ``attributes`` is as long as ``units``.
    """

    units: Sequence[str]
    occurred_on: Sequence[date]
    families: Sequence[str]
    children: Sequence[str]
    attributes: Mapping[str, Sequence[str]]

    def __len__(self) -> int:
        """Return how many units there are."""
        return len(self.units)
