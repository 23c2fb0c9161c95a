"""All that one board's people come to by links and forms, tried by the people of another board."""

import hashlib
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from html.parser import HTMLParser
from itertools import product
from pathlib import Path

import pytest
from builders import moderation as mod, workspace as ws
from builders.actions import an_open_action
from builders.boards import installation_of
from builders.web_pages import send, token_in, visitor
from fastapi.routing import APIRoute

from audits.boards import home_of
from audits.domain.background_task import BackgroundTaskKind
from audits.domain.permissions import Role
from audits.installation import OpenBoards
from audits.steps.access.accounts import add_account, invite
from audits.steps.access.sign_in import set_password
from audits.steps.access.tokens import make_token
from audits.steps.background_tasks.do import do_background_tasks
from audits.steps.papers.make import make_paper
from audits.storage import Case, Dispatch, IssuedPack, ReturnFile
from audits.web import make_boards_app


EAST, WEST = "east", "west"
PASSWORD = "a quiet river in the morning"
ROLES = (Role.ADMINISTRATOR, Role.BUSINESS_UNIT)
MARK = "Thimblewright"  # stands in what west keeps, and nowhere in east
# What every board has: its kinds of audit, its channels, the days of its year.
EVERYBODYS = re.compile(r"\{(?:kind|channel|day|theme)\b")
OF_BOTH = re.compile(r"/accounts/U[1-2]\b")  # both boards have accounts of these numbers
A_ROUTE = 1  # addresses that are tried of each


class Leads(HTMLParser):
    """Where a page leads: by links and pictures, and by forms."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.shows: set[str] = set()
        self.takes: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = {name: (value or "").partition("#")[0] for name, value in attrs}
        self.shows |= {known.get("href", ""), known.get("src", "")}
        self.takes |= {known.get("formaction", "")}
        if tag == "form":
            self.takes.add(known.get("action", ""))


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        yield installation_of(tmp_path_factory.mktemp("boards") / "home", patch, EAST, WEST)


@pytest.fixture(scope="module")
def boards(home):
    """Return two boards: east has nothing yet, west a week that every unit has returned."""
    ws.loaded(home_of(WEST), contacts=1500)
    workspace = ws.workspace_of(mod.to_moderation(home_of(WEST)))
    ws.take_up_concerns(workspace)
    make_paper(ws.REF, workspace=workspace, format="html")
    an_open_action(workspace, f"Ask {MARK}")
    workspace.background_tasks.ask(BackgroundTaskKind.ISSUE_PACKS, about=ws.REF, asked={}, by="U1")
    opened = OpenBoards()
    for number in range(2):  # so that west has numbers that east has not
        add_account(MARK, email=f"{number}@x.example", role=Role.READER, workspace=workspace)
    for board in (WEST, EAST):
        for role in ROLES:
            account_of(role, board, opened)
    return opened


@pytest.fixture(scope="module")
def app(boards):
    return make_boards_app(boards)


def account_of(role, board, opened):
    at = opened.open(board).workspace
    name = MARK if board == WEST else "Kim"
    added = add_account(name, email=email_of(role, board), role=role, workspace=at)
    set_password(invite(added, workspace=at), PASSWORD, workspace=at)
    return added


def email_of(role, board):
    return f"{role.value}@{board}.example"


def entered(app, role, board):
    """Return a browser in which somebody of one board is signed in, and of no other."""
    browser = visitor(app)
    typed = {"email": email_of(role, board), "password": PASSWORD}
    assert send(browser, "/sign-in", typed).status_code == 303
    assert browser.get("/").status_code == 200
    return browser


def routes_of(routes) -> Iterator[APIRoute]:
    for route in routes:
        if isinstance(route, APIRoute):
            yield route
        else:
            router = getattr(route, "original_router", route)
            yield from routes_of(getattr(router, "routes", None) or ())


class Found:
    """The addresses that somebody comes to, by method and route: a few of each."""

    def __init__(self, app) -> None:
        self.routes = list(routes_of(app.pages.routes))
        self.by_route: dict[tuple[str, str], set[str]] = {}

    def is_new(self, method: str, address: str) -> bool:
        """Note an address; tell whether it is worth a look."""
        path = address.partition("?")[0]
        route = self.route_of(method, path)
        if "{" not in route:
            return bool(route) and "?" not in address
        known = self.by_route.setdefault((method, route), set())
        if len(known) == A_ROUTE or path in known or OF_BOTH.search(path):
            return False
        known.add(path)
        return True

    def route_of(self, method: str, path: str) -> str:
        for route in self.routes:
            if method in route.methods and route.path_regex.fullmatch(path):
                return str(route.path)
        return ""


def addresses_of(app, role) -> dict[tuple[str, str], set[str]]:
    """Return what somebody of west comes to, by method and route."""
    found, browser = Found(app), entered(app, role, WEST)
    seen, waiting = set(), ["/"]
    while waiting:
        path = waiting.pop()
        if path in seen or not found.is_new("GET", path):
            continue
        seen.add(path)
        answer = browser.get(path)
        if answer.status_code == 200 and "html" in answer.headers["content-type"]:
            leads = Leads(answer.text)
            waiting += sorted(leads.shows)
            for to in sorted(leads.takes):
                found.is_new("POST", to or path)
    return found.by_route


@pytest.fixture(scope="module")
def of_west(app, boards):
    """Return what is west's alone and named in addresses, by method and route."""
    found = filled_in(app, boards.open(WEST).workspace)
    for role in ROLES:
        for key, addresses in addresses_of(app, role).items():
            found.setdefault(key, set()).update(addresses)
    return {key: found[key] for key in found if not EVERYBODYS.search(key[1])}


def filled_in(app, workspace) -> dict[tuple[str, str], set[str]]:
    """Return an address of every route that names something, with what west has of the name."""
    with workspace.open_view() as view:
        given = {
            "ref": ws.REF,
            "unit": "police",
            "pack": view.values(IssuedPack.id)[0],
            "case": view.values(Case.ref)[0],
            "received": view.values(ReturnFile.id)[0],
            "key": view.values(Dispatch.key)[0],
            "finding": f"{ws.REF}-F2",
            "account": "U3",
        }
    found = {}
    for route in routes_of(app.pages.routes):
        if "{" in route.path and "token" not in route.path:
            path = re.sub(r"\{(\w+)(?::\w+)?\}", lambda name: given.get(name[1], "9"), route.path)
            for method in route.methods:
                found[method, route.path] = {path.replace(f"actions/{ws.REF}", "actions/A3")}
    return found


def state_of(board) -> dict[str, str]:
    """Return a digest of all that a board keeps: of every row, and of every file."""
    state = {}
    for path in home_of(board).rglob("*"):
        if path.is_file() and not path.name.endswith(("-wal", "-shm")):
            state[str(path)] = hashlib.sha256(content_of(path)).hexdigest()
    return state


def content_of(path: Path) -> bytes:
    if path.suffix != ".db":
        return path.read_bytes()
    with closing(sqlite3.connect(path)) as rows:
        return "\n".join(rows.iterdump()).encode()


def test_what_is_tried_is_much(of_west):
    shown = {route for method, route in of_west if method == "GET"}
    taken = {route for method, route in of_west if method == "POST"}
    assert {"/audits/{ref}", "/returns/{received}", "/actions/{ref}", "/tasks/{number}"} <= shown
    assert {"/actions/{ref}/update", "/audits/{ref}/findings/{finding}"} <= taken
    assert len(shown) > 50
    assert len(taken) > 75


@pytest.mark.parametrize("role", ROLES)
def test_nothing_of_another_board_is_there_or_changed(role, app, of_west):
    mine = entered(app, role, EAST)
    session = mine.cookies["__Host-session-east"]
    forged, named = visitor(app), visitor(app)
    forged.cookies.update({"__Host-board": WEST, "__Host-session-west": session})
    token = token_in(mine.get("/").text)
    before = state_of(WEST)
    for method, route in of_west:
        for address, board in product(of_west[method, route], (EAST, WEST)):
            # A form's token says of which board it is: that of this one, and one that is forged.
            form = {"form_token": token.replace(f"{EAST}.", f"{board}."), "why": "tried"}
            data = form if method == "POST" else None
            own = mine.request(method, address, data=data)
            assert own.status_code >= 400, (method, address)
            stolen = forged.request(method, address, data=data)
            assert is_shut_out(stolen), (method, address)
            named.cookies.clear()
            named.cookies.update({"__Host-board": EAST, "__Host-session-east": session})
            led = named.request(method, f"/at/{WEST}{address}", data=data)
            assert led.status_code == 404 or led.headers["location"] == address, (method, address)
            assert MARK not in own.text + stolen.text + led.text
    assert mine.get("/").status_code == 200
    assert state_of(WEST) == before


def is_shut_out(answer) -> bool:
    """Tell whether somebody is sent to sign in, or refused."""
    to = answer.headers.get("location", "")
    return answer.status_code >= 400 or (answer.status_code == 303 and to.startswith("/sign-in"))


def test_what_a_page_asked_for_is_done_by_its_own_board_alone(boards):
    west = boards.open(WEST).workspace
    do_background_tasks(workspace=boards.open(EAST).workspace)
    assert west.background_tasks.is_any_left()


def test_a_programs_token_opens_no_list_of_another_board(app, boards):
    workspace = boards.open(EAST).workspace
    token = make_token("a chart", days=30, account="U1", workspace=workspace)
    headers = {"Authorization": f"Bearer {token}"}
    browser = visitor(app)
    document = browser.get("/at/east/api/v1/openapi.json").json()
    for path in document["paths"]:
        assert browser.get(f"/at/{EAST}{path}", headers=headers).status_code == 200
        assert browser.get(f"/at/{WEST}{path}", headers=headers).status_code == 401
