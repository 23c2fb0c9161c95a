"""A meeting in a real browser: one decision after the other, large, and the minute at the end."""

from datetime import UTC, date, datetime

import pytest
from builders import workspace as ws
from builders.actions import a_board, an_open_action, filled_in
from builders.for_everybody import check_is_for_everybody
from builders.web import served_at
from builders.web_people import CHROMIUM, Person, enter

from audits.actions import Better, MeasureKind
from audits.domain.level import Dated, level_from
from audits.domain.permissions import Role
from audits.domain.status import ActionStatus
from audits.queries.actions import describe_action
from audits.steps.action_packs.decide_agenda import add_meeting
from audits.steps.actions.change import update_action
from audits.steps.actions.measure import Measured, measure_action
from audits.web import make_app


pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
]
DAY, NOW = date(2017, 8, 15), datetime(2017, 8, 15, 10, tzinfo=UTC)
LARGE = 24  # pixels: what is 5 mm high on a screen of 27 inches


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


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without"])
def test_a_meeting_decides_one_thing_after_the_other(browser, workspace, tmp_path, scripts):
    with served_at(make_app(workspace)) as address:
        member = enter(browser, address, Role.QEG, workspace, java_script_enabled=scripts)
        member.page.get_by_role("link", name="Meetings", exact=True).click()
        member.reads("0 of 4 decided.")
        member.follow("See the agenda: 4 decisions")
        member.follow("Show large")
        member.follow("Begin with A1")
        member.reads("better, by more than chance explains")
        decide(member, "Close", "The audit of May shows it")
        member.reads("The decision about A1 is written down.")
        member.reads("1 of 4 decided.")
        size = "e => parseFloat(getComputedStyle(e).fontSize)"
        assert member.page.get_by_text("Came from").evaluate(size) >= LARGE
        decide(member, "Keep open", "")
        member.reads("2 of 4 decided.")
        member.press("Save the decision")
        member.reads("Choose what was decided.")
        assert member.page.locator(".board-panel").count() == 1  # as large as before
        decide(member, "Keep open", "More is wanted")
        # The last is decided in the workbook of the same agenda.
        member.follow("Agenda")
        book = member.fetch("Download the agenda's workbook", tmp_path)
        said = {"A4": {"What QEG decides": "Close", "What has changed": "Nine in ten"}}
        book.write_bytes(filled_in(book.read_bytes(), said))
        member.put("The workbook with the decisions", book)
        member.press("Take the decisions in")
        member.reads("Every decision in the workbook is taken in.")
        member.reads("4 of 4 decided.")
        member.fill("Where they are minuted", "4.2")
        member.press("Save the minute")
        member.reads("Every decision is minuted.")
    actions = [describe_action(ref, workspace=workspace) for ref in ("A1", "A2", "A3", "A4")]
    assert [action.status for action in actions] == ["closed", "open", "open", "closed"]
    assert {(action.meeting, action.minute) for action in actions} == {(DAY, "4.2")}


def decide(member: Person, decision: str, reason: str) -> None:
    member.page.get_by_label(decision, exact=True).check()
    if reason:
        member.fill("What has changed in practice, or the reason", reason)
    member.press("Save the decision")


@pytest.mark.parametrize("width", [1280, 320])
def test_every_page_of_a_meeting_is_for_everybody(browser, workspace, width):
    viewport = {"width": width, "height": 800}
    with served_at(make_app(workspace)) as address:
        member = enter(browser, address, Role.QEG, workspace, viewport=viewport)
        at = f"/meetings/{DAY}"
        for path in ("/meetings", at, f"{at}?large=yes", f"{at}/actions/A1",
                     f"{at}/actions/A1?large=yes"):  # fmt: skip
            member.go(path)
            check_is_for_everybody(member.page)
        member.press("Save the decision")
        member.reads("Choose what was decided.")
        check_is_for_everybody(member.page)
        decide(member, "Close", "The audit of May shows it")
        for path in (at, f"{at}/actions/A1", f"{at}?large=yes"):
            member.go(path)
            check_is_for_everybody(member.page)
