"""Picture the website's pages from a demonstration, on a wide screen and on a telephone."""

import io
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from builders.chromium import CHROMIUM
from builders.web import served_at
from builders.workspace import Clock, collect, send
from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from audits.demo import fill_clean, make_contacts, make_truth
from audits.demo.accounts import links_that_sign_in
from audits.domain.background_task import BackgroundTaskKind
from audits.domain.permissions import Role
from audits.domain.programme import PlannedAudit
from audits.domain.ticks import TICKS
from audits.queries.accounts import list_accounts
from audits.register import Source
from audits.settings import read_settings
from audits.steps.access.accounts import add_account, offer_sign_in
from audits.steps.access.tokens import make_token
from audits.steps.action_packs.decide_agenda import add_meeting
from audits.steps.agencies.import_list import import_agencies
from audits.steps.background_tasks.do import do_background_tasks
from audits.steps.cycle.open import open_cycle
from audits.steps.progress.advance import advance
from audits.steps.progress.approve import approve_cycle
from audits.steps.returns.chase import chase
from audits.steps.sample.load_register import load_register
from audits.steps.sample.uploads import hold_files
from audits.storage import Case, Cycle
from audits.web import make_app
from audits.wiring import build
from audits.workspace import Workspace


THURSDAY, IN_AUTUMN = date(2017, 3, 16), date(2016, 12, 15)
NEXT_YEAR = (
    PlannedAudit("domestic_abuse", on=date(2017, 9, 1)),
    PlannedAudit("neglect", on=date(2017, 9, 4)),
    PlannedAudit("cse", month=date(2017, 9, 1)),
    PlannedAudit("thresholds", month=date(2018, 1, 1)),
)
# The larger audits ask schools too.
SCHOOLS = (
    b"education,Fenmere Education (made up),education,Education safeguarding team,"
    b"A. Lead,education@fenmere.example.org,agency lead,no\n"
)
UNIT, GROUP = "Kim Officer", "Sam Member"
READER, ADMINISTRATOR = "Alex Chair", "Ada Ministrator"
LEAD = "Lee Lead"  # of the police
MEETING = "/meetings/2017-03-22"
# Each picture's name, who looks, and at which page.
OF_THE_WEEK = {
    "site-home": (UNIT, "/"),
    "site-audit": (UNIT, "/audits/MASH-2017-W11"),
    "site-unit": (UNIT, "/audits/MASH-2017-W11/units/health"),
    "site-new-register": (UNIT, "/registers/new"),
    "site-concerns": (UNIT, "/concerns"),
    "site-agencies": (UNIT, "/admin/agencies"),
    "site-actions": (UNIT, "/actions"),
    "site-group-home": (GROUP, "/"),
    "site-year": (GROUP, "/year?of=2017/18"),
    "site-moderation": (GROUP, "/audits/THR-2016-Q4/moderation"),
    "site-draw": (GROUP, "/audits/THR-2017-Q1/draw"),
    "site-findings": (GROUP, "/audits/MASH-2017-W10/findings"),
    "site-finding": (GROUP, "/audits/MASH-2017-W10/findings/MASH-2017-W10-F1"),
    "site-action": (GROUP, "/actions/A1"),
    "site-meeting": (GROUP, MEETING),
    "site-decision": (GROUP, f"{MEETING}/draws/THR-2017-Q1"),
    "site-learning": (UNIT, "/learning"),
    "site-templates": (UNIT, "/admin/templates"),
    "site-template": (UNIT, "/admin/templates/mash_weekly"),
    "site-own-unit": (LEAD, "/units/police"),
    "site-own-actions": (LEAD, "/units/police/actions"),
    "site-accounts": (ADMINISTRATOR, "/admin/accounts"),
    "site-trail": (ADMINISTRATOR, "/admin/trail"),
    "site-engine": (ADMINISTRATOR, "/admin/engine"),
}
# Where letters wait to be read, and a program has a key.
OF_READERS = {"site-letters": (UNIT, "/letters"), "site-keys": (UNIT, "/account")}
OF_THE_PROGRAMME = {
    "site-papers": (UNIT, "/audits/DA-2015/papers"),
    "site-sign": (GROUP, "/papers/sign/DA-2015/DA-2015-audit_report"),
    "site-case": (GROUP, "/audits/DA-2015/panel/DA15-02"),
    "site-reader": (READER, "/papers"),
    "site-changed": (READER, "/learning/changed"),
}
KNOWN, NOT_KNOWN = b"Contact Outcome", b"Result"  # a heading, and another for it
READ = "site-register-read"  # its address has the number of the work
Pages = dict[str, tuple[str, str]]
WIDE, NARROW, BETWEEN = 1280, 320, 40
LOWEST, TALLEST = 900, 1500  # what a picture shows of a page; below is more of the same


def in_march(home: Path, day: int, hour: int = 9, minute: int = 0) -> Workspace:
    """Return the demonstration's workspace as of a moment of March 2017."""
    settings = read_settings(home)
    folder = settings.inboxes["folder"].model_copy(update={"still_for_seconds": 0})
    settings = settings.model_copy(update={"inboxes": {"folder": folder}})
    return build(settings, Clock(datetime(2017, 3, day, hour, minute, tzinfo=UTC)))


def go_on(home: Path) -> Workspace:
    """Take the demonstration a week and a half further, to a morning on which much waits."""
    workspace = in_march(home, 16, 17)
    import_agencies((home / "agencies.csv").read_bytes() + SCHOOLS, workspace=workspace)
    source = Source("contacts.csv", make_contacts(until=THURSDAY, seed=2))
    load_register([source], name="mash_contacts", workspace=workspace)
    week = open_cycle("mash_weekly", THURSDAY, workspace=workspace)
    moderated = open_cycle("thresholds", IN_AUTUMN, workspace=workspace)
    for ref in (week, moderated):
        advance(ref, workspace=workspace)
    approve_cycle(moderated, workspace=workspace, decision="As drawn")
    advance(moderated, workspace=workspace)
    send(workspace)
    workspace = in_march(home, 20, 10)
    answer(week, ("police",), home, workspace)
    answer(moderated, ("police", "health", "social_care", "education"), home, workspace)
    (home / "inbox" / "scan0001.pdf").write_bytes(b"%PDF-1.4\n%%EOF\n")
    collect(workspace)
    send(workspace)
    advance(open_cycle("thresholds", THURSDAY, workspace=workspace), workspace=workspace)
    workspace = in_march(home, 22, 9, 1)
    add_meeting(workspace.today(), workspace=workspace)
    for tick in TICKS:  # as the schedule does, were it running
        workspace.ticks.claim_tick(tick.name, "a run")
        workspace.ticks.give_up(tick.name, "a run")
    return replace(in_march(home, 22, 9, 4), programme=NEXT_YEAR)


def register_read(workspace: Workspace) -> str:
    """Have a register read of which one heading is not known, and return its page."""
    export = make_contacts(until=THURSDAY, seed=3).replace(KNOWN, NOT_KNOWN, 1)
    held = hold_files([("contacts.csv", export)], workspace=workspace)
    number = workspace.background_tasks.ask(
        BackgroundTaskKind.READ_REGISTER, about="mash_contacts",
        asked={"held": held, "dates": "", "as_before": False}, by=UNIT,
    )  # fmt: skip
    do_background_tasks(workspace=workspace)
    return f"/registers/read/{number}"


def with_readers(workspace: Workspace) -> Workspace:
    """Have letters that remind of returns wait to be read, and give a program a key."""
    workspace = replace(workspace, approves_letters=True)
    chase(workspace=workspace)
    (officer,) = (a.id for a in list_accounts(workspace=workspace) if a.name.startswith(UNIT))
    make_token("Power BI of the analyst", days=365, account=officer, workspace=workspace)
    return workspace


def answer(ref: str, units: tuple[str, ...], home: Path, workspace: Workspace) -> None:
    """Have units fill in the packs of a cycle with care and put them into the inbox."""
    with workspace.open_view() as view:
        cycle = view.get(Cycle, ref)
        cases = view.values(Case.ref, Case.cycle == ref, order_by=Case.number)
    questions = workspace.template(cycle.kind).questions
    for seed, unit in enumerate(units):
        truth = make_truth(cases, questions, seed=seed)  # to each its own, so that units differ
        pack = home / "outbox" / unit / f"{ref}-{unit}-pack-1.xlsx"
        filled = fill_clean(pack.read_bytes(), truth)
        (home / "inbox" / f"{ref}-{unit}.xlsx").write_bytes(filled)


def draw_pages_of_the_week(home: Path, into: Path) -> None:
    """Save a picture of each page that shows the week."""
    workspace = go_on(home)
    draw_pages({**OF_THE_WEEK, READ: (UNIT, register_read(workspace))}, workspace, into)
    draw_pages(OF_READERS, with_readers(workspace), into)


def draw_pages_of_the_programme(home: Path, into: Path) -> None:
    """Save a picture of each page that shows an audit with a panel, or a year."""
    draw_pages(OF_THE_PROGRAMME, build(read_settings(home)), into)


def draw_pages(pages: Pages, workspace: Workspace, into: Path) -> None:
    """Save a picture of each page: on a wide screen, and on a telephone beside it."""
    with served_at(make_app(workspace)) as address, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        wide = shots(pages, browser, workspace, address, width=WIDE)
        narrow = shots(pages, browser, workspace, address, width=NARROW)
        browser.close()
    for name in pages:
        beside(wide[name], narrow[name]).save(into / f"{name}.png")


def shots(
    pages: Pages, browser: Browser, workspace: Workspace, address: str, *, width: int
) -> dict[str, Image.Image]:
    """Return each page as whoever it is for sees it on a screen of that width."""
    signed_in = {}
    for who, token in {**links_that_sign_in(workspace), LEAD: link_of_a_lead(workspace)}.items():
        page = browser.new_context(viewport={"width": width, "height": LOWEST}).new_page()
        page.goto(f"{address}/enter/{token}")
        page.get_by_role("button", name="Sign in").click()
        signed_in[who.partition(",")[0]] = page
    pictures = {}
    for name, (who, path) in pages.items():
        answer = signed_in[who].goto(address + path)
        if answer is None or not answer.ok:
            raise SystemExit(f"{path} is no page that {who} may see.")
        picture = signed_in[who].screenshot(full_page=True)
        pictures[name] = Image.open(io.BytesIO(picture)).convert("RGB")
    return pictures


def link_of_a_lead(workspace: Workspace) -> str:
    """Return the token of a link for somebody who acts for the police alone."""
    email = "lead@partnership.example"
    known = {line.email: line.id for line in list_accounts(workspace=workspace)}
    account = known.get(email) or add_account(
        LEAD, email=email, role=Role.AGENCY_LEAD, agencies=["police"], workspace=workspace
    )
    return offer_sign_in(account, workspace=workspace)


def beside(wide: Image.Image, narrow: Image.Image) -> Image.Image:
    """Return one picture of both, as tall as the wide one, within limits."""
    height = min(max(wide.height, LOWEST), TALLEST)
    whole = Image.new("RGB", (WIDE + BETWEEN + NARROW, height), "#8a9a9a")
    for picture, left in ((wide, 0), (narrow, WIDE + BETWEEN)):
        whole.paste("white", (left, 0, left + picture.width, height))
        whole.paste(picture.crop((0, 0, picture.width, min(picture.height, height))), (left, 0))
    return whole
