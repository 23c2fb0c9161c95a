"""Take in audits of earlier years: as published cycles, so that re-audits have a before."""

import hashlib
from datetime import datetime, time

from audits.domain.action import Origin
from audits.domain.errors import UserError
from audits.domain.finding import FindingKind
from audits.domain.partnership import Partnership
from audits.domain.status import ActionStatus, CycleStatus
from audits.storage import (
    ActionFinding,
    ActionRow,
    Cycle,
    FindingRow,
    PastAccount,
    UnitOfWork,
)
from audits.templates import (
    PastAction,
    PastCycle,
    PastFile,
    freeze,
    freeze_partnership,
    template_of,
)
from audits.workspace import Workspace


def import_cycles(file: PastFile, *, workspace: Workspace) -> tuple[str, ...]:
    """Take in the audits that a file tells of and return the references of those that are new.

    Each is a published cycle with its findings and actions; where the report gives no number, no
    owner or no date, there is none. A cycle that is known stays as it is.

    Raises:
        UserError: if an action speaks of a finding that is not there, or a reference is taken.
    """
    for past in file.cycles:
        _check(past)
    with workspace.open_uow() as uow:
        for past in file.cycles:
            known = uow.find(Cycle, past.ref)
            if known is not None and not _is_past(known, past):
                raise UserError(
                    f"{past.ref} is another cycle. Give the one to import another 'ref'."
                )
        new = [past for past in file.cycles if uow.find(Cycle, past.ref) is None]
        for past in new:
            _take_in(past, file.source, uow=uow, workspace=workspace)
        uow.commit()
    return tuple(past.ref for past in new)


def _is_past(known: Cycle, past: PastCycle) -> bool:
    """Tell whether a cycle was taken in from a report too, be it in other words than today's."""
    register = past.template().population.register
    return known.kind == past.kind and template_of(known.template).population.register == register


def _check(past: PastCycle) -> None:
    for action in past.actions:
        for number in (n for n in action.about if n > len(past.findings)):
            raise UserError(
                f"{past.ref}: an action is about finding {number}, but there are "
                f"{len(past.findings)}. Correct 'about'."
            )


def _take_in(past: PastCycle, source: str, *, uow: UnitOfWork, workspace: Workspace) -> None:
    uow.add(_cycle(past, workspace.partnership))
    account = past.came_of_it
    uow.add(
        PastAccount(
            cycle=past.ref, context=list(past.context), lead=account.lead,
            came_of_it=[*account.says, *(action.says for action in past.actions)],
        )
    )  # fmt: skip
    for number, finding in enumerate(past.findings, start=1):
        uow.add(
            FindingRow(
                id=f"{past.ref}-F{number}", cycle=past.ref, number=number, theme=finding.theme,
                question=finding.core or "", kind=FindingKind(finding.is_), text=finding.says,
                x=0, n=0, frame=0, low=0, high=0, left_out=0, cannot_tell=0, unanswered=0,
                agreed_at=workspace.clock(), agreed_by=uow.actor,
            )
        )  # fmt: skip
    for action in past.actions:
        row = _action(action, past, source, number=uow.next_number("action"), workspace=workspace)
        uow.add(row)
        about = dict.fromkeys(f"{past.ref}-F{n}" for n in action.about)
        uow.add_all([ActionFinding(action=row.id, finding=finding_id) for finding_id in about])
    counts = {"findings": len(past.findings), "actions": len(past.actions)}
    uow.note("past cycle imported", past.ref, why=f"{source} {past.note}".strip(), **counts)


def _cycle(past: PastCycle, partnership: Partnership) -> Cycle:
    frozen = freeze(past.template())
    return Cycle(
        ref=past.ref,
        kind=past.kind,
        version=1,
        title=past.title,
        template=frozen,
        template_sha256=hashlib.sha256(frozen.encode()).hexdigest(),
        partnership=freeze_partnership(partnership),
        status=CycleStatus.PUBLISHED,
        opened_on=past.reported_on,
        excluded={},
    )


def _action(
    action: PastAction, past: PastCycle, source: str, *, number: int, workspace: Workspace
) -> ActionRow:
    row = ActionRow(
        id=f"A{number}", title=action.says, source="audit",
        cycle=past.ref, owner=action.owner, due=action.due, original_due=action.due,
        status=ActionStatus(action.status), opened_on=past.reported_on, measure=action.measure,
        origin=Origin.AUDIT,
    )  # fmt: skip
    if row.status is ActionStatus.COMPLETE:
        row.percent_done, row.evidence = 100, source
        row.completed_by = row.owner or "not on record"
        row.completed_at = datetime.combine(past.reported_on, time(), workspace.calendar.zone)
    return row
