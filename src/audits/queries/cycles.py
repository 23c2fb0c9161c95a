"""What stands where, as plain values: what the command line prints and scripts read."""

from typing import Any

from audits.domain.status import CycleStatus
from audits.queries.spot_checks import spot_check_in_words
from audits.sampling import flow
from audits.storage import (
    AnswerRow,
    Case,
    Cycle,
    Draw,
    FindingRow,
    Gate,
    TrailEntry,
    View,
)
from audits.templates import thaw
from audits.workspace import Parts

from .return_status import returns_so_far, waits_for
from .surveys import survey_results


Record = dict[str, Any]


def cycle_status(ref: str, *, parts: Parts) -> CycleStatus:
    """Return where a cycle stands.

    Raises:
        NotFoundError: if there is no such cycle.
    """
    with parts.open_view() as view:
        return view.get(Cycle, ref).status


def describe_cycle(ref: str, *, parts: Parts) -> Record:
    """Return a cycle with its frame, its counts and its gates.

    ``issued``, ``returned``, ``waived`` and ``waited_for`` count packs, and the first is the sum of
    the others; ``drawn``, ``replaced`` and ``analysed`` count cases. ``waits_for`` says whom it
    waits for, and ``went_on`` why a person went on without whom. ``key_commitment`` is published
    when it opens, the frame's ``commitment`` at ``frozen_at``.

    Raises:
        NotFoundError: if there is no such cycle.
    """
    with parts.open_view() as view:
        return {**_cycle(view.get(Cycle, ref), view), **_committed(ref, view)}


def _committed(ref: str, view: View) -> Record:
    """Return when the key and the frame were committed to, as the trail has it."""
    opened = view.first(TrailEntry, TrailEntry.about == ref, TrailEntry.verb == "cycle opened")
    frozen = view.first(TrailEntry, TrailEntry.about == ref, TrailEntry.verb == "frame frozen")
    return {
        "key_commitment": opened.facts.get("key_commitment") if opened else None,
        "frozen_at": frozen.at.isoformat() if frozen else None,
    }


def list_cycles(*, parts: Parts) -> list[Record]:
    """Return every cycle, in the order they were opened."""
    with parts.open_view() as view:
        return [_cycle(cycle, view) for cycle in view.all(Cycle, order_by=Cycle.opened_on)]


def _cycle(cycle: Cycle, view: View) -> Record:
    return {
        "ref": cycle.ref,
        "kind": cycle.kind,
        "title": cycle.title,
        "status": str(cycle.status),
        "opened_on": cycle.opened_on.isoformat(),
        "since": cycle.since.isoformat() if cycle.since else None,
        "until": cycle.until.isoformat() if cycle.until else None,
        "due_at": cycle.due_at.isoformat() if cycle.due_at else None,
        "frame": _frame(cycle),
        "flow": _flow(cycle, view),
        "counts": _counts(cycle, view),
        "waits_for": _waits_for(cycle, view),
        "went_on": dict(cycle.went_on),
        "owner": thaw(cycle.template).owner,
        "spot_check": spot_check_in_words(cycle.ref, view),
        "surveys": survey_results(cycle.ref, view),
        "gates": [
            _gate(gate) for gate in view.all(Gate, Gate.cycle == cycle.ref, order_by=Gate.opened_at)
        ],
    }


def _waits_for(cycle: Cycle, view: View) -> list[str]:
    if cycle.status is not CycleStatus.ISSUED:
        return []
    return waits_for(returns_so_far(cycle.ref, view), view)


def _frame(cycle: Cycle) -> Record:
    return {
        "register": thaw(cycle.template).population.name,
        "register_sha256": cycle.register_sha256,
        "sha256": cycle.frame_sha256,
        "population": cycle.population,
        "eligible": cycle.eligible,
        "excluded": dict(cycle.excluded),
        "out_of_scope": dict(cycle.out_of_scope),
        "commitment": cycle.commitment,
    }


def _flow(cycle: Cycle, view: View) -> list[dict[str, Any]]:
    """Return the counts from the register to the cases, none before the frame is frozen."""
    draw = view.find(Draw, cycle.ref)
    if cycle.population is None:
        return []
    steps = flow(draw.certificate if draw else _frame(cycle))
    return [{"what": words, "number": number} for words, number in steps]


def _counts(cycle: Cycle, view: View) -> dict[str, int]:
    cases = view.all(Case, Case.cycle == cycle.ref)
    replaced = sum(case.replaced_by is not None for case in cases)
    so_far = returns_so_far(cycle.ref, view)
    answered = {
        row.case_ref for row in view.all(AnswerRow, AnswerRow.cycle == cycle.ref, AnswerRow.current)
    }
    analysed = (
        view.count(FindingRow, FindingRow.cycle == cycle.ref) > 0 or cycle.status in _ANALYSED
    )
    return {
        "drawn": len(cases) - replaced,
        "replaced": replaced,
        "issued": len(so_far.back) + len(so_far.waived) + len(so_far.waiting),
        "returned": len(so_far.back),
        "waived": len(so_far.waived),
        "waited_for": len(so_far.waiting),
        "analysed": len(answered - {""}) if analysed else 0,
    }


_ANALYSED = frozenset(
    {CycleStatus.ANALYSED, CycleStatus.AGREED, CycleStatus.PUBLISHED, CycleStatus.CLOSED}
)


def _gate(gate: Gate) -> Record:
    return {
        "name": gate.name,
        "opened_at": gate.opened_at.isoformat(),
        "decided_at": gate.decided_at.isoformat() if gate.decided_at else None,
        "decided_by": gate.decided_by,
        "decision": gate.decision,
    }
