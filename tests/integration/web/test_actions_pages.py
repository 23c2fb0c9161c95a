"""The action plan by its pages: who sees what, what is said and decided, and Excel both ways."""

import re
from datetime import date
from io import BytesIO

import pytest
from builders.actions import JUNE, a_board, a_closing, an_open_action
from builders.registers.files import zip_of
from builders.statements import counted
from builders.web_pages import send, signed_in, token_in
from openpyxl import Workbook, load_workbook

from audits.domain.permissions import Role
from audits.domain.status import ActionStatus
from audits.opening import guard, own_files
from audits.queries.actions import describe_action
from audits.queries.looks import LookFilter, list_looks
from audits.steps.actions.share import share_action
from audits.storage import ActionRow, TrailEntry
from audits.web import make_app


TODAY = date(2017, 3, 9)  # of the board, as its builder says


@pytest.fixture
def workspace(tmp_path):
    return a_board(tmp_path / "home")


@pytest.fixture
def app(workspace):
    return make_app(workspace)


@pytest.fixture
def officer(app):
    return signed_in(app, Role.BUSINESS_UNIT)


@pytest.fixture
def lead(app):
    """Somebody who acts for the police alone."""
    return signed_in(app, Role.AGENCY_LEAD)


def say(browser, ref, path, fields, files=None):
    page = f"/actions/{ref}"
    return send(browser, f"{page}/{path}", fields, shown_at=page, files=files)


def test_a_view_lists_those_that_stand_so_and_counts_them_all(workspace, officer):
    running = an_open_action(workspace, "Still running")
    ended = an_open_action(workspace, "Over and done")
    say(officer, ended, "update", {"text": "It is done", "complete": "yes"})
    a_closing(workspace, ended)
    shown = officer.get("/actions").text
    assert f"/actions/{running}" in shown
    assert f"/actions/{ended}" not in shown
    closed = officer.get("/actions?view=closed").text
    assert f"/actions/{ended}" in closed
    assert f"/actions/{running}" not in closed
    tallies = re.findall(r"<li><strong>(\d+)</strong>([a-z ]+)</li>", shown)
    assert tallies == [
        ("1", "open"), ("0", "overdue"), ("0", "to decide"), ("1", "closed or withdrawn"),
        ("2", "in all"),
    ]  # fmt: skip


def test_the_list_is_filtered_and_sorted_as_its_address_says(workspace, officer):
    late = an_open_action(workspace, "Late", owner="social_care", theme="Voice")
    soon = an_open_action(workspace, "Soon", owner="police", due=date(2017, 4, 1))
    north = an_open_action(workspace, "North", owner="health_north")
    for asked, expected in {
        "?owner=police": [soon],
        "?owner=health": [north],
        "?theme=Voice": [late],
        "?colour=black": [],
        "?sort=owner": [north, soon, late],
        "?sort=due": [soon, late, north],
        "?colour=nonsense&sort=nonsense&page=-1&meeting=nonsense": [soon, late, north],
    }.items():
        rows = re.findall(r'href="/actions/(A\d+)"', officer.get(f"/actions{asked}").text)
        assert rows == expected, asked


def test_ten_thousand_actions_are_listed_in_pages_in_ten_statements(workspace, officer):
    with workspace.open_uow() as uow:
        for number in range(1, 10_001):
            row = ActionRow(
                id=f"A{number}", title=f"Action {number}", source="other", owner="police",
                due=JUNE, original_due=JUNE, status=ActionStatus.OPEN, opened_on=TODAY,
            )  # fmt: skip
            uow.add(row)
        uow.note("actions added", "plan")
        uow.commit()
    officer.get("/actions")
    with counted() as statements:
        page = officer.get("/actions?page=3&colour=grey&owner=police&sort=owner").text
    asked = [statement for statement in statements if not statement.startswith("BEGIN")]
    assert len(asked) <= 10, asked
    rows = re.findall(r'href="/actions/(A\d+)"', page)
    assert rows == [f"A{number}" for number in range(201, 301)]
    assert "10,000 actions" in page
    assert "Page 3 of 100" in page


def test_how_it_stands_is_written_down_with_its_evidence(workspace, officer):
    ref = an_open_action(workspace)
    file = {"file": ("Jane Doe minutes.txt", b"Everybody was told.", "text/plain")}
    fields = {"text": "Half of them were told", "percent": "50", "shows": "The minutes"}
    assert say(officer, ref, "update", fields, files=file).status_code == 303
    detail = describe_action(ref, workspace=workspace)
    assert (detail.percent_done, detail.history[-1].text) == (50, "Half of them were told")
    assert detail.updated_by.startswith("Kim Officer")
    page = officer.get(f"/actions/{ref}").text
    assert "The minutes" in page
    assert "Jane Doe" not in page


def test_what_completes_an_action_is_kept_without_the_percentage_that_its_form_still_said(
    workspace, officer
):
    ref = an_open_action(workspace)
    say(officer, ref, "update", {"text": "It is done", "percent": "0", "complete": "yes"})
    detail = describe_action(ref, workspace=workspace)
    assert (detail.percent_done, detail.history[-1].percent_done) == (100, None)
    assert "0% done. Complete" not in officer.get(f"/actions/{ref}").text


def test_evidence_is_opened_with_a_reason_alone(workspace, officer):
    ref = an_open_action(workspace)
    file = {"file": ("minutes.txt", b"Everybody was told.", "text/plain")}
    say(officer, ref, "update", {"text": "Told", "shows": "The minutes"}, files=file)
    refused = say(officer, ref, "evidence", {"number": "1", "why": ""})
    assert refused.status_code == 422
    assert list_looks(LookFilter(kind="evidence"), workspace=workspace) == []
    opened = say(officer, ref, "evidence", {"number": "1", "why": "The meeting asked"})
    assert opened.content == b"Everybody was told."
    assert opened.headers["content-disposition"].startswith("attachment")
    assert len(list_looks(LookFilter(kind="evidence"), workspace=workspace)) == 1


def test_a_moved_date_keeps_the_earlier_one_and_why(workspace, officer):
    ref = an_open_action(workspace)
    assert say(officer, ref, "move", {"until": "1 August 2017"}).status_code == 422
    moved = {"until": "1 August 2017", "move_why": "The new system is late"}
    assert say(officer, ref, "move", moved).status_code == 303
    detail = describe_action(ref, workspace=workspace)
    assert (detail.due, detail.original_due) == (date(2017, 8, 1), date(2017, 6, 30))
    assert detail.history[-1].text == "The new system is late"


def test_the_group_closes_and_opens_again(workspace, officer):
    ref = an_open_action(workspace)
    say(officer, ref, "update", {"text": "It is done", "complete": "yes"})
    closing = {"decision": "closed", "meeting": "9 March 2017", "minute": "4.2", "saw": "It holds"}
    to_come = {**closing, "meeting": "10 March 2017"}
    assert say(officer, ref, "decide", to_come).status_code == 422
    assert say(officer, ref, "decide", closing).status_code == 303
    detail = describe_action(ref, workspace=workspace)
    assert (detail.status, detail.minute) == (ActionStatus.CLOSED, "4.2")
    say(officer, ref, "decide", {**closing, "decision": "open", "saw": "It came back"})
    assert describe_action(ref, workspace=workspace).status is ActionStatus.OPEN


def test_what_was_typed_stands_there_again(workspace, officer):
    ref = an_open_action(workspace)
    again = say(officer, ref, "update", {"text": "Most were told", "percent": "150"})
    assert again.status_code == 422
    assert "Most were told" in again.text
    assert 'href="#percent"' in again.text
    assert describe_action(ref, workspace=workspace).history == ()


def test_a_measure_has_its_levels_and_days(workspace, officer):
    ref = an_open_action(workspace)
    fields = {"figure": "Referrers told", "baseline": "12/20"}
    assert say(officer, ref, "measure", fields).status_code == 422
    assert (
        say(officer, ref, "measure", {**fields, "baseline_on": "1 March 2017"}).status_code == 303
    )
    measured = describe_action(ref, workspace=workspace).measured
    assert measured.baseline.level.value == 12
    assert measured.baseline.level.of == 20


def test_an_action_is_added(workspace, officer):
    fields = {"title": "Tell every school", "owner": "police", "due": "1 June 2017"}
    added = send(officer, "/actions/new", fields)
    assert added.status_code == 303
    ref = re.match(r"/actions/(A\d+)", added.headers["location"])[1]
    assert describe_action(ref, workspace=workspace).title == "Tell every school"


def test_a_plan_is_shown_row_by_row_before_it_is_taken(workspace, officer):
    sheet = Workbook()
    for line in (
        ("Action", "Owner", "Due"),
        ("Train every school lead", "Police", date(2017, 7, 1)),
        ("Nobody knows who", "The Moon", date(2017, 7, 1)),
    ):
        sheet.active.append(line)
    file = BytesIO()
    sheet.save(file)
    shown = send(officer, "/actions/import", files={"file": ("plan.xlsx", file.getvalue())})
    assert "1 action will be taken" in shown.text
    assert "Will be taken" in shown.text
    assert "Cannot be taken" in shown.text
    assert "0 actions" in officer.get("/actions").text
    hidden = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', shown.text)
    taken = officer.post("/actions/import", data=dict(hidden))
    assert taken.status_code == 303
    assert "Train every school lead" in officer.get("/actions").text


def test_the_plan_leaves_as_a_workbook(workspace, officer, lead):
    an_open_action(workspace, "Of social care")
    an_open_action(workspace, "Of the police", owner="police")
    for browser, expected in ((officer, 2), (lead, 1)):
        book = load_workbook(BytesIO(browser.get("/actions/export").content))
        cells = [cell.value for line in book.active.iter_rows() for cell in line]
        assert len({"Of social care", "Of the police"} & set(cells)) == expected


def test_an_agency_lists_and_counts_its_own_alone(workspace, lead):
    other = an_open_action(workspace, "Of social care", theme="Hidden theme")
    own = an_open_action(workspace, "Of the police", owner="police")
    for asked in ("?view=all", f"?owner=social_care&ref={other}", "?source=other&view=open"):
        page = lead.get(f"/actions{asked}").text
        assert "Of social care" not in page
        assert "Hidden theme" not in page
        assert "<strong>1</strong>in all" in page
    assert f"/actions/{own}" in lead.get("/actions").text
    assert lead.get(f"/actions/{own}").status_code == 200


def test_another_agencys_action_is_not_there_at_any_route(app, workspace, lead):
    other = an_open_action(workspace, "Of social care")
    own = an_open_action(workspace, "Of the police", owner="police")
    token = re.search(r'name="form_token" value="(\w+)"', lead.get(f"/actions/{own}").text)[1]
    filled = {
        "form_token": token, "text": "x", "until": "1 August 2017", "move_why": "x",
        "figure": "x", "decision": "withdrawn", "meeting": "9 March 2017", "saw": "x",
        "number": "1", "why": "x",
    }  # fmt: skip
    before = describe_action(other, workspace=workspace)
    tried = 0
    for path, methods in routes_of_one():
        address = path.format(ref=other)
        for method in methods:
            answer = lead.request(method, address, data=filled if method == "POST" else None)
            assert answer.status_code in (403, 404), (method, path)
            assert "Of social care" not in answer.text
            tried += 1
    assert tried >= 6
    assert describe_action(other, workspace=workspace) == before
    assert lead.get("/actions/A999").status_code == lead.get(f"/actions/{other}").status_code


def routes_of_one():
    from audits.web.actions import pages

    for route in pages.router.routes:
        if "{ref}" in route.path:
            yield route.path, route.methods


def test_who_does_it_is_changed_with_a_reason_and_kept_in_its_history(workspace, officer):
    ref = an_open_action(workspace, "Send every referrer the outcome", owner="police")
    first = {"owner": "health", "with.social_care": "yes", "with.police": "yes"}
    first |= {"share_why": "Merger"}
    assert say(officer, ref, "share", first).status_code == 303
    action = describe_action(ref, workspace=workspace)
    assert (action.owner, sorted(action.contributors)) == ("health", ["police", "social_care"])
    second = {"owner": "health", "with.police": "yes", "share_why": "They are few"}
    assert say(officer, ref, "share", second).status_code == 303
    action = describe_action(ref, workspace=workspace)
    assert list(action.contributors) == ["police"]
    assert [line.text for line in action.history] == ["Merger", "They are few"]
    refused = say(officer, ref, "share", {"owner": "health", "share_why": ""})
    assert refused.status_code == 422
    assert list(describe_action(ref, workspace=workspace).contributors) == ["police"]


def test_an_agency_sees_what_it_contributes_to_and_changes_nothing_of_it(workspace, lead):
    ref = an_open_action(workspace, "Theirs, and we help", owner="social_care")
    assert lead.get(f"/actions/{ref}").status_code == 404
    share_action(ref, owner="social_care", contributors=["police"], why="Both", workspace=workspace)
    page = lead.get(f"/actions/{ref}")
    assert page.status_code == 200
    assert "Say how it stands" not in page.text
    assert f"/actions/{ref}" in lead.get("/actions").text
    mine = an_open_action(workspace, "Ours", owner="police")
    key = token_in(lead.get(f"/actions/{mine}").text)
    for path in ("update", "move", "measure"):
        answer = lead.post(f"/actions/{ref}/{path}", data={"form_token": key, "text": "Done"})
        assert answer.status_code == 403, path
    assert not describe_action(ref, workspace=workspace).history[1:]


def test_a_plan_that_is_held_is_not_called_a_register(workspace, officer):
    rows = b"Recommendation,Lead agency,By when\nAgree one risk tool,Police,1 May 2017\n"
    send(officer, "/actions/import", files={"file": ("plan.csv", rows)})
    with workspace.open_view() as view:
        about = view.values(TrailEntry.about, TrailEntry.verb == "files held")
    assert about == ["plan"]


NO_PLANS = {
    "nothing": b"", "torn": b"PK\x03\x04 half a file", "old and torn": guard.OLE2 + bytes(600),
    "zip": zip_of({"plan.txt": b"x"}),
    "bomb": zip_of({"[Content_Types].xml": b"", "xl/a": bytes(3 * 10**8)}),
}  # fmt: skip


@pytest.mark.parametrize("kind", NO_PLANS)
@pytest.mark.parametrize("path", ["/actions/import", "/admin/agencies"])
def test_a_file_that_is_no_list_is_not_spoken_of_as_a_return(officer, kind, path):
    answer = send(officer, path, files={"file": ("Jane Doe.xlsx", NO_PLANS[kind])})
    assert answer.status_code == 422
    [says] = re.findall(r"[^<>]* cannot be read\. [^<>]*", answer.text)[:1]
    assert not re.search(r"\breturn|\banswers|you were sent|\bpack\b", says, re.I), says
    assert "Jane" not in answer.text


def test_each_reason_why_a_file_is_not_read_has_words_for_both():
    assert set(own_files.SAYS) == set(guard.SAYS)
