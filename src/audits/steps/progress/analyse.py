"""Analyse a cycle once its answers are in, or once a person goes on without some."""

from audits.domain.errors import StatusError
from audits.domain.moves import ways_on
from audits.domain.remedies import Remedy, Verb
from audits.domain.status import AWAITING_FINDINGS, CycleStatus
from audits.queries.left_open import in_lines
from audits.queries.return_status import ReturnStatus, return_status, unit_names, waits_for
from audits.steps.cycle.wishes import settle_every_wish
from audits.steps.findings.freeze import freeze_findings
from audits.steps.masks import masks
from audits.steps.moderation.begin_and_end import moderated
from audits.storage import Cycle, UnitOfWork
from audits.workspace import Workspace


@masks("decision")
def analyse(
    ref: str, *, workspace: Workspace, with_what_there_is: bool = False, decision: str = ""
) -> bool:
    """Freeze a cycle's findings and propose its actions; tell whether it is analysed.

    A cycle still waiting for a unit, or for answers that it is asked again, is left to wait, unless
    a person says to go on ``with_what_there_is``; why is kept, and papers print it. Where the
    template asks for moderation, that begins first, and a person ends it by saying so again. An
    analysed cycle is left as it is.

    Raises:
        ModerationError: if moderation cannot end yet; with everything that waits.
        StatusError: if its packs have not been issued, nothing at all has come back, or a person
            goes on without somebody and does not say why.
    """
    with workspace.open_uow() as uow:
        cycle = uow.get(Cycle, ref)
        if cycle.status not in AWAITING_FINDINGS:
            return _is_past(cycle)
        if cycle.status is CycleStatus.ISSUED:
            so_far = return_status(ref, uow)
            if not with_what_there_is and (so_far.waiting or not so_far.anything):
                return False
            _go_on(cycle, so_far, decision, uow=uow, workspace=workspace)
        decided = (decision or "go on") if with_what_there_is else ""
        ended = moderated(cycle, decision=decided, uow=uow, workspace=workspace)
        if ended:
            freeze_findings(cycle, uow=uow, workspace=workspace)
        uow.commit()
    return ended


def _go_on(
    cycle: Cycle, so_far: ReturnStatus, why: str, *, uow: UnitOfWork, workspace: Workspace
) -> None:
    """Write down without whom a cycle goes on, and why.

    Raises:
        StatusError: if no reason is given; it says for whom and what the cycle waits.
    """
    if so_far.anything and not so_far.waiting:
        return
    if not so_far.anything and not why.strip():
        raise StatusError(
            f"Nothing has come back for {cycle.ref} yet, so there is nothing to find. If nobody "
            "will answer, go on without and say why; the paper says so.",
            remedy=Remedy(Verb.GO_ON_WITHOUT, cycle.ref),
        )
    if not why.strip():
        waits = in_lines(waits_for(so_far, unit_names(uow)))
        raise StatusError(
            f"{cycle.ref} still waits:\n{waits}\nWait, or go on without and say why.",
            remedy=Remedy(Verb.GO_ON_WITHOUT, cycle.ref),
        )
    without = [
        {"unit": pack.unit, "asked": so_far.asked.get(pack.unit, 0)} for pack in so_far.waiting
    ]
    cycle.went_on = {"why": why, "at": workspace.clock().isoformat(), "without": without}
    uow.add(cycle)
    settle_every_wish(cycle.ref, uow=uow, workspace=workspace)
    uow.note("went on without", cycle.ref, why=why, without=without)


def _is_past(cycle: Cycle) -> bool:
    if cycle.issued_at is None:
        raise StatusError(
            f"{cycle.ref} is {cycle.status}; its packs come first.",
            remedy=ways_on(cycle.status, cycle.ref),
        )
    return True
