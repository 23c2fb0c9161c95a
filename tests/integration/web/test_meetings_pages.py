"""A meeting by its pages: its agenda, one decision after the other, and the workbook beside it."""

import re
from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import pytest
from builders import workspace as ws
from builders.actions import JUNE, a_board, an_open_action, filled_in
from builders.statements import counted
from builders.to_decide import drawn_for_somebody
from builders.web_pages import came_to, send, send_from, signed_in
from docx import Document
from openpyxl import load_workbook

from audits.actions import Better, MeasureKind
from audits.domain.days import day_in_words
from audits.domain.level import Dated, level_from
from audits.domain.partnership import MeetingRole
from audits.domain.permissions import Role
from audits.domain.status import ActionStatus
from audits.queries.actions import describe_action
from audits.queries.cycles import cycle_status
from audits.queries.trail import list_trail, trail_faults
from audits.steps.action_packs.decide_agenda import add_meeting
from audits.steps.action_packs.decide_audit import decide_draw
from audits.steps.action_packs.write import export_agenda
from audits.steps.actions.change import update_action
from audits.steps.actions.measure import Measured, measure_action
from audits.steps.findings.sign_off import sign_off
from audits.steps.packs.issue import issue_packs
from audits.steps.papers.make import make_paper
from audits.storage import (
    ActionRow,
    ActionUpdate,
    Case,
    MeetingDecision,
    PaperSignOff,
    SignOff,
)
from audits.web import make_app


DAY = date(2017, 8, 15)
NOW = datetime(2017, 8, 15, 10, tzinfo=UTC)
PAGE = f"/meetings/{DAY}"
MOST = 10  # statements a page
BOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Every decision that an agenda asks for: how the action stands, what is decided, why, by when.
DECISIONS = [
    ("proposed", "take_on", "", date(2017, 10, 1)),
    ("proposed", "withdraw", "Another audit covers it", None),
    ("late", "keep_open", "Staff left", date(2017, 11, 1)),
    ("late", "withdraw", "The team is gone", None),
    ("complete", "close", "The audit of May shows it", None),
    ("complete", "keep_open", "Only one team so far", None),
    ("complete", "reopen", "It slipped back", None),
]


def proposed(workspace, ref, title="Add it to induction"):
    row = ActionRow(
        id=ref, title=title, source="audit", owner="police", status=ActionStatus.PROPOSED,
        opened_on=date(2017, 3, 9),
    )  # fmt: skip
    with workspace.open_uow() as uow:
        uow.add(row)
        uow.note("action added", ref)
        uow.commit()
    return ref


def standing(workspace, kind, number):
    """Return an action that a meeting must decide about."""
    if kind == "proposed":
        return proposed(workspace, f"P{number}")
    ref = an_open_action(workspace, f"Do thing {number}")
    if kind == "complete":
        update_action(
            ref, text="Seen in the log", status=ActionStatus.COMPLETE, workspace=workspace
        )
    return ref


def a_full_agenda(home):
    """Return the parts of a board on the day of its meeting, and the actions to decide about."""
    begun = a_board(home)
    refs = [standing(begun, kind, n) for n, (kind, *_) in enumerate(DECISIONS)]
    add_meeting(DAY, workspace=begun)
    return ws.workspace_of(home, NOW), refs


@pytest.fixture
def board(tmp_path):
    return a_full_agenda(tmp_path / "home")


@pytest.fixture
def workspace(board):
    return board[0]


@pytest.fixture
def app(workspace):
    return make_app(workspace)


@pytest.fixture
def officer(app):
    return signed_in(app, Role.BUSINESS_UNIT)


def decided(browser, ref, fields):
    return send(browser, f"{PAGE}/actions/{ref}", fields)


def kept(workspace):
    """Return every action and all that was said of it, but for the file that it came by."""
    with workspace.open_view() as view:
        actions = [row.model_dump() for row in view.all(ActionRow, order_by=ActionRow.id)]
        updates = view.all(ActionUpdate, order_by=ActionUpdate.action)
        said = sorted(str(row.model_dump(exclude={"id", "return_id"})) for row in updates)
    return actions, said


def test_decisions_by_page_leave_what_the_workbook_leaves(board, officer, tmp_path):
    workspace, refs = board
    beside, same = a_full_agenda(tmp_path / "beside")
    assert same == refs
    rows = {}
    for ref, (_, decision, reason, day) in zip(refs, DECISIONS, strict=True):
        fields = {
            "decision": decision,
            "reason": reason,
            "new_due": day_in_words(day) if day else "",
        }
        assert decided(officer, ref, fields).status_code == 303
        rows[ref] = {
            "What QEG decides": decision.replace("_", " ").capitalize(),
            "What has changed": reason or None,
            "New due date": day,
        }
    minuted = send(officer, f"{PAGE}/minute", {"minute": "4.2"}, shown_at=PAGE)
    assert minuted.status_code == 303

    _, book = export_agenda(DAY, workspace=beside)
    other = signed_in(make_app(beside), Role.BUSINESS_UNIT)
    file = {"file": ("agenda.xlsx", filled_in(book, rows, minute="4.2"), BOOK)}
    taken = send(other, f"{PAGE}/decisions", shown_at=PAGE, files=file)
    assert taken.status_code == 303, taken.text
    assert kept(workspace) == kept(beside)
    assert trail_faults(workspace=workspace) == trail_faults(workspace=beside) == ()
    assert "7 of 7 decided" in officer.get(PAGE).text
    assert "7 of 7 decided" in other.get(PAGE).text


def test_who_wrote_a_decision_down_stands_in_the_trail_and_the_word_is_the_groups(
    board, workspace, officer
):
    ref = board[1][4]
    decided(officer, ref, {"decision": "close", "reason": "The audit of May shows it"})
    detail = describe_action(ref, workspace=workspace)
    assert (detail.closed_by, detail.meeting) == ("QEG", DAY)
    assert detail.history[-1].text == "Close: The audit of May shows it"
    moved = [entry for entry in list_trail(workspace=workspace) if entry.about == ref][-1]
    assert moved.actor.startswith("Kim Officer")
    assert moved.why == "Close: The audit of May shows it"


def test_one_decision_follows_the_other_and_says_how_many_are_made(board, officer):
    refs = sorted(board[1], key=lambda ref: (len(ref), ref))
    assert "0 of 7 decided" in officer.get(PAGE).text
    page = officer.get(f"{PAGE}/actions/{refs[0]}").text
    assert 'rel="prev"' not in page
    assert f'rel="next" href="{PAGE}/actions/{refs[1]}"' in page
    to = re.search(r'name="next" value="([^"]*)"', page)[1]
    fields = {"decision": "withdraw", "reason": "Another audit covers it", "next": to}
    fields["decision"] = re.search(r'name="decision" type="radio" value="(\w+)"', page)[1]
    fields["new_due"] = "1 October 2017"
    answer = decided(officer, refs[0], fields)
    assert answer.headers["location"].startswith(f"{PAGE}/actions/{refs[1]}?done=")
    assert "1 of 7 decided" in came_to(officer, answer).text


def test_what_is_missing_or_wrong_is_said_and_what_was_typed_is_kept(board, officer, workspace):
    refs = board[1]
    for ref, fields, says, field in (
        (refs[4], {}, "Choose what was decided.", "decision"),
        (refs[4], {"decision": "close"}, "Say what has changed in practice", "reason"),
        (refs[0], {"decision": "take_on"}, "It has no day", "new_due"),
        (refs[0], {"decision": "take_on", "new_due": "soon"}, "Give a day", "new_due"),
        (
            refs[0],
            {"decision": "take_on", "new_due": "1 May 2017"},
            "which is past",
            "main-content",
        ),
    ):
        answer = decided(officer, ref, fields)
        assert answer.status_code == 422, (ref, fields)
        assert says in answer.text
        assert f'href="#{field}"' in answer.text, (says, field)
    assert describe_action(refs[0], workspace=workspace).status == "proposed"
    kept_ = decided(officer, refs[4], {"reason": "Nine in ten were told", "large": "yes"}).text
    assert "Nine in ten were told" in kept_
    assert "board-panel" in kept_


def test_the_second_of_two_sees_what_the_first_decided(app, board, officer, workspace):
    ref, member = board[1][4], signed_in(app, Role.QEG)
    opened = member.get(f"{PAGE}/actions/{ref}").text
    decided(officer, ref, {"decision": "keep_open", "reason": "Only one team so far"})
    mine = {"decision": "withdraw", "reason": "The audit of May shows it"}
    second = send_from(member, opened, f"{PAGE}/actions/{ref}", mine)
    assert second.status_code == 409
    assert "by Kim Officer" in second.text
    assert "Keep open: Only one team so far" in second.text  # what stands
    assert "The audit of May shows it" in second.text  # what was typed
    assert len(describe_action(ref, workspace=workspace).history) == 2
    again = send_from(member, second.text, f"{PAGE}/actions/{ref}", mine)
    assert again.status_code == 303
    assert describe_action(ref, workspace=workspace).status == "withdrawn"


def test_the_measure_is_drawn_with_its_range_and_the_evidence_stands_beside_it(
    board, workspace, officer
):
    ref = board[1][4]
    measured = Measured(
        "Referrers told the outcome", MeasureKind.FIGURE, Better.UP,
        Dated(level_from("8/20"), date(2017, 3, 1)), Dated(level_from("18/20"), JUNE),
        Dated(level_from("19/20"), date(2017, 8, 1)),
    )  # fmt: skip
    measure_action(ref, measured, workspace=workspace)
    page = officer.get(f"{PAGE}/actions/{ref}").text
    assert "Seen in the log" in page
    # The exact range of 8 of 20 is 19.1 to 63.9 in every 100, of 19 of 20 it is 75.1 to 99.9.
    assert "Likely 19 to 64 in every 100; seen 8 of 20" in page
    assert "Likely 75 to 100 in every 100; seen 19 of 20" in page
    assert "better, by more than chance explains" in page


def test_no_decision_is_taken_before_the_day_or_after_another_meeting(board, workspace, tmp_path):
    refs = board[1]
    for now, says in (
        (NOW.replace(day=14), "from the day of the meeting on"),
        (NOW.replace(month=9, day=20), "There was another meeting since"),
    ):
        then = ws.workspace_of(tmp_path / "home", now)
        browser = signed_in(make_app(then), Role.BUSINESS_UNIT)
        if now.month == 9:
            decided_now = signed_in(make_app(workspace), Role.BUSINESS_UNIT)
            decided(decided_now, refs[4], {"decision": "close", "reason": "It shows"})
            add_meeting(date(2017, 9, 19), workspace=then)
        page = browser.get(f"{PAGE}/actions/{refs[4]}").text
        assert says in page
        assert 'name="decision"' not in page
    assert "1 of 1 decided" in browser.get(PAGE).text
    assert "0 of 6 decided" in browser.get("/meetings/2017-09-19").text
    early = signed_in(make_app(ws.workspace_of(tmp_path / "home", NOW.replace(day=14))), Role.QEG)
    fields = {"decision": "keep_open"}
    answer = send(early, f"{PAGE}/actions/{refs[5]}", fields)
    assert answer.status_code == 422
    assert "is to come" in answer.text


def test_a_workbook_of_a_meeting_that_was_held_early_is_taken_where_that_is_said(board, tmp_path):
    then = ws.workspace_of(tmp_path / "home", NOW.replace(day=14))
    browser, ref = signed_in(make_app(then), Role.BUSINESS_UNIT), board[1][5]
    _, book = export_agenda(DAY, workspace=then)
    said = {ref: {"What QEG decides": "Keep open", "What has changed": "More is wanted"}}
    file = {"file": ("agenda.xlsx", filled_in(book, said), BOOK)}
    refused = send(browser, f"{PAGE}/decisions", shown_at=PAGE, files=file)
    assert refused.status_code == 422
    assert "which is to come" in refused.text
    early = {"early": "yes"}
    taken = send(browser, f"{PAGE}/decisions", early, shown_at=PAGE, files=file)
    assert taken.status_code == 303, taken.text
    assert describe_action(ref, workspace=then).meeting == DAY


def test_what_is_no_agenda_is_refused_in_a_sentence(officer):
    file = {"file": ("notes.txt", b"notes", "text/plain")}
    refused = send(officer, f"{PAGE}/decisions", shown_at=PAGE, files=file)
    assert refused.status_code == 422
    assert "notes.txt is no agenda of a meeting" in refused.text


def test_minutes_are_given_once_for_all_and_put_right_with_a_reason(board, workspace, officer):
    refs = board[1]
    early = send(officer, f"{PAGE}/decisions", shown_at=PAGE)
    assert early.status_code == 422
    for ref in refs[4:6]:
        decided(officer, ref, {"decision": "keep_open", "reason": "More is wanted"})
    assert send(officer, f"{PAGE}/minute", {"minute": ""}, shown_at=PAGE).status_code == 422
    send(officer, f"{PAGE}/minute", {"minute": "4.2"}, shown_at=PAGE)
    assert [describe_action(ref, workspace=workspace).minute for ref in refs[4:6]] == ["4.2"] * 2
    decided(officer, refs[6], {"decision": "reopen", "reason": "It slipped back"})
    send(officer, f"{PAGE}/minute", {"minute": "4.3"}, shown_at=PAGE)
    now = [describe_action(ref, workspace=workspace).history[-1].minute for ref in refs[4:]]
    assert now == ["4.2", "4.2", "4.3"]
    without = send(officer, f"{PAGE}/minute", {"minute": "5"}, shown_at=PAGE)
    assert without.status_code == 409
    right = {"minute": "5", "minute_why": "It was item 5"}
    assert send(officer, f"{PAGE}/minute", right, shown_at=PAGE).status_code == 303
    assert {describe_action(ref, workspace=workspace).minute for ref in refs[4:]} == {"5"}
    [entry] = [e for e in list_trail(workspace=workspace) if e.why == "It was item 5"]
    assert (entry.facts["before"], entry.facts["minute"]) == (["4.2", "4.3"], "5")
    assert trail_faults(workspace=workspace) == ()


def test_a_workbook_with_a_row_that_cannot_be_taken_says_which_cell(board, workspace, officer):
    refs = board[1]
    book = send(officer, f"{PAGE}/workbook", shown_at=PAGE)
    assert book.headers["content-type"] == BOOK
    said = {refs[4]: {"What QEG decides": "Close"}, refs[5]: {"What QEG decides": "Keep open"}}
    file = {"file": ("agenda.xlsx", filled_in(book.content, said), BOOK)}
    answer = send(officer, f"{PAGE}/decisions", shown_at=PAGE, files=file)
    assert answer.status_code == 422
    assert "Say what has changed in practice, or the reason." in answer.text
    assert describe_action(refs[5], workspace=workspace).status == "open"
    assert "1 of 7 decided" in officer.get(PAGE).text


@pytest.fixture
def analysed(tmp_path_factory):
    """Return the parts of a workspace whose week is analysed, and the day of a meeting then."""
    home = ws.loaded(tmp_path_factory.mktemp("analysed") / "home", contacts=1500)
    begun = ws.workspace_of(home)
    ws.issue(begun)
    ws.send(begun)
    ws.answer(home)
    ws.collect_until_complete(home, begun)
    day = date(2017, 3, 14)
    add_meeting(day, workspace=begun)
    return ws.workspace_of(home, datetime(2017, 3, 14, 10, tzinfo=UTC)), f"/meetings/{day}"


def test_findings_are_agreed_at_a_meeting_and_their_actions_are_decided_with_them(analysed):
    workspace, page = analysed
    officer = signed_in(make_app(workspace), Role.BUSINESS_UNIT)
    agenda = officer.get(page).text
    proposed_ = re.findall(rf'href="{page}/actions/(A\d+)"', agenda)
    assert len(proposed_) > 1
    assert f"0 of {1 + len(proposed_)} decided" in agenda
    at = f"{page}/findings/{ws.REF}"
    shown = officer.get(at).text
    assert (
        shown.count('class="board-range__seen"')
        == shown.count('<section class="board-finding"')
        > 0
    )
    assert all(f"/actions/{ref}" in shown for ref in proposed_)
    rests_on = officer.get(f"{page}/actions/{proposed_[0]}").text
    assert 'class="board-range__seen"' in rests_on
    # One is withdrawn by itself first; the others open with the findings.
    fields = {"decision": "withdraw", "reason": "Another audit covers it"}
    send(officer, f"{page}/actions/{proposed_[0]}", fields)
    refused = send(officer, at, {})
    assert refused.status_code == 409
    assert "is still open" in refused.text
    agreed = send(officer, at, {"why": "The concern was taken up by telephone"})
    assert agreed.status_code == 303, agreed.text
    assert f"{1 + len(proposed_)} of {1 + len(proposed_)} decided" in officer.get(page).text
    send(officer, f"{page}/minute", {"minute": "3"}, shown_at=page)
    with workspace.open_view() as view:
        row = view.get(SignOff, ws.REF)
    group = workspace.partnership.meeting(MeetingRole.QUALITY_GROUP)
    assert (row.meeting, row.held_on, row.minute) == (group.name, date(2017, 3, 14), "3")
    states = {ref: describe_action(ref, workspace=workspace).status for ref in proposed_}
    assert states.pop(proposed_[0]) == "withdrawn"
    assert set(states.values()) == {"open"}
    right = {"minute": "4", "minute_why": "It was item 4"}
    send(officer, f"{page}/minute", right, shown_at=page)
    with workspace.open_view() as view:
        row = view.get(SignOff, ws.REF)
    assert (row.minute, [each["minute"] for each in row.earlier]) == ("4", ["3"])
    assert trail_faults(workspace=workspace) == ()


@pytest.fixture
def to_decide(tmp_path):
    """Return the parts of a board whose meeting is to approve a draw."""
    workspace = drawn_for_somebody(tmp_path / "home")
    day = ws.THURSDAY
    add_meeting(day, workspace=workspace)
    return workspace, f"/meetings/{day}"


def text_of_paper(browser, page):
    word = browser.get(f"{page}/paper.docx")
    return "\n".join(Document(BytesIO(word.content)).element.itertext())


def test_a_draw_is_approved_and_a_paper_signed_at_a_meeting_and_minuted(to_decide, tmp_path):
    workspace, page = to_decide
    member = signed_in(make_app(workspace), Role.QEG)
    at = f"{page}/draws/{ws.REF}"
    assert f'href="{at}"' in member.get(page).text
    assert "0 of 1 decided" in member.get("/meetings").text
    assert f"Draw of {ws.REF}" in text_of_paper(member, page)
    shown = member.get(at).text
    with workspace.open_view() as view:
        cases = view.values(Case.ref, Case.cycle == ws.REF)
    assert len(cases) > 5
    assert all(case in shown for case in cases)
    approved = send(member, at)
    assert approved.status_code == 303, approved.text
    assert cycle_status(ws.REF, workspace=workspace) == "approved"
    assert "1 of 1 decided" in member.get(page).text
    assert send(member, at, shown_at="/meetings").status_code == 303  # twice is once

    home = tmp_path / "home"
    issue_packs(ws.REF, workspace=workspace)
    ws.send(workspace)
    ws.answer(home)
    ws.collect_until_complete(home, workspace)
    ws.take_up_concerns(workspace)
    sign_off(ws.REF, meeting="QEG", on=ws.THURSDAY, why="", workspace=workspace)
    make_paper(ws.REF, format="html", workspace=workspace)
    at = f"{page}/papers/{ws.REF}-audit_report"
    agenda = member.get(page).text
    assert f'href="{at}"' in agenda
    said = text_of_paper(member, page)
    for line in (f"Draw of {ws.REF}", "Approved.", f"Paper {ws.REF}-audit_report"):
        assert line in said
    assert send(member, at, {"why": "Nobody can be known by it"}).status_code == 422
    read = re.search(r'name="read" value="(\w+)"', member.get(at).text)[1]
    assert send(member, at, {"read": read}).status_code == 422
    signed = send(member, at, {"read": read, "why": "Nobody can be known by it"})
    assert signed.status_code == 303, signed.text
    with workspace.open_view() as view:
        [row] = view.all(PaperSignOff)
    assert (row.paper, row.signed_by) == ("audit_report", "Sam Member")
    assert "Signed by Sam Member: Nobody can be known by it" in member.get(page).text

    assert send(member, f"{page}/minute", {"minute": "4.2"}, shown_at=page).status_code == 303
    with workspace.open_view() as view:
        decided = {row.paper: row.minute for row in view.all(MeetingDecision)}
    assert decided == {"": "4.2", "audit_report": "4.2"}
    assert trail_faults(workspace=workspace) == ()


def test_the_workbook_of_an_agenda_says_what_else_is_on_it(to_decide):
    workspace, page = to_decide
    member = signed_in(make_app(workspace), Role.QEG)
    assert "agenda's workbook" not in member.get(page).text.replace("&#39;", "'")
    proposed(workspace, "P1")
    book = send(member, f"{page}/workbook", shown_at=page)
    sheets = load_workbook(BytesIO(book.content))
    words = {str(cell.value) for sheet in sheets for row in sheet.iter_rows() for cell in row}
    also = f"Also on this agenda: Draw of {ws.REF}, MASH weekly dip sample."
    assert any(also in word for word in words)


def test_a_draw_is_approved_at_no_meeting_that_is_to_come(tmp_path):
    workspace = drawn_for_somebody(tmp_path / "home")
    day = ws.THURSDAY + timedelta(days=7)
    add_meeting(day, workspace=workspace)
    member = signed_in(make_app(workspace), Role.QEG)
    at = f"/meetings/{day}/draws/{ws.REF}"
    assert "from the day of the meeting on" in member.get(at).text
    assert send(member, at).status_code == 422
    assert cycle_status(ws.REF, workspace=workspace) == "drawn"
    assert member.get(f"/meetings/{day}/papers/{ws.REF}-audit_report").status_code == 404


@pytest.mark.parametrize("kind", ["draws", "papers"])
def test_the_pages_of_draws_and_papers_take_few_statements(to_decide, kind, tmp_path):
    workspace, page = to_decide
    ref = ws.REF
    if kind == "papers":
        decide_draw(ws.REF, meeting=ws.THURSDAY, workspace=workspace)
        issue_packs(ws.REF, workspace=workspace)
        ws.send(workspace)
        ws.answer(tmp_path / "home")
        ws.collect_until_complete(tmp_path / "home", workspace)
        ws.take_up_concerns(workspace)
        sign_off(ws.REF, meeting="QEG", on=ws.THURSDAY, why="", workspace=workspace)
        make_paper(ws.REF, format="html", workspace=workspace)
        ref = f"{ws.REF}-audit_report"
    member = signed_in(make_app(workspace), Role.QEG)
    for path in (f"{page}/{kind}/{ref}", page):
        member.get(path)
        with counted() as statements:
            assert member.get(path).status_code == 200, path
        asked = [line for line in statements if not line.startswith("BEGIN")]
        assert len(asked) <= MOST, (path, asked)


def test_the_agenda_on_paper_says_what_its_pages_say(analysed):
    workspace, page = analysed
    officer = signed_in(make_app(workspace), Role.BUSINESS_UNIT)
    refs = re.findall(rf'href="{page}/actions/(A\d+)"', officer.get(page).text)
    send(
        officer, f"{page}/actions/{refs[0]}",
        {"decision": "withdraw", "reason": "Another audit covers it"},
    )  # fmt: skip
    word = officer.get(f"{page}/paper.docx")
    assert word.headers["content-disposition"].startswith("attachment")
    said = "\n".join(Document(BytesIO(word.content)).element.itertext())
    assert "Agenda, Tuesday 14 March 2017" in said
    assert all(ref in said for ref in (*refs, ws.REF))
    assert "Withdraw: Another audit covers it" in said
    findings = officer.get(f"{page}/findings/{ws.REF}").text
    for says in re.findall(r'<p class="govuk-body-s">(\d+ of \d+ cases[^<]+)</p>', findings):
        assert says in said
    assert officer.get(f"{page}/paper.pdf").content.startswith(b"%PDF")
    assert officer.get(f"{page}/paper.odt").status_code == 404


def test_the_pages_of_findings_take_few_statements(analysed):
    workspace, page = analysed
    officer = signed_in(make_app(workspace), Role.BUSINESS_UNIT)
    action = re.search(rf'href="({page}/actions/A\d+)"', officer.get(page).text)[1]
    for path in (page, f"{page}/findings/{ws.REF}", action, "/meetings"):
        officer.get(path)
        with counted() as statements:
            assert officer.get(path).status_code == 200, path
        asked = [line for line in statements if not line.startswith("BEGIN")]
        assert len(asked) <= MOST, (path, asked)


def test_meetings_are_added_and_a_wrong_day_is_put_right(workspace, officer):
    page = officer.get("/meetings").text
    assert "0 of 7 decided" in page
    assert send(officer, "/meetings", {"day": "soon"}).status_code == 422
    assert send(officer, "/meetings", {"day": "19 September 2017"}).status_code == 303
    executive = workspace.partnership.meeting(MeetingRole.EXECUTIVE)
    other = {"day": "3 October 2017", "body": executive.code}
    assert send(officer, "/meetings", other).status_code == 303
    page = officer.get("/meetings").text
    assert 'href="/meetings/2017-09-19"' in page
    assert 'href="/meetings/2017-10-03"' not in page
    moved = {"until": "26 September 2017", "move_why": "The room was taken"}
    at = "/meetings/2017-09-19"
    assert send(officer, f"{at}/move", {**moved, "move_why": ""}, shown_at=at).status_code == 422
    assert send(officer, f"{at}/move", moved, shown_at=at).status_code == 303
    gone = officer.get(at)
    assert gone.status_code == 404
    assert 'href="/meetings#add"' in gone.text
    assert officer.get("/meetings/2017-09-26").status_code == 200


def test_agendas_are_the_groups_and_the_business_units_alone(app):
    for role in (Role.READER, Role.AGENCY_LEAD):
        browser = signed_in(app, role)
        for path in ("/meetings", PAGE, f"{PAGE}/actions/P0"):
            assert browser.get(path).status_code == 403, (role, path)
    assert signed_in(app, Role.QEG).get(PAGE).status_code == 200


def propose_many(workspace, number):
    with workspace.open_uow() as uow:
        for n in range(number):
            row = ActionRow(
                id=f"Q{n}", title=f"Thing {n}", source="audit", owner="police",
                status=ActionStatus.PROPOSED, opened_on=date(2017, 3, 9),
            )  # fmt: skip
            uow.add(row)
        uow.note("actions made up", "test")
        uow.commit()


@pytest.mark.parametrize("more", [0, 300])
def test_a_page_takes_few_statements_however_much_waits(workspace, officer, more):
    propose_many(workspace, more)
    for path in ("/meetings", PAGE, f"{PAGE}/actions/P0"):
        officer.get(path)
        with counted() as statements:
            assert officer.get(path).status_code == 200, path
        asked = [line for line in statements if not line.startswith("BEGIN")]
        assert len(asked) <= MOST, (path, asked)
    assert f"0 of {7 + more} decided" in officer.get(PAGE).text


def test_a_long_agenda_stands_on_pages_and_an_action_knows_those_around_it_on_any_of_them(
    workspace, officer
):
    propose_many(workspace, 243)
    pages = [officer.get(f"{PAGE}?page={number}").text for number in (1, 2, 3)]
    listed = []
    for page in pages:  # what one begins with is linked above the list of each, too
        _, *refs = re.findall(rf'href="{PAGE}/actions/(\w+)"', page)
        listed.append(refs)
    assert list(map(len, listed)) == [100, 100, 50]
    every = [*listed[0], *listed[1], *listed[2]]
    assert len(set(every)) == 250
    assert all("0 of 250 decided" in page for page in pages)
    assert 'rel="prev"' not in pages[0]
    assert f'href="{PAGE}?page=3"' in pages[1]
    assert 'rel="next"' not in pages[2]

    page = officer.get(f"{PAGE}/actions/{every[100]}").text
    assert "101 of 250" in page
    assert f'rel="prev" href="{PAGE}/actions/{every[99]}"' in page
    assert f'rel="next" href="{PAGE}/actions/{every[101]}"' in page
    end = officer.get(f"{PAGE}/actions/{every[-1]}").text
    assert 'rel="next"' not in end
    assert f'name="next" value="actions/{every[0]}"' in end  # what waits, from the beginning
