"""Every page in a real browser: axe finds nothing, and none is wider than a small telephone.

320 by 256 pixels is also what a window of 1280 by 1024 has left at 400 per cent.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

import pyotp
import pytest
from builders import workspace as ws
from builders.actions import JUNE
from builders.for_everybody import check_is_for_everybody
from builders.web import served_at
from builders.web_pages import account_of
from builders.web_people import CHROMIUM, Person, a_window, enter
from playwright.sync_api import Page

from audits.demo import make_contacts
from audits.domain.access import SecondFactor
from audits.domain.background_task import BackgroundTaskKind
from audits.domain.permissions import Role
from audits.domain.status import ActionStatus
from audits.steps.access.accounts import invite
from audits.steps.actions.change import add_action
from audits.steps.background_tasks.do import do_background_tasks
from audits.steps.sample.uploads import hold_files
from audits.storage import ActionRow, Agency, Contact, Unit
from audits.web import make_app
from audits.workspace import Workspace


pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
]
WINDOWS = {"wide": (1280, 800), "narrow": (320, 256)}
# What a file is, or goes on to another page, is no page.
NO_PAGES = re.compile(r"/(certificate|excel|export|frame)\b|/(file|packs)/|\.(xlsx|csv|pdf|docx)$")
LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
NAME = f"{LONG} of Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch"
MANY = 10_000
LEAD_NOWHERE = """() => [...document.querySelectorAll(".govuk-error-summary a")]
  .filter(link => !document.getElementById(link.hash.slice(1))).map(link => link.href)"""
# A form that asks for something says what is missing; one that asks for nothing would be done.
ASKING = "main form[method=post]:has(input:not([type=hidden]), textarea, select)"


def with_returns(workspace: Workspace, home) -> None:
    ws.issue(workspace)
    ws.send(workspace)
    ws.answer(home)
    ws.collect(workspace)


def with_long_words(workspace: Workspace, home) -> None:
    """Give everything that people name a name that is long, in words that are."""
    with workspace.open_uow() as uow:
        for row in (*uow.all(Agency), *uow.all(Unit), *uow.all(Contact)):
            row.name = f"{row.name} {NAME}"
            uow.add(row)
        uow.note("renamed by a test", "everything")
        uow.commit()
    add_action(
        NAME, owner="police", due=JUNE, measure=NAME, theme=LONG, lead=LONG, source=LONG,
        workspace=workspace,
    )  # fmt: skip
    with_returns(workspace, home)


def with_many_actions(workspace: Workspace, _home) -> None:
    with workspace.open_uow() as uow:
        for number in range(1, MANY + 1):
            row = ActionRow(
                id=f"A{number}", title=f"Action {number}", source="other", owner="police",
                due=JUNE, original_due=JUNE, status=ActionStatus.OPEN, opened_on=JUNE,
            )  # fmt: skip
            uow.add(row)
        uow.note("actions added", "plan")
        uow.commit()


STATES = {
    "with nothing yet": lambda *_: None,
    "with a week's returns": with_returns,
    "with very long words": with_long_words,
}


@pytest.fixture(scope="module", params=STATES.values(), ids=list(STATES))
def site(request, tmp_path_factory):
    home = ws.loaded(tmp_path_factory.mktemp("pages") / "home", contacts=300)
    workspace = ws.workspace_of(home)
    request.param(workspace, home)
    with served_at(make_app(workspace)) as address:
        yield workspace, address


@pytest.fixture(params=WINDOWS.values(), ids=list(WINDOWS))
def viewport(request):
    width, height = request.param
    return {"width": width, "height": height}


def pages_linked_from(page: Page, address: str) -> set[str]:
    """Return the addresses of this site that a page links to, each without its place on it."""
    hrefs = page.eval_on_selector_all("a[href]", "links => links.map(link => link.href)")
    paths = {href.removeprefix(address).partition("#")[0] for href in hrefs if address in href}
    return {path for path in paths if path.startswith("/") and not NO_PAGES.search(path)}


def pages_seen(person: Person) -> Iterator[str]:
    """Go from page to page by every link, and yield the address of each that is seen."""
    seen: set[str] = set()
    to_see = {"/"}
    while to_see and len(seen) < 60:
        path = min(to_see)
        answer = person.page.goto(person.address + path)
        assert answer is not None
        assert answer.status == 200, path
        seen.add(path)
        yield path
        to_see = (to_see | pages_linked_from(person.page, person.address)) - seen
    assert len(seen) > 12, seen


def test_every_page_that_is_linked_is_for_everybody(site, browser, viewport):
    workspace, address = site
    person = enter(browser, address, Role.ADMINISTRATOR, workspace, viewport=viewport)
    for path in pages_seen(person):
        check_is_for_everybody(person.page, path)


def test_every_page_with_what_is_wrong_is_for_everybody(browser, tmp_path):
    """Each form that asks for something is sent with nothing in it."""
    workspace = ws.workspace_of(ws.loaded(tmp_path / "home", contacts=300))
    with_returns(workspace, tmp_path / "home")
    width, height = WINDOWS["narrow"]
    viewport = {"width": width, "height": height}
    with served_at(make_app(workspace)) as address:
        person = enter(browser, address, Role.ADMINISTRATOR, workspace, viewport=viewport)
        forms = {path: person.page.locator(ASKING).count() for path in pages_seen(person)}
        wrong = 0
        for path, count in forms.items():
            for number in range(count):
                wrong += is_shown_again(person, path, number)
    assert wrong > 15, forms


def is_shown_again(person: Person, path: str, number: int) -> bool:
    """Send a page's form with nothing in it, and tell whether it says what is wrong.

    What was done all the same has left its page with one form less.
    """
    person.go(path)
    forms = person.page.locator(ASKING)
    if number >= forms.count():
        return False
    with person.page.expect_navigation() as sent:
        forms.nth(number).evaluate("form => form.requestSubmit()")
    if sent.value.status != 422:
        return False
    check_is_for_everybody(person.page, f"{path} with what is wrong")
    assert person.page.evaluate(LEAD_NOWHERE) == [], (path, number)
    return True


def test_a_sign_in_with_what_is_wrong_is_for_everybody(site, browser, viewport):
    _, address = site
    anybody = Person(a_window(browser, viewport=viewport), address)
    anybody.go("/sign-in")
    anybody.fill("Email address", "nobody@partnership.example")
    anybody.page.get_by_label("Password").fill("wrong words altogether")
    anybody.press("Sign in")
    anybody.page.locator(".govuk-error-summary:focus").wait_for()
    check_is_for_everybody(anybody.page, "sign-in")


def test_ten_thousand_actions_are_for_everybody(browser, viewport, tmp_path):
    workspace = ws.workspace_of(ws.loaded(tmp_path / "home", contacts=300))
    with_many_actions(workspace, None)
    with served_at(make_app(workspace)) as address:
        person = enter(browser, address, Role.ADMINISTRATOR, workspace, viewport=viewport)
        person.go("/actions?page=3")
        person.reads(f"{MANY:,} actions")
        check_is_for_everybody(person.page, "/actions")


PASSWORD, CODE = "correct horse battery staple", "Code of six digits"
EXPORT = make_contacts(until=ws.THURSDAY, contacts=40)


def with_work(workspace: Workspace) -> dict[str, str]:
    """Ask for long work of every kind there is to see, and return its pages by what they show."""
    asked = workspace.background_tasks.ask
    held = {
        "known": hold_files([("x.csv", EXPORT)], workspace=workspace),
        "not known": hold_files(
            [("x.csv", EXPORT.replace(b"Contact Outcome", b"Result", 1))], workspace=workspace
        ),
        "no register": hold_files([("x.csv", b"%PDF-1.4")], workspace=workspace),
    }
    pages = {}
    for what, files in held.items():
        number = asked(
            BackgroundTaskKind.READ_REGISTER, about="mash_contacts", by="U1",
            asked={"held": files, "dates": "", "as_before": False},
        )  # fmt: skip
        pages[what] = f"/registers/read/{number}"
    refused = asked(BackgroundTaskKind.ISSUE_PACKS, about="NO-AUDIT", asked={}, by="U1")
    pages["refused"] = f"/tasks/{refused}"
    do_background_tasks(workspace=workspace)
    waiting = asked(BackgroundTaskKind.ISSUE_PACKS, about=ws.REF, asked={}, by="U1")
    pages["waiting"] = f"/tasks/{waiting}"
    return pages


def test_pages_that_come_of_work_are_for_everybody(browser, viewport, tmp_path):
    """What work came to, well or not; where nothing was asked for; the trail and the channels."""
    workspace = ws.workspace_of(ws.loaded(tmp_path / "home", contacts=300))
    ws.issue(workspace)
    with served_at(make_app(workspace, begin=lambda: None)) as address:
        person = enter(browser, address, Role.ADMINISTRATOR, workspace, viewport=viewport)
        person.go("/tasks")
        person.reads("Nothing was asked for.")
        check_is_for_everybody(person.page, "no work")
        for what, path in with_work(workspace).items():
            person.go(path)
            assert path in person.page.url, what
            check_is_for_everybody(person.page, what)
        for path in (
            "/tasks",
            "/admin/trail",
            "/admin/trail?what=account+added",
            "/admin/channels",
        ):
            person.go(path)
            check_is_for_everybody(person.page, path)
        person.go("/admin/trail")
        person.press("Check that nobody altered it")
        check_is_for_everybody(person.page, "the trail is checked")


def test_a_sign_in_with_codes_is_for_everybody(browser, viewport, tmp_path):
    """Setting codes up, giving one, and a wrong one at both."""
    workspace = ws.workspace_of(ws.loaded(tmp_path / "home", contacts=300))
    workspace = replace(workspace, second_factor=SecondFactor.REQUIRED)
    account = account_of(Role.QEG, workspace)
    with served_at(make_app(workspace)) as address:
        member = Person(a_window(browser, viewport=viewport), address)
        member.go(f"/welcome/{invite(account, workspace=workspace)}")
        check_is_for_everybody(member.page, "welcome")
        goes_on(member, "Password", PASSWORD)
        check_is_for_everybody(member.page, "set-up")
        goes_on(member, CODE, "000000")
        member.page.locator(".govuk-error-summary").wait_for()
        check_is_for_everybody(member.page, "set-up with a wrong code")
        key = member.page.locator(".board-address").inner_text().replace(" ", "")
        goes_on(member, CODE, pyotp.TOTP(key).at(workspace.clock()))
        assert member.page.url == f"{address}/"
        again = Person(a_window(browser, viewport=viewport), address)
        again.go("/sign-in")
        again.fill("Email address", "qeg@partnership.example")
        again.page.get_by_label("Password").fill(PASSWORD)
        again.press("Sign in")
        assert again.page.url == f"{address}/sign-in/code"
        check_is_for_everybody(again.page, "code")
        goes_on(again, CODE, "000000")
        again.page.locator(".govuk-error-summary").wait_for()
        check_is_for_everybody(again.page, "a wrong code")


def goes_on(person: Person, label: str, words: str) -> None:
    """Write what a page asks for, and press its one button."""
    person.page.get_by_label(label).fill(words)
    person.go_by(person.page.locator("main form button"))
