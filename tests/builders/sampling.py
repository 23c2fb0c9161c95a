"""Frames and plans for tests of drawing."""

import hashlib
from collections.abc import Sequence
from datetime import date

from audits.domain.candidate import Candidate
from audits.domain.plan import Allocation, SamplePlan, Strata, Targeted
from audits.sampling import Frame, FrameUnit


KEY = "5f" * 32
STRATA = ("early help", "no further action", "referral")


def a_hash(source_id: str) -> str:
    """Stand in for the vault's keyed hash."""
    return hashlib.sha256(source_id.encode()).hexdigest()


def a_unit(number: int, stratum: str = STRATA[0], **parts: object) -> FrameUnit:
    return FrameUnit(a_hash(f"contact {number}"), stratum, **parts)  # type: ignore[arg-type]  # parts are the tuple's own fields


def a_frame(counts: Sequence[int] = (12, 20, 8)) -> Frame:
    """Return a frame with so many eligible units in each of ``STRATA``."""
    names = [name for name, count in zip(STRATA, counts, strict=True) for _ in range(count)]
    return Frame(tuple(a_unit(n, name) for n, name in enumerate(names)))


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


def a_contact(number: int, on: date = date(2017, 3, 9), **attributes: str) -> Candidate:
    return Candidate(
        id=f"C{number}",
        occurred_on=on,
        attributes={"outcome": "referral", "status": "closed", "restricted": "no"} | attributes,
        children=(f"CH{number}",),
        family=f"F{number}",
    )
