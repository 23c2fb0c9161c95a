"""Letters read before they go, and keys for programs, by clicking: with JavaScript and without.

Every page is looked at on the way in each of its states: empty, wrong, full, done and refused.
"""

import csv
import io
import re
from pathlib import Path

import httpx
import pytest
from builders import workspace as ws
from builders.for_everybody import Looker
from builders.web import served_at
from builders.web_people import CHROMIUM, enter
from playwright.sync_api import Browser

from audits.domain.permissions import Role
from audits.queries.cycles import list_cycles
from audits.web import make_app
from audits.workspace import Workspace


pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
]
PACK = f"{ws.REF}-police-pack-1.xlsx"
WORDS = "This is our own week, {unit}. We look at {audit} {reference}."
FILLED_IN = (
    f"This is our own week, Police in the Fenmere MASH. We look at MASH weekly dip sample {ws.REF}."
)
WINDOWS = [pytest.param(True, 320, id="with JavaScript"), pytest.param(False, 1280, id="without")]


@pytest.fixture(scope="module")
def issued(tmp_path_factory) -> Path:
    """Return a workspace where somebody reads letters, and the first of them wait."""
    home = ws.loaded(tmp_path_factory.mktemp("letters") / "home", contacts=300)
    settings = home / "audits.toml"
    settings.write_text(f"approve_letters = true\n{settings.read_text('utf-8')}", "utf-8")
    ws.issue(ws.workspace_of(home))
    return home


@pytest.fixture
def home(issued, tmp_path):
    return ws.copy_of(issued, tmp_path / "home")


def enters(
    browser: Browser, address: str, workspace: Workspace, scripts: bool, width: int,
    role: Role = Role.BUSINESS_UNIT,
) -> Looker:  # fmt: skip
    settings = {"java_script_enabled": scripts, "viewport": {"width": width, "height": 800}}
    return Looker(enter(browser, address, role, workspace, **settings).page, address, scripts)


def letters_that_went(home: Path, unit: str) -> list[str]:
    return [file.read_text("utf-8") for file in sorted((home / "outbox" / unit).glob("*.txt"))]


@pytest.mark.parametrize(("scripts", "width"), WINDOWS)
def test_letters_are_read_reworded_for_one_audit_and_sent(browser, home, scripts, width):
    workspace = ws.workspace_of(home)
    with served_at(make_app(workspace)) as address:
        officer = enters(browser, address, workspace, scripts, width)
        officer.go("/")
        officer.go_by(officer.page.get_by_role("link", name="to read").first)
        officer.sees("Each goes as you see it here, once you have approved it.")
        ws.send(workspace)
        assert letters_that_went(home, "police") == []

        reword = re.compile("Reword it.* to Police.*audit pack")
        officer.go_by(officer.page.get_by_role("link", name=reword).first)
        officer.sees("Your words go into every letter of this kind")
        officer.fill("Your words", "Return it by {date}.")
        officer.press("Use these words in this audit")
        officer.sees("{date} is filled in by nothing here")
        assert officer.page.get_by_label("Your words").input_value() == "Return it by {date}."
        officer.fill("Your words", WORDS)
        officer.press("Use these words in this audit")
        officer.sees("Letters of this kind say so in this audit from now on.")

        officer.go("/letters")
        officer.sees(FILLED_IN)
        approve = re.compile("Approve.* to Police.*audit pack")
        officer.go_by(officer.page.get_by_role("button", name=approve).first)
        officer.sees("1 letter approved.")
        ws.send(workspace)
        [letter] = [text for text in letters_that_went(home, "police") if PACK in text]
        assert FILLED_IN in letter
        assert letters_that_went(home, "health") == []
        officer.go_by(officer.page.get_by_role("button", name="Approve all"))
        officer.sees("No letter waits to be read.")
        ws.send(workspace)
    for unit in ("health", "social_care"):
        assert sum("This is our own week" in text for text in letters_that_went(home, unit)) == 1


@pytest.mark.parametrize(("scripts", "width"), WINDOWS)
def test_a_key_is_made_read_with_by_a_program_and_ended(browser, home, scripts, width):
    workspace = ws.workspace_of(home)
    with served_at(make_app(workspace)) as address:
        officer = enters(browser, address, workspace, scripts, width)
        officer.go("/account")
        officer.sees("You have no access key.")
        officer.press("Make an access key")
        officer.sees("Say what reads with the access key.")
        officer.fill("What reads with it", "Excel of the analyst")
        officer.press("Make an access key")
        officer.sees("This is the only time that you can see it.")
        key = officer.page.locator(".board-address").first.inner_text()
        lists = f"{address}/api/v1/cycles"
        with httpx.Client(auth=("anybody", key)) as excel:
            [row] = csv.DictReader(io.StringIO(excel.get(f"{lists}.csv").text))
            [listed] = excel.get(lists).json()
        [cycle] = list_cycles(workspace=workspace)
        assert row["ref"] == listed["ref"] == cycle.ref == ws.REF
        with httpx.Client(headers={"Authorization": f"Bearer {key}"}) as program:
            assert program.get(lists).json() == [listed]
            officer.go("/account")
            officer.sees("Excel of the analyst")
            assert key not in officer.page.content()
            administrator = enters(browser, address, workspace, scripts, width, Role.ADMINISTRATOR)
            administrator.go("/admin/tokens")
            administrator.sees("Excel of the analyst")
            officer.go_by(officer.page.get_by_role("button", name=re.compile("Revoke")))
            officer.sees("You have no access key.")
            for ending in ("", ".csv"):
                refused = program.get(lists + ending)
                assert refused.status_code == 401, refused.text
                assert ws.REF not in refused.text
            administrator.go("/admin/tokens")
            administrator.looks("no key is left")
