"""An agency's contact presses the link in their letter, in a real browser."""

from dataclasses import replace

import pytest
from builders import workspace as ws
from builders.for_everybody import check_is_for_everybody
from builders.unit_links import by_mail, code_to, link_in, pack_letter, sent
from builders.web import served_at
from builders.web_people import CHROMIUM, Person, enter

from audits.domain.permissions import Role
from audits.web import make_app


pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
]
LEAD = "lead@police.example.org"


@pytest.fixture(scope="module")
def ready(tmp_path_factory):
    home = ws.loaded(tmp_path_factory.mktemp("ready") / "home", contacts=300)
    ws.issue(replace(ws.workspace_of(home), letters_have_links=True))
    return home


def check_page(person: Person, says: str) -> None:
    """Expect a page to say something, to be for everybody, and to fit its window."""
    person.reads(says)
    check_is_for_everybody(person.page, says)


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without"])
def test_a_lead_goes_from_the_letter_to_what_is_owed(browser, ready, tmp_path, scripts, width):
    home = ws.copy_of(ready, tmp_path / "home")
    with by_mail(home, tmp_path) as (workspace, post), served_at(make_app(workspace)) as address:
        sent(workspace)
        window = {"width": width, "height": 800}
        # axe is a script of its own; without the page's, what is seen is looked at by its words.
        page = browser.new_context(java_script_enabled=scripts, viewport=window).new_page()
        lead = Person(page, address)
        look = check_page if scripts else Person.reads
        lead.go("/link/" + "x" * 43)
        look(lead, "This link does not work")
        lead.go("/link/" + link_in(pack_letter(LEAD, post)))
        look(lead, "First we send a code")
        lead.press("Send me a code")
        look(lead, "We sent it to the address that the letter")
        lead.fill("Code of six digits", "no")
        lead.press("Go on")
        look(lead, "The code is not right")
        lead.fill("Code of six digits", code_to(LEAD, post))
        lead.press("Go on")
        page.wait_for_url(f"{address}/units/police")
        look(lead, "MASH weekly dip sample")
        assert lead.fetch("Download the pack", tmp_path).read_bytes()[:2] == b"PK"
        lead.go("/audits")
        look(lead, "You may not see this page")
        page.get_by_role("button", name="Sign out").click()
        lead.go("/units/police")
        look(lead, "If you came by a link in a letter, open that link again.")


@pytest.mark.parametrize("width", [1280, 320])
def test_an_officer_takes_a_link_back_and_sends_another(browser, ready, tmp_path, width):
    home = ws.copy_of(ready, tmp_path / "home")
    with by_mail(home, tmp_path) as (workspace, post), served_at(make_app(workspace)) as address:
        sent(workspace)
        token = link_in(pack_letter(LEAD, post))
        window = {"width": width, "height": 800}
        officer = enter(browser, address, Role.BUSINESS_UNIT, workspace, viewport=window)
        officer.go("/admin/units/police")
        check_page(officer, "Not used yet.")
        officer.follow("Det Insp P Quillington")
        officer.page.get_by_text("Take this link back").click()
        officer.press("Take the link back")
        check_page(officer, "Say why.")
        officer.fill("Why it is taken back", "The letter was passed on")
        officer.press("Take the link back")
        check_page(officer, "Whoever came by it is signed out.")
        officer.fill("Why they need a new link", "Theirs was passed on")
        officer.press("Send a new link")
        check_page(officer, "A letter with a new link is due.")
        officer.go(f"/link/{token}")
        officer.reads("This link does not work")
