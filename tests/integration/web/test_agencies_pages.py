"""Agencies and contacts by their pages: added, changed, gone and back, also within an audit."""

import re
from html import unescape

import pytest
from builders import workspace as ws
from builders.web_pages import send, send_from, signed_in

from audits.domain.message import DeliveryOutcome, DeliveryReport
from audits.domain.permissions import Role
from audits.domain.status import DispatchStatus
from audits.steps.dispatch.recipients import confirm_recipients
from audits.steps.dispatch.record_outcome import record_outcome
from audits.steps.dispatch.send import send_dispatch
from audits.storage import Allowance, Contact, Dispatch, Unit, is_empty
from audits.web import make_app


KEY = f"{ws.REF}/police/pack/1"
LEAD = "lead@police.example.org"
UNIT = "/admin/units/police"


@pytest.fixture
def workspace(issued, tmp_path):
    return ws.workspace_of(ws.copy_of(issued, tmp_path / "home"))


@pytest.fixture
def app(workspace):
    return make_app(workspace)


@pytest.fixture
def officer(app):
    return signed_in(app, Role.BUSINESS_UNIT)


def people(workspace, unit="police"):
    with workspace.open_view() as view:
        return view.all(Contact, Contact.unit == unit, is_empty(Contact.left_on))


def named(workspace, email):
    with workspace.open_view() as view:
        return view.first(Contact, Contact.email == email)


def page_of(contact):
    return f"/admin/units/{contact.unit}/people/{contact.id}"


def bounced(workspace):
    """Let the pack of the police go out, and come back from its lead's mail server."""
    confirm_recipients(ws.REF, why="looked", workspace=workspace)
    send_dispatch(KEY, workspace=workspace)
    with workspace.open_view() as view:
        receipt = view.get(Dispatch, KEY).receipt
    news = DeliveryReport(DeliveryOutcome.BOUNCED, receipt, (LEAD,))
    record_outcome(KEY, news, workspace=workspace)


def test_somebody_is_added_and_written_to_and_leaves_with_a_reason(workspace, officer):
    fields = {"name": "Nia New", "email": " nia@police.example.org ", "why": "Joined in May"}
    assert send(officer, f"{UNIT}/people/new", fields).status_code == 303
    nia = named(workspace, "nia@police.example.org")
    assert nia in people(workspace)
    again = send(officer, f"{UNIT}/people/new", fields)
    assert again.status_code == 422
    assert "has this address already" in again.text
    page = page_of(nia)
    no_reason = send(officer, f"{page}/leave", {}, shown_at=page)
    assert no_reason.status_code == 422
    assert nia in people(workspace)
    left = send(officer, f"{page}/leave", {"leave_why": "Moved on"}, shown_at=page)
    assert left.status_code == 303
    assert named(workspace, nia.email).left_on == workspace.today()
    back = send(officer, f"{page}/back", {"leave_why": "Back"}, shown_at=page)
    assert back.status_code == 303
    assert named(workspace, nia.email).left_on is None
    shown = unescape(officer.get(UNIT).text)
    for words in ("Contact added", "Joined in May", "Contact left", "Moved on", "Kim Officer"):
        assert words in shown


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"email": "no address"}, "address"),
        ({"email": "two@x.org, three@x.org"}, "address"),
        ({"route": "pigeon"}, "no such channel"),
        ({"qeg": "nobody"}, "no agency"),
        ({"name": " "}, "name"),
        ({"why": ""}, "Say why"),
    ],
)
def test_what_the_list_would_refuse_the_page_refuses(workspace, officer, wrong, says):
    fields = {"name": "Nia New", "email": "nia@police.example.org", "why": "Joined"}
    before = len(people(workspace))
    answer = send(officer, f"{UNIT}/people/new", {**fields, **wrong})
    assert answer.status_code == 422
    assert says in unescape(answer.text)
    assert len(people(workspace)) == before


def test_an_address_that_bounced_is_put_right_where_it_is_shown(workspace, officer):
    bounced(workspace)
    lead = named(workspace, LEAD)
    assert lead.bounced_at
    home = officer.get("/")
    assert LEAD in home.text
    fields = {"email": "lead@new.example.org"}
    assert send_from(officer, home.text, f"{page_of(lead)}/address", fields).status_code == 303
    with workspace.open_view() as view:
        pack = view.get(Dispatch, KEY)
    assert pack.status is DispatchStatus.DUE
    assert "lead@new.example.org" in pack.recipients
    assert LEAD not in pack.recipients
    assert named(workspace, "lead@new.example.org").bounced_at is None
    assert "does not take mail" not in officer.get("/").text


def test_a_changed_address_may_wait_with_what_did_not_arrive(workspace, officer):
    bounced(workspace)
    lead = named(workspace, LEAD)
    fields = {"name": lead.name, "email": "lead@new.example.org", "role": lead.role, "why": "Typo"}
    assert send(officer, page_of(lead), fields).status_code == 303
    with workspace.open_view() as view:
        assert view.get(Dispatch, KEY).status is DispatchStatus.REFUSED


def test_two_at_one_contact_see_each_other(app, workspace, officer):
    lead = named(workspace, LEAD)
    other = signed_in(app, Role.ADMINISTRATOR)
    opened = other.get(page_of(lead)).text
    mine = {"name": lead.name, "email": LEAD, "role": "Inspector", "why": "Promoted"}
    assert send(officer, page_of(lead), mine).status_code == 303
    theirs = {"name": "P. Quillington", "email": LEAD, "role": lead.role, "why": "Spelling"}
    answer = send_from(other, opened, page_of(lead), theirs)
    assert answer.status_code == 409
    assert "It now says: Inspector" in answer.text
    assert 'value="P. Quillington"' in answer.text
    assert named(workspace, LEAD).role == "Inspector"


def test_a_unit_leaves_in_the_middle_of_an_audit(workspace, officer):
    answer = send(officer, f"{UNIT}/leave", {"leave_why": "Merged with the county"}, shown_at=UNIT)
    assert answer.status_code == 200
    assert f"/audits/{ws.REF}" in answer.text
    with workspace.open_view() as view:
        letters = view.values(Dispatch.status, Dispatch.unit == "police")
        [allowed] = view.all(Allowance, Allowance.unit == "police")
        assert view.get(Unit, "police").left_on == workspace.today()
    assert set(letters) == {DispatchStatus.WITHDRAWN}
    assert allowed.why == "Merged with the county"
    assert not people(workspace)
    again = send(officer, f"{UNIT}/back", {"leave_why": "It was not"}, shown_at=UNIT)
    assert again.status_code == 303
    with workspace.open_view() as view:
        assert view.get(Unit, "police").left_on is None


def test_the_unit_that_hears_of_danger_cannot_leave(workspace, officer):
    code = workspace.business_unit.named_person
    page = f"/admin/units/{code}"
    answer = send(officer, f"{page}/leave", {"leave_why": "Merged"}, shown_at=page)
    assert answer.status_code == 422
    assert "written to when a child may be at risk" in answer.text


def test_a_unit_is_added_with_a_new_agency_and_changed(workspace, officer):
    fields = {
        "unit": "fire", "name": "Fire and rescue", "agency": "fire", "route": "folder",
        "why": "New",
    }  # fmt: skip
    refused = send(officer, "/admin/add-unit", fields)
    assert refused.status_code == 422
    assert "Say what it is called" in refused.text
    fields |= {"agency_name": "Fire Service"}
    assert send(officer, "/admin/add-unit", fields).status_code == 303
    change = {**fields, "name": "Fire", "key_route": "folder"}
    clash = send(officer, "/admin/units/fire", change)
    assert clash.status_code == 422
    assert "Packs and key lists would both go" in unescape(clash.text)
    assert send(officer, "/admin/units/fire", {**fields, "name": "Fire"}).status_code == 303
    with workspace.open_view() as view:
        assert view.get(Unit, "fire").name == "Fire"


def test_an_address_of_a_page_does_not_change_somebody_of_another_unit(workspace, officer):
    other = people(workspace, "health")[0]
    fields = {"name": "X", "email": "x@x.example.org", "why": "Y"}
    answer = send(officer, f"{UNIT}/people/{other.id}", fields, shown_at=UNIT)
    assert answer.status_code == 404
    assert named(workspace, other.email).name == other.name


def test_no_address_stands_in_the_trail(workspace, officer):
    fields = {"name": "Nia New", "email": "nia@police.example.org", "why": "Joined in May"}
    send(officer, f"{UNIT}/people/new", fields)
    text = officer.get("/admin/trail").text
    assert not re.search(r"nia@|Nia", text)
