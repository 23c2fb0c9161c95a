"""Sign in by the sign-in service of an organisation: leave for it, and come back."""

from dataclasses import asdict
from typing import TYPE_CHECKING

from audits.domain.access import (
    NOWHERE,
    Caller,
    Entered,
    Identity,
    KeptForm,
    LinkPurpose,
    ProviderVisit,
)
from audits.domain.errors import UserError
from audits.domain.mail_address import address_fault
from audits.domain.permissions import Role
from audits.storage import Account
from audits.workspace import Workspace

from .sign_in import actor_of, begin_session, note_refused
from .throttle import NO_LINK


if TYPE_CHECKING:
    from audits.identity import OpenIdProvider
    from audits.storage import UnitOfWork

NO_SERVICE = "Nobody signs in here by a sign-in service. Sign in with your password."
NOT_BEGUN = (
    "This sign-in was not begun in this browser, has been used already or took too long. "
    "Begin again."
)
NOT_KNOWN = (
    "Your organisation says who you are, but you have no account here, or it is disabled. Ask the "
    "business unit for a link."
)
NO_ROLE = "Your organisation gives you no role here. Ask whoever keeps its accounts."
OTHERS = "This sign-in belongs to another account here. Ask the business unit."


def leave_for_provider(
    visitor: str, form: KeptForm, *, workspace: Workspace, link: str = ""
) -> str:
    """Return the address at which somebody signs in with their organisation.

    ``link`` is the token of a link to an account which is to be theirs from then on.

    Raises:
        UserError: if this workspace has no such service.
        TryAgainError: if the service cannot be reached.
    """
    address, visit = _provider(workspace).begin()
    kept = {f"visit.{name}": value for name, value in asdict(visit).items()}
    kept |= {f"field.{name}": value for name, value in form.fields.items()}
    kept |= {"path": form.path, "link": link}
    workspace.sessions.let_go(visitor, visit.state, kept)
    return address


def return_from_provider(
    visitor: str, state: str, code: str, *, workspace: Workspace, caller: Caller = NOWHERE
) -> Entered:
    """Begin a session of somebody who comes back.

    Raises:
        UserError: if they did not leave from this browser, or came back before; if the service
            refused, or what it says cannot be trusted; if they have no account, or no role.
        TryAgainError: if the service cannot be reached.
    """
    provider = _provider(workspace)
    kept = workspace.sessions.take_back(visitor, state)
    if kept is None:
        raise UserError(NOT_BEGUN)
    visit = ProviderVisit(**_part(kept, "visit."))
    identity = provider.identify(code, visit)
    row = _account(identity, kept["link"], workspace)
    if row.disabled_at is not None:
        note_refused(row, workspace)
        raise UserError(NOT_KNOWN)
    form = KeptForm(kept["path"], _part(kept, "field."))
    return begin_session(row, workspace, form, caller=caller)


def _provider(workspace: Workspace) -> "OpenIdProvider":
    if workspace.provider is None:
        raise UserError(NO_SERVICE)
    return workspace.provider


def _part(kept: dict[str, str], name: str) -> dict[str, str]:
    return {key.removeprefix(name): kept[key] for key in kept if key.startswith(name)}


def _account(identity: Identity, link: str, workspace: Workspace) -> Account:
    """Return whose account this is: by issuer and subject, and never by an address."""
    with workspace.open_view() as view:
        row = view.first(
            Account, Account.issuer == identity.issuer, Account.subject == identity.subject
        )
    if link:
        return _joined(row, link, identity, workspace)
    given = _provider(workspace).roles
    if not given:
        if row is None:
            raise UserError(NOT_KNOWN)
        return row
    roles = [given[name] for name in identity.roles if name in given]
    return _with_role(row, identity, roles, workspace)


def _joined(known: Account | None, link: str, identity: Identity, workspace: Workspace) -> Account:
    """Return the account that a link is for, from now on whoever came back's."""
    invited = workspace.sessions.account_of_link(link, LinkPurpose.SET_PASSWORD)
    if invited is None:
        raise UserError(NO_LINK)
    if known is not None and known.id != invited:
        raise UserError(OTHERS)
    workspace.sessions.use_link(link, LinkPurpose.SET_PASSWORD)
    with workspace.open_view() as view:
        row = view.get(Account, invited)
    with workspace.acting_as(actor_of(row)).open_uow() as uow:
        row = uow.get(Account, invited)
        row.issuer, row.subject = identity.issuer, identity.subject
        uow.add(row)
        uow.note("sign-in service joined", row.id)
        uow.commit()
    workspace.sessions.end_all(invited)
    return row


def _with_role(
    row: Account | None, identity: Identity, roles: list[Role], workspace: Workspace
) -> Account:
    """Return an account with the role that its organisation gives, the first of several.

    An agency lead's agencies are set here, in administration: no service knows them.
    """
    if not roles:
        raise UserError(NO_ROLE)
    role = min(roles, key=list(Role).index)
    is_new = row is None
    if row is not None and (row.role is role or row.disabled_at is not None):
        return row
    if role is Role.AGENCY_LEAD:
        raise UserError(NOT_KNOWN)
    named = workspace.acting_as(f"the sign-in service {identity.issuer}")
    with named.open_uow() as uow:
        if row is None:
            row = _new(identity, role, uow, named)
        else:
            row = uow.get(Account, row.id)
            row.role, row.agencies = role, []
            uow.note("account changed", row.id, role=role)
        uow.add(row)
        uow.commit()
    if not is_new:
        workspace.sessions.end_all(row.id)
    return row


def _new(identity: Identity, role: Role, uow: "UnitOfWork", workspace: Workspace) -> Account:
    if address_fault(identity.email) or not identity.name.strip():
        raise UserError(NOT_KNOWN)
    if uow.first(Account, Account.email == identity.email) is not None:
        raise UserError(NOT_KNOWN)  # an address is no proof: its owner asks for a link
    row = Account(
        id=f"U{uow.next_number('account')}",
        name=identity.name.strip(),
        email=identity.email,
        role=role,
        agencies=[],
        issuer=identity.issuer,
        subject=identity.subject,
        added_at=workspace.clock(),
    )
    uow.note("account added", row.id, role=role)
    return row
