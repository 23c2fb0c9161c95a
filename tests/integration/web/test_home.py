"""Officer, Monday 9:00: what waits, group by group, each thing with what is done about it there."""

import re
from datetime import timedelta
from html import unescape

import pytest
from builders import workspace as ws
from builders.statements import counted
from builders.web_pages import send, send_from, signed_in

from audits.domain.message import DeliveryOutcome, DeliveryReport, Purpose
from audits.domain.permissions import Role
from audits.domain.status import ReturnOutcome
from audits.queries.concerns import list_concerns
from audits.steps.cycle.cancel import cancel_cycle
from audits.steps.cycle.open import open_cycle
from audits.steps.dispatch.record_outcome import record_outcome
from audits.steps.returns.collect import collect_return
from audits.storage import (
    Agency,
    Allowance,
    Concern,
    Dispatch,
    IssuedPack,
    LetterAbout,
    ReturnFile,
    ReturnProblem,
    Unit,
    one_of,
)
from audits.web import make_app


LEAD = "lead@police.example.org"


@pytest.fixture
def house(issued, tmp_path):
    return ws.copy_of(issued, tmp_path / "home")


@pytest.fixture
def workspace(house):
    """A Monday: two have not returned, one returned a concern, and the post went wrong."""
    workspace = ws.workspace_of(house)
    ws.send(workspace)
    ws.answer(house, ["social_care"])
    ws.collect(workspace)
    with workspace.open_view() as view:
        key = f"{ws.REF}/police/pack/1"
        receipt = view.get(Dispatch, key).receipt
    news = DeliveryReport(DeliveryOutcome.BOUNCED, receipt, (LEAD,))
    with_news = view_status(workspace, key)
    assert with_news == "sent"
    record_outcome(key, news, workspace=workspace)
    collect_return(b"no workbook", "x.xlsx", sender="who@else.example", workspace=workspace)
    workspace.clock.now += timedelta(days=11)
    open_cycle("mash_weekly", None, workspace=workspace, why="")
    return workspace


def view_status(workspace, key):
    with workspace.open_view() as view:
        return view.get(Dispatch, key).status


@pytest.fixture
def app(workspace):
    return make_app(workspace)


@pytest.fixture
def officer(app):
    return signed_in(app, Role.BUSINESS_UNIT)


def headings(page: str) -> list[str]:
    return re.findall(r'<h2 class="govuk-heading-m board-group"[^>]*>([^<(]+)', unescape(page))


def test_what_waits_stands_in_groups_the_most_urgent_first(officer):
    page = officer.get("/").text
    kinds = [heading.strip() for heading in headings(page)]
    assert kinds[:5] == [
        "Concerns that nobody has taken up", "Returns overdue", "Files that nobody could place",
        "Addresses that take no mail", "Messages that may not have arrived",
    ]  # fmt: skip
    assert "Audits that wait for a register" in kinds
    assert "Returns overdue (2)" in page


def test_an_overdue_return_is_given_time_or_done_without_from_the_first_page(workspace, officer):
    page = officer.get("/").text
    at = f"/audits/{ws.REF}/units"
    until = re.search(r'name="until" value="([^"]+)"', page)[1]
    more = {"until": until, "why": "Illness in the team"}
    assert send_from(officer, page, f"{at}/police/extend", more).status_code == 303
    page = officer.get("/").text
    less = {"reason": "other", "waiver_why": "No staff left"}
    assert send_from(officer, page, f"{at}/health/waive", less).status_code == 303
    with workspace.open_view() as view:
        rows = {row.unit: row for row in view.all(Allowance)}
    assert rows["police"].until is not None
    assert rows["health"].waived == "other"
    assert "Returns overdue" not in officer.get("/").text


def test_reminding_says_whether_anybody_was_due_a_letter(officer):
    page = officer.get("/").text
    first = send_from(officer, page, "/chase", {})
    assert first.headers["location"] == "/?done=reminded"
    again = send_from(officer, page, "/chase", {})
    assert again.headers["location"] == "/?done=reminded_before"
    assert "each has had the one" in officer.get(again.headers["location"]).text


def test_a_strangers_file_is_read_once_somebody_has_made_sure(workspace, officer):
    [file] = set_aside(workspace)
    with counted() as statements:
        page = officer.get(f"/returns/{file}").text
    assert len([line for line in statements if not line.startswith("BEGIN")]) <= 10
    assert "Read this file" in page
    no = send_from(officer, page, f"/returns/{file}/read", {"read_why": ""})
    assert no.status_code == 422
    assert set_aside(workspace) == [file]
    assert (
        send_from(officer, page, f"/returns/{file}/read", {"read_why": "Rang"}).status_code == 303
    )
    with workspace.open_view() as view:
        assert view.get(ReturnFile, file).outcome is None


def test_the_unit_whose_file_it_seems_to_be_is_answered_and_no_stranger(workspace, officer):
    [file] = set_aside(workspace)
    page = officer.get(f"/returns/{file}").text
    fields = {"sender": f"{ws.REF}/police", "answer_why": "Their name is in it"}
    assert send_from(officer, page, f"/returns/{file}/answer", fields).status_code == 303
    with workspace.open_view() as view:
        [letter] = view.all(Dispatch, Dispatch.purpose == Purpose.REFUSAL)
    assert letter.unit == "police"
    assert "who@else.example" not in letter.recipients
    assert "address that we do not know" in letter.body
    assert "Files that nobody could place" not in officer.get("/").text
    again = send_from(officer, page, f"/returns/{file}/answer", fields)
    assert again.status_code == 409


def test_a_concern_is_taken_up_from_the_first_page(house, workspace, officer):
    ws.answer(house, ["health"])
    ws.collect(workspace)
    concerns = [line for line in list_concerns(workspace=workspace) if not line.acknowledged_at]
    page = unescape(officer.get("/").text)
    for concern in concerns:
        assert concern.case in page
        done = {"by": "MASH manager", "done": "Visited the same day"}
        sent = send_from(officer, page, f"/concerns/{concern.id}/acknowledge", done)
        assert sent.status_code == 303
    assert concerns
    with workspace.open_view() as view:
        assert all(row.acknowledged_at for row in view.all(Concern))


def test_a_register_is_dropped_where_its_audit_waits(officer):
    page = officer.get("/").text
    [form] = re.findall(r'<form[^>]*action="/registers/new".*?</form>', page, flags=re.S)
    assert 'name="name" value="mash' in form
    assert 'type="file"' in form


def test_somebody_is_asked_only_for_what_they_may_do(app):
    member = signed_in(app, Role.QEG)
    kinds = headings(member.get("/").text)
    assert not {"Addresses that take no mail", "Audits that wait for a register"} & set(kinds)


def test_what_the_engine_did_since_the_last_visit(app, house, workspace):
    signed_in(app, Role.BUSINESS_UNIT)
    first_time = signed_in(app, Role.QEG).get("/").text
    assert "since you were last here" not in first_time
    ws.answer(house, ["health"])
    ws.collect(workspace)
    again = signed_in(app, Role.BUSINESS_UNIT)
    page = unescape(again.get("/").text)
    assert "Done by itself since you were last here" in page
    assert re.search(r"<li>1 return read</li>|<li>\d returns read</li>", page)
    assert "message sent" not in page  # what went before the last visit is not told again


def test_the_first_page_takes_ten_statements(officer):
    officer.get("/")
    with counted() as statements:
        officer.get("/")
    assert len([line for line in statements if not line.startswith("BEGIN")]) <= 10


def set_aside(workspace) -> list[str]:
    with workspace.open_view() as view:
        wanted = ReturnFile.outcome == ReturnOutcome.QUARANTINED
        return view.values(ReturnFile.id, wanted)


def test_a_unit_has_its_own_name_where_its_agency_has_the_same_code(house, workspace, officer):
    """Of a concern, a file, a message: as on the first page and on the audit's."""
    code = list_concerns(workspace=workspace)[0].unit
    with workspace.open_uow() as uow:
        unit, agency = uow.get(Unit, code), uow.get(Agency, code)
        unit.name, agency.name = "School nursing", "The health trust"
        uow.add(unit)
        uow.add(agency)
        uow.note("renamed", code)
        uow.commit()
        [file] = uow.values(ReturnFile.id, ReturnFile.unit == code)
    for path in ("/", "/concerns", f"/returns/{file}", f"/audits/{ws.REF}/recipients"):
        page = officer.get(path).text
        assert "School nursing" in page, path
        assert "The health trust" not in page, path


def test_what_is_asked_again_is_overdue_once_its_own_deadline_is_past(house, workspace, officer):
    ws.answer(house, ["health"])
    ws.collect(workspace)
    ws.send(workspace)
    unit = f"/audits/{ws.REF}/units/health"
    with workspace.open_view() as view:
        late = f"{view.get(Unit, 'health').name} has not answered what was asked again"
    assert late not in unescape(officer.get("/").text)
    assert "Overdue" not in officer.get(unit).text, "it was given a later day with the questions"
    with workspace.open_view() as view:
        asked = view.values(ReturnProblem.asked_in, ReturnProblem.is_query)
        deadline = max(view.values(IssuedPack.due_at, one_of(IssuedPack.id, filter(None, asked))))
    assert deadline > workspace.clock()
    workspace.clock.now = deadline + timedelta(minutes=1)
    officer = signed_in(officer.app, Role.BUSINESS_UNIT)
    page = unescape(officer.get("/").text)
    assert late in page
    assert "Overdue" in officer.get(unit).text
    with counted() as statements:
        officer.get("/")
    assert len([line for line in statements if not line.startswith("BEGIN")]) <= 10
    before = keys_of(workspace)
    first = send_from(officer, page, f"{unit}/remind", {})
    assert first.headers["location"].startswith(f"{unit}?done=unit_reminded&")
    [letter] = keys_of(workspace) - before
    assert letter.startswith(f"{ws.REF}/health/reminder/queries-")
    again = send(officer, f"{unit}/remind", shown_at="/")
    assert "done=unit_reminded_before" in again.headers["location"]
    assert keys_of(workspace) == before | {letter}


def test_one_unit_is_reminded_and_nobody_else_and_nothing_twice(workspace, officer):
    before = keys_of(workspace)
    page = officer.get(f"/audits/{ws.REF}").text
    assert page.count('/remind"') == 2  # those that are overdue
    sent = send_from(officer, page, f"/audits/{ws.REF}/units/police/remind", {})
    assert "done=unit_reminded&" in sent.headers["location"]
    made = keys_of(workspace) - before
    assert made
    with workspace.open_view() as view:
        about = {(row.cycle, row.unit) for row in view.all(LetterAbout) if row.dispatch in made}
    assert about == {(ws.REF, "police")}
    again = send(officer, f"/audits/{ws.REF}/units/police/remind", shown_at="/")
    assert "done=unit_reminded_before" in again.headers["location"]
    send(officer, "/chase", shown_at="/")  # the others, and these not again
    later = keys_of(workspace) - before
    with workspace.open_view() as view:
        rows = [row for row in view.all(LetterAbout) if row.dispatch in later]
    assert len({(row.unit, row.step, row.dispatch) for row in rows}) == len(rows)
    assert sorted({row.unit for row in rows}) == ["health", "police"]
    assert {row.dispatch for row in rows if row.unit == "police"} == made


def test_nobody_is_reminded_of_an_audit_that_waits_for_nothing(workspace, officer):
    cancel_cycle(ws.REF, "the wrong week", workspace=workspace)
    before = keys_of(workspace)
    sent = send(officer, f"/audits/{ws.REF}/units/police/remind", shown_at="/")
    assert sent.status_code == 409
    assert keys_of(workspace) == before
    assert "Remind" not in officer.get(f"/audits/{ws.REF}/units/police").text


def keys_of(workspace) -> set[str]:
    with workspace.open_view() as view:
        return set(view.values(Dispatch.key))
