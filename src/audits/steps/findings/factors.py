"""What contributed to a finding, and what an action is to put right, from the list of factors."""

from collections.abc import Collection, Mapping

from audits.domain.errors import NotFoundError
from audits.domain.factors import as_kept
from audits.domain.remedies import Remedy, Verb
from audits.queries.factors import factors_asked
from audits.storage import ActionRow, Cycle, FindingRow, UnitOfWork
from audits.workspace import Workspace


def name_finding_factors(
    ref: str, finding: str, factors: Collection[str], *, workspace: Workspace
) -> None:
    """Say that these factors, and no others, contributed to a finding.

    Raises:
        NotFoundError: if the cycle has no such finding.
        UserError: if a factor is not on the list.
    """
    with workspace.open_uow() as uow:
        cycle = uow.get(Cycle, ref)
        row = uow.find(FindingRow, finding)
        if row is None or row.cycle != ref:
            raise NotFoundError(
                f"{ref} has no finding '{finding}'.", remedy=Remedy(Verb.SEE_FINDINGS, ref)
            )
        _keep(row, factors, cycle, uow=uow, workspace=workspace)


def name_action_factors(ref: str, factors: Collection[str], *, workspace: Workspace) -> None:
    """Say that an action is to put right these factors, and no others.

    Raises:
        NotFoundError: if there is no such action.
        UserError: if a factor is not on the list.
    """
    with workspace.open_uow() as uow:
        row = uow.get(ActionRow, ref)
        cycle = uow.find(Cycle, row.cycle or "")
        _keep(row, factors, cycle, uow=uow, workspace=workspace)


def factors_kept(ref: str, uow: UnitOfWork) -> Mapping[tuple[str, str, str], str]:
    """Return what contributed to a cycle's findings, by each one's kind, question and theme."""
    kept = {}
    for row in uow.all(FindingRow, FindingRow.cycle == ref, FindingRow.factors != ""):
        kept[str(row.kind), row.question, row.theme] = row.factors
    return kept


def give_back_factors(kept: Mapping[tuple[str, str, str], str], ref: str, uow: UnitOfWork) -> None:
    """Say it again of a cycle's findings that were frozen again, in the caller's transaction."""
    if not kept:
        return
    for row in uow.all(FindingRow, FindingRow.cycle == ref):
        row.factors = kept.get((str(row.kind), row.question, row.theme), "")
        uow.add(row)


def _keep(
    row: FindingRow | ActionRow,
    factors: Collection[str],
    cycle: Cycle | None,
    *,
    uow: UnitOfWork,
    workspace: Workspace,
) -> None:
    kept = as_kept(factors, factors_asked(cycle, workspace=workspace))
    if kept == row.factors:
        return
    before, row.factors = row.factors, kept
    uow.add(row)
    uow.note("factors named", row.id, factors=kept, before=before)
    uow.commit()
