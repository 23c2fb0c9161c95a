"""A thresholds audit on the website: returns by the inbox, moderation, a signed public paper.

Told by clicking, with JavaScript and without, and by commands; what is left behind is the same.
"""

from dataclasses import replace
from pathlib import Path

import pytest
from builders import moderation as mod, workspace as ws
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
    workspace_at,
)
from builders.web_compare import differences
from builders.web_pages import PEOPLE
from builders.web_people import CHROMIUM, enter, name_in_trail

from audits.demo import fill_clean, make_contacts, make_truth
from audits.domain.permissions import Role
from audits.queries.cycles import describe_cycle
from audits.queries.draw import describe_draw
from audits.settings import init_workspace
from audits.steps.agencies.import_list import import_agencies


pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
]
KIND, REF = "thresholds", "THR-2017-Q1"
AGENCIES = ("social_care", "police", "health", "education")
WHY_NOW, DRAWN_WELL = "Contacts doubled", "Looked through on Monday"
PANEL, MEETING, MINUTE = "Panel of 14 March", "Quality group", "Minute 4 of 30 March"
SIGNED_BY, WHY_SIGNED = PEOPLE[Role.QEG], "No count is below six."


def agency_list() -> bytes:
    lines = ["agency,agency_name,unit,unit_name,contact,email,role,deputy"]
    for code in (*AGENCIES, "board"):
        unit = "business_unit" if code == "board" else code
        email = f"lead@{code.replace('_', '-')}.example.org"
        lines.append(f"{code},{code},{unit},{unit},A lead,{email},Lead,no")
    return "\n".join(lines).encode()


@pytest.fixture(scope="module")
def begun(tmp_path_factory):
    """Return a partnership before the audit; its copies have the same secrets."""
    home = tmp_path_factory.mktemp("begun") / "home"
    init_workspace(home)
    workspace = workspace_at(home)
    import_agencies(agency_list(), workspace=workspace)
    give_accounts(home)
    keep_secrets(REF, AGENCIES, workspace)
    (home / "contacts.csv").write_bytes(make_contacts(until=ws.THURSDAY, contacts=3000))
    return home


def agencies_return(home: Path) -> None:
    """Fill in what each agency was sent, and save it into the inbox."""
    workspace = workspace_at(home)
    cases = [case.ref for case in describe_draw(REF, workspace=workspace).cases]
    truth = make_truth(cases, workspace.template(KIND).questions)
    packs = sorted((home / "outbox").glob(f"*/{REF}-*-pack-1.xlsx"))
    assert len(packs) == len(AGENCIES)
    for pack in packs:
        (home / "inbox" / pack.name).write_bytes(fill_clean(pack.read_bytes(), truth))
    let_lie(home / "inbox")


def graded(book: Path, fill) -> Path:
    """Fill in a moderation workbook, where it lies."""
    filling = mod.Filling(book.read_bytes())
    fill(filling)
    mod.follow_up_lowest(filling)
    book.write_bytes(filling.saved())
    return book


def audit_by_clicking(browser, board: Board, folder: Path, *, scripts: bool) -> None:
    def somebody(role):
        return enter(browser, board.address, role, board.workspace, java_script_enabled=scripts)

    officer = somebody(Role.BUSINESS_UNIT)
    officer.go("/registers/new")
    officer.choose("Which register this is", "mash_contacts")
    officer.put("The file that was exported", board.home / "contacts.csv")
    officer.press("See what is read")
    officer.press("Keep this register")
    officer.go("/audits/new")
    officer.choose("Audit", KIND)
    officer.fill("Day that it is for", "9 March 2017")
    officer.fill("Why now, if it is not planned", WHY_NOW)
    officer.press("Open the audit")
    officer.follow("Draw the cases")
    officer.press("Draw the cases")
    officer.reads(f"The sample of {REF} is drawn.")

    member = somebody(Role.QEG)
    member.follow("approve the draw")
    if member.page.get_by_label("Why the flagged cases may be audited").count():
        member.fill("Why the flagged cases may be audited", DRAWN_WELL)
    member.press("Approve the draw")
    member.reads(f"The draw of {REF} is approved.")

    officer.go(f"/audits/{REF}")
    officer.press("Send the packs")
    board.sends()
    agencies_return(board.home)
    collect_all(board.home)
    send_due(board.home)

    for person, fill in ((officer, mod.fill_desk), (member, mod.fill_panel)):
        person.go("/")
        person.follow("moderate the grades")
        book = person.fetch("Download the workbook", folder)
        person.put("The workbook that was filled in", graded(book, fill))
        person.press("Take the grades in")
        person.reads("grades were new, and are taken in.")
    member.fill("Where it was decided", PANEL)
    member.press("End moderation")
    member.reads(f"The moderation of {REF} has ended.")

    member.fill("Which meeting agreed", MEETING)
    member.fill("Where it is minuted", MINUTE)
    member.press("Agree the findings")
    member.reads(f"The findings of {REF} are agreed.")
    officer.go(f"/audits/{REF}/papers")
    officer.choose("As", "docx")
    officer.press("Make the papers")
    member.go(f"/audits/{REF}/papers")
    member.follow("read both versions and sign")
    member.reads("What the public will read")
    member.fill("Why it may go out", WHY_SIGNED)
    member.press("Sign the public version")
    member.reads("The public version is signed.")
    officer.go(f"/audits/{REF}/papers")
    officer.choose("As", "html")
    officer.choose("For", "public")
    officer.press("Make the papers")
    officer.press("Release the papers")
    officer.reads(f"The papers of {REF} are released.")

    reader = somebody(Role.READER)
    reader.go("/papers")
    paper = reader.fetch("page of", folder)
    assert "For publication." in paper.read_text("utf-8")
    reader.follow("Thresholds audit")
    reader.reads("For publication.")


def audit_by_commands(home: Path, folder: Path, monkeypatch) -> None:
    """Tell the same story by commands, each in the name of whoever pressed the button."""
    workspace = workspace_at(home)
    office = name_in_trail(Role.BUSINESS_UNIT, workspace)
    officer = Typist(home, office, monkeypatch)
    member = replace(officer, actor=name_in_trail(Role.QEG, workspace))
    schedule = replace(officer, actor=SCHEDULE)
    officer.type("register", "load", home / "contacts.csv", "--as", "mash_contacts")
    officer.type("cycle", "open", KIND, "--on", "9/3/2017", "--why", WHY_NOW)
    officer.type("sample", "draw", REF)
    undecided = describe_draw(REF, workspace=workspace).undecided
    member.type("cycle", "approve", REF, *(("--why", DRAWN_WELL) if undecided else ()))
    officer.type("pack", "issue", REF)
    schedule.type("dispatch", "send")
    agencies_return(home)
    schedule.type("return", "collect")
    schedule.type("dispatch", "send")

    for person, fill in ((officer, mod.fill_desk), (member, mod.fill_panel)):
        person.type("moderate", "export", REF, "--to", folder)
        [book] = folder.glob("*.xlsx")
        person.type("moderate", "import", graded(book, fill), "--cycle", REF)
        book.unlink()
    member.type("cycle", "approve", REF, "--why", PANEL)
    member.type("cycle", "sign-off", REF, "--meeting", MEETING, "--minute", MINUTE)
    officer.type("paper", "make", REF, "--format", "docx")
    member.type("paper", "sign", REF, "audit_report", "--by", SIGNED_BY, "--why", WHY_SIGNED)
    officer.type("paper", "make", REF, "--version", "public")
    officer.type("cycle", "publish", REF)


@pytest.fixture(scope="module")
def typed(begun, tmp_path_factory):
    """Return the workspace in which the story was told by commands."""
    folder = tmp_path_factory.mktemp("typed")
    home, books = ws.copy_of(begun, folder / "home"), folder / "books"
    books.mkdir()
    with pytest.MonkeyPatch.context() as monkeypatch:
        audit_by_commands(home, books, monkeypatch)
    return home


@pytest.mark.parametrize(
    "scripts",
    [
        pytest.param(True, id="with JavaScript"),
        pytest.param(False, id="without", marks=pytest.mark.exhaustive),
    ],
)
def test_a_thresholds_audit_is_run_by_clicking_and_leaves_what_commands_leave(
    browser, begun, typed, tmp_path, scripts
):
    clicked = ws.copy_of(begun, tmp_path / "clicked")
    with a_board(clicked) as board:
        audit_by_clicking(browser, board, tmp_path, scripts=scripts)
    assert describe_cycle(REF, workspace=workspace_at(clicked)).status == "published"
    assert differences(clicked, typed) == []
