"""What is due, destroyed on a page by whoever read the list; and legal holds that keep it back."""

import json
from datetime import UTC, datetime

import pytest
from builders import workspace as ws
from builders.stages import Stages
from builders.web_pages import send, signed_in

from audits.domain.permissions import Role
from audits.queries.holds import list_holds
from audits.queries.retention import certificates, retention_list
from audits.storage import AnswerRow, Case
from audits.web import make_app


RETENTION, HOLDS = "/admin/retention", "/admin/holds"
WHY = "Agreed by the quality group on 3 May"
A_YEAR = datetime(2018, 3, 9, 9, tzinfo=UTC)  # after the papers were published


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    return Stages(tmp_path_factory.mktemp("stages")).at("published")


@pytest.fixture
def workspace(published, tmp_path):
    return ws.workspace_of(ws.copy_of(published, tmp_path / "home"), A_YEAR)


@pytest.fixture
def officer(workspace):
    return signed_in(make_app(workspace), Role.BUSINESS_UNIT)


def digest_in(page: str) -> str:
    return page.split('name="listed" value="')[1].split('"')[0]


def destroy(officer, why=WHY, listed=None):
    listed = digest_in(officer.get(RETENTION).text) if listed is None else listed
    return send(officer, RETENTION, {"why": why, "listed": listed})


def test_what_is_listed_is_destroyed_with_a_certificate(workspace, officer):
    due = retention_list(workspace=workspace).due
    page = officer.get(RETENTION).text
    assert len(due) == 3
    assert all(item.title.replace("_", " ") in page for item in due)
    done = destroy(officer)
    [certificate] = certificates(workspace=workspace)
    assert done.headers["location"].startswith(f"{RETENTION}/{certificate.id}")
    shown = officer.get(done.headers["location"]).text
    assert WHY in shown
    assert "What was due is destroyed. This is its certificate." in shown
    with workspace.open_view() as view:
        assert view.count(AnswerRow, AnswerRow.cycle == ws.REF) == 0
    again = officer.get(RETENTION).text
    assert "Nothing is due." in again
    assert certificate.id in again
    assert "Destroy it for good" not in again


def test_without_a_reason_or_by_an_old_list_nothing_is_destroyed(workspace, officer):
    assert destroy(officer, why=" ").status_code == 422
    refused = destroy(officer, listed="of yesterday")
    assert refused.status_code == 409
    assert "What is due has changed since this list was shown." in refused.text
    assert certificates(workspace=workspace) == []


def test_a_hold_is_placed_seen_and_ended(workspace, officer):
    fields = {"kind": "cycle", "about": ws.REF, "why": "Letter of the inquiry"}
    assert send(officer, HOLDS, fields).status_code == 303
    [hold] = list_holds(workspace=workspace)
    assert "Letter of the inquiry" in officer.get(HOLDS).text
    assert "Kept back by holds" in officer.get(RETENTION).text
    assert retention_list(workspace=workspace).due == ()
    again = send(officer, HOLDS, fields)
    assert again.status_code == 409  # it is held already
    address = f"{HOLDS}/{hold.id}"
    assert send(officer, address, {"why": ""}).status_code == 422
    assert send(officer, address, {"why": "It has reported"}).status_code == 303
    assert list_holds(workspace=workspace) == []
    assert "It has reported" not in officer.get(HOLDS).text
    assert "It has reported" in officer.get(f"{HOLDS}?ended=yes").text


def test_a_child_is_held_by_an_id_that_stands_nowhere_afterwards(workspace, officer):
    with workspace.open_view() as view:
        case = view.values(Case.ref, Case.cycle == ws.REF, order_by=Case.number)[0]
    child = json.loads(workspace.vault.look("case", case, "a test"))[0]["child_id"]
    done = send(officer, HOLDS, {"kind": "child", "about": child, "why": "A claim"})
    assert done.status_code == 303
    assert child not in done.headers["location"]
    page = officer.get(done.headers["location"]).text
    assert "A child, in" in page
    assert child not in page
    unknown = send(officer, HOLDS, {"kind": "child", "about": "C-99999999", "why": "A claim"})
    assert unknown.status_code == 404
    assert "Nothing is kept under that id" in unknown.text
