"""Spot checks: a few of those who claim something, drawn like any sample, are looked at."""

import csv
import hashlib
import io

from audits.domain.errors import SampleError, StatusError
from audits.domain.moves import ways_on
from audits.domain.reasons import check_why
from audits.domain.remedies import Remedy, Verb
from audits.domain.status import TAKING_ANSWERS
from audits.queries.spot_checks import ClaimLine, claims_drawn
from audits.sampling import rank
from audits.steps.masks import masks
from audits.storage import AnswerRow, Case, Cycle, SpotCheckRow, UnitOfWork, View, is_empty, one_of
from audits.storage.secrets import spot_check_key
from audits.templates import template_of
from audits.workspace import Workspace


def draw_spot_check(ref: str, *, workspace: Workspace) -> list[ClaimLine]:
    """Draw the claims to be looked at and return them; drawn once, they stand as they are.

    The claims are ranked under a key of their own, which nobody knew when they were made: the
    cycle's key is on its certificate, and whoever has it could tell whose claim will be drawn.

    Raises:
        SampleError: if the audit has no spot check, or nobody claims anything yet.
        StatusError: if packs are not out, or the findings are agreed.
    """
    with workspace.open_uow() as uow:
        cycle = uow.get(Cycle, ref)
        if not uow.count(SpotCheckRow, SpotCheckRow.cycle == ref):
            _draw(cycle, uow=uow, workspace=workspace)
            uow.commit()
        return claims_drawn(ref, uow)


@masks("why")
def record_spot_check(ref: str, case: str, *, held: bool, why: str, workspace: Workspace) -> None:
    """Write down whether a drawn claim held, with what was seen.

    Raises:
        SampleError: if that case was not drawn for a spot check.
        StatusError: if nothing is said of what was seen.
    """
    check_why(why, f"Say what was seen of {case}.")
    with workspace.open_uow() as uow:
        uow.get(Cycle, ref)
        row = uow.first(SpotCheckRow, SpotCheckRow.cycle == ref, SpotCheckRow.case_ref == case)
        if row is None:
            raise SampleError(
                f"{case} was not drawn for a spot check of {ref}.",
                remedy=Remedy(Verb.SEE_SPOT_CHECKS, ref),
            )
        row.held, row.note = held, why
        row.checked_at, row.checked_by = workspace.clock(), uow.actor
        uow.add(row)
        uow.note("claim checked", case, why=why, held=held)
        uow.commit()


def _draw(cycle: Cycle, *, uow: UnitOfWork, workspace: Workspace) -> None:
    plan = template_of(cycle.template).spot_check
    if plan is None:
        raise SampleError(f"{cycle.kind} has no spot check in its template.")
    if cycle.status not in TAKING_ANSWERS:
        raise StatusError(
            f"{cycle.ref} is {cycle.status}: claims are drawn between the packs and the agreement.",
            remedy=ways_on(cycle.status, cycle.ref),
        )
    claims = _claims(cycle.ref, plan.question, plan.of, uow)
    if not claims:
        raise SampleError(f"Nobody claims anything in {cycle.ref} yet. Wait for the returns.")
    key = spot_check_key(workspace.vault, cycle.ref)
    frame = _frame(claims)
    sha256 = workspace.stores.frames.keep(frame, suffix=".csv")
    ranked = sorted((rank(key, case.unit_hash), case.ref) for case in claims)
    for number, (place, case) in enumerate(ranked[: plan.size], start=1):
        uow.add(
            SpotCheckRow(
                cycle=cycle.ref, case_ref=case, number=number, rank=place, claims=len(claims),
                frame_sha256=sha256, key=key, drawn_at=workspace.clock(),
            )
        )  # fmt: skip
    drawn = min(plan.size, len(claims))
    digest = hashlib.sha256(frame).hexdigest()
    uow.note("claims drawn", cycle.ref, claims=len(claims), drawn=drawn, frame=digest)


def _claims(ref: str, question: str, of: tuple[str, ...], view: View) -> list[Case]:
    claimed = view.values(
        AnswerRow.case_ref,
        AnswerRow.cycle == ref,
        AnswerRow.question == question,
        one_of(AnswerRow.value, of),
        AnswerRow.current,
    )
    stands = is_empty(Case.replaced_by)
    return view.all(
        Case, Case.cycle == ref, one_of(Case.ref, set(claimed)), stands, order_by=Case.unit_hash
    )


def _frame(claims: list[Case]) -> bytes:
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(("unit", "case"))
    writer.writerows((case.unit_hash, case.ref) for case in claims)
    return written.getvalue().encode()
