"""Who has an account on the website."""

from dataclasses import dataclass
from datetime import datetime

from audits.domain.access import LinkPurpose
from audits.domain.permissions import Role
from audits.storage import Account
from audits.workspace import Workspace


@dataclass(frozen=True, slots=True)
class AccountLine:
    """One account, as lists show it."""

    id: str
    name: str
    email: str
    role: Role
    agencies: tuple[str, ...]
    has_password: bool
    added_at: datetime
    disabled_at: datetime | None


def list_accounts(*, workspace: Workspace) -> list[AccountLine]:
    """Return every account, those that are disabled too, as they were added."""
    with workspace.open_view() as view:
        return list(map(_line, view.all(Account, order_by=Account.added_at)))


def whose_link(token: str, purpose: LinkPurpose, *, workspace: Workspace) -> AccountLine | None:
    """Return whom a link is for; None if it does not work, or not any more."""
    account = workspace.sessions.account_of_link(token, purpose)
    if account is None:
        return None
    with workspace.open_view() as view:
        return _line(view.get(Account, account))


def _line(row: Account) -> AccountLine:
    return AccountLine(
        id=row.id,
        name=row.name,
        email=row.email,
        role=row.role,
        agencies=tuple(row.agencies),
        has_password=bool(row.password),
        added_at=row.added_at,
        disabled_at=row.disabled_at,
    )
