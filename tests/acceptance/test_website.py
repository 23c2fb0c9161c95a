"""A weekly audit on the website, by clicking: with JavaScript and without, in a real browser.

An officer loads the register, opens and draws; a member of the quality group agrees and signs; a
reader reads. Units' workbooks are filled in as units fill them in. What the schedule does is done
between, by the same steps. The same story is told by commands, and leaves the same behind.
"""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from builders import workspace as ws
from builders.browser_stories import keep_secrets
from builders.web_board import (
    SCHEDULE,
    Board,
    Typist,
    a_board,
    collect_all,
    give_accounts,
    let_lie,
    send_due,
    taken_from_inbox,
    workspace_at,
)
from builders.web_compare import differences
from builders.web_pages import PEOPLE
from builders.web_people import CHROMIUM, enter, name_in_trail

from audits.demo import make_agencies, make_contacts
from audits.domain.permissions import Role
from audits.queries.cycles import describe_cycle
from audits.settings import init_workspace
from audits.steps.actions.change import add_action
from audits.steps.agencies.import_list import import_agencies
from audits.steps.cycle.open import open_cycle


pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
CONTACTS = 1500
MEETING, MINUTE = "Quality group", "Minute 4 of 30 March"
QUARTER, QUARTERS = "2017-Q1", "mash_quarter"
SIGNED_BY, WHY_SIGNED = PEOPLE[Role.QEG], "No count is below six."
TAKEN_UP_BY, DONE = "MASH manager", "Visited the same day."


@pytest.fixture(scope="module")
def begun(tmp_path_factory):
    """Return a partnership before its first audit; its copies have the same secrets."""
    home = tmp_path_factory.mktemp("begun") / "home"
    init_workspace(home)
    workspace = workspace_at(home)
    import_agencies(make_agencies(), workspace=workspace)
    give_accounts(home)
    keep_secrets(ws.REF, ws.UNITS, workspace)
    (home / "contacts.csv").write_bytes(make_contacts(until=ws.THURSDAY, contacts=CONTACTS))
    return home


def week_by_clicking(browser, board: Board, folder: Path, *, scripts: bool) -> None:
    def somebody(role):
        return enter(browser, board.address, role, board.workspace, java_script_enabled=scripts)

    officer = somebody(Role.BUSINESS_UNIT)
    officer.go("/registers/new")
    officer.choose("Which register this is", "mash_contacts")
    officer.put("The file that was exported", board.home / "contacts.csv")
    officer.press("See what is read")
    officer.reads(f"{CONTACTS:,}")
    officer.press("Keep this register")
    officer.reads("The register is kept.")

    officer.go("/audits/new")
    officer.choose("Audit", ws.KIND)
    officer.fill("Day that it is for", "9 March 2017")
    officer.press("Open the audit")
    officer.reads(f"{ws.REF} is open.")
    officer.follow("Draw the cases")
    officer.press("Draw the cases")
    officer.reads(f"The sample of {ws.REF} is drawn.")
    officer.go(f"/audits/{ws.REF}")
    officer.press("Send the packs")
    officer.reads(f"The packs of {ws.REF} are written")
    board.sends()

    ws.answer(board.home)
    officer.go("/returns/new")
    officer.put("The workbook that was filled in", taken_from_inbox(board.home, folder))
    officer.press("Read it")
    officer.reads("answers read")
    board.collects()
    send_due(board.home)
    ws.answer_queries(board.home)
    let_lie(board.home / "inbox")
    collect_all(board.home)
    send_due(board.home)

    officer.go("/")
    officer.follow("Immediate concern raised by")
    officer.fill("Who has taken it up", TAKEN_UP_BY)
    officer.fill("What was done", DONE)
    officer.press("Record that it is taken up")
    officer.reads("The concern is acknowledged.")

    member = somebody(Role.QEG)
    member.follow("agree the findings")
    member.fill("Which meeting agreed", MEETING)
    member.fill("Where it is minuted", MINUTE)
    member.press("Agree the findings")
    member.reads(f"The findings of {ws.REF} are agreed.")

    officer.go(f"/audits/{ws.REF}/papers")
    officer.choose("As", "pdf")
    officer.press("Make the papers")
    officer.reads("The paper is made.")
    officer.press("Release the papers")
    officer.reads(f"The papers of {ws.REF} are released.")

    def make_the_quarters_paper(version: str) -> None:
        officer.go("/papers")
        officer.choose("Paper", QUARTERS)
        officer.fill("Year, quarter or month", QUARTER)
        officer.choose("As", "html")
        officer.choose("For", version)
        officer.press("Make the paper")
        officer.reads("The paper is made.")

    make_the_quarters_paper("professional")
    member.go("/papers")
    member.follow("read and sign")
    member.reads("What the public will read")
    member.fill("Why it may go out", WHY_SIGNED)
    member.press("Sign the public version")
    member.reads("The public version is signed.")
    make_the_quarters_paper("public")

    reader = somebody(Role.READER)
    reader.go("/papers")
    reader.follow(QUARTER)
    reader.reads("MASH weekly dip sample: January to March 2017")


def week_by_commands(home: Path, folder: Path, monkeypatch) -> None:
    """Tell the same story by commands, each in the name of whoever pressed the button."""
    workspace = workspace_at(home)
    office = name_in_trail(Role.BUSINESS_UNIT, workspace)
    officer = Typist(home, office, monkeypatch)
    member = replace(officer, actor=name_in_trail(Role.QEG, workspace))
    schedule = replace(officer, actor=SCHEDULE)
    officer.type("register", "load", home / "contacts.csv", "--as", "mash_contacts")
    officer.type("cycle", "open", ws.KIND, "--on", "9/3/2017")
    officer.type("sample", "draw", ws.REF)
    officer.type("pack", "issue", ws.REF)
    schedule.type("dispatch", "send")

    ws.answer(home)
    officer.type("return", "collect", *taken_from_inbox(home, folder))
    schedule.type("dispatch", "send")
    ws.answer_queries(home)
    let_lie(home / "inbox")
    schedule.type("return", "collect")
    schedule.type("dispatch", "send")

    officer.type("concern", "acknowledge", 1, "--by", TAKEN_UP_BY, "--done", DONE)
    member.type("cycle", "sign-off", ws.REF, "--meeting", MEETING, "--minute", MINUTE)
    officer.type("paper", "make", ws.REF, "--format", "pdf")
    officer.type("cycle", "publish", ws.REF)
    officer.type("paper", "quarter", QUARTER)
    member.type("paper", "sign", QUARTER, QUARTERS, "--by", SIGNED_BY, "--why", WHY_SIGNED)
    officer.type("paper", "quarter", QUARTER, "--version", "public")


@pytest.fixture(scope="module")
def typed(begun, tmp_path_factory):
    """Return the workspace in which the story was told by commands."""
    folder = tmp_path_factory.mktemp("typed")
    home = ws.copy_of(begun, folder / "home")
    with pytest.MonkeyPatch.context() as monkeypatch:
        week_by_commands(home, folder / "returned", monkeypatch)
    return home


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without"])
def test_a_weekly_audit_is_run_by_clicking_and_leaves_what_commands_leave(
    browser, begun, typed, tmp_path, scripts
):
    clicked = ws.copy_of(begun, tmp_path / "clicked")
    with a_board(clicked) as board:
        week_by_clicking(browser, board, tmp_path / "returned", scripts=scripts)
    assert describe_cycle(ws.REF, workspace=workspace_at(clicked)).status == "published"
    assert differences(clicked, typed) == []


def opened(home: Path, why: str = "", actor: str = "Kim") -> None:
    open_cycle(ws.KIND, ws.THURSDAY, why=why, workspace=workspace_at(home).acting_as(actor))


def opened_and_more(home: Path) -> None:
    opened(home)
    workspace = workspace_at(home)
    due = workspace.today() + timedelta(days=60)
    add_action("Tell every referrer", owner="police", due=due, workspace=workspace)


@pytest.mark.parametrize(
    ("otherwise", "seen_in"),
    [
        (lambda home: opened(home, why="It doubled"), "cycle"),
        (lambda home: opened(home, actor="Sam"), "trail"),
        (opened_and_more, "action"),
        (workspace_at, "cycle"),
    ],
    ids=["another reason", "in another's name", "a step more", "a step less"],
)
def test_two_tellings_are_not_alike_if_one_step_writes_something_else(
    begun, tmp_path, otherwise, seen_in
):
    one, same, other = (ws.copy_of(begun, tmp_path / name) for name in ("one", "same", "other"))
    opened(one)
    opened(same)
    otherwise(other)
    assert differences(one, same) == []
    assert any(line.startswith(seen_in) for line in differences(one, other))
