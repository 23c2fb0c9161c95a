"""Who has an account on the website."""

from dataclasses import dataclass, field
from datetime import datetime

from audits.domain.access import KeptToken, LinkPurpose, OpenSession
from audits.domain.permissions import Role
from audits.identity import address_of_secret, in_groups, picture_of
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
    has_codes: bool  # from a telephone, beside the password
    by_service: bool  # their organisation's sign-in service says who they are
    added_at: datetime
    disabled_at: datetime | None


@dataclass(frozen=True, slots=True)
class ProposedCodes:
    """A secret for a telephone: to be read from a picture, or typed."""

    picture: str = field(repr=False)
    typed: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class OwnAccount:
    """An account as its owner sees it: where they are signed in, and whether codes are wanted."""

    sessions: tuple[OpenSession, ...]
    has_codes: bool
    proposed: ProposedCodes | None
    tokens: tuple[KeptToken, ...]


def own_account(account: str, *, workspace: Workspace) -> OwnAccount:
    """Return what somebody may see and change of how they sign in."""
    has_codes = bool(workspace.second_factors.secret(account))
    proposed = None if has_codes else proposed_codes(account, workspace=workspace)
    sessions, tokens = workspace.sessions.of(account), workspace.tokens.of(account)
    return OwnAccount(tuple(sessions), has_codes, proposed, tuple(tokens))


def list_tokens(*, workspace: Workspace) -> list[KeptToken]:
    """Return the tokens of all accounts by which programs read, the newest first."""
    return workspace.tokens.of()


def proposed_codes(account: str, *, workspace: Workspace) -> ProposedCodes | None:
    """Return the secret of which no code has come yet; None if there is none."""
    secret = workspace.second_factors.secret(account, proved=False)
    if not secret:
        return None
    with workspace.open_view() as view:
        owner = view.get(Account, account).email
    address = address_of_secret(secret, owner=owner, partnership=workspace.partnership.name)
    return ProposedCodes(picture_of(address), in_groups(secret))


def list_accounts(*, workspace: Workspace) -> list[AccountLine]:
    """Return every account, those that are disabled too, as they were added."""
    with workspace.open_view() as view:
        rows = view.all(Account, order_by=Account.added_at)
    proved = workspace.second_factors.accounts()
    return [_line(row, has_codes=row.id in proved) for row in rows]


def has_account(email: str, *, workspace: Workspace) -> bool:
    """Tell whether somebody with this address may sign in."""
    with workspace.open_view() as view:
        row = view.first(Account, Account.email == email.strip().casefold())
    return row is not None and row.disabled_at is None


def whose_link(token: str, purpose: LinkPurpose, *, workspace: Workspace) -> AccountLine | None:
    """Return whom a link is for; None if it does not work, or not any more."""
    account = workspace.sessions.account_of_link(token, purpose)
    if account is None:
        return None
    with workspace.open_view() as view:
        return _line(view.get(Account, account), has_codes=False)


def _line(row: Account, *, has_codes: bool) -> AccountLine:
    return AccountLine(
        id=row.id,
        name=row.name,
        email=row.email,
        role=row.role,
        agencies=tuple(row.agencies),
        has_password=bool(row.password),
        has_codes=has_codes,
        by_service=row.subject is not None,
        added_at=row.added_at,
        disabled_at=row.disabled_at,
    )
