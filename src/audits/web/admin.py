"""Administration: accounts, and how the engine is."""

from typing import Annotated

from fastapi import Path
from fastapi.responses import Response

from audits.domain.errors import NotFoundError
from audits.domain.permissions import Role
from audits.domain.remedies import Verb
from audits.queries.accounts import list_accounts, list_tokens
from audits.queries.agencies import names_of_agencies
from audits.queries.engine.status import engine_status
from audits.steps.access.accounts import (
    add_account,
    change_role,
    disable_account,
    enable_account,
    invite,
)
from audits.steps.access.codes import forget_codes
from audits.steps.access.sessions import end_sessions_of
from audits.steps.access.tokens import revoke_token

from .forms import CodesForgotten, NewAccount, NewRole, Reason
from .pages import AVisit, Fields, Pages, filled
from .rendering import ROLE_WORDS
from .visit import Visit


pages = Pages()
AccountId = Annotated[str, Path(pattern=r"^U\d+$")]
ACCOUNT, IT = "/admin/accounts/{account}", ("{account}",)
OFFERED = [role for role in Role if role is not Role.CONTACT]


@pages.show("/admin", Verb.SEE_AGENCIES)
def admin(visit: AVisit) -> Response:
    return visit.page("admin/index.html")


@pages.show("/admin/accounts", Verb.SEE_ACCOUNTS)
def accounts(visit: AVisit) -> Response:
    accounts = list_accounts(workspace=visit.workspace)
    names = names_of_agencies(workspace=visit.workspace)
    return visit.page("admin/accounts.html", accounts=accounts, names=names, roles=_roles())


@pages.take("/admin/accounts", Verb.ADD_ACCOUNT)
def add(visit: AVisit, fields: Fields) -> Response:
    form = filled(NewAccount, fields)
    account = add_account(
        form.name, email=form.email, role=form.role, agencies=form.agencies.split(),
        workspace=visit.workspace,
    )  # fmt: skip
    return _link(visit, account)


@pages.take(ACCOUNT + "/invite", Verb.ADD_ACCOUNT, shown_at="/admin/accounts")
def send_link(visit: AVisit, account: AccountId) -> Response:
    return _link(visit, account)


@pages.show(ACCOUNT, Verb.SEE_ACCOUNTS)
def account_page(visit: AVisit, account: AccountId) -> Response:
    names = names_of_agencies(workspace=visit.workspace)
    for line in list_accounts(workspace=visit.workspace):
        if line.id == account:
            return visit.page("admin/account.html", account=line, names=names, roles=_roles())
    raise NotFoundError(f"There is no account {account}.")


@pages.take(ACCOUNT + "/role", Verb.CHANGE_ACCOUNT, shown_at=ACCOUNT, about=IT)
def give_role(visit: AVisit, account: AccountId, fields: Fields) -> Response:
    form = filled(NewRole, fields)
    change_role(
        account, form.role, why=form.why, agencies=form.agencies.split(), workspace=visit.workspace
    )
    return visit.go("/admin/accounts", "account_changed", about=account)


@pages.take(ACCOUNT + "/disable", Verb.CHANGE_ACCOUNT, shown_at=ACCOUNT, about=IT)
def disable(visit: AVisit, account: AccountId, fields: Fields) -> Response:
    form = filled(Reason, fields)
    disable_account(account, why=form.why, workspace=visit.workspace)
    return visit.go("/admin/accounts", "account_disabled", about=account)


@pages.take(ACCOUNT + "/enable", Verb.CHANGE_ACCOUNT, shown_at=ACCOUNT, about=IT)
def enable(visit: AVisit, account: AccountId, fields: Fields) -> Response:
    form = filled(Reason, fields)
    enable_account(account, why=form.why, workspace=visit.workspace)
    return visit.go("/admin/accounts", "account_enabled", about=account)


@pages.take(ACCOUNT + "/sign-out", Verb.CHANGE_ACCOUNT, shown_at=ACCOUNT)
def sign_out_everywhere(visit: AVisit, account: AccountId) -> Response:
    end_sessions_of(account, workspace=visit.workspace)
    return visit.go("/admin/accounts", "all_signed_out", about=account)


@pages.take(ACCOUNT + "/codes", Verb.CHANGE_ACCOUNT, shown_at=ACCOUNT, about=IT)
def forget_telephone(visit: AVisit, account: AccountId, fields: Fields) -> Response:
    form = filled(CodesForgotten, fields)
    forget_codes(account, why=form.codes_why, workspace=visit.workspace)
    return visit.go("/admin/accounts", "codes_forgotten", about=account)


@pages.show("/admin/tokens", Verb.SEE_ACCOUNTS)
def tokens(visit: AVisit) -> Response:
    return visit.page("admin/tokens.html", tokens=list_tokens(workspace=visit.workspace))


@pages.take("/admin/tokens/revoke", Verb.CHANGE_ACCOUNT, shown_at="/admin/tokens")
def revoke(visit: AVisit, fields: Fields) -> Response:
    revoke_token(fields.get("digest", ""), workspace=visit.workspace)
    return visit.go("/admin/tokens", "token_revoked")


@pages.show("/admin/engine", Verb.SEE_ENGINE)
def engine(visit: AVisit) -> Response:
    return visit.page("admin/engine.html", engine=engine_status(workspace=visit.workspace))


def _link(visit: Visit, account: str) -> Response:
    token = invite(account, workspace=visit.workspace)
    address = f"{visit.workspace.public_address}/welcome/{token}"
    return visit.page("admin/link.html", account=account, address=address)


def _roles() -> list[tuple[str, str]]:
    return [(role.value, ROLE_WORDS[role].capitalize()) for role in OFFERED]
