"""Add an account, change what it may do, and take it away."""

from collections.abc import Sequence

from audits.domain.access import LINK_LASTS, LinkPurpose
from audits.domain.errors import NotFoundError, UserError
from audits.domain.mail_address import address_fault
from audits.domain.permissions import Role
from audits.steps.masks import masks
from audits.storage import Account, Agency
from audits.workspace import Workspace


def add_account(
    name: str, *, email: str, role: Role, workspace: Workspace, agencies: Sequence[str] = ()
) -> str:
    """Add an account and return its id; nobody can sign in with it before a password is chosen.

    Raises:
        UserError: if the name is empty, the address cannot be one or has an account, or an
            agency lead is of no agency.
        NotFoundError: if there is no such agency.
    """
    email = email.strip().casefold()
    _check_person(name, email, role, agencies)
    with workspace.open_uow() as uow:
        for code in agencies:
            uow.get(Agency, code)
        if uow.first(Account, Account.email == email) is not None:
            raise UserError(f"There is an account with the address {email}.")
        row = Account(
            id=f"U{uow.next_number('account')}",
            name=name.strip(),
            email=email,
            role=role,
            agencies=list(agencies),
            added_at=workspace.clock(),
        )
        uow.add(row)
        uow.note("account added", row.id, role=role, agencies=list(agencies))
        uow.commit()
        return row.id


def invite(account: str, *, workspace: Workspace) -> str:
    """Return the token of a link by which somebody chooses their password, once.

    Raises:
        NotFoundError: if there is no such account.
    """
    return _link(account, LinkPurpose.SET_PASSWORD, workspace)


def offer_sign_in(account: str, *, workspace: Workspace) -> str:
    """Return the token of a link that signs in once: only for a workspace of made-up data.

    Raises:
        NotFoundError: if there is no such account.
    """
    return _link(account, LinkPurpose.SIGN_IN, workspace)


@masks("why", about="")
def change_role(
    account: str, role: Role, *, why: str, workspace: Workspace, agencies: Sequence[str] = ()
) -> None:
    """Give an account another role; whoever is signed in with it has to sign in again.

    Raises:
        NotFoundError: if there is no such account or agency.
        UserError: if an agency lead is of no agency, or nobody would be administrator.
    """
    with workspace.open_uow() as uow:
        row = _known(uow.find(Account, account), account)
        _check_person(row.name, row.email, role, agencies)
        if role is not Role.ADMINISTRATOR:
            _check_one_is_left(row, uow.all(Account, Account.role == Role.ADMINISTRATOR))
        for code in agencies:
            uow.get(Agency, code)
        was, row.role, row.agencies = row.role, role, list(agencies)
        uow.add(row)
        uow.note("account changed", row.id, why=why, role=role, was=was, agencies=list(agencies))
        uow.commit()
    workspace.sessions.end_all(account)


@masks("why", about="")
def disable_account(account: str, *, why: str, workspace: Workspace) -> None:
    """Let nobody in with an account from now on, and end its sessions and access keys.

    Raises:
        NotFoundError: if there is no such account.
        UserError: if it is disabled already, or nobody would be administrator.
    """
    with workspace.open_uow() as uow:
        row = _known(uow.find(Account, account), account)
        if row.disabled_at is not None:
            raise UserError(f"The account {account} is disabled already.")
        _check_one_is_left(row, uow.all(Account, Account.role == Role.ADMINISTRATOR))
        row.disabled_at = workspace.clock()
        uow.add(row)
        uow.note("account disabled", row.id, why=why)
        uow.commit()
    workspace.tokens.revoke_all(account)
    workspace.sessions.end_all(account)


@masks("why", about="")
def enable_account(account: str, *, why: str, workspace: Workspace) -> None:
    """Let the owner of a disabled account in again, as before and with the role it had.

    Raises:
        NotFoundError: if there is no such account.
        UserError: if it is not disabled.
    """
    with workspace.open_uow() as uow:
        row = _known(uow.find(Account, account), account)
        if row.disabled_at is None:
            raise UserError(f"The account {account} is not disabled.")
        row.disabled_at = None
        uow.add(row)
        uow.note("account enabled", row.id, why=why)
        uow.commit()


def _link(account: str, purpose: LinkPurpose, workspace: Workspace) -> str:
    with workspace.open_uow() as uow:
        row = _known(uow.find(Account, account), account)
        if row.disabled_at is not None:
            raise UserError(f"The account {account} is disabled.")
        uow.note("link made", row.id, to=purpose)
        uow.commit()
    return workspace.sessions.make_link(account, purpose, lasts=LINK_LASTS)


def _check_person(name: str, email: str, role: Role, agencies: Sequence[str]) -> None:
    if not name.strip():
        raise UserError("Give the name of the person whose account this is.")
    if fault := address_fault(email):
        raise UserError(fault)
    if role is Role.CONTACT:
        raise UserError("A contact of a unit needs no account: a link comes with the pack.")
    if (role is Role.AGENCY_LEAD) != bool(agencies):
        raise UserError("An agency lead is of one agency or more, and nobody else is of any.")


def _check_one_is_left(row: Account, administrators: Sequence[Account]) -> None:
    """Refuse to leave nobody who can set the product up."""
    if row.role is not Role.ADMINISTRATOR:
        return
    left = 0
    for other in administrators:
        left += other.id != row.id and other.disabled_at is None
    if not left:
        raise UserError("This is the only administrator. Give somebody else that role first.")


def _known(row: Account | None, account: str) -> Account:
    if row is None:
        raise NotFoundError(f"There is no account '{account}'.")
    return row
