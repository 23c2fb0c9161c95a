"""One's own account: where one is signed in, how long yet, and codes from a telephone."""

from fastapi.responses import Response

from audits.queries.accounts import own_account
from audits.queries.agencies import names_of_agencies
from audits.steps.access.codes import give_up_codes, propose_codes, set_up_codes
from audits.steps.access.sessions import end_other_sessions, end_session

from .pages import SIGNED_IN, AVisit, Fields, Pages


pages = Pages()
HERE = "/account"


@pages.show(HERE, SIGNED_IN)
def own_page(visit: AVisit) -> Response:
    names = names_of_agencies(workspace=visit.workspace)
    account = own_account(visit.who.account, workspace=visit.workspace)
    return visit.page("access/account.html", account=account, names=names)


@pages.take("/account/stay", SIGNED_IN, shown_at=HERE)
def stay(visit: AVisit) -> Response:
    return visit.go(HERE, "stayed")


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
