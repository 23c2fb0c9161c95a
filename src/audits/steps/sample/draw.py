"""Draw the cases of a framed cycle, with a certificate anyone can check."""

from collections.abc import Mapping

from audits.domain.errors import SampleError, StatusError
from audits.domain.gates import APPROVE_DRAW
from audits.domain.moves import ways_on
from audits.domain.remedies import Remedy, Verb
from audits.domain.status import CycleStatus
from audits.queries.flagged_cases import undecided_flags
from audits.sampling import Certificate, Frame, certificate, check_plan, draw_from
from audits.steps.cycle.gates import decide_gate, open_gate
from audits.steps.masks import masks
from audits.storage import Cycle, Draw, UnitOfWork
from audits.storage.secrets import cycle_key
from audits.templates import template_of
from audits.workspace import Workspace

from .certificate import certificate_of, keep_certificate, ranked_frame
from .flags import Flagger, accept_flags
from .freeze_frame import freeze_frame
from .keep_cases import CaseKeeper


@masks("targeted")
def draw_sample(
    ref: str, *, workspace: Workspace, targeted: Mapping[str, str] | None = None
) -> Certificate:
    """Draw a cycle's cases and return its certificate; a drawn cycle's stands as it is.

    ``targeted`` maps the source system's own id of a case a person chose to the reason. The
    frame is frozen first if it was not. The certificate shows the key once the draw is approved.

    Raises:
        SampleError: if a targeted case is not in the frame, or there are too many.
        StatusError: if cases are to be targeted after the draw.
    """
    freeze_frame(ref, workspace=workspace)
    with workspace.open_uow() as uow:
        cycle = uow.get(Cycle, ref)
        if cycle.status is CycleStatus.FRAMED:
            _draw(cycle, targeted or {}, uow=uow, workspace=workspace)
            uow.commit()
        elif targeted:
            raise StatusError(
                f"{ref} is {cycle.status}: its cases are drawn and stay as they are.",
                remedy=ways_on(cycle.status, ref),
            )
        return certificate_of(uow.get(Draw, ref))


def _draw(
    cycle: Cycle, targeted: Mapping[str, str], *, uow: UnitOfWork, workspace: Workspace
) -> None:
    template = template_of(cycle.template)
    if template.sample.by_name and not targeted:
        raise SampleError(
            f"{cycle.ref} is about a case that a person chooses, and none is drawn.",
            remedy=Remedy(Verb.DRAW_CHOSEN, cycle.ref),
        )
    ranking = ranked_frame(cycle, workspace)
    frame = ranking.frame
    chosen = _targets(frame, targeted, workspace)
    check_plan(frame, template.sample)
    drawn = draw_from(ranking, template.sample, chosen)
    keeper = CaseKeeper(cycle, [c.unit_hash for c in drawn.cases], uow=uow, workspace=workspace)
    cases = {keeper.keep(case): case.unit_hash for case in drawn.cases}
    written = certificate(
        cycle.ref,
        frame,
        template.sample,
        key=cycle_key(workspace.vault, cycle.ref),
        drawn=drawn,
        case_ref=lambda number: template.case_ref(cycle.ref, cycle.opened_on, number),
        ranking=ranking,
    )
    facts = {
        **written,
        "key": None,
        "by_hand": [],
        "out_of_scope": dict(cycle.out_of_scope),
        "rulings": [
            {"unit_hash": unit, **ruling} for unit, ruling in sorted(cycle.rulings.items())
        ],
        "flags": Flagger(cycle, view=uow, workspace=workspace).flag(cases, keeper),
    }
    uow.add(Draw(cycle=cycle.ref, certificate=facts, drawn_at=workspace.clock()))
    uow.move_cycle(cycle, CycleStatus.DRAWN)
    uow.note("sample drawn", cycle.ref, cases=len(drawn.cases), targeted=len(chosen))
    if open_gate(APPROVE_DRAW, cycle, uow=uow, workspace=workspace) and not undecided_flags(facts):
        approve(cycle, "automatic", uow=uow, workspace=workspace)


def approve(cycle: Cycle, decision: str, *, uow: UnitOfWork, workspace: Workspace) -> None:
    """Approve a draw inside a unit of work, and show its key in the certificate.

    Raises:
        StatusError: if a flagged case waits and the decision gives no reason.
    """
    row = uow.get(Draw, cycle.ref)
    shown: Certificate = {
        **accept_flags(certificate_of(row), decision),
        "key": cycle_key(workspace.vault, cycle.ref),
    }
    decide_gate(APPROVE_DRAW, cycle, decision=decision, uow=uow, workspace=workspace)
    keep_certificate(row, shown, uow)
    uow.move_cycle(cycle, CycleStatus.APPROVED)


def _targets(frame: Frame, targeted: Mapping[str, str], workspace: Workspace) -> dict[str, str]:
    if not targeted:
        return {}
    pairs = zip(frame.units, frame.reasons, strict=True)
    eligible = {unit for unit, reason in pairs if not reason}
    chosen = {workspace.vault.hash_id(source): why for source, why in targeted.items()}
    for place, unit in enumerate(chosen, start=1):
        if unit not in eligible:
            raise SampleError(
                f"Targeted case number {place} is not in the eligible frame. "
                "Check its id, its date and its status in the register."
            )
    return chosen
