"""Draw the cases of a framed cycle, with a certificate anyone can check."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from audits.domain.candidate import Candidate
from audits.domain.errors import SampleError, StatusError
from audits.domain.status import CycleStatus
from audits.sampling import Draw as Drawn, Frame, certificate, draw, read_frame, shortfall
from audits.storage import AuditedChild, Case, Cycle, Draw, Register, UnitOfWork
from audits.templates import AuditTemplate, thaw

from .freeze_frame import candidates_of, freeze_frame
from .gates import APPROVE_DRAW, decide_gate, open_gate
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
    frame = read_frame(parts.stores.frames.read(str(cycle.frame_sha256)).decode())
    key = cycle_key(parts.vault, cycle.ref)
    chosen = _targets(frame, targeted, parts)
    drawn = draw(frame, template.sample, key=key, targeted=chosen)
    _keep_cases(cycle, drawn, template=template, uow=uow, parts=parts)
    written = certificate(
        cycle.ref,
        frame,
        template.sample,
        key=key,
        drawn=drawn,
        case_ref=lambda number: template.case_ref(cycle.opened_on, number),
    )
    short = shortfall(drawn, template.sample)
    hidden = {**written, "key": None, "excluded": dict(cycle.excluded), "shortfall": short}
    uow.add(Draw(cycle=cycle.ref, certificate=hidden, drawn_at=parts.clock()))
    uow.move_cycle(cycle, CycleStatus.DRAWN)
    uow.note("sample drawn", cycle.ref, cases=len(drawn.cases), targeted=len(chosen))
    if open_gate(APPROVE_DRAW, cycle, uow=uow, parts=parts):
        approve(cycle, "automatic", uow=uow, parts=parts)


def approve(cycle: Cycle, decision: str, *, uow: UnitOfWork, parts: Parts) -> None:
    """Approve a draw inside a unit of work, and show its key in the certificate."""
    decide_gate(APPROVE_DRAW, cycle, decision=decision, uow=uow, parts=parts)
    row = uow.get(Draw, cycle.ref)
    row.certificate = {**row.certificate, "key": cycle_key(parts.vault, cycle.ref)}
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


def _keep_cases(
    cycle: Cycle, drawn: Drawn, *, template: AuditTemplate, uow: UnitOfWork, parts: Parts
) -> None:
    register = uow.first(
        Register, name=template.population.register, sha256=str(cycle.register_sha256)
    )
    candidates = candidates_of(register, parts) if register else ()
    by_hash = {parts.vault.hash_id(each.id): each for each in candidates}
    families: dict[str, list[Mapping[str, str]]] = defaultdict(list)
    for each in candidates:
        if each.family:
            families[each.family].extend(each.identity)
    for case in drawn.cases:
        candidate = by_hash[case.unit_hash]
        ref = template.case_ref(cycle.opened_on, case.number)
        details = {
            name: candidate.attributes.get(name) or "not recorded" for name in template.pack.details
        }
        uow.add(
            Case(
                ref=ref,
                cycle=cycle.ref,
                number=case.number,
                unit_hash=case.unit_hash,
                stratum=case.stratum,
                rank=case.rank,
                probability=case.probability,
                targeted=case.targeted,
                why=case.why,
                details={**details, "date": candidate.occurred_on.isoformat()},
            )
        )
        family = families[candidate.family] if candidate.family else []
        _remember(candidate, family, ref, cycle=cycle, uow=uow, parts=parts)


def _remember(
    candidate: Candidate,
    family: Sequence[Mapping[str, str]],
    ref: str,
    *,
    cycle: Cycle,
    uow: UnitOfWork,
    parts: Parts,
) -> None:
    """Keep who a case is, for its key list, and who the family are, to mask their names."""
    people = [dict(person) for person in candidate.identity]
    relatives = [dict(person) for person in family if person not in candidate.identity]
    parts.vault.keep("case", ref, json.dumps(people).encode())
    parts.vault.keep("family", ref, json.dumps(relatives).encode())
    for child in candidate.children:
        uow.add_once(
            AuditedChild(
                child_hash=parts.vault.hash_id(child), cycle=cycle.ref, drawn_on=cycle.opened_on
            )
        )
