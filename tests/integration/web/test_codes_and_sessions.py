"""Codes from a telephone, and sessions: how they end, and how they are seen and ended.

OWASP ASVS 5.0: 6.3.1, 6.5.1, 6.6.3, 7.1, 7.2.4, 7.3, 7.4 and 7.5.
"""

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pyotp
import pytest
from builders import workspace as ws
from builders.web_pages import account_of, send, signed_in, token_in, visitor

from audits.domain.access import SecondFactor, Tried
from audits.domain.errors import TooOftenError, UserError
from audits.domain.permissions import Role
from audits.queries.trail import list_trail
from audits.settings import init_workspace
from audits.steps.access.accounts import invite, offer_sign_in
from audits.steps.access.codes import forget_codes, give_up_codes
from audits.steps.access.sign_in import sign_in
from audits.steps.access.throttle import check_tries
from audits.web import make_app


WORDS = "correct horse battery staple"
EMAIL = "qeg@partnership.example"
FIELDS = {"email": EMAIL, "password": WORDS}
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def app_of(tmp_path, **parts):
    if not (tmp_path / "home").exists():
        init_workspace(tmp_path / "home")
    return make_app(replace(ws.workspace_of(tmp_path / "home"), **parts))


@pytest.fixture
def app(tmp_path):
    return app_of(tmp_path)


def workspace_of(app):
    return app.state.site.workspace


def with_password(app):
    """Choose a password by the link that was sent, and return whose it is."""
    workspace = workspace_of(app)
    account = account_of(Role.QEG, workspace)
    link = f"/welcome/{invite(account, workspace=workspace)}"
    browser = visitor(app)
    assert send(browser, link, {"password": WORDS}).status_code == 303
    return browser, account


def key_on(page: str) -> str:
    return re.search(r'class="board-address">([A-Z2-7 ]+)<', page)[1].replace(" ", "")


def telephone(app, key: str):
    """Return what shows the code of now."""
    return lambda: pyotp.TOTP(key).at(workspace_of(app).clock())


def with_codes(app):
    """Set codes up as their owner does, and return the browser and the telephone."""
    browser, _ = with_password(app)
    assert send(browser, "/account/codes", shown_at="/account").status_code == 303
    code = telephone(app, key_on(browser.get("/account").text))
    done = send(browser, "/account/codes/set-up", {"code": code()}, shown_at="/account")
    assert done.status_code == 303, done.text
    workspace_of(app).clock.now += timedelta(minutes=1)
    return browser, code


def past_the_password(app):
    browser = visitor(app)
    answer = send(browser, "/sign-in", {**FIELDS, "to": "/audits"})
    assert answer.headers["location"] == "/sign-in/code"
    return browser


# -- codes


def test_with_codes_a_password_alone_opens_nothing(app):
    with_codes(app)
    browser = past_the_password(app)
    for path in ("/audits", "/account", "/actions"):
        assert browser.get(path).status_code == 303


def test_a_code_lets_in_with_a_session_of_its_own(app):
    _, code = with_codes(app)
    browser = past_the_password(app)
    before = browser.cookies["__Host-session"]
    answer = send(browser, "/sign-in/code", {"code": code()})
    assert (answer.status_code, answer.headers["location"]) == (303, "/audits")
    assert browser.get("/audits").status_code == 200
    other = visitor(app)
    other.cookies["__Host-session"] = before
    assert other.get("/sign-in/code").status_code == 303, "what waited is over"


def test_a_code_works_once(app):
    _, code = with_codes(app)
    used = code()
    assert send(past_the_password(app), "/sign-in/code", {"code": used}).status_code == 303
    again = send(past_the_password(app), "/sign-in/code", {"code": used})
    assert (again.status_code, "was used already" in again.text) == (422, True)


def test_one_code_of_many_at_once_works_once(app):
    _, code = with_codes(app)
    browsers = [past_the_password(app) for _ in range(4)]
    tokens = [token_in(browser.get("/sign-in/code").text) for browser in browsers]
    used = code()

    def give(browser, token):
        data = {"form_token": token, "code": used}
        return browser.post("/sign-in/code", data=data).status_code

    with ThreadPoolExecutor(4) as pool:
        answers = sorted(pool.map(give, browsers, tokens))
    assert answers == [303, 422, 422, 422]


def test_the_code_before_the_one_that_was_used_works_no_more(app):
    _, code = with_codes(app)
    earlier = code()
    workspace_of(app).clock.now += timedelta(seconds=30)
    assert send(past_the_password(app), "/sign-in/code", {"code": code()}).status_code == 303
    assert send(past_the_password(app), "/sign-in/code", {"code": earlier}).status_code == 422


def test_after_five_wrong_codes_even_the_right_one_waits(app):
    _, code = with_codes(app)
    for _ in range(5):
        answer = send(past_the_password(app), "/sign-in/code", {"code": "000000"})
        assert answer.status_code == 422
    answer = send(past_the_password(app), "/sign-in/code", {"code": code()})
    assert (answer.status_code, "tried too often" in answer.text) == (429, True)
    workspace_of(app).clock.now += timedelta(minutes=16)
    assert send(past_the_password(app), "/sign-in/code", {"code": code()}).status_code == 303


def test_whoever_waits_too_long_with_the_code_begins_again(app):
    _, code = with_codes(app)
    browser = past_the_password(app)
    token = token_in(browser.get("/sign-in/code").text)
    workspace_of(app).clock.now += timedelta(minutes=11)
    browser.post("/sign-in/code", data={"form_token": token, "code": code()})
    assert browser.get("/audits").status_code == 303
    assert browser.get("/sign-in/code").headers["location"] == "/sign-in"


def test_a_new_password_does_not_do_away_with_codes(app):
    with_codes(app)
    browser, _ = with_password(app)
    assert browser.get("/audits").status_code == 303
    assert browser.get("/sign-in/code").status_code == 200


def test_where_codes_are_required_they_are_set_up_before_anything_is_seen(tmp_path):
    app = app_of(tmp_path, second_factor=SecondFactor.REQUIRED)
    browser, account = with_password(app)
    assert browser.get("/audits").status_code == 303
    page = browser.get("/sign-in/set-up")
    code = telephone(app, key_on(page.text))
    wrong = send(browser, "/sign-in/set-up", {"code": "000000"})
    assert (wrong.status_code, key_on(wrong.text)) == (422, key_on(page.text))
    assert send(browser, "/sign-in/set-up", {"code": code()}).status_code == 303
    assert browser.get("/audits").status_code == 200
    workspace_of(app).clock.now += timedelta(minutes=1)
    past_the_password(app)
    with pytest.raises(UserError, match="everybody"):
        give_up_codes(account, code(), workspace=workspace_of(app))


def test_where_codes_are_off_no_page_offers_them(tmp_path):
    app = app_of(tmp_path, second_factor=SecondFactor.OFF)
    browser, _ = with_password(app)
    assert "telephone" not in browser.get("/account").text
    send(browser, "/account/codes", shown_at="/account")
    assert "authenticator" not in browser.get("/account").text


def test_somebody_who_lost_the_telephone_is_helped_by_an_administrator(app):
    browser, _ = with_codes(app)
    account = account_of(Role.QEG, workspace_of(app))
    admin = signed_in(app, Role.ADMINISTRATOR)
    page = f"/admin/accounts/{account}"
    without_why = send(admin, f"{page}/codes", shown_at=page)
    assert (without_why.status_code, "Say why" in without_why.text) == (422, True)
    done = send(admin, f"{page}/codes", {"codes_why": "Lost on a bus."}, shown_at=page)
    assert done.status_code == 303
    assert browser.get("/audits").status_code == 303, "signed out"
    assert send(visitor(app), "/sign-in", FIELDS).headers["location"] == "/"
    [forgotten] = [line for line in list_trail(workspace=workspace_of(app))
                   if line.verb == "codes forgotten"]  # fmt: skip
    assert forgotten.actor.startswith("Ada Ministrator")


def test_codes_are_given_up_with_one_last_code(app):
    browser, code = with_codes(app)
    wrong = send(browser, "/account/codes/give-up", {"code": "000000"}, shown_at="/account")
    assert wrong.status_code == 422
    done = send(browser, "/account/codes/give-up", {"code": code()}, shown_at="/account")
    assert done.status_code == 303
    assert send(visitor(app), "/sign-in", FIELDS).headers["location"] == "/"


def test_setting_codes_up_ends_sessions_elsewhere(app):
    other = signed_in(app, Role.QEG)
    with_codes(app)
    assert other.get("/audits").status_code == 303


def test_the_secret_stands_sealed_in_the_database(app, tmp_path):
    browser, _ = with_password(app)
    send(browser, "/account/codes", shown_at="/account")
    key = key_on(browser.get("/account").text)
    kept = b"".join(path.read_bytes() for path in (tmp_path / "home").glob("audits.db*"))
    assert key.encode() not in kept


def test_only_an_account_that_is_there_has_codes_to_forget(app):
    with pytest.raises(UserError, match="no account 'U77'"):
        forget_codes("U77", why="Lost.", workspace=workspace_of(app))


# -- sessions


def test_each_page_says_until_when_one_is_signed_in(app):
    browser = signed_in(app, Role.QEG)
    clock = workspace_of(app).clock
    idle = (clock.now + timedelta(minutes=30)).isoformat()
    assert f'<time datetime="{idle}">' in browser.get("/audits").text
    assert 'data-seconds-left="1800"' in browser.get("/audits").text
    clock.now += timedelta(minutes=29)
    assert 'data-seconds-left="1800"' in browser.get("/audits").text, "each page begins anew"


def test_near_the_twelfth_hour_no_page_promises_more(app):
    browser = signed_in(app, Role.QEG)
    clock = workspace_of(app).clock
    for _ in range(25):
        clock.now += timedelta(minutes=28)
        browser.get("/audits")
    page = browser.get("/audits").text
    assert 'data-seconds-left="1200"' in page
    assert 'data-seconds-last="1200"' in page


def test_one_button_keeps_somebody_signed_in(app):
    browser = signed_in(app, Role.QEG)
    token = token_in(browser.get("/audits").text)
    clock = workspace_of(app).clock
    for _ in range(3):
        clock.now += timedelta(minutes=29)
        answer = browser.post("/account/stay", data={"form_token": token})
        assert answer.headers["location"] == "/account?done=stayed"


def test_somebody_sees_their_sessions_and_ends_one_of_them(app):
    here, there = signed_in(app, Role.QEG), signed_in(app, Role.QEG)
    link = offer_sign_in(account_of(Role.QEG, workspace_of(app)), workspace=workspace_of(app))
    named = visitor(app)
    named.headers["user-agent"] = FIREFOX
    send(named, f"/enter/{link}")
    page = here.get("/account").text
    assert page.count("Sign out there") == 2
    assert "Firefox on Linux" in page
    assert page.count("This is where you are now.") == 1
    session = re.search(r'name="session" value="(\w+)"', there.get("/account").text)
    assert session, "from there, here is another"
    ended = re.findall(r'name="session" value="(\w+)"', page)
    send(here, "/account/end", {"session": ended[0]}, shown_at="/account")
    assert [each.get("/audits").status_code for each in (here, there, named)].count(303) == 1
    assert here.get("/audits").status_code == 200
    send(here, "/account/end-others", shown_at="/account")
    assert [each.get("/audits").status_code for each in (here, there, named)] == [200, 303, 303]


def test_nobody_ends_the_session_of_another(app):
    mine, other = signed_in(app, Role.READER), signed_in(app, Role.QEG)
    signed_in(app, Role.QEG)
    session = re.search(r'name="session" value="(\w+)"', other.get("/account").text)[1]
    send(mine, "/account/end", {"session": session}, shown_at="/account")
    assert session in other.get("/account").text


def test_an_administrator_signs_somebody_out_everywhere(app):
    browser = signed_in(app, Role.QEG)
    page = f"/admin/accounts/{account_of(Role.QEG, workspace_of(app))}"
    admin = signed_in(app, Role.ADMINISTRATOR)
    assert send(admin, f"{page}/sign-out", shown_at=page).status_code == 303
    assert browser.get("/audits").status_code == 303
    assert admin.get("/audits").status_code == 200


# -- attempts


def test_links_that_do_not_work_are_counted_and_then_refused(app):
    workspace = workspace_of(app)
    good = f"/welcome/{invite(account_of(Role.QEG, workspace), workspace=workspace)}"
    for number in range(20):
        path = ("/enter/", "/welcome/")[number % 2] + "x" * 43
        assert visitor(app).get(path).status_code == 422
    for path in (good, "/enter/" + "x" * 43):
        answer = visitor(app).get(path)
        assert (answer.status_code, "tried too often" in answer.text) == (429, True)
    workspace.clock.now += timedelta(minutes=16)
    assert visitor(app).get(good).status_code == 200


def test_a_link_that_works_is_not_counted(app):
    workspace = workspace_of(app)
    good = f"/welcome/{invite(account_of(Role.QEG, workspace), workspace=workspace)}"
    assert {visitor(app).get(good).status_code for _ in range(25)} == {200}


def test_two_processes_count_links_together(app, tmp_path):
    other = app_of(tmp_path)
    for each in (app, other) * 10:
        assert visitor(each).get("/enter/" + "x" * 43).status_code == 422
    assert visitor(other).get("/enter/" + "x" * 43).status_code == 429


def test_many_at_once_are_no_more_than_one_after_another(app):
    workspace = workspace_of(app)

    def attempt(_):
        try:
            sign_in(EMAIL, "wrong words here", workspace=workspace)
        except TooOftenError:
            return "too often"
        except UserError:
            return "tried"
        raise AssertionError("somebody got in")

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(attempt, range(24)))
    assert answers.count("tried") <= 5


def test_one_machine_does_not_try_every_address(app):
    workspace = workspace_of(app)
    for number in range(300):
        check_tries(Tried.CALLER, "testclient", workspace=workspace)
        assert number < 300
    fields = {"email": "somebody.new@partnership.example", "password": WORDS}
    assert send(visitor(app), "/sign-in", fields).status_code == 429


def test_nobody_sends_files_without_end(app):
    browser = signed_in(app, Role.BUSINESS_UNIT)
    workspace = workspace_of(app)
    account = account_of(Role.BUSINESS_UNIT, workspace)
    for _ in range(200):
        check_tries(Tried.UPLOAD, account, workspace=workspace)
    files = {"file": ("x.csv", b"a,b", "text/csv")}
    answer = send(browser, "/admin/agencies", files=files)
    assert (answer.status_code, "tried too often" in answer.text) == (429, True)
    assert send(browser, "/admin/agencies").status_code == 422, "without a file it is no upload"


def test_a_page_that_is_read_waits_for_nobody_who_writes(app):
    workspace = workspace_of(app)
    browser = signed_in(app, Role.BUSINESS_UNIT)
    workspace.clock.now += timedelta(minutes=20)
    with workspace.open_uow() as uow:  # somebody keeps a register, say, which takes a while
        uow.note("a long piece of work", "everything")
        assert browser.get("/account").status_code == 200  # or it waits for us, in vain
        uow.commit()
    workspace.clock.now += timedelta(minutes=9)
    assert browser.get("/account").status_code == 200
    workspace.clock.now += timedelta(minutes=25)
    assert browser.get("/account").status_code == 200, "it was seen once nobody was writing"
