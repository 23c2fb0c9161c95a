"""An agency's lead in a browser: draft findings checked, an action brought up to date, a workbook.

With JavaScript and without; what stands in the database is what was said.
"""

from datetime import date

import pytest
from builders import moderation as mod, workspace as ws
from builders.actions import an_open_action, filled_in
from builders.for_everybody import check_is_for_everybody
from builders.web import served_at
from builders.web_people import CHROMIUM, a_browser, enter

from audits.domain.permissions import Role
from audits.domain.status import ActionStatus
from audits.queries.actions import describe_action
from audits.queries.corrections import list_corrections
from audits.steps.findings.check_facts import circulate_findings
from audits.web import make_app


pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
]
ASKS = (
    "timeline: {return_within: 1 working day, remind: [-1, 0, 2, 5], escalate: 10, "
    "check_facts_within: 5 working days}\n"
)
NARROW = {"width": 320, "height": 256}
FACTS = f"/units/police/facts/{ws.REF}"


@pytest.fixture(scope="module")
def asked(tmp_path_factory):
    home = ws.loaded(tmp_path_factory.mktemp("asked") / "home", contacts=1500)
    mod.with_moderation(home, ASKS)
    workspace = ws.workspace_of(home)
    ws.issue(workspace)
    ws.send(workspace)
    ws.answer(home)
    ws.collect_until_complete(home, workspace)
    ws.take_up_concerns(workspace)
    circulate_findings(ws.REF, workspace=workspace)
    return home


@pytest.fixture
def workspace(asked, tmp_path):
    return ws.workspace_of(ws.copy_of(asked, tmp_path / "home"))


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "no javascript"])
def test_a_lead_checks_findings_and_brings_actions_up_to_date(workspace, tmp_path, javascript):
    sent = circulate_findings(ws.REF, workspace=workspace)["police"]
    due = date(2017, 6, 30)
    ref = an_open_action(workspace, "Brief every shift", owner="police", due=due)
    other = an_open_action(workspace, "Print the leaflet", owner="police", due=due)
    minutes = tmp_path / "minutes.txt"
    minutes.write_text("Everybody was told.")
    settings = {"java_script_enabled": javascript}
    with served_at(make_app(workspace)) as address, a_browser() as browser:
        lead = enter(browser, address, Role.AGENCY_LEAD, workspace, **settings)
        lead.go("/units/police")
        lead.follow("Check the findings")
        lead.go_by(lead.page.get_by_role("main").get_by_role("link").nth(1))
        lead.fill("What is wrong, and how it is", "Every referrer was told by letter")
        lead.press("Say that it is wrong")
        lead.reads("You say it is wrong")
        lead.follow("all findings to check")
        lead.press("The others are right")
        lead.reads("You find it right")

        officer = enter(browser, address, Role.BUSINESS_UNIT, workspace, **settings)
        officer.follow("1 finding called factually wrong")
        officer.follow("Answer it")
        officer.follow("Answer it")
        officer.choose("What becomes of it", "It stays as it is")
        officer.fill("Why", "The record shows no letter")
        officer.press("Answer the unit")
        lead.go(f"{FACTS}/{sent[1]}")
        lead.reads("The record shows no letter")

        lead.go("/units/police")
        lead.follow("What this unit has to do: its actions")
        book = lead.fetch("Download the workbook", tmp_path)
        lead.follow("Brief every shift")
        lead.unfold("Say how it stands")
        lead.fill("What happened", "All five are briefed")
        lead.fill("How much is done, in per cent", "100")
        lead.page.get_by_label("It is complete").check()
        lead.put("Evidence", minutes)
        lead.fill("What the file shows", "The minutes of the briefing")
        lead.press("Save how it stands")
        back = tmp_path / "back.xlsx"
        said = {other: {"What has been done": "At the printer's", "How much": 80}}
        back.write_bytes(filled_in(book.read_bytes(), said))
        lead.go("/units/police/actions")
        lead.put("The workbook that you filled in", back)
        lead.press("Hand it in")
        lead.reads("1 action brought up to date")
    decided = {(row.unit, row.finding): row.decision
               for row in list_corrections(ws.REF, workspace=workspace)}  # fmt: skip
    assert decided == {("police", finding): "accepted" for finding in sent} | {
        ("police", sent[1]): "rejected"
    }
    done = describe_action(ref, workspace=workspace)
    assert done.status is ActionStatus.COMPLETE
    assert [file.shows for file in done.evidence_files] == ["The minutes of the briefing"]
    assert describe_action(other, workspace=workspace).percent_done == 80


@pytest.mark.parametrize("viewport", [None, NARROW], ids=["wide", "narrow"])
def test_these_pages_are_for_everybody(workspace, viewport):
    an_open_action(workspace, "Brief every shift", owner="police")
    sent = circulate_findings(ws.REF, workspace=workspace)["police"]
    one = f"{FACTS}/{sent[0]}"
    with served_at(make_app(workspace)) as address, a_browser() as browser:
        lead = enter(browser, address, Role.AGENCY_LEAD, workspace, viewport=viewport)
        officer = enter(browser, address, Role.BUSINESS_UNIT, workspace, viewport=viewport)
        lead.go(one)
        lead.press("Say that it is wrong")  # without a word
        check_is_for_everybody(lead.page, "nothing was said")
        lead.fill("What is wrong, and how it is", "Told by letter")
        lead.press("Say that it is wrong")
        finding = f"/audits/{ws.REF}/findings/{sent[0]}"
        for person, path in (
            (lead, "/units/police"), (lead, FACTS), (lead, one), (lead, "/units/police/actions"),
            (lead, "/units/police/contacts"), (officer, "/"), (officer, finding),
            (officer, f"{finding}/words/1"),
        ):  # fmt: skip
            person.go(path)
            check_is_for_everybody(person.page, path)
