"""Frames and plans for tests of drawing."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from audits.domain.candidate import Candidates
from audits.domain.plan import Allocation, SamplePlan, Strata, Targeted
from audits.sampling import Frame, FrameUnit


KEY = "5f" * 32
STRATA = ("early help", "no further action", "referral")


def a_hash(source_id: str) -> str:
    """Stand in for the vault's keyed hash."""
    return hashlib.sha256(source_id.encode()).hexdigest()


def a_unit(number: int, stratum: str = STRATA[0], **parts: object) -> FrameUnit:
    return FrameUnit(a_hash(f"contact {number}"), stratum, **parts)


def a_frame(counts: Sequence[int] = (12, 20, 8)) -> Frame:
    """Return a frame with so many eligible units in each of ``STRATA``."""
    names = [name for name, count in zip(STRATA, counts, strict=True) for _ in range(count)]
    return Frame.of(a_unit(n, name) for n, name in enumerate(names))


def a_grid(counts: Mapping[tuple[str, str], int]) -> Frame:
    """Return a frame with so many eligible units in each cell of two dimensions."""
    names = [" / ".join(each) for each, count in counts.items() for _ in range(count)]
    return Frame.of(a_unit(n, name) for n, name in enumerate(names))


def a_plan(
    size: int | None = 10,
    *,
    allocate: Allocation | None = Allocation.PROPORTIONAL,
    at_least: int = 1,
    fixed: dict[str, int] | None = None,
    family: bool = False,
) -> SamplePlan:
    strata = Strata("outcome", allocate, at_least, fixed or {}) if allocate else None
    return SamplePlan(
        size, strata, Targeted(2), audited_within_months=12, one_child_a_family=family,
        leave_out_restricted=True,
    )  # fmt: skip


class Contact(NamedTuple):
    """One line of a register, its ids hashed."""

    unit: str
    on: date
    family: str
    children: tuple[str, ...]
    attributes: Mapping[str, str]


def a_contact(number: int, on: date = date(2017, 3, 9), **attributes: str) -> Contact:
    return Contact(
        a_hash(f"C{number}"),
        on,
        a_hash(f"F{number}"),
        (a_hash(f"CH{number}"),),
        {"outcome": "referral", "status": "closed", "restricted": "no"} | attributes,
    )


def candidates(contacts: Iterable[Contact]) -> Candidates:
    """Return contacts as the columns that a register offers."""
    rows = list(contacts)
    names = sorted({name for row in rows for name in row.attributes})
    return Candidates(
        units=[row.unit for row in rows],
        occurred_on=[row.on for row in rows],
        families=[row.family for row in rows],
        children=[" ".join(sorted(row.children)) for row in rows],
        attributes={name: [row.attributes.get(name, "") for row in rows] for name in names},
    )
