"""QEG's two gates at the end: agree the findings, and let the papers out."""

from audits.domain.status import CYCLE_MOVES, ActionStatus, CycleStatus, check_move
from audits.storage import ActionRow, Cycle, FindingRow

from .gates import RELEASE, SIGN_OFF, decide_gate, open_gate
from .parts import Parts


PAST_AGREEING = (CycleStatus.AGREED, CycleStatus.PUBLISHED, CycleStatus.CLOSED)


def sign_off(ref: str, *, parts: Parts, minute: str = "") -> None:
    """Agree a cycle's findings and open its proposed actions; ``minute`` says where it is written.

    Agreed again it changes nothing.

    Raises:
        StatusError: if it is not analysed.
    """
    with parts.open_uow() as uow:
        cycle = uow.get(Cycle, ref)
        if cycle.status in PAST_AGREEING:
            return
        check_move(CYCLE_MOVES, cycle.status, CycleStatus.AGREED, ref)
        decide_gate(SIGN_OFF, cycle, decision=minute or "agreed", uow=uow, parts=parts)
        for finding in uow.all(FindingRow, cycle=ref):
            finding.agreed_at, finding.agreed_by = parts.clock(), uow.actor
            uow.add(finding)
        for action in uow.all(ActionRow, cycle=ref, status=ActionStatus.PROPOSED):
            uow.move_action(action, ActionStatus.OPEN, why=minute)
        uow.move_cycle(cycle, CycleStatus.AGREED, why=minute)
        open_gate(RELEASE, cycle, uow=uow, parts=parts)
        uow.commit()


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
