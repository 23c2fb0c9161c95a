"""Replace a case that cannot be audited by the next reserve."""

from audits.domain.errors import SampleError, StatusError
from audits.domain.moves import ways_on
from audits.domain.reasons import check_why
from audits.domain.status import NOT_YET_ISSUED
from audits.sampling import Certificate, DrawnCase, Reserve, next_reserve
from audits.steps.masks import masks
from audits.storage import Case, Cycle, Draw, UnitOfWork, View
from audits.workspace import Workspace

from .certificate import certificate_of, in_use, keep_certificate, ranked_frame
from .flags import Flagger
from .keep_cases import CaseKeeper


@masks("why")
def replace_case(ref: str, case: str, *, why: str, workspace: Workspace) -> str:
    """Give a case's place to the next reserve of its stratum, and return the new case's reference.

    The draw stands as it was; the certificate lists who took whose place, and why.

    Raises:
        NotFoundError: if there is no such case.
        SampleError: if it is not of this cycle, was chosen by name, was replaced before, or its
            stratum has no reserve left.
        StatusError: if no reason is given, or the packs are out.
    """
    with workspace.open_uow() as uow:
        cycle, lost = uow.get(Cycle, ref), uow.get(Case, case)
        check_before_packs(cycle)
        _check(cycle, lost, why)
        draw = uow.get(Draw, ref)
        reserve = next_reserve(draw.certificate, ranked_frame(cycle, workspace), lost.stratum)
        if reserve is None:
            raise SampleError(
                f"No reserve is left in '{lost.stratum}', so {case} cannot be replaced. "
                "Leave it: its questions may be answered 'Cannot tell from the record'.",
                remedy=ways_on(cycle.status, cycle.ref),
            )
        hashes = (lost.unit_hash, reserve.unit_hash)
        keeper = CaseKeeper(cycle, hashes, uow=uow, workspace=workspace)
        new = _take_place(lost, reserve, why, keeper=keeper, uow=uow)
        before = certificate_of(draw)
        used = [*before.get("reserves_used", ()), in_use(reserve, by=new, why=why, case=case)]
        flagger = Flagger(cycle, view=uow, workspace=workspace)
        flags = before.get("flags", {}) | flagger.flag({new: reserve.unit_hash}, keeper)
        facts: Certificate = {**before, "reserves_used": used, "flags": flags}
        keep_certificate(draw, facts, uow)
        uow.note("case replaced", case, why=why, by=new)
        uow.commit()
    return new


def check_before_packs(cycle: Cycle) -> None:
    """Refuse to touch a sample that is not drawn, or whose packs are out.

    Raises:
        StatusError: saying so.
    """
    if cycle.status not in NOT_YET_ISSUED:
        raise StatusError(
            f"{cycle.ref} is {cycle.status}: reserves are used before the packs are issued. "
            "Leave the cases; questions may be answered 'Cannot tell from the record'."
        )


def _check(cycle: Cycle, lost: Case, why: str) -> None:
    check_why(why, f"Say why {lost.ref} is replaced.")
    if lost.cycle != cycle.ref:
        raise SampleError(f"{lost.ref} is a case of {lost.cycle}, not of {cycle.ref}.")
    if lost.targeted:
        raise SampleError(f"{lost.ref} was chosen by name, so nothing takes its place.")
    if lost.replaced_by:
        raise SampleError(f"{lost.ref} was replaced by {lost.replaced_by} already.")


def _take_place(
    lost: Case, reserve: Reserve, why: str, *, keeper: CaseKeeper, uow: UnitOfWork
) -> str:
    new = keeper.keep(
        DrawnCase(
            number=next_number(lost.cycle, uow),
            unit_hash=reserve.unit_hash,
            stratum=reserve.stratum,
            rank=reserve.rank,
            probability=lost.probability,
            why=f"in place of {lost.ref}: {why}",
        )
    )
    lost.replaced_by = new
    uow.add(lost)
    keeper.forget(lost)
    return new


def next_number(ref: str, view: View) -> int:
    """Return the number of a cycle's next case."""
    return max(view.values(Case.number, Case.cycle == ref)) + 1
