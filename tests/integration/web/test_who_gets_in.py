"""Who gets in: sign-in, links, sessions and their ends, attempts (OWASP ASVS 5.0, 6 and 7)."""

from datetime import timedelta

import pytest
from builders import workspace as ws
from builders.web_pages import account_of, send, send_from, signed_in, token_in, visitor

from audits.domain.errors import UserError
from audits.domain.permissions import Role
from audits.queries.trail import list_trail
from audits.settings import init_workspace
from audits.steps.access.accounts import (
    add_account,
    change_role,
    disable_account,
    invite,
    offer_sign_in,
)
from audits.web import make_app


WORDS = "correct horse battery staple"


@pytest.fixture
def workspace(tmp_path):
    init_workspace(tmp_path / "home")
    return ws.workspace_of(tmp_path / "home")


@pytest.fixture
def app(workspace):
    return make_app(workspace)


def chosen(app, role=Role.BUSINESS_UNIT, words=WORDS):
    """Choose a password with the link that was sent, and return whose it is."""
    workspace = app.state.site.workspace
    account = account_of(role, workspace)
    link = f"/welcome/{invite(account, workspace=workspace)}"
    assert send(visitor(app), link, {"password": words}).status_code == 303
    return account


def test_there_is_no_account_to_begin_with(app):
    page = send(visitor(app), "/sign-in", {"email": "admin@partnership.example", "password": WORDS})
    assert page.status_code == 422
    assert "The address or the password is not right." in page.text


def test_somebody_chooses_a_password_and_signs_in_with_it(app):
    chosen(app)
    browser = visitor(app)
    fields = {"email": " Business_Unit@Partnership.example", "password": WORDS, "to": "/audits"}
    answer = send(browser, "/sign-in", fields)
    assert (answer.status_code, answer.headers["location"]) == (303, "/audits")
    assert "Signed in as Kim Officer, business unit" in browser.get("/audits").text


def test_the_cookie_is_kept_for_this_host_and_from_scripts(app):
    chosen(app)
    fields = {"email": "business_unit@partnership.example", "password": WORDS}
    cookie = send(visitor(app), "/sign-in", fields).headers["set-cookie"]
    assert cookie.startswith("__Host-session=")
    for mark in ("Secure", "HttpOnly", "Path=/", "SameSite=lax"):
        assert mark in cookie
    assert "Domain" not in cookie


@pytest.mark.parametrize("to", ["https://elsewhere.example/", "//elsewhere.example", "/\\e", "x"])
def test_nobody_is_sent_elsewhere_after_signing_in(app, to):
    chosen(app)
    fields = {"email": "business_unit@partnership.example", "password": WORDS, "to": to}
    assert send(visitor(app), "/sign-in", fields).headers["location"] == "/"


def test_a_wrong_password_and_no_account_are_told_alike(app):
    chosen(app)
    answers = set()
    for email in ("business_unit@partnership.example", "nobody@partnership.example"):
        page = send(visitor(app), "/sign-in", {"email": email, "password": "wrong words here"})
        answers.add((page.status_code, page.text.count("is not right")))
        assert email in page.text, "what was typed is kept"
        assert "wrong words here" not in page.text
    assert len(answers) == 1


def test_after_five_wrong_passwords_even_the_right_one_waits(app):
    chosen(app)
    fields = {"email": "business_unit@partnership.example", "password": "wrong words here"}
    for _ in range(5):
        send(visitor(app), "/sign-in", fields)
    right = {**fields, "password": WORDS}
    page = send(visitor(app), "/sign-in", right)
    assert "tried too often" in page.text
    app.state.site.workspace.clock.now += timedelta(minutes=16)
    assert send(visitor(app), "/sign-in", right).status_code == 303


def test_two_processes_count_attempts_together(workspace, tmp_path):
    one, other = make_app(workspace), make_app(ws.workspace_of(tmp_path / "home"))
    chosen(one)
    fields = {"email": "business_unit@partnership.example", "password": "wrong words here"}
    for app in (one, other, one, other, one):
        send(visitor(app), "/sign-in", fields)
    assert "tried too often" in send(visitor(other), "/sign-in", fields).text


def test_a_link_works_once(app):
    workspace = app.state.site.workspace
    link = f"/welcome/{invite(account_of(Role.QEG, workspace), workspace=workspace)}"
    assert send(visitor(app), link, {"password": WORDS}).status_code == 303
    again = visitor(app).get(link)
    assert again.status_code == 422
    assert "This link does not work, or not any more." in again.text


def test_a_link_is_only_used_by_pressing_its_button(app):
    workspace = app.state.site.workspace
    link = f"/enter/{offer_sign_in(account_of(Role.QEG, workspace), workspace=workspace)}"
    for _ in range(3):  # a mail scanner follows it
        assert visitor(app).get(link).status_code == 200
    assert send(visitor(app), link).status_code == 303


def test_a_link_ends_after_three_days(app):
    workspace = app.state.site.workspace
    link = f"/welcome/{invite(account_of(Role.QEG, workspace), workspace=workspace)}"
    workspace.clock.now += timedelta(days=3, seconds=1)
    assert visitor(app).get(link).status_code == 422


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("short", "12 characters or more"),
        ("passwordpassword", "harder to guess"),
        ("aaaaaaaaaaaaaaaa", "harder to guess"),
        ("Kim Officer Kim Officer", "harder to guess"),
        ("x" * 257, "at most 256"),
    ],
)
def test_a_password_that_will_not_do_leaves_the_link_as_it_was(app, words, says):
    workspace = app.state.site.workspace
    link = f"/welcome/{invite(account_of(Role.BUSINESS_UNIT, workspace), workspace=workspace)}"
    page = send(visitor(app), link, {"password": words})
    assert (page.status_code, says in page.text) == (422, True)
    assert send(visitor(app), link, {"password": WORDS}).status_code == 303


def test_a_session_ends_when_nothing_was_done_for_half_an_hour(app):
    clock = app.state.site.workspace.clock
    browser = signed_in(app, Role.BUSINESS_UNIT)
    for _ in range(3):
        clock.now += timedelta(minutes=29)
        assert browser.get("/audits").status_code == 200
    clock.now += timedelta(minutes=31)
    assert browser.get("/audits").headers["location"] == "/sign-in?to=/audits"


def test_a_session_ends_after_twelve_hours_whatever_is_done(app):
    clock = app.state.site.workspace.clock
    browser = signed_in(app, Role.BUSINESS_UNIT)
    for _ in range(24):
        clock.now += timedelta(minutes=30)
        assert browser.get("/audits").status_code == 200
    clock.now += timedelta(minutes=1)
    assert browser.get("/audits").status_code == 303


def test_signing_out_ends_the_session_and_not_only_its_cookie(app):
    browser = signed_in(app, Role.BUSINESS_UNIT)
    token = browser.cookies["__Host-session"]
    assert send(browser, "/sign-out", shown_at="/").status_code == 303
    other = visitor(app)
    other.cookies["__Host-session"] = token
    assert other.get("/audits").status_code == 303


def test_a_disabled_account_is_out_at_once(app):
    workspace = app.state.site.workspace
    browser = signed_in(app, Role.QEG)
    disable_account(account_of(Role.QEG, workspace), why="Has left.", workspace=workspace)
    assert browser.get("/audits").status_code == 303


def test_a_disabled_account_is_let_in_again_with_a_reason(app):
    workspace = app.state.site.workspace
    signed_in(app, Role.QEG)
    account = account_of(Role.QEG, workspace)
    disable_account(account, why="Has left.", workspace=workspace)
    admin = signed_in(app, Role.ADMINISTRATOR)
    at = f"/admin/accounts/{account}"
    assert "Disabled" in admin.get(at).text
    assert send(admin, f"{at}/enable", {"why": ""}, shown_at=at).status_code == 422
    opened = admin.get(at).text
    assert send(admin, f"{at}/enable", {"why": "Is back"}, shown_at=at).status_code == 303
    assert signed_in(app, Role.QEG).get("/audits").status_code == 200
    (line,) = [line for line in list_trail(workspace=workspace) if line.verb == "account enabled"]
    assert (line.about, line.why) == (account, "Is back")
    assert send_from(admin, opened, f"{at}/enable", {"why": "Again"}).status_code == 409
    assert send(admin, f"{at}/enable", {"why": "Again"}, shown_at="/admin").status_code == 422


def test_another_role_wants_another_sign_in(app):
    workspace = app.state.site.workspace
    browser = signed_in(app, Role.QEG)
    account = account_of(Role.QEG, workspace)
    change_role(account, Role.READER, why="Chairs now.", workspace=workspace)
    assert browser.get("/audits").status_code == 303


def test_each_sign_in_has_a_token_of_its_own(app):
    tokens = {signed_in(app, Role.QEG).cookies["__Host-session"] for _ in range(3)}
    assert len(tokens) == 3


def test_the_database_holds_no_token_and_no_password(app, tmp_path):
    chosen(app)
    browser = signed_in(app, Role.BUSINESS_UNIT)
    kept = b"".join(path.read_bytes() for path in (tmp_path / "home").glob("audits.db*"))
    assert browser.cookies["__Host-session"].encode() not in kept
    assert WORDS.encode() not in kept
    assert b"$argon2id$" in kept


def test_a_form_whose_session_is_over_is_kept_through_signing_in(app):
    chosen(app)
    browser = signed_in(app, Role.BUSINESS_UNIT)
    page = browser.get("/audits/new")
    app.state.site.workspace.clock.now += timedelta(hours=1)
    typed = {"form_token": token_in(page.text), "kind": "mash_weekly", "why": "Asked for <today>."}
    asked = browser.post("/audits/new", data=typed)
    assert asked.status_code == 401
    assert 'name="kept.why" value="Asked for &lt;today&gt;."' in asked.text
    answers = {
        "form_token": token_in(asked.text), "email": "business_unit@partnership.example",
        "password": WORDS, "to": "/audits/new",
        "kept.kind": "mash_weekly", "kept.why": "Asked for <today>.",
    }  # fmt: skip
    assert browser.post("/sign-in", data=answers).headers["location"] == "/audits/new"
    for _ in range(2):  # until it is sent, however often the page is opened
        again = browser.get("/audits/new")
        assert "Asked for &lt;today&gt;." in again.text
        assert 'value="mash_weekly" selected' in again.text
    assert "Asked for" not in browser.get("/audits").text
    opened = browser.post(
        "/audits/new",
        data={"form_token": token_in(again.text), "kind": "mash_weekly", "why": "Asked for."},
    )
    assert opened.status_code == 303, "the form that is shown again is one of the new session"
    assert "Asked for" not in browser.get("/audits/new").text


def test_the_trail_names_who_signed_in_and_who_was_refused(app):
    workspace = app.state.site.workspace
    account = chosen(app)
    fields = {"email": "business_unit@partnership.example", "password": "wrong words here"}
    send(visitor(app), "/sign-in", fields)
    lines = [line for line in list_trail(workspace=workspace) if line.about == account]
    assert [line.verb for line in lines] == [
        "account added", "link made", "password chosen", "signed in", "sign-in refused",
    ]  # fmt: skip
    assert lines[-1].actor == f"Kim Officer ({account})"


def test_whoever_acts_on_a_page_is_named_in_the_trail(app):
    browser = signed_in(app, Role.QEG)
    send(browser, "/audits/new", {"kind": "mash_weekly"})
    workspace = app.state.site.workspace
    (opened,) = (line for line in list_trail(workspace=workspace) if line.verb == "cycle opened")
    assert opened.actor == f"Sam Member ({account_of(Role.QEG, workspace)})"


@pytest.mark.parametrize(
    ("email", "role", "agencies", "says"),
    [
        ("no address", Role.QEG, [], "no @"),
        ("kim@partnership.example", Role.AGENCY_LEAD, [], "one agency or more"),
        ("kim@partnership.example", Role.QEG, ["police"], "nobody else is of any"),
        ("kim@partnership.example", Role.CONTACT, [], "needs no account"),
    ],
)
def test_an_account_that_makes_no_sense_is_refused(workspace, email, role, agencies, says):
    with pytest.raises(UserError, match=says):
        add_account("Kim", email=email, role=role, agencies=agencies, workspace=workspace)


def test_an_address_has_one_account_whatever_its_capitals(workspace):
    add_account("Kim", email="Kim@Partnership.example", role=Role.QEG, workspace=workspace)
    with pytest.raises(UserError, match="There is an account"):
        add_account("Kim", email="kim@partnership.example", role=Role.QEG, workspace=workspace)


def test_the_last_administrator_stays(workspace):
    only = account_of(Role.ADMINISTRATOR, workspace)
    with pytest.raises(UserError, match="only administrator"):
        disable_account(only, why="Has left.", workspace=workspace)
    with pytest.raises(UserError, match="only administrator"):
        change_role(only, Role.QEG, why="Moved.", workspace=workspace)
