"""Somebody at the website: signed in as one of the roles, with the application itself behind."""

import re
from collections.abc import Iterator, Mapping, Sequence
from html.parser import HTMLParser
from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from httpx2 import Response

from audits.domain.permissions import PERMISSIONS, Role
from audits.queries.accounts import list_accounts
from audits.steps.access.accounts import add_account, offer_sign_in
from audits.workspace import Workspace


ADDRESS = "https://testserver"
PEOPLE = {
    Role.ADMINISTRATOR: "Ada Ministrator",
    Role.BUSINESS_UNIT: "Kim Officer",
    Role.QEG: "Sam Member",
    Role.AGENCY_LEAD: "Lee Lead",
    Role.READER: "Alex Chair",
}
AGENCY = "police"  # the agency lead's
TOKEN = re.compile(r'name="form_token" value="([\w.-]+)"')
SEEN = re.compile(r'name="seen" value="(\d+)"')


def account_of(role: Role, workspace: Workspace) -> str:
    """Return the account of whoever has a role; added if there is none."""
    email = f"{role}@partnership.example"
    for line in list_accounts(workspace=workspace):
        if line.email == email:
            return line.id
    agencies = [AGENCY] if role is Role.AGENCY_LEAD else []
    return add_account(PEOPLE[role], email=email, role=role, agencies=agencies, workspace=workspace)


def visitor(app: FastAPI) -> TestClient:
    """Return a browser in which nobody is signed in."""
    return TestClient(app, base_url=ADDRESS, follow_redirects=False)


def signed_in(app: FastAPI, role: Role) -> TestClient:
    """Return a browser in which somebody of a role is signed in, by pressing the link's button."""
    workspace = app.state.site.workspace
    token = offer_sign_in(account_of(role, workspace), workspace=workspace)
    browser = visitor(app)
    entered = send(browser, f"/enter/{token}")
    assert entered.status_code == 303, entered.text
    return browser


def token_in(page: str) -> str:
    """Return what a page's form carries to be known by."""
    found = TOKEN.search(page)
    assert found, "the page has no form"
    return found[1]


def send(
    browser: TestClient,
    path: str,
    fields: Mapping[str, str] | None = None,
    *,
    shown_at: str = "",
    files: Any = None,
) -> Response:
    """Fill in and send the form of a page as a browser does."""
    page = browser.get(shown_at or path)
    assert page.status_code == 200, (page.status_code, page.text)
    return send_from(browser, page.text, path, fields, files=files)


def send_from(
    browser: TestClient,
    page: str,
    path: str,
    fields: Mapping[str, str] | None,
    *,
    files: Any = None,
) -> Response:
    """Fill in and send the form of a page that was opened before."""
    seen = SEEN.search(page)
    keys = {"form_token": token_in(page), "seen": seen[1] if seen else ""}
    return browser.post(path, data={**keys, **(fields or {})}, files=files)


# What of a page is read besides its text: by eyes, by ears, in a field.
READ_ALOUD = ("aria-label", "alt", "title", "placeholder")


class Reader(HTMLParser):
    """What of a page people read, and where it leads."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.links: list[str] = []
        self._unread = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = {name: value or "" for name, value in attrs}
        self._unread += tag in ("script", "style")
        self.texts.extend(known[name] for name in READ_ALOUD if name in known)
        if tag == "a":
            self.links.append(known.get("href", "").partition("#")[0])

    def handle_endtag(self, tag: str) -> None:
        self._unread -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if not self._unread:
            self.texts.append(data)


def get_routes_of(routes: Sequence[Any]) -> Iterator[str]:
    """Yield the path of every route that shows something, however deep the router that holds it."""
    for route in routes:
        if not isinstance(route, APIRoute):
            router = getattr(route, "original_router", route)
            yield from get_routes_of(getattr(router, "routes", None) or ())
        elif "GET" in route.methods and not route.path.startswith(("/health", "/sign-in")):
            yield route.path


def pages_of_the_site(app: FastAPI, here: Mapping[str, str]) -> dict[str, str]:
    """Return what can be read on every page, by role and address; ``here`` fills in addresses.

    The office is left out: an administrator may do all that it may, and reads its pages.
    """
    first = []
    for path in get_routes_of(app.routes):
        first.append(re.sub(r"\{(\w+)(?::\w+)?\}", lambda name: here.get(name[1], "1"), path))
    read = {}
    assert all(
        Role.ADMINISTRATOR in may for may in PERMISSIONS.values() if Role.BUSINESS_UNIT in may
    )
    for role in PEOPLE:
        if role is Role.BUSINESS_UNIT:
            continue
        for path, text in _pages_from(first, signed_in(app, role)):
            read[f"{role} {path}"] = text
    return read


def _pages_from(first: Sequence[str], browser: TestClient) -> Iterator[tuple[str, str]]:
    """Yield each page and those that links lead to, with its text; a download is none.

    Of the years and views that one page has, one is enough.
    """
    seen, waiting = set(first), list(first)
    while waiting:
        path = waiting.pop()
        answer = browser.get(path)
        assert answer.status_code < 500, path
        assert answer.status_code != 404 or path in first, f"a link leads to {path}"
        if not answer.headers.get("content-type", "").startswith("text/html"):
            continue
        reader = Reader()
        reader.feed(answer.text)
        yield path, " ".join(" ".join(reader.texts).split())
        for link in reader.links:
            page = re.sub(r"=[^&]*", "", link)
            if link.startswith("/") and page not in seen:
                seen.add(page)
                waiting.append(link)


def came_to(browser: TestClient, answer: Response) -> Response:
    """Return the page to which a form led, as a browser follows it there."""
    while answer.status_code == 303:
        answer = browser.get(answer.headers["location"])
    return answer
