"""Human gates: rows that wait for a person, never a sleeping process."""

from audits.domain.status import NOT_YET_ANALYSED

from audits.domain.errors import StatusError
from audits.domain.status import CycleStatus
from audits.storage import Cycle, Gate, UnitOfWork
from audits.templates import thaw

from audits.workspace import Parts


APPROVE_DRAW, END_MODERATION = "approve_draw", "end_moderation"
SIGN_OFF, RELEASE = "sign_off", "release"
RECIPIENTS = "recipients"  # never automatic: a wrong address is a breach



def open_gate(name: str, cycle: Cycle, *, uow: UnitOfWork, parts: Parts) -> bool:
    """Open a gate and tell whether the template lets it pass without a person."""
    uow.add_once(Gate(cycle=cycle.ref, name=name, opened_at=parts.clock()))
    return thaw(cycle.template).is_automatic(name)


def decide_gate(name: str, cycle: Cycle, *, decision: str, uow: UnitOfWork, parts: Parts) -> None:
    """Record who let a cycle through a gate, when, and with which words."""
    gate = uow.first(Gate, cycle=cycle.ref, name=name)
    if gate is None or gate.decided_at:
        return
    gate.decided_at, gate.decided_by, gate.decision = parts.clock(), uow.actor, decision
    uow.add(gate)
    uow.note("gate passed", cycle.ref, gate=name, decision=decision)


def check_is_analysed(cycle: Cycle) -> None:
    """Refuse what needs findings before there are any.

    Raises:
        StatusError: saying what comes first.
    """
    if cycle.status in NOT_YET_ANALYSED:
        raise StatusError(
            f"{cycle.ref} is {cycle.status} and has no findings yet. They come once every unit has "
            f"returned its pack and, where it is moderated, a person has ended that; or go on with "
            f"what there is: audits cycle approve {cycle.ref}"
        )
