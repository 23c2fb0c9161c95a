"""QEG's two gates at the end: agree the findings, and let the papers out."""

from datetime import date

from audits.domain.status import CYCLE_MOVES, ActionStatus, CycleStatus, check_move
from audits.storage import ActionRow, Cycle, FindingRow, SignOff, UnitOfWork

from .check_facts import check_facts_are_checked
from .free_text import masks
from .gates import RELEASE, SIGN_OFF, decide_gate, open_gate
from .parts import Parts
from .standing_actions import join_standing_actions


PAST_AGREEING = (CycleStatus.AGREED, CycleStatus.PUBLISHED, CycleStatus.CLOSED)


@masks("why")
def sign_off(
    ref: str,
    *,
    parts: Parts,
    minute: str = "",
    meeting: str = "",
    on: date | None = None,
    why: str = "",
) -> None:
    """Agree a cycle's findings and open its proposed actions.

    What an action of this kind of audit is already open about joins it: no second is opened.

    ``meeting``, ``on`` and ``minute`` say where that is written. Agreed again it changes nothing.
    ``why`` lets it go on although agencies have not checked the facts.

    Raises:
        StatusError: if it is not analysed, or agencies have still to check the facts.
    """
    with parts.open_uow() as uow:
        cycle = uow.get(Cycle, ref)
        if cycle.status in PAST_AGREEING:
            return
        check_move(CYCLE_MOVES, cycle.status, CycleStatus.AGREED, ref)
        if not why:
            check_facts_are_checked(cycle, view=uow, parts=parts)
        decide_gate(SIGN_OFF, cycle, decision=minute or "agreed", uow=uow, parts=parts)
        _agree(cycle, minute=minute, uow=uow, parts=parts)
        row = SignOff(
            cycle=ref, meeting=meeting, held_on=on, minute=minute, why=why,
            at=parts.clock(), noted_by=uow.actor,
        )  # fmt: skip
        if uow.add_once(row):
            held = str(on) if on else ""
            uow.note("signed off", ref, why=why, meeting=meeting, on=held, minute=minute)
        open_gate(RELEASE, cycle, uow=uow, parts=parts)
        uow.commit()


def _agree(cycle: Cycle, *, minute: str, uow: UnitOfWork, parts: Parts) -> None:
    for finding in uow.all(FindingRow, cycle=cycle.ref):
        finding.agreed_at, finding.agreed_by = parts.clock(), uow.actor
        uow.add(finding)
    join_standing_actions(cycle, uow=uow, parts=parts)
    for action in uow.all(ActionRow, cycle=cycle.ref, status=ActionStatus.PROPOSED, order_by="id"):
        uow.move_action(action, ActionStatus.OPEN, why=minute)
    uow.move_cycle(cycle, CycleStatus.AGREED, why=minute)


@masks("decision")
def publish(ref: str, *, parts: Parts, decision: str = "released") -> None:
    """Release an agreed cycle's papers.

    Raises:
        StatusError: if its findings are not agreed.
    """
    with parts.open_uow() as uow:
        cycle = uow.get(Cycle, ref)
        if cycle.status is CycleStatus.PUBLISHED:
            return
        check_move(CYCLE_MOVES, cycle.status, CycleStatus.PUBLISHED, ref)
        decide_gate(RELEASE, cycle, decision=decision, uow=uow, parts=parts)
        uow.move_cycle(cycle, CycleStatus.PUBLISHED)
        uow.commit()
