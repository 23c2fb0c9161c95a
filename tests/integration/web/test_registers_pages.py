"""A register, from the file that was exported to the list of registers, on its pages."""

import re
from datetime import timedelta

import pytest
from builders import workspace as ws
from builders.web_pages import send, signed_in

from audits.demo import make_agencies, make_contacts
from audits.domain.permissions import Role
from audits.settings import init_workspace
from audits.steps.agencies.import_list import import_agencies
from audits.web import make_app


CHILDREN = 40
EXPORT = make_contacts(until=ws.THURSDAY, contacts=CHILDREN)


@pytest.fixture
def app(tmp_path):
    init_workspace(tmp_path / "home")
    workspace = ws.workspace_of(tmp_path / "home")
    import_agencies(make_agencies(), workspace=workspace)
    return make_app(workspace)


def hidden(page: str) -> dict[str, str]:
    """Return the hidden fields of the form in the middle of a page."""
    main = page.partition("<main")[2].partition("</main>")[0]
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', main))


def test_a_file_is_looked_at_first_and_then_kept(app):
    browser = signed_in(app, Role.BUSINESS_UNIT)
    files = {"file": ("Export of Jane Smith.csv", EXPORT)}
    report = send(browser, "/registers/new", {"name": "mash_contacts"}, files=files)
    assert report.status_code == 200
    assert re.search(rf"<strong>{CHILDREN}</strong>\s*cases", report.text)
    assert "Jane Smith" not in report.text
    assert "No register has been loaded." in browser.get("/registers").text
    kept = browser.post("/registers/new", data=hidden(report.text))
    assert (kept.status_code, kept.headers["location"]) == (303, "/registers?done=register_kept")
    page = browser.get(kept.headers["location"]).text
    assert "The register is kept." in page
    assert "Mash contacts" in page


def test_no_file_and_no_kind_are_asked_for_and_nothing_is_lost(app):
    browser = signed_in(app, Role.BUSINESS_UNIT)
    page = send(browser, "/registers/new", {"name": "", "dates": "day-first"})
    assert page.status_code == 422
    assert "Choose which register this is." in page.text
    assert 'value="day-first" selected' in page.text
    page = send(browser, "/registers/new", {"name": "mash_contacts"})
    assert "Choose the file that was exported from your case system." in page.text


@pytest.mark.parametrize(
    "data", [b"", b"\x00\x01\x02", b"PK\x03\x04 no archive", b"a,b\r\n1,2\r\n"]
)
def test_a_file_that_is_no_register_is_refused_on_the_page(app, data):
    browser = signed_in(app, Role.BUSINESS_UNIT)
    page = send(
        browser, "/registers/new", {"name": "mash_contacts"}, files={"file": ("x.csv", data)}
    )
    assert page.status_code == 422
    assert "There is a problem" in page.text
    assert 'value="mash_contacts" selected' in page.text


def test_what_is_held_is_sealed_and_forgotten_after_a_day(app, tmp_path):
    browser = signed_in(app, Role.BUSINESS_UNIT)
    files = {"file": ("contacts.csv", EXPORT)}
    send(browser, "/registers/new", {"name": "mash_contacts"}, files=files)
    uploads = tmp_path / "home" / "uploads"
    held = [path for path in uploads.rglob("*") if path.is_file()]
    assert held
    heading = EXPORT.splitlines()[0][:20]
    assert all(heading not in path.read_bytes() for path in held)
    app.state.site.workspace.clock.now += timedelta(days=1, minutes=1)
    browser = signed_in(app, Role.BUSINESS_UNIT)
    send(browser, "/registers/new", {"name": "mash_contacts"}, files={"file": ("y.csv", b"a,b")})
    assert not [path for path in held if path.exists()]
