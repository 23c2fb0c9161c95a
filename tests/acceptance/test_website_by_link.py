"""An agency's contact presses the link in their letter, in a real browser."""

from datetime import timedelta

import pytest
from builders import workspace as ws
from builders.for_everybody import Looker
from builders.unit_links import (
    by_mail,
    code_to,
    issued_with_links,
    link_in,
    pack_letter,
    sent,
    type_wrong,
)
from builders.web import served_at
from builders.web_people import CHROMIUM, a_window, enter
from playwright.sync_api import Browser

from audits.domain.access import WRONG_CODES
from audits.domain.permissions import Role
from audits.web import make_app
from audits.workspace import Workspace


pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
]
LEAD, NURSE = "lead@police.example.org", "lead@health.example.org"


@pytest.fixture(scope="module")
def ready(tmp_path_factory):
    return issued_with_links(tmp_path_factory.mktemp("ready") / "home")


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without"])
def test_a_lead_goes_from_the_letter_to_what_is_owed(browser, ready, tmp_path, scripts, width):
    home = ws.copy_of(ready, tmp_path / "home")
    with by_mail(home, tmp_path) as (workspace, post), served_at(make_app(workspace)) as address:
        sent(workspace)
        window = {"width": width, "height": 800}
        page = a_window(browser, java_script_enabled=scripts, viewport=window)
        lead = Looker(page, address, scripts)
        lead.go("/link/" + "x" * 43)
        lead.sees("This link does not work")
        lead.go("/link/" + link_in(pack_letter(LEAD, post)))
        lead.sees("First we send a code")
        lead.press("Send me a code")
        lead.sees("We sent it to the address that the letter")
        lead.fill("Code of six digits", "no")
        lead.press("Go on")
        lead.sees("The code is not right")
        lead.fill("Code of six digits", code_to(LEAD, post))
        lead.press("Go on")
        page.wait_for_url(f"{address}/units/police")
        lead.sees("MASH weekly dip sample")
        assert lead.fetch("Download the pack", tmp_path).read_bytes()[:2] == b"PK"
        lead.go("/audits")
        lead.sees("You may not see this page")
        lead.go_by(page.get_by_role("button", name="Sign out"))
        lead.go("/units/police")
        lead.sees("If you came by a link in a letter, open that link again.")


def test_an_officer_sees_every_link_takes_one_back_and_sends_another(browser, ready, tmp_path):
    """One that is locked, not used yet, taken back and over."""
    home = ws.copy_of(ready, tmp_path / "home")
    with by_mail(home, tmp_path) as (workspace, post):
        app = make_app(workspace)
        sent(workspace)
        token = link_in(pack_letter(LEAD, post))
        nurses = link_in(pack_letter(NURSE, post))
        type_wrong(app, nurses, NURSE, post, workspace, WRONG_CODES)
        with served_at(app) as address:
            officer = an_officer(browser, address, workspace)
            officer.go("/admin/units/health")
            officer.sees("Locked")
            officer.go("/admin/units/police")
            officer.sees("Not used yet.")
            officer.follow("Det Insp P Quillington")
            officer.page.get_by_text("Take this link back").click()
            officer.press("Take the link back")
            officer.sees("Say why.")
            officer.fill("Why it is taken back", "The letter was passed on")
            officer.press("Take the link back")
            officer.sees("Whoever came by it is signed out.")
            officer.fill("Why they need a new link", "Theirs was passed on")
            officer.press("Send a new link")
            officer.sees("A letter with a new link is due.")
            officer.go(f"/link/{token}")
            officer.sees("This link does not work")
            workspace.clock.now += timedelta(days=91)
            officer = an_officer(browser, address, workspace)
            officer.go("/admin/units/social_care")
            officer.sees("Over")


def an_officer(browser: Browser, address: str, workspace: Workspace) -> Looker:
    """Let an officer in, on a telephone."""
    window = {"width": 320, "height": 640}
    person = enter(browser, address, Role.BUSINESS_UNIT, workspace, viewport=window)
    return Looker(person.page, address)
