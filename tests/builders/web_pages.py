"""Somebody at the website: signed in as one of the roles, with the application itself behind."""

import re
from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import Response

from audits.domain.permissions import Role
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
TOKEN = re.compile(r'name="form_token" value="(\w+)"')
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
