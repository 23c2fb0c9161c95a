"""Legal holds: on what, by whom, why, and what each keeps back."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from audits.domain.errors import NotFoundError
from audits.domain.remedies import Remedy, Verb
from audits.domain.retention import HoldKind
from audits.storage import ActionRow, AuditedChild, Case, LegalHold, View, is_empty, one_of
from audits.workspace import Workspace


K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class Hold:
    """One hold; of a child it names the audits and nothing else."""

    id: str
    kind: HoldKind
    on: tuple[str, ...]  # cycles, or an action
    registers: tuple[int, ...]
    placed_at: datetime
    placed_by: str
    why: str
    ended_at: datetime | None
    ended_by: str
    ended_why: str


@dataclass(frozen=True, slots=True)
class Held:
    """Which holds stand on each cycle, action and register, by their references."""

    cycles: Mapping[str, tuple[str, ...]]
    actions: Mapping[str, tuple[str, ...]]
    registers: Mapping[int, tuple[str, ...]]


def list_holds(*, workspace: Workspace, ended: bool = False) -> list[Hold]:
    """Return the holds that stand, in the order in which they were placed; or ended ones too."""
    with workspace.open_view() as view:
        rows = view.all(LegalHold, order_by=LegalHold.placed_at)
        return [_hold(row, view) for row in rows if ended or row.ended_at is None]


def find_hold(ref: str, *, workspace: Workspace) -> Hold:
    """Return one hold, whether it stands or was ended.

    Raises:
        NotFoundError: if there is none of this number.
    """
    with workspace.open_view() as view:
        row = view.find(LegalHold, ref)
        if row is None:
            raise NotFoundError(f"There is no hold '{ref}'.", remedy=Remedy(Verb.SEE_HOLDS))
        return _hold(row, view)


def what_is_held(view: View) -> Held:
    """Return what stands under a hold."""
    cycles: dict[str, list[str]] = defaultdict(list)
    actions: dict[str, list[str]] = defaultdict(list)
    registers: dict[int, list[str]] = defaultdict(list)
    for row in view.all(LegalHold, is_empty(LegalHold.ended_at), order_by=LegalHold.placed_at):
        for ref in _cycles_of(row, view):
            cycles[ref].append(row.id)
        for ref in _actions_of(row, view):
            actions[ref].append(row.id)
        for number in row.registers:
            registers[number].append(row.id)
    return Held(_frozen(cycles), _frozen(actions), _frozen(registers))


def _frozen(holds: Mapping[K, list[str]]) -> dict[K, tuple[str, ...]]:
    return {key: tuple(refs) for key, refs in holds.items()}


def _hold(row: LegalHold, view: View) -> Hold:
    on = (row.about,) if row.kind is HoldKind.ACTION else tuple(_cycles_of(row, view))
    return Hold(
        id=row.id,
        kind=row.kind,
        on=on,
        registers=tuple(row.registers),
        placed_at=row.placed_at,
        placed_by=row.placed_by,
        why=row.why,
        ended_at=row.ended_at,
        ended_by=row.ended_by,
        ended_why=row.ended_why,
    )


def _cycles_of(row: LegalHold, view: View) -> list[str]:
    """Return the cycles that a hold is on; a child's also those it was drawn for since."""
    if row.kind is HoldKind.CYCLE:
        return [row.about]
    if row.kind is HoldKind.ACTION:
        return []
    drawn = view.values(AuditedChild.cycle, AuditedChild.child_hash == row.about)
    named = view.values(Case.cycle, one_of(Case.ref, row.cases))
    return sorted({*drawn, *named})


def _actions_of(row: LegalHold, view: View) -> Iterator[str]:
    if row.kind is HoldKind.ACTION:
        yield row.about
    for ref in _cycles_of(row, view):
        yield from view.values(ActionRow.id, ActionRow.cycle == ref, order_by=ActionRow.id)
