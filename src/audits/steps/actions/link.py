"""Whom an action belongs to, and which findings it is about."""

from collections.abc import Mapping, Sequence

from audits.domain.errors import NotFoundError, UserError
from audits.domain.remedies import Remedy, Verb
from audits.storage import (
    ActionAgency,
    ActionFinding,
    ActionRow,
    FindingRow,
    UnitOfWork,
    View,
    one_of,
)


def check_agencies(owner: str, contributors: Sequence[str], known: Mapping[str, str]) -> None:
    """Refuse an owner or a contributor that is not on the partnership's list.

    Raises:
        UserError: without an owner.
        NotFoundError: naming those there are.
    """
    if not owner.strip():
        raise UserError("The action has no owner. Name the one agency that is accountable.")
    check_known((owner, *contributors), known)


def check_known(agencies: Sequence[str], known: Mapping[str, str]) -> None:
    """Refuse an agency that is not on the partnership's list.

    Raises:
        NotFoundError: naming those there are.
    """
    remedy = () if known else Remedy(Verb.IMPORT_AGENCIES)
    for agency in agencies:
        if agency not in known:
            names = ", ".join(sorted(known)) or "none"
            raise NotFoundError(
                f"'{agency}' is no agency on your list. There are: {names}.", remedy=remedy
            )


def check_findings(findings: Sequence[str], view: View) -> None:
    """Refuse a finding that is not there.

    Raises:
        NotFoundError: naming it.
    """
    if not findings:
        return
    known = view.values(FindingRow.id, one_of(FindingRow.id, findings))
    for ref in findings:
        if ref not in known:
            raise NotFoundError(f"There is no finding '{ref}'.", remedy=Remedy(Verb.SEE_FINDINGS))


def link_action(
    row: ActionRow,
    uow: UnitOfWork,
    *,
    owner: str = "",
    contributors: Sequence[str] = (),
    findings: Sequence[str] = (),
) -> None:
    """Give an action another owner, and more agencies and findings, in the caller's transaction.

    Raises:
        NotFoundError: if one of them is not known.
    """
    if not (owner or contributors or findings):
        return
    # The owner that stands may be a body of the partnership, or an agency that has left.
    check_known(list(filter(None, (owner, *contributors))), uow.owners())
    check_findings(findings, uow)
    row.owner = owner or row.owner
    for agency in contributors:
        uow.add_once(ActionAgency(action=row.id, agency=agency))
    for finding in findings:
        uow.add_once(ActionFinding(action=row.id, finding=finding))
    standing = uow.first(
        ActionAgency, ActionAgency.action == row.id, ActionAgency.agency == row.owner
    )
    if standing is not None:  # who is accountable does not contribute as well
        uow.remove(standing)
