"""What protects the website whoever asks and whatever they send (OWASP ASVS 5.0).

The routes' own rights and tokens are in `test_every_route`.
"""

import gc
import logging
import re
import time
from dataclasses import replace

import pytest
from builders import workspace as ws
from builders.web_pages import ADDRESS, account_of, send, signed_in, token_in, visitor
from fastapi.testclient import TestClient

from audits.domain.permissions import Role
from audits.settings import init_workspace
from audits.steps.access.accounts import disable_account, invite
from audits.web import make_app
from audits.web.app import LARGEST_REQUEST


WORDS = "correct horse battery staple"
EMAIL = "qeg@partnership.example"
HEADERS = {
    "strict-transport-security": r"max-age=31536000; includeSubDomains",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "x-frame-options": "DENY",
    "content-security-policy": r"default-src 'none'; .*frame-ancestors 'none'; base-uri 'none'.*",
    "cache-control": r"no-store|public, max-age=31536000, immutable",
}


@pytest.fixture
def workspace(tmp_path):
    init_workspace(tmp_path / "home")
    return ws.workspace_of(tmp_path / "home")


@pytest.fixture
def app(workspace):
    return make_app(workspace)


def check_headers(answer):
    for name, value in HEADERS.items():
        assert re.fullmatch(value, answer.headers.get(name, "")), (name, answer.headers.get(name))


def with_password(app):
    account = account_of(Role.QEG, app.state.site.workspace)
    link = f"/welcome/{invite(account, workspace=app.state.site.workspace)}"
    assert send(visitor(app), link, {"password": WORDS}).status_code == 303
    return account


# -- what each answer carries


def not_found(app):
    return visitor(app).get("/nothing-here"), 404


def no_such_file(app):
    return visitor(app).get("/static/nothing.css"), 404


def not_allowed(app):
    return signed_in(app, Role.READER).get("/admin"), 403


def not_signed_in(app):
    return visitor(app).get("/audits"), 303


def no_token(app):
    return signed_in(app, Role.QEG).post("/audits/new", data={"kind": "mash_weekly"}), 401


def wrong_method(app):
    return visitor(app).put("/audits"), 404


def not_filled_in(app):
    return send(signed_in(app, Role.QEG), "/audits/new", {"kind": ""}), 422


def too_often(app):
    for _ in range(20):
        visitor(app).get("/enter/" + "x" * 43)
    return visitor(app).get("/enter/" + "x" * 43), 429


def too_large(app):
    browser = signed_in(app, Role.BUSINESS_UNIT)
    headers = {"content-length": str(LARGEST_REQUEST + 1)}
    return browser.post("/registers/new", content=b"x", headers=headers), 413


def too_many_fields(app):
    browser = signed_in(app, Role.QEG)
    fields = {f"field{number}": "x" for number in range(600)}
    return browser.post("/audits/new", data=fields, files={"f": ("a", b"a")}), 400


def no_form(app):
    browser = signed_in(app, Role.QEG)
    headers = {"content-type": "multipart/form-data; boundary=x"}
    return browser.post("/audits/new", content=b"no form at all", headers=headers), 400


def broken(app):
    """Answer from a part that is broken, as a bug would be."""
    workspace = app.state.site.workspace
    signed = signed_in(app, Role.QEG)
    half = make_app(replace(workspace, calendar=None))
    browser = TestClient(half, base_url=ADDRESS, raise_server_exceptions=False)
    browser.cookies["__Host-session"] = signed.cookies["__Host-session"]
    return browser.get("/"), 500


KINDS = [not_found, no_such_file, not_allowed, not_signed_in, no_token, wrong_method,
         not_filled_in, too_often, too_large, too_many_fields, no_form, broken]  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_error_is_a_page_of_ours_with_the_headers(app, kind):
    answer, code = kind(app)
    assert answer.status_code == code
    check_headers(answer)
    assert answer.headers["cache-control"] == "no-store"
    if code != 303 and kind is not no_such_file:
        assert "<h1" in answer.text


def test_what_breaks_is_told_by_a_number_and_nothing_else(app, caplog):
    caplog.set_level(logging.ERROR, "audits.web")
    answer, _ = broken(app)
    number = re.search(r"number: <strong>(\w{8})</strong>", answer.text)[1]
    for inside in ("Traceback", "AttributeError", "NoneType", ".py"):
        assert inside not in answer.text
    assert number in caplog.text


def test_nothing_of_ours_is_kept_by_a_browser_but_what_pages_load(app):
    browser = signed_in(app, Role.QEG)
    for path in ("/", "/audits", "/actions", "/account", "/papers"):
        assert browser.get(path).headers["cache-control"] == "no-store"


def test_every_cookie_is_for_this_host_alone_and_hidden_from_scripts(app):
    browser = visitor(app)
    cookies = browser.get("/sign-in").headers.get_list("set-cookie")
    with_password(app)
    fields = {"email": EMAIL, "password": WORDS}
    cookies += send(browser, "/sign-in", fields).headers.get_list("set-cookie")
    cookies += send(browser, "/sign-out", shown_at="/account").headers.get_list("set-cookie")
    assert len(cookies) == 3
    for cookie in cookies:
        assert cookie.startswith("__Host-")
        for mark in ("Secure", "HttpOnly", "Path=/", "SameSite=lax"):
            assert mark in cookie
        assert "Domain" not in cookie


# -- forms


@pytest.mark.parametrize("path", ["/sign-in", "/sign-in/organisation", "/sign-in/code",
                                  "/sign-in/set-up", "/sign-out"])  # fmt: skip
def test_a_form_for_anybody_wants_a_token_of_this_browser(app, path):
    other = token_in(visitor(app).get("/sign-in").text)
    browser = visitor(app)
    token_in(browser.get("/sign-in").text)
    for given in ({}, {"form_token": ""}, {"form_token": "0" * 64}, {"form_token": other}):
        assert browser.post(path, data=given).status_code == 401


def test_a_link_is_not_used_up_without_a_token(app, workspace):
    link = f"/welcome/{invite(account_of(Role.QEG, workspace), workspace=workspace)}"
    assert visitor(app).post(link, data={"password": WORDS}).status_code == 401
    assert visitor(app).get(link).status_code == 200


def test_a_token_ends_with_its_session(app):
    browser = signed_in(app, Role.QEG)
    stale = token_in(browser.get("/audits/new").text)
    send(browser, "/sign-out", shown_at="/account")
    again = signed_in(app, Role.QEG)
    answer = again.post("/audits/new", data={"form_token": stale, "kind": "mash_weekly"})
    assert answer.status_code == 401
    assert "mash_weekly" in answer.text, "what was typed is kept"


@pytest.mark.parametrize(
    "headers",
    [{}, {"sec-fetch-site": "same-origin"}, {"origin": ADDRESS},
     {"sec-fetch-site": "same-origin", "origin": "null"}],
)  # fmt: skip
def test_our_own_forms_are_taken(app, headers):
    browser = signed_in(app, Role.QEG)
    token = token_in(browser.get("/account").text)
    answer = browser.post("/account/stay", data={"form_token": token}, headers=headers)
    assert answer.status_code == 303


# -- sessions


def test_a_session_that_somebody_else_chose_is_not_taken(app):
    with_password(app)
    browser = visitor(app)
    browser.cookies["__Host-session"] = "chosen-by-somebody-else-chosen-by-somebody"
    assert browser.get("/audits").status_code == 303
    fields = {"email": EMAIL, "password": WORDS}
    answer = send(browser, "/sign-in", fields)
    [cookie] = answer.headers.get_list("set-cookie")
    assert "chosen-by-somebody-else" not in cookie
    other = visitor(app)
    other.cookies["__Host-session"] = "chosen-by-somebody-else-chosen-by-somebody"
    assert other.get("/audits").status_code == 303


def test_signing_in_again_makes_another_session(app):
    with_password(app)
    browser = visitor(app)
    tokens = set()
    for _ in range(2):
        send(browser, "/sign-in", {"email": EMAIL, "password": WORDS})
        tokens.add(browser.cookies["__Host-session"])
    assert len(tokens) == 2
    assert {len(token) for token in tokens} == {43}  # 256 bits in base64


# -- addresses


def test_no_address_is_made_of_what_a_caller_calls_us(app, workspace):
    admin = signed_in(app, Role.ADMINISTRATOR)
    page = f"/admin/accounts/{account_of(Role.QEG, workspace)}"
    token = token_in(admin.get(page).text)
    evil = {"host": "evil.example", "x-forwarded-host": "evil.example"}
    made = admin.post(f"{page}/invite", data={"form_token": token}, headers=evil)
    assert made.status_code == 200
    assert f"{workspace.public_address}/welcome/" in made.text
    assert "evil.example" not in made.text
    for path in ("/audits", "/admin"):
        away = visitor(app).get(path, headers=evil)
        assert away.headers["location"].startswith("/sign-in"), "of this host, whatever it is"


@pytest.mark.parametrize(
    "to",
    [
        "https://evil.example/", "//evil.example", "/\\evil.example", "/%2f/evil.example",
        "javascript:alert(1)", "/a//b", "/\t/evil",
    ],
)  # fmt: skip
def test_no_page_sends_anybody_elsewhere(app, to):
    with_password(app)
    shown = visitor(app).get("/sign-in", params={"to": to}).text
    assert 'name="to" value="/"' in shown
    answer = send(visitor(app), "/sign-in", {"email": EMAIL, "password": WORDS, "to": to})
    assert answer.headers["location"] == "/"


# -- who has an account


def test_nobody_learns_by_words_who_has_an_account(app, workspace):
    account = with_password(app)
    account_of(Role.READER, workspace)  # has chosen no password
    addresses = [EMAIL, "reader@partnership.example", "nobody@partnership.example"]
    pages = set()
    for address in addresses:
        page = send(visitor(app), "/sign-in", {"email": address, "password": "wrong words here"})
        pages.add((page.status_code, _without_what_differs(page.text, address)))
    disable_account(account, why="Has left.", workspace=workspace)
    page = send(visitor(app), "/sign-in", {"email": EMAIL, "password": WORDS})
    pages.add((page.status_code, _without_what_differs(page.text, EMAIL)))
    assert len(pages) == 1


def _without_what_differs(page: str, address: str) -> str:
    plain = page.replace(address, "ADDRESS")
    return re.sub(r'nonce="[\w-]+"|name="form_token" value="\w+"|value="\d+"', "", plain)


def test_nobody_learns_by_the_time_who_has_an_account(app):
    """In processor time: a digest is made and compared, whether there is an account or not.

    The least of as many tries as anybody has before they are held back: other work on the machine
    only ever adds to one.
    """
    with_password(app)
    known, unknown = (
        min(_seconds_of_a_try(app, address) for _ in range(5))
        for address in (EMAIL, "nobody@partnership.example")
    )
    assert 1 / 2 < known / unknown < 2


def _seconds_of_a_try(app, address):
    browser = visitor(app)
    token = token_in(browser.get("/sign-in").text)
    fields = {"form_token": token, "email": address, "password": "wrong words here"}
    gc.collect()  # what others left behind is swept at any moment else
    before = time.process_time()
    assert browser.post("/sign-in", data=fields).status_code == 422
    return time.process_time() - before


def test_an_address_without_an_account_is_held_back_like_any_other(app):
    with_password(app)
    for address in (EMAIL, "nobody@partnership.example"):
        fields = {"email": address, "password": "wrong words here"}
        codes = [send(visitor(app), "/sign-in", fields).status_code for _ in range(6)]
        assert codes == [422] * 5 + [429]


# -- passwords


@pytest.mark.parametrize(
    "words",
    [
        "a sentence of my own that has more than sixty-four characters, I hope",
        "Zwölf süße Äpfel rollen",
        "all small and no sign",
        "  spaces at both ends  ",
    ],
)
def test_no_rule_says_what_a_password_is_made_of(app, workspace, words):
    link = f"/welcome/{invite(account_of(Role.QEG, workspace), workspace=workspace)}"
    assert send(visitor(app), link, {"password": words}).status_code == 303
    assert send(visitor(app), "/sign-in", {"email": EMAIL, "password": words}).status_code == 303
    for near in (words.upper(), words.strip() if words != words.strip() else words + " "):
        page = send(visitor(app), "/sign-in", {"email": EMAIL, "password": near})
        assert page.status_code == 422, "taken exactly as it was typed"


def test_a_password_can_be_pasted_and_kept_by_a_manager(app, workspace):
    link = f"/welcome/{invite(account_of(Role.QEG, workspace), workspace=workspace)}"
    assert 'autocomplete="new-password"' in visitor(app).get(link).text
    page = visitor(app).get("/sign-in").text
    assert 'autocomplete="current-password"' in page
    assert 'autocomplete="username"' in page
    assert "onpaste" not in page
