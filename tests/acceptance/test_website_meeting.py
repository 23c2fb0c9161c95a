"""A meeting in a real browser: one decision after the other, large, and the minute at the end.

With JavaScript each page is looked at on the way, on a telephone.
"""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from builders import workspace as ws
from builders.actions import a_board, an_open_action, filled_in
from builders.for_everybody import Looker, check_is_for_everybody
from builders.to_decide import drawn_for_somebody
from builders.web import served_at
from builders.web_people import CHROMIUM, Person, enter
from playwright.sync_api import Browser

from audits.actions import Better, MeasureKind
from audits.domain.level import Dated, level_from
from audits.domain.permissions import Role
from audits.domain.status import ActionStatus
from audits.queries.actions import describe_action
from audits.queries.cycles import cycle_status
from audits.steps.action_packs.decide_agenda import add_meeting
from audits.steps.actions.change import update_action
from audits.steps.actions.measure import Measured, measure_action
from audits.steps.packs.issue import issue_packs
from audits.steps.papers.make import make_paper
from audits.storage import PaperSignOff
from audits.web import make_app
from audits.workspace import Workspace


pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
]
DAY, NOW = date(2017, 8, 15), datetime(2017, 8, 15, 10, tzinfo=UTC)
LARGE = 24  # pixels: what is 5 mm high on a screen of 27 inches
SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without"])


def a_member(browser: Browser, address: str, workspace: Workspace, scripts: bool) -> Looker:
    settings = {"java_script_enabled": scripts, "viewport": {"width": 320, "height": 640}}
    member = enter(browser, address, Role.QEG, workspace, **settings)
    return Looker(member.page, address, scripts)


@pytest.fixture
def workspace(tmp_path):
    """Return the parts of a board on the day of its meeting: four actions wait."""
    begun = a_board(tmp_path / "home")
    for title in ("Tell every referrer", "Train both teams", "Add it to induction", "Look again"):
        ref = an_open_action(begun, title)
        update_action(ref, text="Seen in the log", status=ActionStatus.COMPLETE, workspace=begun)
    measured = Measured(
        "Referrers told", MeasureKind.FIGURE, Better.UP,
        Dated(level_from("8/20"), date(2017, 3, 1)), None,
        Dated(level_from("19/20"), date(2017, 8, 1)),
    )  # fmt: skip
    add_meeting(DAY, workspace=begun)
    workspace = ws.workspace_of(tmp_path / "home", NOW)
    measure_action("A1", measured, workspace=workspace)
    return workspace


@SCRIPTS
def test_a_meeting_decides_one_thing_after_the_other(browser, workspace, tmp_path, scripts):
    with served_at(make_app(workspace)) as address:
        member = a_member(browser, address, workspace, scripts)
        member.go("/meetings")
        member.sees("0 of 4 decided.")
        member.press("Add the meeting")
        member.looks("a meeting on no day")
        member.follow("See the agenda: 4 decisions")
        member.looks("the agenda")
        member.follow("Show large")
        member.looks("the agenda, large")
        member.follow("Begin with A1")
        member.sees("better, by more than chance explains")
        decide(member, "Close", "The audit of May shows it")
        member.reads("The decision about A1 is written down.")
        member.reads("1 of 4 decided.")
        size = "e => parseFloat(getComputedStyle(e).fontSize)"
        assert member.page.get_by_text("Came from").evaluate(size) >= LARGE
        decide(member, "Keep open", "")
        member.reads("2 of 4 decided.")
        member.press("Save the decision")
        member.sees("Choose what was decided.")
        assert member.page.locator(".board-panel").count() == 1  # as large as before
        decide(member, "Keep open", "More is wanted")
        member.follow("Before")
        member.looks("a decision that is made")
        # The last is decided in the workbook of the same agenda.
        member.follow("Agenda")
        book = member.fetch("Download the agenda's workbook", tmp_path)
        member.press("Take the decisions in")
        member.sees("Choose the workbook of the agenda that was filled in.")
        said = {"A4": {"What QEG decides": "Close", "What has changed": "Nine in ten"}}
        book.write_bytes(filled_in(book.read_bytes(), said))
        member.put("The workbook with the decisions", book)
        member.press("Take the decisions in")
        member.reads("The decisions in the workbook are recorded.")
        member.reads("4 of 4 decided.")
        member.press("Save the minute")
        member.sees("Say where the decisions are minuted")
        member.fill("Where they are minuted", "4.2")
        member.press("Save the minute")
        member.sees("Every decision is minuted.")
    actions = [describe_action(ref, workspace=workspace) for ref in ("A1", "A2", "A3", "A4")]
    assert [action.status for action in actions] == ["closed", "open", "open", "closed"]
    assert {(action.meeting, action.minute) for action in actions} == {(DAY, "4.2")}


def decide(member: Person, decision: str, reason: str) -> None:
    member.page.get_by_label(decision, exact=True).check()
    if reason:
        member.fill("What has changed in practice, or the reason", reason)
    member.press("Save the decision")


def test_every_page_of_a_meeting_is_for_everybody_on_a_wide_screen_too(browser, workspace):
    with served_at(make_app(workspace)) as address:
        member = enter(browser, address, Role.QEG, workspace)
        at = f"/meetings/{DAY}"
        for path in ("/meetings", at, f"{at}?large=yes", f"{at}/actions/A1",
                     f"{at}/actions/A1?large=yes"):  # fmt: skip
            member.go(path)
            check_is_for_everybody(member.page)


@SCRIPTS
def test_a_meeting_approves_a_draw_agrees_findings_and_signs_a_paper(browser, tmp_path, scripts):
    home = tmp_path / "home"
    workspace = drawn_for_somebody(home)
    with served_at(make_app(workspace)) as address:
        member = a_member(browser, address, workspace, scripts)
        member.go("/meetings")
        member.sees("No meeting is to come.")
        member.fill("On which day", "9 March 2017")
        member.press("Add the meeting")
        member.follow("See the agenda: 1 decision")
        member.follow("Begin with")
        member.looks("a draw to approve")
        member.press("Approve the draw")
        member.sees("1 of 1 decided.")
        member.follow("Draw of")
        member.looks("a draw that is approved")
        answered(home, workspace)
        member.follow("Agenda")
        member.follow("Findings of")
        member.looks("findings to agree")
        member.press("Agree the findings")
        member.sees("is still open")
        ws.take_up_concerns(workspace)
        member.press("Agree the findings")
        make_paper(ws.REF, format="html", workspace=workspace)
        member.go(f"/meetings/{ws.THURSDAY}")
        member.looks("findings that are agreed")
        member.follow("Findings of")
        member.looks("findings that are agreed, with their actions")
        member.follow("Agenda")
        member.follow("Paper")
        member.sees("What the public will read")
        member.press("Sign the public version")
        member.looks("no reason why it may go out")
        member.fill("Why it may go out", "Nobody can be known by it.")
        member.press("Sign the public version")
        member.looks("all is decided")
        member.follow("Paper")
        member.looks("a paper that is signed")
    assert cycle_status(ws.REF, workspace=workspace) == "agreed"
    with workspace.open_view() as view:
        assert len(view.all(PaperSignOff)) == 1


def answered(home: Path, workspace: Workspace) -> None:
    """Let the units answer what was drawn, until there are findings."""
    issue_packs(ws.REF, workspace=workspace)
    ws.send(workspace)
    ws.answer(home)
    ws.collect_until_complete(home, workspace)
