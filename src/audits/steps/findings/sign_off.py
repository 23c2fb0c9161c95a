"""The quality group's two gates at the end: agree the findings, and let the papers out."""

from datetime import date, datetime

from audits.domain.days import day_in_words
from audits.domain.errors import StatusError, UserError
from audits.domain.gates import RELEASE, SIGN_OFF
from audits.domain.moves import check_move, ways_on
from audits.domain.reasons import check_why
from audits.domain.remedies import Missing, Outstanding, Remedy, remedies_of, sentences_of
from audits.domain.status import AGREED_OR_LATER, CYCLE_MOVES, ActionStatus, CycleStatus
from audits.queries.left_open import in_lines, left_open
from audits.steps.cycle.gates import decide_gate, open_gate
from audits.steps.masks import masks
from audits.storage import ActionRow, Cycle, FindingRow, SignOff, UnitOfWork
from audits.workspace import Workspace

from .standing_actions import join_standing_actions


@masks("why")
def sign_off(
    ref: str,
    *,
    workspace: Workspace,
    minute: str = "",
    meeting: str = "",
    on: date | None = None,
    why: str = "",
) -> None:
    """Agree a cycle's findings and open its proposed actions.

    What an action of this kind of audit is already open about joins it: no second is opened.

    ``meeting``, ``on`` and ``minute`` say where that is written. Agreed again it changes nothing.
    ``why`` lets it go ahead although something is open; what was is kept with the agreement.

    Raises:
        UserError: if ``on`` is to come, or before the cycle was opened.
        StatusError: if it is not analysed; or something is open and no reason is given, with all
            that is.
    """
    with workspace.open_uow() as uow:
        cycle = uow.get(Cycle, ref)
        if cycle.status in AGREED_OR_LATER:
            return
        check_move(CYCLE_MOVES, cycle.status, CycleStatus.AGREED, ref)
        _check_day(on, cycle, workspace)
        is_open = _check_reason(ref, left_open(cycle, view=uow, workspace=workspace), why)
        decide_gate(SIGN_OFF, cycle, decision=minute or "agreed", uow=uow, workspace=workspace)
        _agree(cycle, minute=minute, uow=uow, workspace=workspace)
        row = SignOff(
            cycle=ref, meeting=meeting, held_on=on, minute=minute, why=why,
            at=workspace.clock(), noted_by=uow.actor, left_open=is_open,
        )  # fmt: skip
        if uow.add_once(row):
            minuted = {"meeting": meeting, "on": str(on or ""), "minute": minute}
            uow.note("signed off", ref, why=why, left_open=is_open, **minuted)
        open_gate(RELEASE, cycle, uow=uow, workspace=workspace)
        uow.commit()


@masks("why")
def correct_sign_off(
    ref: str,
    *,
    workspace: Workspace,
    why: str,
    minute: str | None = None,
    meeting: str | None = None,
    on: date | None = None,
) -> None:
    """Correct where a cycle's agreement is written; what is not given stays, and all of before.

    Raises:
        StatusError: if it is not agreed, or no reason is given.
        UserError: if ``on`` is to come, or before the cycle was opened.
    """
    check_why(why, f"Say why the agreement of {ref} is corrected.")
    with workspace.open_uow() as uow:
        cycle = uow.get(Cycle, ref)
        if uow.find(SignOff, ref) is None:
            raise StatusError(
                f"{ref} is {cycle.status} and not agreed: nothing to correct.",
                remedy=ways_on(cycle.status, ref),
            )
        row = uow.get(SignOff, ref, held=True)
        _check_day(on, cycle, workspace)
        before = keep_earlier(row, why=why, at=workspace.clock())
        row.meeting = row.meeting if meeting is None else meeting
        row.minute = row.minute if minute is None else minute
        row.held_on = on or row.held_on
        uow.add(row)
        now = {"meeting": row.meeting, "on": str(row.held_on or ""), "minute": row.minute}
        uow.note("sign-off corrected", ref, why=why, before=before, now=now)
        uow.commit()


def keep_earlier(row: SignOff, *, why: str, at: datetime) -> dict[str, str]:
    """Keep what an agreement says before it is corrected, and return that."""
    before = {
        "meeting": row.meeting, "on": str(row.held_on or ""), "minute": row.minute,
        "corrected_at": at.isoformat(), "why": why,
    }  # fmt: skip
    row.earlier = [*row.earlier, before]
    return before


def _check_day(on: date | None, cycle: Cycle, workspace: Workspace) -> None:
    if on is None:
        return
    if on > workspace.today():
        raise UserError(f"{day_in_words(on)} is to come. Say on which day the meeting was held.")
    if on < cycle.opened_on:
        raise UserError(
            f"{cycle.ref} was opened on {day_in_words(cycle.opened_on)}, so nobody can have "
            f"agreed it on {day_in_words(on)}."
        )


def _check_reason(ref: str, outstanding: list[Outstanding], why: str) -> list[str]:
    """Return what is open as sentences; refuse it where no reason is given to go ahead."""
    is_open = sentences_of(outstanding)
    if is_open and not why.strip():
        raise StatusError(
            f"Something of {ref} is still open:\n{in_lines(is_open)}\n"
            "Finish it, or agree all the same and say why.",
            remedy=(*remedies_of(outstanding), Remedy(Missing.WHY)),
        )
    return is_open


def _agree(cycle: Cycle, *, minute: str, uow: UnitOfWork, workspace: Workspace) -> None:
    for finding in uow.all(FindingRow, FindingRow.cycle == cycle.ref):
        finding.agreed_at, finding.agreed_by = workspace.clock(), uow.actor
        uow.add(finding)
    join_standing_actions(cycle, uow=uow, workspace=workspace)
    for action in uow.all(
        ActionRow,
        ActionRow.cycle == cycle.ref,
        ActionRow.status == ActionStatus.PROPOSED,
        order_by=ActionRow.id,
    ):
        uow.move_action(action, ActionStatus.OPEN, why=minute)
    uow.move_cycle(cycle, CycleStatus.AGREED, why=minute)


@masks("decision")
def publish(ref: str, *, workspace: Workspace, decision: str = "released") -> None:
    """Release an agreed cycle's papers.

    Raises:
        StatusError: if its findings are not agreed.
    """
    with workspace.open_uow() as uow:
        cycle = uow.get(Cycle, ref)
        if cycle.status is CycleStatus.PUBLISHED:
            return
        check_move(CYCLE_MOVES, cycle.status, CycleStatus.PUBLISHED, ref)
        decide_gate(RELEASE, cycle, decision=decision, uow=uow, workspace=workspace)
        uow.move_cycle(cycle, CycleStatus.PUBLISHED)
        uow.commit()
