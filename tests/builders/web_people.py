"""People at the website in a real browser, with JavaScript or without; they go by its words."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from builders.chromium import CHROMIUM
from builders.web_pages import PEOPLE, account_of
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from audits.domain.permissions import Role
from audits.steps.access.accounts import offer_sign_in
from audits.workspace import Workspace


PATIENCE = 180_000  # milliseconds for one thing, on a slow machine that is at other work too


@contextmanager
def a_browser() -> Iterator[Browser]:
    """Give this machine's Chromium."""
    with sync_playwright() as play:
        yield play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])


def a_window(browser: Browser, **settings: Any) -> Page:
    """Return an empty page of its own; ``settings`` as ``java_script_enabled`` or ``viewport``."""
    page = browser.new_context(**settings).new_page()
    page.set_default_timeout(PATIENCE)
    return page


@dataclass(frozen=True)
class Person:
    """Somebody who is signed in, with the page before them."""

    page: Page
    address: str

    def go(self, path: str) -> None:
        """Open a page by its address."""
        self.page.goto(self.address + path)

    def follow(self, words: str) -> None:
        """Follow the first link on the page that says this."""
        self.go_by(self.page.get_by_role("main").get_by_role("link", name=words).first)

    def go_by(self, control: Locator) -> None:
        """Click what leads to another page, or to the same anew, and wait until that is loaded."""
        with self.page.expect_navigation():
            control.click()

    def unfold(self, words: str) -> None:
        """Open what is folded under these words."""
        self.page.get_by_text(words, exact=True).click()

    def fill(self, label: str, words: str) -> None:
        self.page.get_by_label(label, exact=True).fill(words)

    def choose(self, label: str, option: str) -> None:
        self.page.get_by_label(label, exact=True).select_option(option)

    def put(self, label: str, files: Path | Sequence[Path]) -> None:
        """Choose files of this machine for a field."""
        self.page.get_by_label(label).set_input_files(files)

    def press(self, words: str) -> None:
        self.go_by(self.page.get_by_role("button", name=words, exact=True))

    def fetch(self, words: str, folder: Path) -> Path:
        """Press or follow what these words say, and return the file that comes."""
        main = self.page.get_by_role("main")
        links, buttons = (main.get_by_role(role, name=words) for role in ("link", "button"))
        with self.page.expect_download() as fetching:
            links.or_(buttons).first.click()
        path = folder / fetching.value.suggested_filename
        fetching.value.save_as(path)
        return path

    def reads(self, words: str) -> None:
        """Expect the page to say this, now or once it is read to its end."""
        main = self.page.get_by_role("main")
        expect(main).to_contain_text(words, use_inner_text=True, timeout=PATIENCE)


def enter(
    browser: Browser, address: str, role: Role, workspace: Workspace, **settings: Any
) -> Person:
    """Return somebody of a role who signs in by the link they were sent.

    ``settings`` are the browser's, as ``java_script_enabled`` or ``viewport``.
    """
    return enter_by(browser, address, account_of(role, workspace), workspace, **settings)


def enter_by(
    browser: Browser, address: str, account: str, workspace: Workspace, **settings: Any
) -> Person:
    """Return whoever has an account, who signs in by the link they were sent."""
    page = a_window(browser, **settings)
    page.goto(f"{address}/enter/{offer_sign_in(account, workspace=workspace)}")
    person = Person(page, address)
    person.go_by(page.get_by_role("button", name="Sign in"))
    return person


def name_in_trail(role: Role, workspace: Workspace) -> str:
    """Return by which name the trail knows whoever has a role."""
    account = account_of(role, workspace)
    return f"{PEOPLE[role]} ({account})"
