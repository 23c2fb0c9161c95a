"""One website for several boards: signed in once, one board open at a time, none reads another."""

import re

import pytest
from builders import workspace as ws
from builders.boards import installation_of, lose_database
from builders.web_pages import get_routes_of, send, send_from, token_in, visitor

from audits.boards import home_of
from audits.domain.permissions import Role
from audits.installation import OpenBoards
from audits.steps.access.accounts import add_account, invite
from audits.steps.access.sign_in import set_password
from audits.steps.access.tokens import make_token
from audits.web import make_boards_app


BOTH, WEST_ONLY, OTHER_WORDS = "both@x.example", "west@x.example", "two@x.example"
PASSWORD = "a quiet river in the morning"
ANOTHER = "a loud harbour in the evening"
MAIL = re.compile(r"[\w.-]+@[\w.-]+\.example")
NAMES = {"east": "East Shire Partnership", "west": "West Vale Partnership"}


@pytest.fixture
def boards(tmp_path, monkeypatch):
    home = installation_of(tmp_path / "home", monkeypatch, *NAMES)
    common = home / "boards" / "boards.toml"
    common.write_text('public_address = "https://testserver"\n')
    for board, name in NAMES.items():
        settings = home / "boards" / board / "audits.toml"
        settings.write_text(f'board = "{name}"\n{settings.read_text()}')
    opened = OpenBoards()
    for board in NAMES:
        account(opened, board, BOTH, PASSWORD)
    account(opened, "west", WEST_ONLY, PASSWORD)
    account(opened, "east", OTHER_WORDS, PASSWORD)
    account(opened, "west", OTHER_WORDS, ANOTHER)
    return opened


@pytest.fixture
def app(boards):
    return make_boards_app(boards)


def account(opened, board, email, password):
    workspace = opened.open(board).workspace
    added = add_account(
        email, email=email, role=Role.ADMINISTRATOR, agencies=[], workspace=workspace
    )
    set_password(invite(added, workspace=workspace), password, workspace=workspace)
    return added


def enter(browser, email, password=PASSWORD):
    return send(browser, "/sign-in", {"email": email, "password": password})


def opens(browser, board):
    return send(browser, "/boards", {"board": board})


def shown(browser):
    """Return which board's name the first page has; "" if nobody is let in."""
    page = browser.get("/")
    if page.status_code != 200:
        return ""
    (board,) = [board for board, name in NAMES.items() if name in page.text]
    return board


def test_somebody_signs_in_once_and_goes_from_board_to_board(app):
    browser = visitor(app)
    assert browser.get("/").headers["location"] == "/sign-in?to=/"
    entered = enter(browser, BOTH)
    assert (entered.status_code, entered.headers["location"]) == (303, "/boards")
    page = browser.get("/boards").text
    assert all(name in page for name in NAMES.values())
    for board in ("west", "east", "west"):
        assert opens(browser, board).headers["location"] == "/"
        assert shown(browser) == board
    assert 'href="/boards"' in browser.get("/").text


def test_who_belongs_to_one_board_sees_one(app):
    browser = visitor(app)
    assert enter(browser, WEST_ONLY).headers["location"] == "/"
    assert shown(browser) == "west"
    assert NAMES["east"] not in browser.get("/boards").text
    opens_other = send(browser, "/boards", {"board": "east"})
    assert opens_other.headers["location"] == "/boards"
    assert shown(browser) == "west"


def test_no_board_trusts_the_password_of_another(app):
    browser = visitor(app)
    assert enter(browser, OTHER_WORDS).headers["location"] == "/"
    assert shown(browser) == "east"
    assert NAMES["west"] not in browser.get("/boards").text
    enter(browser, OTHER_WORDS, ANOTHER)
    assert all(name in browser.get("/boards").text for name in NAMES.values())


def test_who_is_not_known_is_told_the_same_whatever_is_wrong(app):
    texts = set()
    for email, password in ((BOTH, "not the password"), ("nobody@x.example", PASSWORD)):
        refused = enter(visitor(app), email, password)
        assert refused.status_code == 422
        assert password not in refused.text
        texts.add(re.sub(r'value="[^"]*"|nonce-?[^"\s]*"?[^"]*"', "", refused.text))
    assert len(texts) == 1


def test_a_session_of_one_board_is_none_at_another(app):
    browser = visitor(app)
    enter(browser, WEST_ONLY)
    token = browser.cookies["__Host-session-west"]
    for cookies in (
        {"__Host-board": "east", "__Host-session-east": token},
        {"__Host-board": "east", "__Host-session-west": token},
        {"__Host-board": "east", "__Host-session": token},
    ):
        thief = visitor(app)
        thief.cookies.update(cookies)
        assert thief.get("/").headers["location"].startswith("/sign-in")
        assert thief.get("/admin/accounts").status_code == 303


def test_a_form_of_one_board_is_not_taken_by_another(app, boards):
    browser = visitor(app)
    enter(browser, BOTH)
    opens(browser, "east")
    page = browser.get("/account").text
    opens(browser, "west")
    fields = {"token_name": "Thimblewright", "days": "30"}
    refused = send_from(browser, page, "/account/tokens", fields)
    assert refused.status_code == 409
    assert "another partnership" in refused.text
    assert "Thimblewright" not in refused.text
    for board in NAMES:
        assert boards.open(board).workspace.tokens.of() == []
    assert token_in(page).startswith("east.")


def test_a_link_leads_to_its_own_board(app, boards):
    workspace = boards.open("west").workspace
    added = add_account("New", email="new@x.example", role=Role.READER, workspace=workspace)
    link = f"/welcome/{invite(added, workspace=workspace)}"
    assert workspace.public_address == "https://testserver/at/west"
    browser = visitor(app)
    assert browser.get(f"/at/east{link}").headers["location"] == link
    assert browser.get(link).status_code == 422
    assert browser.get(f"/at/west{link}").headers["location"] == link
    assert NAMES["west"] in browser.get(link).text
    assert browser.get(f"/at/south{link}").status_code == 404
    assert browser.post(f"/at/west{link}").status_code == 404


def test_a_program_reads_the_board_that_it_has_a_token_of(app, boards):
    workspace = boards.open("west").workspace
    owner = account(boards, "west", "program@x.example", PASSWORD)
    token = make_token("a chart", days=30, account=owner, workspace=workspace)
    browser = visitor(app)
    headers = {"Authorization": f"Bearer {token}"}
    answer = browser.get("/at/west/api/v1/cycles", headers=headers)
    assert answer.status_code == 200
    assert "</at/west/api/v1/cycles?" in answer.headers["Link"]
    assert browser.get("/at/east/api/v1/cycles", headers=headers).status_code == 401
    assert browser.get("/at/west/health").status_code in (200, 503)
    assert browser.post("/at/west/notify/delivery", json={}).status_code == 404


def test_a_board_that_is_broken_closes_no_other(app, boards, tmp_path):
    lose_database(tmp_path / "home", "west")
    again = make_boards_app(OpenBoards())
    browser = visitor(again)
    assert enter(browser, BOTH).headers["location"] == "/"
    assert shown(browser) == "east"
    other = visitor(again)
    other.cookies.update({"__Host-board": "west"})
    closed = other.get("/")
    assert closed.status_code == 503
    assert "audits.db" not in closed.text
    refused = enter(visitor(again), WEST_ONLY)
    assert (refused.status_code, "cannot be reached" in refused.text) == (422, True)


def test_who_signs_out_is_signed_out_everywhere(app):
    browser = visitor(app)
    enter(browser, BOTH)
    opens(browser, "east")
    kept = dict(browser.cookies)
    out = send(browser, "/sign-out", shown_at="/")
    assert out.headers["location"] == "/sign-in?done=signed_out"
    thief = visitor(app)
    for board in NAMES:
        thief.cookies.clear()
        thief.cookies.update({**kept, "__Host-board": board})
        assert thief.get("/").status_code == 303


def test_what_pages_look_like_is_there_before_a_board_is_open(app):
    browser = visitor(app)
    pages = [browser.get("/sign-in").text]
    enter(browser, BOTH)
    pages.append(browser.get("/boards").text)
    for page in pages:
        assert page.count("/static/") > 2
        for address in re.findall(r'"(/static/[^"]+)"', page):
            assert browser.get(address).status_code == 200, address


def test_no_page_of_a_board_shows_what_is_anothers(app, boards, tmp_path):
    """Every page is asked for with the other board's references, by its administrator."""
    home = ws.loaded(home_of("east"), contacts=300)
    workspace = ws.workspace_of(home)
    ws.issue(workspace)
    names = {"ref": ws.REF, "unit": "police", "kind": ws.KIND, "case": "MASH17-01"}
    browsers = {board: visitor(app) for board in NAMES}
    for board, browser in browsers.items():
        enter(browser, BOTH)
        opens(browser, board)
    seen, marks = 0, {board: set() for board in NAMES}
    for path in sorted(set(get_routes_of(app.pages.routes))):
        address = re.sub(r"\{(\w+)(?::\w+)?\}", lambda name: names.get(name[1], "1"), path)
        own, other = (browsers[board].get(address) for board in NAMES)
        seen += ws.REF in own.text
        # A refusal says what was asked for; nothing that is shown does.
        assert other.status_code != 200 or ws.REF not in other.text.replace(address, ""), address
        assert NAMES["east"] not in other.text
        for board, page in zip(NAMES, (own, other), strict=True):
            marks[board] |= set(MAIL.findall(page.text))
    assert seen > 5
    of_both = {BOTH, OTHER_WORDS, "audits@partnership.example"}
    assert marks["east"] - of_both
    assert marks["east"] & marks["west"] <= of_both
