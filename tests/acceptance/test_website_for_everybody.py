"""Every page in a real browser: axe finds nothing, and none is wider than a small telephone."""

import re
import shutil

import pytest
from axe_playwright_python.sync_playwright import Axe
from builders import workspace as ws
from builders.web import served_at
from builders.web_pages import account_of
from playwright.sync_api import sync_playwright

from audits.domain.permissions import Role
from audits.steps.access.accounts import offer_sign_in
from audits.web import make_app


pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("chromium") is None, reason="no Chromium on this machine"),
]
WIDE, NARROW = 1280, 320
# What a file is, or goes on to another page, is no page.
NO_PAGES = re.compile(r"/(certificate|export)\b|/file/|\.(xlsx|csv|pdf|docx)$")
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
STATES = {"with nothing yet": False, "with a week's returns": True}


@pytest.fixture(scope="module", params=STATES.values(), ids=list(STATES))
def site(request, tmp_path_factory):
    home = ws.loaded(tmp_path_factory.mktemp("pages") / "home", contacts=300)
    workspace = ws.workspace_of(home)
    if request.param:
        ws.issue(workspace)
        ws.send(workspace)
        ws.answer(home)
        ws.collect(workspace)
    with served_at(make_app(workspace)) as address:
        yield workspace, address


@pytest.fixture(scope="module")
def chromium():
    with sync_playwright() as play:
        yield play.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])


def pages_linked_from(page, address: str) -> set[str]:
    """Return the addresses of this site that a page links to, each without its place on it."""
    hrefs = page.eval_on_selector_all("a[href]", "links => links.map(link => link.href)")
    paths = {href.removeprefix(address).partition("#")[0] for href in hrefs if address in href}
    return {path for path in paths if path.startswith("/") and not NO_PAGES.search(path)}


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_every_page_that_is_linked_is_for_everybody(site, chromium, width):
    workspace, address = site
    page = chromium.new_context(viewport={"width": width, "height": 800}).new_page()
    account = account_of(Role.ADMINISTRATOR, workspace)
    page.goto(f"{address}/enter/{offer_sign_in(account, workspace=workspace)}")
    page.get_by_role("button", name="Sign in").click()
    seen: set[str] = set()
    to_see = {"/"}
    while to_see and len(seen) < 60:
        path = min(to_see)
        answer = page.goto(address + path)
        assert answer is not None
        assert answer.status == 200, path
        seen.add(path)
        found = Axe().run(page, options=RULES).response["violations"]
        assert [(each["id"], each["nodes"][0]["html"]) for each in found] == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        to_see = (to_see | pages_linked_from(page, address)) - seen
    assert len(seen) > 12, seen


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_a_page_with_what_is_wrong_is_for_everybody(site, chromium, width):
    _, address = site
    page = chromium.new_context(viewport={"width": width, "height": 800}).new_page()
    page.goto(f"{address}/sign-in")
    page.get_by_label("Email address").fill("nobody@partnership.example")
    page.get_by_label("Password").fill("wrong words altogether")
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_function("document.activeElement.classList.contains('govuk-error-summary')")
    assert Axe().run(page, options=RULES).response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
