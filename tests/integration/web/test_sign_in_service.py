"""Signing in by an organisation's own service: a real one, and what must not let anybody in.

OWASP ASVS 5.0: 6.8.1, 10.2.1, 10.5.1 to 10.5.4.
"""

import time
from base64 import urlsafe_b64encode
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from urllib.parse import parse_qs, urlsplit

import pytest
from builders import workspace as ws
from builders.sign_in_service import (
    CLIENT_ID,
    at_the_service,
    leave,
    sign_in_service,
    signed_in_by,
)
from builders.web_pages import account_of, signed_in, token_in, visitor

from audits.domain.permissions import Role
from audits.queries.accounts import list_accounts
from audits.queries.trail import list_trail
from audits.settings import init_workspace
from audits.steps.access.accounts import disable_account, invite
from audits.web import make_app


# The service's own: it says the older way how its tokens are signed.
pytestmark = pytest.mark.filterwarnings("ignore:get_jwt_config:DeprecationWarning")
KIM = {"name": "Kim Officer", "email": "Kim@Partnership.example", "roles": ["Audits.Officer"]}
ROLES = {"Audits.Officer": Role.BUSINESS_UNIT, "Audits.Quality": Role.QEG}
BEGIN_AGAIN = "was not begun in this browser, has been used already or took too long"
NO_ACCOUNT = "you have no account here, or it is disabled"
NOT_TRUSTED = "did not say who you are"


@pytest.fixture
def service():
    sam = {"name": "Sam Member", "email": "sam@police.example"}
    with sign_in_service(kim=KIM, sam=sam) as running:
        yield running


def app_of(tmp_path, service, **settings):
    if not (tmp_path / "home").exists():
        init_workspace(tmp_path / "home")
    workspace = ws.workspace_of(tmp_path / "home")
    return make_app(replace(workspace, provider=service.provider(**settings)))


@pytest.fixture
def app(tmp_path, service):
    """The website with a service that also says who may do what."""
    return app_of(tmp_path, service, roles=ROLES)


def workspace_of(app):
    return app.state.site.workspace


def accounts(app):
    return {line.email: line for line in list_accounts(workspace=workspace_of(app))}


def test_somebody_signs_in_with_the_role_that_their_organisation_gives(app):
    browser, answer = signed_in_by(app, "kim", to="/audits")
    assert (answer.status_code, answer.headers["location"]) == (303, "/audits")
    assert "Signed in as Kim Officer, business unit" in browser.get("/audits").text
    assert accounts(app)["kim@partnership.example"].role is Role.BUSINESS_UNIT


def test_whoever_comes_back_again_has_the_same_account_whatever_their_address(app, service):
    signed_in_by(app, "kim")
    service.lie = lambda claims: {**claims, "email": "kim.married@partnership.example"}
    assert signed_in_by(app, "kim")[1].status_code == 303
    assert list(accounts(app)) == ["kim@partnership.example"]


def test_another_role_in_the_organisation_is_another_role_here_and_ends_sessions(app, service):
    first, _ = signed_in_by(app, "kim")
    service.lie = lambda claims: {**claims, "roles": ["Audits.Quality"]}
    again, _ = signed_in_by(app, "kim")
    assert "Kim Officer, quality group" in again.get("/audits").text
    assert first.get("/audits").status_code == 303
    changed = [line for line in list_trail(workspace=workspace_of(app))
               if line.verb == "account changed"]  # fmt: skip
    assert [line.actor for line in changed] == [f"the sign-in service {service.address}"]


def test_whoever_has_no_role_there_has_no_account_here(app):
    _, answer = signed_in_by(app, "sam")
    assert answer.status_code == 422
    assert "gives you no role here" in answer.text
    assert accounts(app) == {}


def test_the_challenge_is_the_digest_of_what_is_shown_later(app, service):
    browser = visitor(app)
    address = leave(browser)
    asked = parse_qs(urlsplit(address).query)
    browser.get(at_the_service(address, "kim"))
    [tokens] = service.asked
    digest = sha256(tokens["code_verifier"].encode()).digest()
    assert asked["code_challenge"] == [urlsafe_b64encode(digest).decode().rstrip("=")]
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["client_id"] == [CLIENT_ID]
    assert len(asked["nonce"][0]) >= 20
    assert len(asked["state"][0]) >= 20


LIES = {
    "another issuer": {"iss": "https://elsewhere.example"},
    "another audience": {"aud": "another program", "azp": CLIENT_ID},
    "another nonce": {"nonce": "of another visit"},
    "no nonce": {"nonce": None},
    "no subject": {"sub": None},
    "no end": {"exp": None},
    "an end that is over": {"exp": int(time.time()) - 3600},
}


@pytest.mark.parametrize("lie", LIES.values(), ids=list(LIES))
def test_a_token_that_is_not_for_this_visit_lets_nobody_in(app, service, lie):
    signed_in_by(app, "kim")

    def told(claims):
        changed = {**claims, **lie}
        return {name: changed[name] for name in changed if changed[name] is not None}

    service.lie = told
    browser, answer = signed_in_by(app, "kim")
    assert (answer.status_code, NOT_TRUSTED in answer.text) == (422, True)
    assert browser.get("/audits").status_code == 303


def test_a_token_that_another_service_signed_lets_nobody_in(app, service):
    with sign_in_service(kim=KIM) as other:
        address = leave(browser := visitor(app))
        elsewhere = address.replace(service.address, other.address)
        answer = browser.get(at_the_service(elsewhere, "kim"))
    assert (answer.status_code, NOT_TRUSTED in answer.text) == (422, True)


def test_one_subject_of_two_issuers_is_two_people(tmp_path, service):
    signed_in_by(app_of(tmp_path, service, roles=ROLES), "kim")
    with sign_in_service(kim={**KIM, "email": "other@partnership.example"}) as other:
        second = app_of(tmp_path, other, roles=ROLES)
        signed_in_by(second, "kim")
        assert len({line.id for line in accounts(second).values()}) == 2


def test_a_service_that_calls_itself_otherwise_is_not_trusted(app, service):
    service.address += "/"  # its own description has no slash there
    app = make_app(replace(workspace_of(app), provider=service.provider()))
    browser = visitor(app)
    page = browser.get("/sign-in")
    answer = browser.post("/sign-in/organisation", data={"form_token": token_in(page.text)})
    assert (answer.status_code, NOT_TRUSTED in answer.text) == (422, True)


@pytest.mark.parametrize("change", ["state", "browser", "again", "late"])
def test_only_the_browser_that_left_comes_back_once_and_in_time(app, change):
    browser = visitor(app)
    back = at_the_service(leave(browser), "kim")
    if change == "state":
        back = back.replace("state=", "state=x")
    elif change == "browser":
        browser = visitor(app)
    elif change == "again":
        assert browser.get(back).status_code == 303
        browser.cookies.delete("__Host-session")
    else:
        workspace_of(app).clock.now += timedelta(minutes=16)
    answer = browser.get(back)
    assert (answer.status_code, BEGIN_AGAIN in answer.text) == (422, True)
    assert "__Host-session" not in browser.cookies


def test_a_code_that_the_service_does_not_know_lets_nobody_in(app):
    browser = visitor(app)
    path = at_the_service(leave(browser), "kim")
    code = parse_qs(urlsplit(path).query)["code"][0]
    answer = browser.get(path.replace(code, "long-expired"))
    assert (answer.status_code, NOT_TRUSTED in answer.text) == (422, True)


def test_whoever_says_no_at_the_service_gets_a_plain_page(app):
    answer = visitor(app).get("/sign-in/return?error=access_denied&state=x")
    assert (answer.status_code, BEGIN_AGAIN in answer.text) == (422, True)


def test_a_disabled_account_is_not_let_in(app):
    signed_in_by(app, "kim")
    workspace = workspace_of(app)
    kim = accounts(app)["kim@partnership.example"].id
    disable_account(kim, why="Has left.", workspace=workspace)
    _, answer = signed_in_by(app, "kim")
    assert (answer.status_code, NO_ACCOUNT in answer.text) == (422, True)
    assert list_trail(workspace=workspace)[-1].verb == "sign-in refused"


def test_an_account_is_never_found_by_its_address(app):
    workspace = workspace_of(app)
    account_of(Role.BUSINESS_UNIT, workspace)  # of the address that follows, with no service
    account = accounts(app)["business_unit@partnership.example"]
    with sign_in_service(mallory={**KIM, "email": account.email}) as other:
        app = make_app(replace(workspace, provider=other.provider(roles=ROLES)))
        _, answer = signed_in_by(app, "mallory")
    assert (answer.status_code, NO_ACCOUNT in answer.text) == (422, True)


def test_where_roles_are_set_here_a_link_joins_an_account_to_the_service(tmp_path, service):
    app = app_of(tmp_path, service)
    workspace = workspace_of(app)
    _, stranger = signed_in_by(app, "sam")
    assert (stranger.status_code, NO_ACCOUNT in stranger.text) == (422, True)
    link = invite(account_of(Role.QEG, workspace), workspace=workspace)
    browser = visitor(app)
    back = at_the_service(leave(browser, shown_at=f"/welcome/{link}", link=link), "sam")
    assert browser.get(back).status_code == 303
    assert "Signed in as Sam Member, quality group" in browser.get("/audits").text
    assert signed_in_by(app, "sam")[1].status_code == 303
    assert visitor(app).get(f"/welcome/{link}").status_code == 422, "the link is used up"


def test_one_person_of_the_service_has_one_account(tmp_path, service):
    app = app_of(tmp_path, service)
    workspace = workspace_of(app)
    for role, expected in ((Role.QEG, 303), (Role.BUSINESS_UNIT, 422)):
        link = invite(account_of(role, workspace), workspace=workspace)
        _, answer = signed_in_by(app, "sam", link=link, shown_at=f"/welcome/{link}")
        assert answer.status_code == expected
    assert "belongs to another account" in answer.text


def test_a_form_whose_session_was_over_is_kept_through_the_service(app):
    browser, _ = signed_in_by(app, "kim")
    page = browser.get("/audits/new")
    workspace_of(app).clock.now += timedelta(hours=1)
    typed = {"form_token": token_in(page.text), "kind": "mash_weekly", "why": "Asked for <today>."}
    asked = browser.post("/audits/new", data=typed)
    assert asked.status_code == 401
    fields = {"form_token": token_in(asked.text), "to": "/audits/new",
              "kept.kind": "mash_weekly", "kept.why": "Asked for <today>."}  # fmt: skip
    gone = browser.post("/sign-in/organisation", data=fields)
    address = gone.text.split('content="0; url=')[1].split('"')[0].replace("&amp;", "&")
    answer = browser.get(at_the_service(address, "kim"))
    assert answer.headers["location"] == "/audits/new"
    assert "Asked for &lt;today&gt;." in browser.get("/audits/new").text


def test_where_the_service_is_down_a_page_says_so(tmp_path):
    with sign_in_service(kim=KIM) as service:
        app = app_of(tmp_path, service, roles=ROLES)
        away = visitor(app)
        back = at_the_service(leave(away), "kim")
    browser = visitor(app)
    page = browser.get("/sign-in")
    asked = browser.post("/sign-in/organisation", data={"form_token": token_in(page.text)})
    # What the service is was asked before: one is sent there, and told by one's own browser.
    assert asked.status_code == 200
    answer = away.get(back)
    assert answer.status_code == 503
    assert "cannot be reached at the moment" in answer.text
    fresh = app_of(tmp_path, service, roles=ROLES)
    browser = visitor(fresh)
    page = browser.get("/sign-in")
    asked = browser.post("/sign-in/organisation", data={"form_token": token_in(page.text)})
    assert asked.status_code == 503
    assert "cannot be reached at the moment" in asked.text
    assert "Email address" in asked.text, "a password is still taken"


def test_without_a_service_no_page_offers_it(tmp_path):
    init_workspace(tmp_path / "home")
    app = make_app(ws.workspace_of(tmp_path / "home"))
    assert "organisation" not in visitor(app).get("/sign-in").text
    browser = signed_in(app, Role.QEG)
    assert browser.get("/sign-in/return?state=x&code=y").status_code == 422


def test_nothing_of_a_visit_stands_in_the_database_as_it_is(app, tmp_path):
    address = leave(visitor(app), **{"to": "/audits/new", "kept.why": "Something private"})
    query = parse_qs(urlsplit(address).query)
    kept = b"".join(path.read_bytes() for path in (tmp_path / "home").glob("audits.db*"))
    for word in (query["state"][0], query["nonce"][0], "Something private"):
        assert word.encode() not in kept
