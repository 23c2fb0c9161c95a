"""Draw the cases of a framed cycle, with a certificate anyone can check."""

from collections.abc import Mapping
from typing import Any

from audits.domain.errors import SampleError, StatusError
from audits.domain.status import CycleStatus
from audits.sampling import Frame, by_hand, certificate, draw, read_frame, shortfall
from audits.storage import Cycle, Draw, UnitOfWork
from audits.templates import thaw

from .freeze_frame import freeze_frame
from .gates import APPROVE_DRAW, decide_gate, open_gate
from .keep_cases import CaseKeeper
from .parts import Parts
from .secrets_of import cycle_key


def draw_sample(
    ref: str, *, parts: Parts, targeted: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """Draw a cycle's cases and return its certificate; a drawn cycle's stands as it is.

    ``targeted`` maps the source system's own id of a case a person chose to the reason. The
    frame is frozen first if it was not. The certificate shows the key once the draw is approved.

    Raises:
        SampleError: if a targeted case is not in the frame, or there are too many.
        StatusError: if cases are to be targeted after the draw.
    """
    freeze_frame(ref, parts=parts)
    with parts.open_uow() as uow:
        cycle = uow.get(Cycle, ref)
        if cycle.status is CycleStatus.FRAMED:
            _draw(cycle, targeted or {}, uow=uow, parts=parts)
            uow.commit()
        elif targeted:
            raise StatusError(f"{ref} is {cycle.status}: its cases are drawn and stay as they are.")
        return dict(uow.get(Draw, ref).certificate)


def _draw(cycle: Cycle, targeted: Mapping[str, str], *, uow: UnitOfWork, parts: Parts) -> None:
    template = thaw(cycle.template)
    if template.sample.by_name and not targeted:
        raise SampleError(
            f"{cycle.ref} is about a case that a person chooses, and none is drawn. "
            f'Choose it: audits sample draw {cycle.ref} --target "ID=reason"'
        )
    frame = read_frame(parts.stores.frames.read(str(cycle.frame_sha256)).decode())
    key = cycle_key(parts.vault, cycle.ref)
    chosen = _targets(frame, targeted, parts)
    drawn = draw(frame, template.sample, key=key, targeted=chosen)
    keeper = CaseKeeper(cycle, uow=uow, parts=parts)
    for case in drawn.cases:
        keeper.keep(case)
    written = certificate(
        cycle.ref,
        frame,
        template.sample,
        key=key,
        drawn=drawn,
        case_ref=lambda number: template.case_ref(cycle.opened_on, number),
    )
    short = shortfall(drawn, template.sample)
    hidden = {**written, "key": None, "by_hand": [], "excluded": dict(cycle.excluded)}
    hidden["shortfall"] = short
    uow.add(Draw(cycle=cycle.ref, certificate=hidden, drawn_at=parts.clock()))
    uow.move_cycle(cycle, CycleStatus.DRAWN)
    uow.note("sample drawn", cycle.ref, cases=len(drawn.cases), targeted=len(chosen))
    if open_gate(APPROVE_DRAW, cycle, uow=uow, parts=parts):
        approve(cycle, "automatic", uow=uow, parts=parts)


def approve(cycle: Cycle, decision: str, *, uow: UnitOfWork, parts: Parts) -> None:
    """Approve a draw inside a unit of work, and show its key in the certificate."""
    decide_gate(APPROVE_DRAW, cycle, decision=decision, uow=uow, parts=parts)
    row = uow.get(Draw, cycle.ref)
    shown = {**row.certificate, "key": cycle_key(parts.vault, cycle.ref)}
    row.certificate = {**shown, "by_hand": by_hand(shown)}
    uow.add(row)
    uow.move_cycle(cycle, CycleStatus.APPROVED)


def _targets(frame: Frame, targeted: Mapping[str, str], parts: Parts) -> dict[str, str]:
    eligible = {unit.unit for unit in frame.units if not unit.excluded}
    chosen = {parts.vault.hash_id(source): why for source, why in targeted.items()}
    for place, unit in enumerate(chosen, start=1):
        if unit not in eligible:
            raise SampleError(
                f"Targeted case number {place} is not in the eligible frame. "
                "Check its id, its date and its status in the register."
            )
    return chosen
