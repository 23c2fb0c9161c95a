"""A weekly audit on the website, by clicking: with JavaScript and without, in a real browser.

An officer loads the register, opens and draws; a member of the quality group approves and agrees.
Units' workbooks are filled in as units fill them in. What the schedule does is done between, by
the same steps.
"""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from builders import workspace as ws
from builders.web import served_at
from builders.web_pages import account_of
from playwright.sync_api import Browser, Page, sync_playwright

from audits.demo import make_agencies, make_contacts
from audits.domain.permissions import Role
from audits.queries.cycles import describe_cycle
from audits.settings import init_workspace
from audits.steps.access.accounts import offer_sign_in
from audits.steps.agencies.import_list import import_agencies
from audits.steps.ticks.collect_everything import collect_everything
from audits.steps.ticks.runner import OneByOne
from audits.steps.ticks.send_everything import send_everything
from audits.storage.secrets import cycle_key, pack_key, unit_password
from audits.web import make_app


pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("chromium") is None, reason="no Chromium on this machine"),
]
CONTACTS = 1500


@dataclass
class Board:
    """A made-up partnership, and where its website is."""

    home: Path
    address: str

    @property
    def workspace(self):
        return ws.workspace_of(self.home)

    def tick(self):
        """Do what the schedule does: send what is due, and collect what has come."""
        workspace = self.workspace
        send_everything(run=OneByOne(workspace), workspace=workspace)
        collect_everything(run=OneByOne(workspace), workspace=workspace)
        send_everything(run=OneByOne(workspace), workspace=workspace)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as play:
        yield play.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])


@pytest.fixture
def board(tmp_path) -> Iterator[Board]:
    home = tmp_path / "home"
    init_workspace(home)
    workspace = ws.workspace_of(home)
    import_agencies(make_agencies(), workspace=workspace)
    cycle_key(workspace.vault, ws.REF)  # or the draw would differ from run to run
    pack_key(workspace.vault)
    for unit in ws.UNITS:
        unit_password(workspace.vault, ws.REF, unit)
    with served_at(make_app(workspace)) as address:
        yield Board(home, address)


def enter(browser: Browser, board: Board, role: Role, *, scripts: bool) -> Page:
    """Sign in as somebody of a role, by the link they were sent."""
    account = account_of(role, board.workspace)
    page = browser.new_context(java_script_enabled=scripts).new_page()
    page.goto(f"{board.address}/enter/{offer_sign_in(account, workspace=board.workspace)}")
    page.get_by_role("button", name="Sign in").click()
    return page


def press(page: Page, words: str) -> None:
    page.get_by_role("button", name=words, exact=True).click()


def follow(page: Page, words: str) -> None:
    page.get_by_role("main").get_by_role("link", name=words).first.click()


def go_to(page: Page, board: Board, path: str) -> None:
    page.goto(board.address + path)


def says(page: Page, words: str) -> None:
    assert words in page.get_by_role("main").inner_text(), page.get_by_role("main").inner_text()


def load_the_register(page: Page, board: Board, folder: Path) -> None:
    export = folder / "contacts.csv"
    export.write_bytes(make_contacts(until=ws.THURSDAY, contacts=CONTACTS))
    go_to(page, board, "/registers/new")
    page.get_by_label("Which register this is").select_option("mash_contacts")
    page.get_by_label("The file that was exported").set_input_files(export)
    press(page, "See what is read")
    says(page, f"{CONTACTS:,}")
    press(page, "Keep this register")
    says(page, "The register is kept.")


def open_and_draw(page: Page, board: Board) -> None:
    go_to(page, board, "/audits/new")
    page.get_by_label("Audit", exact=True).select_option(ws.KIND)
    page.get_by_label("Day that it is for").fill("9 March 2017")
    press(page, "Open the audit")
    says(page, f"{ws.REF} is open.")
    follow(page, "Draw the cases")
    press(page, "Draw the cases")
    says(page, f"The sample of {ws.REF} is drawn.")


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without"])
def test_a_weekly_audit_is_run_by_clicking(browser, board, tmp_path, scripts):
    officer = enter(browser, board, Role.BUSINESS_UNIT, scripts=scripts)
    load_the_register(officer, board, tmp_path)
    open_and_draw(officer, board)

    member = enter(browser, board, Role.QEG, scripts=scripts)
    if describe_cycle(ws.REF, workspace=board.workspace).status == "drawn":
        follow(member, "approve the draw")
        press(member, "Approve the draw")
        says(member, f"The draw of {ws.REF} is approved.")

    go_to(officer, board, f"/audits/{ws.REF}")
    press(officer, "Send the packs")
    says(officer, f"The packs of {ws.REF} are written")
    board.tick()
    ws.answer(board.home)
    returned = sorted((board.home / "inbox").glob("*.xlsx"))
    assert len(returned) == len(ws.UNITS)
    go_to(officer, board, "/returns/new")
    officer.get_by_label("The workbook that was filled in").set_input_files(returned)
    press(officer, "Read it")
    says(officer, "answers read")
    for file in returned:
        file.unlink()
    board.tick()
    ws.answer_queries(board.home)
    board.tick()

    go_to(officer, board, "/")
    follow(officer, "Immediate concern raised by")
    officer.get_by_label("Who has taken it up").fill("MASH manager")
    officer.get_by_label("What was done").fill("Visited the same day.")
    press(officer, "Record that it is taken up")
    says(officer, "The concern is acknowledged.")

    status = describe_cycle(ws.REF, workspace=board.workspace).status
    assert status == "analysed", status
