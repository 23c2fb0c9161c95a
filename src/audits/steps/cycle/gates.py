"""Human gates: rows that wait for a person, never a sleeping process."""

from audits.storage import Cycle, Gate, UnitOfWork
from audits.templates import template_of
from audits.workspace import Workspace


def open_gate(name: str, cycle: Cycle, *, uow: UnitOfWork, workspace: Workspace) -> bool:
    """Open a gate and tell whether the template lets it pass without a person."""
    uow.add_once(Gate(cycle=cycle.ref, name=name, opened_at=workspace.clock()))
    return template_of(cycle.template).is_automatic(name)


def decide_gate(
    name: str, cycle: Cycle, *, decision: str, uow: UnitOfWork, workspace: Workspace
) -> None:
    """Record who let a cycle through a gate, when, and with which words."""
    gate = uow.first(Gate, Gate.cycle == cycle.ref, Gate.name == name)
    if gate is None or gate.decided_at:
        return
    gate.decided_at, gate.decided_by, gate.decision = workspace.clock(), uow.actor, decision
    uow.add(gate)
    uow.note("gate passed", cycle.ref, gate=name, decision=decision)
