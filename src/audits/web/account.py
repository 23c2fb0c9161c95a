"""One's own account: where one is signed in, codes from a telephone, and tokens for programs."""

from fastapi.responses import Response

from audits.domain.access import TOKEN_LASTS
from audits.domain.amounts import many
from audits.queries.accounts import own_account
from audits.queries.agencies import names_of_agencies
from audits.steps.access.codes import give_up_codes, propose_codes, set_up_codes
from audits.steps.access.sessions import end_other_sessions, end_session
from audits.steps.access.tokens import make_token, revoke_token

from .forms import NewToken
from .pages import SIGNED_IN, AVisit, Fields, Pages, filled


pages = Pages()
HERE = "/account"


@pages.show(HERE, SIGNED_IN)
def own_page(visit: AVisit) -> Response:
    names = names_of_agencies(workspace=visit.workspace)
    account = own_account(visit.who.account, workspace=visit.workspace)
    lasts = [(str(days), many(days, "day")) for days in TOKEN_LASTS]
    return visit.page("access/account.html", account=account, names=names, lasts=lasts)


@pages.take("/account/stay", SIGNED_IN, shown_at=HERE)
def stay(visit: AVisit) -> Response:
    page = "/" if visit.who.unit else HERE  # whoever came by a unit's link has no account
    return visit.go(page, "stayed")


@pages.take("/account/end", SIGNED_IN, shown_at=HERE)
def end_one(visit: AVisit, fields: Fields) -> Response:
    end_session(fields.get("session", ""), account=visit.who.account, workspace=visit.workspace)
    return visit.go(HERE, "session_ended")


@pages.take("/account/end-others", SIGNED_IN, shown_at=HERE)
def end_others(visit: AVisit) -> Response:
    who = visit.who
    end_other_sessions(who.account, but=who.session, workspace=visit.workspace)
    return visit.go(HERE, "sessions_ended")


@pages.take("/account/codes", SIGNED_IN, shown_at=HERE)
def want_codes(visit: AVisit) -> Response:
    propose_codes(visit.who.account, workspace=visit.workspace)
    return visit.go(HERE)


@pages.take("/account/codes/set-up", SIGNED_IN, shown_at=HERE)
def take_first_code(visit: AVisit, fields: Fields) -> Response:
    who = visit.who
    set_up_codes(
        who.account, fields.get("code", ""), session=who.session, workspace=visit.workspace
    )
    return visit.go(HERE, "codes_set_up")


@pages.take("/account/codes/give-up", SIGNED_IN, shown_at=HERE)
def take_last_code(visit: AVisit, fields: Fields) -> Response:
    give_up_codes(visit.who.account, fields.get("code", ""), workspace=visit.workspace)
    return visit.go(HERE, "codes_given_up")


@pages.take("/account/tokens", SIGNED_IN, shown_at=HERE)
def new_token(visit: AVisit, fields: Fields) -> Response:
    form = filled(NewToken, fields)
    token = make_token(
        form.token_name, days=form.days, account=visit.who.account, workspace=visit.workspace
    )
    address = f"{visit.workspace.public_address}/api/v1"
    return visit.page("access/token.html", token_made=token, name=form.token_name, address=address)


@pages.take("/account/tokens/revoke", SIGNED_IN, shown_at=HERE)
def revoke_own(visit: AVisit, fields: Fields) -> Response:
    digest = fields.get("digest", "")
    revoke_token(digest, account=visit.who.account, workspace=visit.workspace)
    return visit.go(HERE, "token_revoked")
