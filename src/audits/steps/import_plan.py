"""Take in an action plan from elsewhere: what can be taken on is, and the rest is said."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from audits.actions import PlanLine, ReadPlan, lint_wording, read_plan
from audits.domain.errors import UserError
from audits.domain.spelling import folded
from audits.domain.status import ActionStatus
from audits.register import Source, sheets_of
from audits.storage import ActionRow, UnitOfWork

from .change_actions import take_on
from .parts import Parts


@dataclass(frozen=True, slots=True)
class ImportedRow:
    """What became of one row: ``action`` is its number where it was or already is in the plan."""

    row: int
    outcome: str  # added, already or refused
    action: str = ""
    message: str = ""
    doubts: tuple[str, ...] = ()


def import_plan(
    data: bytes,
    name: str,
    *,
    parts: Parts,
    source: str = "",
    start: date | None = None,
    dry_run: bool = False,
) -> tuple[ImportedRow, ...]:
    """Add the actions of a plan and say of each row what became of it; one bad row stops no other.

    ``source`` is where the plan comes from, ``start`` the day that "70 working days" count from.
    The same plan taken in again adds nothing.

    Raises:
        UserError: if the file cannot be read, or holds no plan.
    """
    with parts.open_uow() as uow:
        plan = _read(data, name, source=source, start=start, uow=uow, parts=parts)
        there = {_same(r.title, r.owner, r.source): r.id for r in uow.all(ActionRow)}
        rows = [_take_in(line, there, uow=uow, parts=parts) for line in plan.lines]
        if not dry_run:
            uow.note("plan imported", source or "plan", rows=len(rows), refused=len(plan.refused))
            uow.commit()
    refused = [ImportedRow(row, "refused", message=why) for row, why in plan.refused]
    return tuple(sorted((*rows, *refused), key=lambda each: each.row))


def _read(
    data: bytes, name: str, *, source: str, start: date | None, uow: UnitOfWork, parts: Parts
) -> ReadPlan:
    sheets = [sheet.rows for sheet in sheets_of(Source(name, data))]
    for rows in sheets:
        plan = _plan(rows, source=source, start=start, uow=uow, parts=parts)
        if plan is not None:
            return plan
    raise UserError(
        f"{name} holds no action plan. Its headings must name the Action and its Owner, and should "
        "name Due and Measure."
    )


def _plan(
    rows: Sequence[Sequence[str]],
    *,
    source: str,
    start: date | None,
    uow: UnitOfWork,
    parts: Parts,
) -> ReadPlan | None:
    return read_plan(
        rows,
        agencies=uow.owners(),
        today=parts.today(),
        start=start or parts.today(),
        calendar=parts.calendar,
        source=source or "other",
    )


def _take_in(
    line: PlanLine, there: dict[tuple[str, str, str], str], *, uow: UnitOfWork, parts: Parts
) -> ImportedRow:
    key = _same(line.title, line.owner, line.source)
    if key in there:
        return ImportedRow(line.row, "already", there[key])
    row = ActionRow(
        id="",
        title=line.title,
        source=line.source,
        owner=line.owner,
        lead=line.lead,
        due=line.due,
        original_due=line.due,
        status=ActionStatus.OPEN,
        opened_on=parts.today(),
        measure=line.measure,
        theme=line.theme,
    )
    there[key] = take_on(row, line.contributors, (), uow=uow, parts=parts)
    doubts = lint_wording(line.title, owner=line.owner, due=line.due, measure=line.measure)
    return ImportedRow(line.row, "added", row.id, doubts=doubts)


def _same(title: str, owner: str, source: str) -> tuple[str, str, str]:
    return folded(title), owner, folded(source)
