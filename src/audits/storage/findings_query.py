"""What is open about one cycle's findings: few statements, whatever there is."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_
from sqlalchemy.orm import defer
from sqlmodel import Session, col, func, select

from audits.domain.status import DisagreementStatus

from .tables_learning import FindingRow
from .tables_moderation import Correction, Disagreement, FactCheck
from .tables_other_sources import SpotCheckRow


@dataclass(frozen=True, slots=True)
class OpenChecks:
    """How many grades are disputed or differ still, and how many of the spot checks are left."""

    disputed: int
    differs: int
    unchecked: int
    spot_checks: int


def findings_without_answers(session: Session, refs: Collection[str]) -> list[FindingRow]:
    """Return the findings of cycles, each's in their order, without the answers behind them.

    To look at the answers of one is an error: that would be a statement a finding.
    """
    columns: Any = FindingRow
    light = defer(columns.answers, raiseload=True)
    query = select(FindingRow).where(col(FindingRow.cycle).in_(refs)).options(light)
    return list(session.exec(query.order_by(col(FindingRow.cycle), col(FindingRow.number))))


def open_checks(session: Session, ref: str) -> OpenChecks:
    """Return how many grades and spot checks of a cycle are open."""
    left = _count(SpotCheckRow, ref).where(col(SpotCheckRow.held).is_(None))
    counts = (
        _with_status(ref, DisagreementStatus.DISPUTED),
        _with_status(ref, DisagreementStatus.DIFFERS),
        left,
        _count(SpotCheckRow, ref),
    )
    row: Any = session.execute(select(*(query.scalar_subquery() for query in counts))).one()
    return OpenChecks(*row)


def rounds_of_checks(
    session: Session, ref: str
) -> list[tuple[FactCheck, str | None, datetime | None]]:
    """Return each request to check facts with each finding its unit spoke of, and when."""
    is_theirs = and_(
        col(Correction.cycle) == col(FactCheck.cycle), col(Correction.unit) == col(FactCheck.unit)
    )
    query: Any = select(FactCheck, Correction.finding, Correction.at)
    query = query.outerjoin(Correction, is_theirs).where(FactCheck.cycle == ref)
    return [(check, finding, at) for check, finding, at in session.exec(query)]


def _with_status(ref: str, status: DisagreementStatus) -> Any:
    return _count(Disagreement, ref).where(col(Disagreement.status) == status)


def _count(table: Any, ref: str) -> Any:
    return select(func.count()).select_from(table).where(table.cycle == ref)
