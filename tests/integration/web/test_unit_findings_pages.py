"""Draft findings on a unit's pages: only its own answers, its word, and what becomes of it."""

import html
import json
import re
from datetime import timedelta

import pytest
from builders import moderation as mod, workspace as ws
from builders.statements import counted
from builders.web_pages import came_to, send, send_from, signed_in, token_in

from audits.domain.permissions import Role
from audits.queries.corrections import list_corrections
from audits.queries.fact_checks import as_sent
from audits.queries.findings import list_findings
from audits.queries.returns import list_answers
from audits.steps.findings.check_facts import circulate_findings
from audits.steps.findings.sign_off import sign_off
from audits.steps.findings.unit_checks import call_wrong as call_wrong_of_unit
from audits.steps.findings.word import reword_finding
from audits.storage import Cycle, FindingRow, TrailEntry
from audits.templates import template_of
from audits.web import make_app


ASKS = (
    "timeline: {return_within: 1 working day, remind: [-1, 0, 2, 5], escalate: 10, "
    "check_facts_within: 5 working days}\n"
)
FACTS = f"/units/police/facts/{ws.REF}"


@pytest.fixture(scope="module")
def analysed(tmp_path_factory):
    home = ws.loaded(tmp_path_factory.mktemp("facts") / "home", contacts=1500)
    mod.with_moderation(home, ASKS)
    workspace = ws.workspace_of(home)
    ws.issue(workspace)
    ws.send(workspace)
    ws.answer(home)
    ws.collect_until_complete(home, workspace)
    ws.take_up_concerns(workspace)
    return home


@pytest.fixture
def home(analysed, tmp_path):
    return ws.copy_of(analysed, tmp_path / "home")


@pytest.fixture
def workspace(home):
    return ws.workspace_of(home)


@pytest.fixture
def app(workspace):
    circulate_findings(ws.REF, workspace=workspace)
    return make_app(workspace)


@pytest.fixture
def lead(app):
    """Somebody who acts for the police alone."""
    return signed_in(app, Role.AGENCY_LEAD)


@pytest.fixture
def officer(app):
    return signed_in(app, Role.BUSINESS_UNIT)


def finding_of(workspace, unit="police"):
    """Return the first finding that rests on a unit's answers."""
    for finding in list_findings(ws.REF, workspace=workspace):
        if any(answer.unit == unit and answer.value for answer in finding.answers):
            return finding
    raise AssertionError("none rests on that unit's answers")


def call_wrong(lead, finding, why="Every referrer was told by letter"):
    return send(lead, f"{FACTS}/{finding}", {"why": why})


def decisions(workspace):
    return [row.decision for row in list_corrections(ws.REF, workspace=workspace)]


def test_a_unit_reads_the_findings_that_rest_on_its_answers_and_those_answers_alone(
    workspace, lead
):
    finding = finding_of(workspace)
    assert FACTS in lead.get("/units/police").text
    page = lead.get(FACTS).text
    assert finding.text in page
    assert finding.says in page
    one = lead.get(f"{FACTS}/{finding.id}").text
    own = [answer for answer in finding.answers if answer.unit == "police" and answer.value]
    cells = {}
    for row in list_answers(ws.REF, workspace=workspace):
        if row.unit == "police":
            cells[row.case, row.question] = row.cell
    rows = re.findall(r"<code>([A-Z]+\d+)</code>", one)
    assert rows == [cells[answer.case, answer.question] for answer in own]
    shown = set(re.findall(r'<th[^>]*scope="row"[^>]*>([^<]+)</th>', one))
    assert shown == {answer.case for answer in own}
    for text in (page, one):
        words = re.sub(r"<[^>]*>", " ", text.partition("<main")[2]).lower()
        assert "health" not in words.replace("mental health", "")
        assert "social_care" not in words


def test_what_a_unit_calls_wrong_waits_for_the_business_unit_and_is_answered(
    workspace, lead, officer
):
    finding = finding_of(workspace)
    page = came_to(lead, call_wrong(lead, finding.id)).text
    assert "You say it is wrong" in page
    [row] = list_corrections(ws.REF, workspace=workspace)
    assert (row.unit, row.decision, row.text_after) == ("police", "called wrong", finding.text)
    assert row.noted_by.startswith("Lee Lead")
    home = officer.get("/").text
    assert "1 finding called factually wrong" in home
    assert f"Police in the Fenmere MASH says that {finding.id} is factually wrong." in (
        officer.get(f"/audits/{ws.REF}/findings").text
    )
    seen = officer.get(f"/audits/{ws.REF}/findings/{finding.id}").text
    assert "Every referrer was told by letter" in seen
    address = re.search(r'href="(/audits/[\w-]+/findings/[\w-]+/words/\d+)"', seen)[1]
    answered = send(officer, address, {
        "decision": "reworded", "text": "Referrers were told late.", "why": "They were told, late",
    })  # fmt: skip
    assert answered.status_code == 303, answered.text
    assert decisions(workspace) == ["called wrong", "reworded"]
    assert "called factually wrong" not in officer.get("/").text
    again = lead.get(f"{FACTS}/{finding.id}").text
    assert "Referrers were told late." in again
    assert "They were told, late" in again
    late = send(officer, address, {"decision": "rejected", "why": "x"}, shown_at=address)
    assert late.status_code in (404, 409)


def test_all_is_right_is_said_once_for_what_is_not_called_wrong(workspace, lead):
    sent = circulate_findings(ws.REF, workspace=workspace)["police"]
    call_wrong(lead, sent[0])
    page = came_to(lead, send(lead, FACTS)).text
    number = len(sent) - 1
    assert f"you find {number} finding" in page
    rows = list_corrections(ws.REF, workspace=workspace)
    assert {row.finding for row in rows if row.decision == "accepted"} == set(sent[1:])
    token = token_in(lead.get("/units/police").text)
    lead.post(FACTS, data={"form_token": token})
    assert len(list_corrections(ws.REF, workspace=workspace)) == len(rows)


def test_an_open_word_holds_the_agreement_up_until_it_is_answered(workspace, lead, officer):
    finding = finding_of(workspace)
    call_wrong(lead, finding.id)
    later = ws.workspace_of(home_of(workspace), workspace.clock() + timedelta(days=30))
    with pytest.raises(Exception, match=f"{finding.id} is factually wrong"):
        sign_off(ws.REF, workspace=later, minute="4")
    seen = officer.get(f"/audits/{ws.REF}/findings/{finding.id}").text
    address = re.search(r'href="([^"]+/words/\d+)"', seen)[1]
    empty = send(officer, address, {"decision": "rejected"})
    assert empty.status_code == 422
    send(officer, address, {"decision": "rejected", "why": "The record shows it"})
    sign_off(ws.REF, workspace=later, minute="4")


def home_of(workspace):
    return workspace.stores.papers.parent


def test_a_finding_that_changed_since_is_not_called_right_and_is_sent_again(workspace, lead):
    finding = finding_of(workspace)
    opened = lead.get(FACTS).text
    reword_finding(ws.REF, finding.id, text="Referrers wait.", why="Plainer", workspace=workspace)
    given = lead.post(FACTS, data={"form_token": token_in(opened)})
    assert given.status_code == 303
    assert finding.id not in [
        row.finding for row in list_corrections(ws.REF, workspace=workspace) if row.unit == "police"
    ]
    assert "Changed, comes again" in lead.get(FACTS).text
    circulate_findings(ws.REF, workspace=workspace)
    assert "Referrers wait." in lead.get(FACTS).text
    send(lead, FACTS)
    with workspace.open_view() as view:
        row = view.get(FindingRow, finding.id)
        assert as_sent(row, template_of(view.get(Cycle, ws.REF).template)).startswith(finding.id)
    right = {row.finding for row in list_corrections(ws.REF, workspace=workspace)
             if row.unit == "police" and row.decision == "accepted"}  # fmt: skip
    assert right == set(circulate_findings(ws.REF, workspace=workspace)["police"])


def test_after_the_last_moment_and_once_agreed_nothing_is_taken(home, workspace, app):
    finding = finding_of(workspace)
    late = make_app(ws.workspace_of(home, workspace.clock() + timedelta(days=8)))
    lead = signed_in(late, Role.AGENCY_LEAD)
    page = lead.get(f"{FACTS}/{finding.id}").text
    assert "Is something factually wrong" not in page
    assert "is over" in lead.get(FACTS).text
    assert FACTS not in lead.get("/units/police").text
    token = token_in(page)
    for address in (FACTS, f"{FACTS}/{finding.id}"):
        answer = lead.post(address, data={"form_token": token, "why": "Too late"})
        assert answer.status_code == 409, address
    assert decisions(workspace) == []


def test_an_empty_word_is_asked_for_and_a_child_s_name_is_masked(workspace, lead):
    finding = finding_of(workspace)
    assert call_wrong(lead, finding.id, " ").status_code == 422
    assert "Say what is wrong" in call_wrong(lead, finding.id, " ").text
    call_wrong(lead, finding.id, "Ring 07700 900123, NHS 943 476 5919")
    [row] = list_corrections(ws.REF, workspace=workspace)
    assert "943 476 5919" not in row.why
    with workspace.open_view() as view:
        notes = view.all(TrailEntry, TrailEntry.about == f"{finding.id}/police")
    assert [note.verb for note in notes if "called wrong" in note.verb]
    assert all("943 476 5919" not in str(note.why) for note in notes)


def test_what_was_put_in_other_words_meanwhile_is_read_again_first(workspace, lead):
    finding = finding_of(workspace)
    opened = lead.get(f"{FACTS}/{finding.id}").text
    reword_finding(ws.REF, finding.id, text="Referrers wait.", why="Plainer", workspace=workspace)
    read = re.search(r'name="read" value="([^"]+)"', opened)[1]
    given = {"form_token": token_in(opened), "why": "Each was told", "read": html.unescape(read)}
    answer = lead.post(f"{FACTS}/{finding.id}", data=given)
    assert answer.status_code == 409
    assert "Each was told" in answer.text
    assert "Referrers wait." in answer.text
    assert decisions(workspace) == ["reworded"]


def test_a_unit_is_told_nothing_of_what_another_says(workspace, app, lead):
    finding = next(row for row in list_findings(ws.REF, workspace=workspace)
                   if {"health", "police"} <= {a.unit for a in row.answers if a.value})  # fmt: skip
    opened = lead.get(f"{FACTS}/{finding.id}").text
    call_wrong_of_unit(ws.REF, finding.id, unit="health", why="Ours were told", workspace=workspace)
    answer = send_from(lead, opened, f"{FACTS}/{finding.id}", {"why": "Each was told"})
    assert answer.status_code == 303
    page = came_to(lead, answer).text
    assert "Each was told" in page
    assert "Ours were told" not in page


def test_an_audit_that_names_no_unit_does_not_say_who_calls_a_finding_wrong(workspace, lead, app):
    finding = finding_of(workspace)
    with workspace.open_uow() as uow:
        cycle = uow.get(Cycle, ws.REF)
        cycle.template = json.dumps({**json.loads(cycle.template), "names_units": False})
        uow.add(cycle)
        uow.note("template changed by a test", ws.REF)
        uow.commit()
    call_wrong(lead, finding.id)
    member = signed_in(app, Role.QEG)
    page = member.get(f"/audits/{ws.REF}/findings/{finding.id}").text
    address = re.search(r'href="([^"]+/words/\d+)"', page)[1]
    agree = member.get(f"/audits/{ws.REF}/findings").text
    assert "One of those asked says that" in agree
    for text in (page, agree, member.get(address).text):
        main = text.partition("<main")[2].lower()
        assert "lee lead" not in main
        assert "police" not in main
    [row] = list_corrections(ws.REF, workspace=workspace)
    assert (row.unit, row.noted_by) == ("not named", "not named")


def test_nobody_reads_or_says_anything_of_what_another_unit_is_asked(workspace, lead):
    finding = finding_of(workspace)
    theirs = f"/units/health/facts/{ws.REF}"
    for address in (
        theirs, f"{theirs}/{finding.id}", f"{FACTS}/{ws.REF}-F99", "/units/police/facts/NO-2017",
        f"/units/nobody/facts/{ws.REF}",
    ):  # fmt: skip
        assert lead.get(address).status_code == 404, address
    token = token_in(lead.get("/units/police").text)
    for address in (theirs, f"{theirs}/{finding.id}", f"{FACTS}/{ws.REF}-F99"):
        answer = lead.post(address, data={"form_token": token, "why": "x"})
        assert answer.status_code == 404, address
    assert decisions(workspace) == []


def test_a_unit_that_was_asked_about_nothing_is_told_of_no_findings(home):
    app = make_app(ws.workspace_of(home))
    lead = signed_in(app, Role.AGENCY_LEAD)
    assert lead.get(FACTS).status_code == 404
    assert "are the facts right" not in lead.get("/units/police").text


def test_the_pages_take_few_statements(workspace, lead, officer):
    finding = finding_of(workspace)
    call_wrong(lead, finding.id)
    seen = officer.get(f"/audits/{ws.REF}/findings/{finding.id}").text
    word = re.search(r'href="([^"]+/words/\d+)"', seen)[1]
    findings = f"/audits/{ws.REF}/findings"
    for browser, address in (
        (lead, FACTS), (lead, f"{FACTS}/{finding.id}"), (lead, "/units/police"), (officer, "/"),
        (officer, findings), (officer, f"{findings}/{finding.id}"), (officer, word),
    ):  # fmt: skip
        with counted() as statements:
            assert browser.get(address).status_code == 200
        asked = [line for line in statements if not line.startswith("BEGIN")]
        assert len(asked) <= 10, (address, asked)
