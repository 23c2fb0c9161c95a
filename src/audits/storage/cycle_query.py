"""What one cycle's page shows: few statements, whatever there is of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, func, or_, select

from .tables_board import Register, Unit
from .tables_chasing import LetterAbout
from .tables_cycle import Case, Cycle, Dispatch, Draw, Gate, IssuedPack
from .tables_learning import FindingRow
from .tables_other_sources import SpotCheckRow
from .tables_return import Concern


@dataclass(frozen=True, slots=True)
class CycleFigures:
    """How many of each thing a cycle has.

    ``cases`` counts those that were replaced as well; ``concerns`` those that nobody has taken up,
    ``unchecked`` the claims that nobody has looked at. ``gate_opened`` is when a gate opened that
    nobody has decided; ``registers`` counts those loaded under the name that it is drawn from.
    """

    cases: int
    replaced: int
    findings: int
    concerns: int
    unchecked: int
    gate_opened: datetime | None
    registers: int


def cycle_and_draw(session: Session, ref: str) -> tuple[Cycle, Draw | None] | None:
    """Return a cycle with its draw, if it is drawn; None if there is no such cycle."""
    query: Any = select(Cycle, Draw).outerjoin(Draw, col(Draw.cycle) == col(Cycle.ref))
    row: Any = session.exec(query.where(col(Cycle.ref) == ref)).first()
    return None if row is None else (row[0], row[1])


def figures_of(session: Session, ref: str, gate: str, register: str) -> CycleFigures:
    """Return how many of each thing a cycle has, and since when a gate of this name waits.

    ``register`` is the name of what it is drawn from.
    """
    replaced = _count(Case, ref).where(col(Case.replaced_by).is_not(None))
    concerns = _count(Concern, ref).where(col(Concern.acknowledged_at).is_(None))
    unchecked = _count(SpotCheckRow, ref).where(col(SpotCheckRow.held).is_(None))
    opened: Any = select(Gate.opened_at).where(
        Gate.cycle == ref, Gate.name == gate, col(Gate.decided_at).is_(None)
    )
    loaded: Any = select(func.count()).select_from(Register).where(Register.name == register)
    counts = (
        _count(Case, ref), replaced, _count(FindingRow, ref), concerns, unchecked, opened, loaded,
    )  # fmt: skip
    columns = [query.scalar_subquery() for query in counts]
    row: Any = session.execute(select(*columns)).one()
    return CycleFigures(*row)


def packs_and_units(session: Session, ref: str) -> list[tuple[IssuedPack, str]]:
    """Return the first edition of each unit's pack with the unit's name, as they were issued."""
    query: Any = select(IssuedPack, Unit.name).join(Unit, col(Unit.code) == col(IssuedPack.unit))
    query = query.where(IssuedPack.cycle == ref, IssuedPack.edition == 1)
    return _pairs(session.exec(query.order_by(col(IssuedPack.number))))


def messages_about(session: Session, ref: str) -> list[tuple[Dispatch, str]]:
    """Return each message of a cycle, or that tells of it, with its unit's name."""
    letters = select(LetterAbout.dispatch).where(LetterAbout.cycle == ref)
    query: Any = select(Dispatch, Unit.name).join(Unit, col(Unit.code) == col(Dispatch.unit))
    query = query.where(or_(col(Dispatch.cycle) == ref, col(Dispatch.key).in_(letters)))
    return _pairs(session.exec(query))


def _pairs(rows: Iterable[Any]) -> list[Any]:
    return list(map(tuple, rows))


def _count(table: Any, ref: str) -> Any:
    return select(func.count()).select_from(table).where(table.cycle == ref)
