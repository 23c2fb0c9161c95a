"""Where graders are apart: who has it, and when it is settled."""

from typing import TypedDict

from audits.domain.grade import GradeError, Layer, Subject
from audits.domain.plan import Moderation
from audits.domain.status import DisagreementStatus
from audits.findings import differs
from audits.queries.grades import GradeChange, graded_answers, subject_of
from audits.storage import Cycle, Disagreement, UnitOfWork
from audits.workspace import Workspace


DESK, PANEL = "desk", "panel"  # who has what differs, until a person is named


def settle_differences(
    cycle: Cycle, plan: Moderation, *, uow: UnitOfWork, workspace: Workspace
) -> None:
    """Open a disagreement where grades are apart, and settle those where they no longer are.

    A dispute is settled by the panel's grade, or by a person; not by grades that agree.
    """
    rows = {subject_of(row): row for row in uow.all(Disagreement, Disagreement.cycle == cycle.ref)}
    for grade in graded_answers(cycle, uow):
        row = rows.get(grade.subject)
        if differs(grade, plan):
            if row is None or row.status is DisagreementStatus.SETTLED:
                owner = PANEL if plan.panel else DESK
                to = DisagreementStatus.DIFFERS
                _move(cycle, grade.subject, to, row=row, owner=owner, uow=uow, workspace=workspace)
        elif row is not None and row.status is DisagreementStatus.DIFFERS:
            uow.move_disagreement(row, DisagreementStatus.SETTLED)


def record_dispute(
    cycle: Cycle, change: GradeChange, *, uow: UnitOfWork, workspace: Workspace
) -> bool:
    """Open, pass on or settle a dispute; the panel's grade settles it too.

    Where it is not said that it is disputed, an owner takes over what is open.
    """
    subject = change.subject
    row = uow.first(
        Disagreement,
        Disagreement.cycle == cycle.ref,
        Disagreement.case_ref == subject.case,
        Disagreement.unit == subject.unit,
        Disagreement.question == subject.question,
    )
    is_open = row is not None and row.status is not DisagreementStatus.SETTLED
    if row is not None and is_open and change.disputed is None and change.owner:
        return _pass_on(row, change.owner, uow)
    decided = change.layer is Layer.PANEL and bool(change.value)
    if change.disputed and not decided:
        if row is not None and row.status is DisagreementStatus.DISPUTED:
            return _pass_on(row, change.owner, uow)
        if not change.owner.strip():
            raise GradeError(subject, "say who has the dispute.")
        to = DisagreementStatus.DISPUTED
        owner, why = change.owner, change.why
        _move(
            cycle, change.subject, to, row=row, owner=owner, why=why, uow=uow, workspace=workspace
        )
        return True
    is_disputed = row is not None and row.status is DisagreementStatus.DISPUTED
    if row is not None and ((decided and is_open) or (change.disputed is False and is_disputed)):
        row.why = change.why
        uow.move_disagreement(row, DisagreementStatus.SETTLED)
        return True
    return False


def _pass_on(row: Disagreement, owner: str, uow: UnitOfWork) -> bool:
    if not owner or owner == row.owner:
        return False
    row.owner = owner
    uow.add(row)
    called = "dispute" if row.status is DisagreementStatus.DISPUTED else "difference"
    uow.note(f"{called} passed on", row.cycle, of=str(subject_of(row)), owner=owner)
    return True


def _move(
    cycle: Cycle,
    subject: Subject,
    to: DisagreementStatus,
    *,
    row: Disagreement | None,
    owner: str,
    uow: UnitOfWork,
    workspace: Workspace,
    why: str = "",
) -> None:
    if row is not None:
        row.owner, row.why = owner, why
        uow.move_disagreement(row, to)
        return
    made = Disagreement(
        **columns_of(cycle, subject), status=to, owner=owner, why=why,
        changed_at=workspace.clock(), changed_by=uow.actor,
    )  # fmt: skip
    uow.add(made)
    uow.note(f"grades {to}", cycle.ref, of=str(subject), owner=owner)


class SubjectColumns(TypedDict):
    """The columns of a row that say which grade it is about."""

    cycle: str
    case_ref: str
    unit: str
    question: str


def columns_of(cycle: Cycle, subject: Subject) -> SubjectColumns:
    """Return the columns of a row that is about one grade."""
    return {
        "cycle": cycle.ref, "case_ref": subject.case, "unit": subject.unit,
        "question": subject.question,
    }  # fmt: skip
