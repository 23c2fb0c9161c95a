"""Make a sample larger by its next reserves, before packs go out; its first part stays."""

from audits.domain.errors import SampleError, StatusError
from audits.domain.remedies import Missing, Remedy
from audits.sampling import Certificate, CertifiedExtension, DrawnCase, Extension, extension
from audits.steps.masks import masks
from audits.storage import Case, Cycle, Draw, UnitOfWork, is_false
from audits.workspace import Workspace

from .certificate import certificate_of, in_use, keep_certificate, ranked_frame
from .flags import Flagger
from .keep_cases import CaseKeeper
from .replace_case import check_before_packs, next_number


@masks("why")
def extend_sample(ref: str, more: int, *, why: str, workspace: Workspace) -> list[str]:
    """Take so many reserves into a sample, and return their references.

    Shared out between the strata by the plan's rule, the next in rank of each; what was drawn
    before stays as it was, with the probability of the larger sample. Fewer if there are no more.

    Raises:
        NotFoundError: if there is no such cycle.
        SampleError: if no reserve is left.
        StatusError: if no reason is given, nothing is asked for, or the packs are out.
    """
    with workspace.open_uow() as uow:
        cycle = uow.get(Cycle, ref)
        check_before_packs(cycle)
        if more < 1 or not why.strip():
            raise StatusError(
                "Say by how many the sample is to be extended, and why.",
                remedy=Remedy(Missing.EXTENSION),
            )
        draw = uow.get(Draw, ref)
        taken = extension(draw.certificate, ranked_frame(cycle, workspace), more)
        if not taken.reserves:
            raise SampleError(f"No reserve is left, so {ref} cannot be extended.")
        refs = _take_in(taken, draw, (more, why), cycle=cycle, uow=uow, workspace=workspace)
        uow.note("sample extended", ref, why=why, asked=more, cases=refs)
        uow.commit()
    return refs


def _take_in(
    taken: Extension, draw: Draw, asked: tuple[int, str], *, cycle: Cycle, uow: UnitOfWork,
    workspace: Workspace,
) -> list[str]:  # fmt: skip
    more, why = asked
    hashes = [reserve.unit_hash for reserve in taken.reserves]
    keeper, first = (
        CaseKeeper(cycle, hashes, uow=uow, workspace=workspace),
        next_number(cycle.ref, uow),
    )
    _change_probabilities(taken, cycle, uow)
    before = certificate_of(draw)
    used = list(before.get("reserves_used", ()))
    step: CertifiedExtension = {
        "more": more, "after": len(used), "why": why, "shares": dict(taken.shares),
        "probabilities": dict(taken.probabilities),
    }  # fmt: skip
    new: dict[str, str] = {}
    for number, reserve in enumerate(taken.reserves, first):
        case = DrawnCase(
            number, *reserve, taken.probabilities[reserve.stratum],
            why=f"the sample was extended: {why}",
        )  # fmt: skip
        ref = keeper.keep(case)
        new[ref] = reserve.unit_hash
        used.append(in_use(reserve, by=ref, why=why))
    flagger = Flagger(cycle, view=uow, workspace=workspace)
    flags = before.get("flags", {}) | flagger.flag(new, keeper)
    extensions = [*before.get("extensions", ()), step]
    facts: Certificate = {
        **before, "reserves_used": used, "extensions": extensions, "flags": flags,
    }  # fmt: skip
    keep_certificate(draw, facts, uow)
    return list(new)


def _change_probabilities(taken: Extension, cycle: Cycle, uow: UnitOfWork) -> None:
    for case in uow.all(Case, Case.cycle == cycle.ref, is_false(Case.targeted)):
        case.probability = taken.probabilities[case.stratum]
        uow.add(case)
