"""What a unit asks of the business unit on its page, and what the business unit answers."""

import re

import pytest
from builders import workspace as ws
from builders.statements import counted
from builders.web_pages import came_to, send, signed_in, token_in

from audits.domain.permissions import Role
from audits.domain.ticks import SEND_DUE
from audits.queries.unit_requests import list_requests
from audits.storage import Contact, IssuedPack
from audits.web import make_app


POLICE = "/units/police"
WISH = {"until": "20 March 2017", "why": "Three are ill"}


@pytest.fixture(scope="module")
def issued(tmp_path_factory):
    home = ws.loaded(tmp_path_factory.mktemp("requests") / "home", contacts=1500)
    workspace = ws.workspace_of(home)
    ws.issue(workspace)
    ws.send(workspace)
    return home


@pytest.fixture
def workspace(issued, tmp_path):
    return ws.workspace_of(ws.copy_of(issued, tmp_path / "home"))


@pytest.fixture
def app(workspace):
    return make_app(workspace)


@pytest.fixture
def lead(app):
    return signed_in(app, Role.AGENCY_LEAD)


@pytest.fixture
def officer(app):
    return signed_in(app, Role.BUSINESS_UNIT)


def code_of(workspace, unit):
    with workspace.open_view() as view:
        return view.values(IssuedPack.code, IssuedPack.unit == unit)[0]


def contact_of(workspace, unit):
    with workspace.open_view() as view:
        return view.all(Contact, Contact.unit == unit, order_by=Contact.id)[0]


def ask(lead, workspace):
    """Ask for more time, and return the page that follows."""
    at = f"{POLICE}/more-time/{code_of(workspace, 'police')}"
    return came_to(lead, send(lead, at, WISH)).text


def test_more_time_is_asked_for_granted_and_seen(workspace, lead, officer):
    assert "It is not decided yet" in ask(lead, workspace)
    home = officer.get("/").text
    assert "asks for more time" in home
    assert "Three are ill" in home
    at = re.search(r'href="(/requests/\d+)"', home)[1]
    page = officer.get(at).text
    assert 'value="20 March 2017"' in page
    granted = send(officer, f"{at}/grant", {"until": "20 March 2017", "why": "Agreed"},
                   shown_at=at)  # fmt: skip
    assert granted.status_code == 303, granted.text
    assert "asks for more time" not in officer.get("/").text
    mine = lead.get(POLICE).text
    assert "You have it" in mine
    assert "20 March 2017" in mine
    assert SEND_DUE.name in workspace.ticks.asked()


def test_declined_the_unit_reads_why(workspace, lead, officer):
    ask(lead, workspace)
    at = f"/requests/{list_requests(workspace=workspace)[0].id}"
    empty = send(officer, f"{at}/decline", {}, shown_at=at)
    assert empty.status_code == 422
    declined = send(officer, f"{at}/decline", {"decline_why": "QEG meets on the 15th"},
                    shown_at=at)  # fmt: skip
    assert declined.status_code == 303, declined.text
    assert "It was declined: QEG meets on the 15th" in lead.get(POLICE).text
    assert "Declined" in officer.get(at).text


def test_a_return_that_comes_first_takes_the_wish_off_both_pages(workspace, lead, officer):
    ask(lead, workspace)
    ws.answer(workspace.stores.home, ["police"])
    ws.collect(workspace)
    assert "until 20 March 2017" in words_in(lead.get(POLICE).text)
    assert "It is no longer needed" in lead.get(POLICE).text
    assert "asks for more time" not in officer.get("/").text
    at = f"/requests/{list_requests(workspace=workspace)[0].id}"
    assert "The return came before anybody had decided" in officer.get(at).text


def words_in(page):
    return re.sub(r"<[^>]+>", "", page)


def test_what_was_typed_is_kept_where_a_wish_cannot_be(workspace, lead):
    at = f"{POLICE}/more-time/{code_of(workspace, 'police')}"
    again = send(lead, at, {"until": "some day", "why": "Three are ill"})
    assert again.status_code == 422
    assert "Three are ill" in again.text
    assert 'value="some day"' in again.text


def test_somebody_is_not_the_right_person(workspace, lead, officer):
    who = contact_of(workspace, "police")
    assert f"{POLICE}/other-person" in lead.get(POLICE).text
    nobody = send(lead, f"{POLICE}/other-person", {"contact": "", "person": "Jo Bell"})
    assert nobody.status_code == 422
    assert "Jo Bell" in nobody.text
    assert who.email in lead.get(f"{POLICE}/contacts").text
    fields = {"contact": str(who.id), "person": "Jo Bell"}
    page = came_to(lead, send(lead, f"{POLICE}/other-person", fields)).text
    assert "Nobody writes to this person any more" in page
    assert who.email not in lead.get(f"{POLICE}/contacts").text
    home = officer.get("/").text
    at = re.search(r'href="(/requests/\d+)"', home)[1]
    shown = officer.get(at).text
    for words in (who.name, "Jo Bell", "Nobody writes to"):
        assert words in shown
    assert f"{at}/accept" not in shown
    done = send(officer, f"{at}/settle", {"done": "Jo is added"}, shown_at=at)
    assert done.status_code == 303, done.text
    assert at not in officer.get("/").text


JO = {"person": "Jo Bell", "role": "Head of MASH", "email": "jo@police.example.org"}


def proposed(workspace, lead, officer):
    """Have the lead name somebody else, and return where the officer decides."""
    fields = {"contact": str(contact_of(workspace, "police").id), **JO}
    page = came_to(lead, send(lead, f"{POLICE}/other-person", fields)).text
    assert "decides whom it writes to" in page
    home = officer.get("/").text
    assert "proposes another contact" in home
    assert "Jo Bell" in home
    return re.search(r'href="(/requests/\d+)"', home)[1]


def test_another_contact_is_proposed_accepted_and_written_to(workspace, lead, officer):
    who = contact_of(workspace, "police")
    at = proposed(workspace, lead, officer)
    mine = lead.get(f"{POLICE}/contacts").text
    assert "You proposed Jo Bell instead. It is not decided yet" in mine
    shown = officer.get(at).text
    for words in (who.name, *JO.values(), "is written to until you decide"):
        assert words in shown
    empty = send(officer, f"{at}/accept", {}, shown_at=at)
    assert empty.status_code == 422
    assert "Say why" in empty.text
    done = send(officer, f"{at}/accept", {"accept_why": "Rang the unit"}, shown_at=at)
    assert done.status_code == 303, done.text
    assert at not in officer.get("/").text
    assert "Granted" in officer.get(at).text
    mine = lead.get(f"{POLICE}/contacts").text
    assert JO["email"] in mine
    assert who.email not in mine
    assert SEND_DUE.name in workspace.ticks.asked()


def test_a_proposal_that_is_declined_is_told_why(workspace, lead, officer):
    at = proposed(workspace, lead, officer)
    done = send(officer, f"{at}/keep", {"keep_why": "The lead stays until May"}, shown_at=at)
    assert done.status_code == 303, done.text
    mine = lead.get(f"{POLICE}/contacts").text
    assert "goes on as before: The lead stays until May" in mine
    assert contact_of(workspace, "police").email in mine


def test_what_was_typed_of_a_person_is_kept_where_it_cannot_be(workspace, lead):
    fields = {**JO, "contact": str(contact_of(workspace, "police").id), "email": "jo at police"}
    again = send(lead, f"{POLICE}/other-person", fields)
    assert again.status_code == 422
    for words in ("Jo Bell", "Head of MASH", "jo at police"):
        assert f'value="{words}"' in again.text


def test_nobody_asks_in_another_unit_s_name(workspace, lead):
    health, code = contact_of(workspace, "health"), code_of(workspace, "health")
    fields = {"form_token": token_in(lead.get(POLICE).text), "contact": str(health.id), **WISH}
    for address in (
        f"/units/health/more-time/{code}", f"{POLICE}/more-time/{code}",
        "/units/health/other-person",
    ):  # fmt: skip
        assert lead.get(address).status_code == 404, address
        assert lead.post(address, data=fields).status_code == 404, address
    assert lead.post(f"{POLICE}/other-person", data=fields).status_code == 404
    assert list_requests(workspace=workspace) == []


def test_these_pages_take_few_statements(workspace, lead, officer):
    ask(lead, workspace)
    number = list_requests(workspace=workspace)[0].id
    code = code_of(workspace, "police")
    for browser, address in (
        (lead, POLICE), (lead, f"{POLICE}/more-time/{code}"), (lead, f"{POLICE}/other-person"),
        (officer, "/"), (officer, "/requests"), (officer, f"/requests/{number}"),
    ):  # fmt: skip
        browser.get(address)
        with counted() as statements:
            assert browser.get(address).status_code == 200, address
        asked = [line for line in statements if not line.startswith("BEGIN")]
        assert len(asked) <= 10, (address, len(asked))
