"""Every page that the website has, at an address at which there is something to see.

Five partnerships are needed: one moderates, one has sent its findings to its units, one has agreed
them, one has released its papers a year ago, and one has signed a paper for the public.
"""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path

from builders import census, moderation as mod, workspace as ws
from builders.actions import an_open_action
from builders.every_step import a_certified_return
from builders.stages import Stages
from builders.web_pages import get_routes_of, send, signed_in
from fastapi import FastAPI

from audits import resource_folder
from audits.demo import make_agencies
from audits.domain.background_task import BackgroundTaskKind
from audits.domain.finding import FindingKind
from audits.domain.permissions import Role
from audits.queries.findings import list_findings
from audits.queries.moderation_page import moderation_page
from audits.settings import init_workspace
from audits.steps.action_packs.decide_agenda import add_meeting
from audits.steps.agencies.import_list import import_agencies
from audits.steps.background_tasks.do import do_background_tasks
from audits.steps.cycle.import_past import import_cycles
from audits.steps.findings.check_facts import circulate_findings
from audits.steps.findings.factors import name_action_factors, name_finding_factors
from audits.steps.findings.unit_checks import call_wrong
from audits.steps.learning.record import need_training, raise_challenge, record_sharing
from audits.steps.retention.hold import hold_action, hold_cycle
from audits.steps.retention.run import run_retention
from audits.steps.sample.uploads import hold_files
from audits.storage import Contact, Correction, Dispatch, IssuedPack, ReturnFile
from audits.templates import load_past
from audits.web import make_app
from audits.workspace import Workspace


FACTS = (
    "timeline: {return_within: 1 working day, remind: [-1, 0, 2, 5], escalate: 10, "
    "check_facts_within: 5 working days}\n"
)
A_YEAR = datetime(2018, 3, 9, 9, tzinfo=UTC)  # after the papers were published
DAY = date(2017, 8, 15)
HERE = f"/audits/{ws.REF}"
THEME = "voice_of_child"

# What is sent to be kept, or goes on at once to another page.
FILES = {
    "/actions/export", "/admin/trail/export", "/admin/templates/{kind}/export",
    "/admin/templates/tried/{number}/pack", "/admin/templates/tried/{number}/picture/{place}",
    "/audits/{ref}/certificate", "/audits/{ref}/frame", "/meetings/{day}/paper.{format}",
    "/papers/made/{folder}/{file}", "/papers/picture/{folder}/{stem}/{number}",
    "/papers/picture/{folder}/{stem}/{number}/{version}", "/papers/{ref}/{file}",
    "/static/icon.svg", "/static/own.css", "/units/{unit}/feedback/{ref}/sheet.{format}",
    "/units/{unit}/packs/{pack}",
}  # fmt: skip
# Pages that come of steps which have stories of their own: where they are looked at.
ELSEWHERE = {
    "/admin/templates/read/{number}": "test_website_templates",
    "/admin/templates/read/{number}/questions": "test_website_templates",
    "/admin/templates/tried/{number}": "test_website_templates",
    "/link-code": "test_website_by_link",
    "/letters/{key:path}": "test_website_letters_and_keys",
    "/meetings/{day}/actions/{ref}": "test_website_meeting",
    "/meetings/{day}/draws/{ref}": "test_website_meeting",
    "/meetings/{day}/papers/{ref}": "test_website_meeting",
    "/registers/read/{number}": "test_website_for_everybody",
    "/requests/{number}": "test_website_unit_answers",
    "/units/{unit}/answers/{pack}/{case}": "test_website_unit_answers",
}
Pages = Mapping[str, str]  # the address of each page, by its route


def page_routes(app: FastAPI) -> set[str]:
    """Return the routes of everything that is looked at."""
    routes = set(get_routes_of(app.routes))
    return {path for path in routes - FILES if not path.startswith("/api/")}


def moderating(stages: Stages, home: Path) -> tuple[Workspace, Pages]:
    """Return a partnership whose grades are moderated, and the pages of that."""
    workspace = ws.workspace_of(ws.copy_of(stages.at("moderating"), home))
    ask = workspace.background_tasks.ask
    held = hold_files([("a.xlsx", b"no workbook")], of="return", workspace=workspace)
    files = {"held": held}
    read = ask(BackgroundTaskKind.COLLECT_FILES, about="", asked=files, by="U1")
    do_background_tasks(workspace=workspace)
    asked = ask(BackgroundTaskKind.ISSUE_PACKS, about=ws.REF, asked={}, by="U1")
    case = moderation_page(ws.REF, workspace=workspace).rated_twice[0]
    pages = {
        "/audits/{ref}/cases/{case}": f"{HERE}/cases/{case}",
        "/audits/{ref}/go-on": f"{HERE}/go-on",
        "/audits/{ref}/join": f"{HERE}/join",
        "/audits/{ref}/moderation": f"{HERE}/moderation",
        "/audits/{ref}/panel/{case}": f"{HERE}/panel/{case}",
        "/audits/{ref}/second/{case}": f"{HERE}/second/{case}",
        "/returns/read/{number}": f"/returns/read/{read}",
        "/tasks/{number}": f"/tasks/{asked}",
    }
    return workspace, pages


def asked_of_units(stages: Stages, home: Path) -> tuple[Workspace, Pages]:
    """Return a partnership whose findings are with its units, and what units see."""
    ws.loaded(home, contacts=1500)
    mod.with_moderation(home, FACTS)
    mod.to_moderation(home)
    workspace = ws.workspace_of(home)
    ws.take_up_concerns(workspace)
    a_certified_return(workspace)
    sent = circulate_findings(ws.REF, workspace=workspace)
    add_meeting(DAY, workspace=workspace)
    finding = sent["police"][0]
    text = next(one.text for one in list_findings(ws.REF, workspace=workspace) if one.id == finding)
    call_wrong(
        ws.REF, finding, unit="police", why="Two are not ours", read=text, workspace=workspace
    )
    with workspace.open_view() as view:
        pack = view.values(IssuedPack.code, IssuedPack.unit == "police")[0]
        certified = view.values(IssuedPack.code, IssuedPack.unit == "health")[0]
        returned = view.values(ReturnFile.id, ReturnFile.unit == "police")[-1]
        person = view.values(Contact.id, Contact.unit == "police")[0]
        word = view.values(Correction.id, Correction.finding == finding)[-1]
        message = view.values(Dispatch.key, Dispatch.unit == "police")[0]
    words = f"{HERE}/findings/{finding}/words/{word}"
    unit, action = "/units/police", an_open_action(workspace)
    name_action_factors(action, ["supervision"], workspace=workspace)
    pages = {
        "/actions/{ref}": f"/actions/{action}",
        "/admin/units/{unit}": "/admin/units/police",
        "/admin/units/{unit}/people/new": "/admin/units/police/people/new",
        "/admin/units/{unit}/people/{number}": f"/admin/units/police/people/{person}",
        "/audits/{ref}": HERE,
        "/audits/{ref}/cancel": f"{HERE}/cancel",
        "/audits/{ref}/certificates": f"{HERE}/certificates",
        "/audits/{ref}/draw": f"{HERE}/draw",
        "/audits/{ref}/findings": f"{HERE}/findings",
        "/audits/{ref}/findings/{finding}": f"{HERE}/findings/{finding}",
        "/audits/{ref}/findings/{finding}/words/{number}": words,
        "/audits/{ref}/papers": f"{HERE}/papers",
        "/audits/{ref}/recipients": f"{HERE}/recipients",
        "/audits/{ref}/units/{unit}": f"{HERE}/units/police",
        "/meetings/{day}": f"/meetings/{DAY}",
        "/meetings/{day}/findings/{ref}": f"/meetings/{DAY}/findings/{ws.REF}",
        "/messages/{key:path}": f"/messages/{message}",
        "/returns/{received}": f"/returns/{returned}",
        "/units/{unit}": unit,
        "/units/{unit}/actions": f"{unit}/actions",
        "/units/{unit}/answers/{pack}": f"{unit}/answers/{pack}",
        "/units/{unit}/certify/{pack}": f"/units/health/certify/{certified}",
        "/units/{unit}/concern/{pack}": f"{unit}/concern/{pack}",
        "/units/{unit}/contacts": f"{unit}/contacts",
        "/units/{unit}/facts/{ref}": f"{unit}/facts/{ws.REF}",
        "/units/{unit}/facts/{ref}/{finding}": f"{unit}/facts/{ws.REF}/{finding}",
        "/units/{unit}/more-time/{pack}": f"{unit}/more-time/{pack}",
        "/units/{unit}/not-known/{pack}": f"{unit}/not-known/{pack}",
        "/units/{unit}/other-person": f"{unit}/other-person",
        "/units/{unit}/returns/{ref}": f"{unit}/returns/{returned}",
        "/units/{unit}/returns/{ref}/receipt": f"{unit}/returns/{returned}/receipt",
        "/year/{kind}/{day}": f"/year/{ws.KIND}/{ws.THURSDAY}",
    }  # fmt: skip
    return workspace, pages


def released(stages: Stages, home: Path) -> tuple[Workspace, Pages]:
    """Return a partnership a year after its papers were released: what was learnt, kept and held.

    What is due for destruction is destroyed, but for what a hold keeps.
    """
    workspace = ws.workspace_of(ws.copy_of(stages.at("published"), home), A_YEAR)
    for finding in list_findings(ws.REF, workspace=workspace):
        if finding.kind is FindingKind.DEVELOPMENT:
            factors = ["training", "workload"]
            name_finding_factors(ws.REF, finding.id, factors, workspace=workspace)
    record_sharing(THEME, shared_with="GP practices", how="A workshop", workspace=workspace)
    need = need_training(THEME, text="Ask the child first", audience="All", workspace=workspace)
    challenge = raise_challenge(
        "Contacts wait two days", raised_by="health", put_to="police", workspace=workspace
    )
    action = an_open_action(workspace, due=date(2018, 6, 30))
    hold = hold_action(action, why="Letter of the inquiry of 3 May", workspace=workspace)
    [destroyed] = run_retention(why="Agreed by the quality group", workspace=workspace)
    hold_cycle(ws.REF, why="Letter of the inquiry of 3 May", workspace=workspace)
    pages = {
        "/admin/accounts/{account}": "/admin/accounts/U1",
        "/admin/holds/{ref}": f"/admin/holds/{hold}",
        "/admin/retention/{ref}": f"/admin/retention/{destroyed}",
        "/admin/templates/{kind}": f"/admin/templates/{ws.KIND}",
        "/enter/{token}": f"/enter/{'x' * 43}",
        "/learning/challenges/{ref}": f"/learning/challenges/{challenge}",
        "/learning/themes/{theme:path}": f"/learning/themes/{THEME}",
        "/learning/training/{ref}": f"/learning/training/{need}",
        "/link/{token}": f"/link/{'x' * 43}",
        "/search": "/search?q=MASH",
        "/welcome/{token}": f"/welcome/{'x' * 43}",
    }
    for route in page_routes(make_app(workspace)):
        if "{" not in route and route not in ELSEWHERE:
            pages.setdefault(route, route)
    return workspace, pages


def agreed(stages: Stages, home: Path) -> tuple[Workspace, Pages]:
    """Return a partnership whose findings are agreed, and what each unit is told of its own."""
    workspace = ws.workspace_of(ws.copy_of(stages.at("agreed"), home))
    pages = {
        "/units/{unit}/feedback": "/units/police/feedback",
        "/units/{unit}/feedback/{ref}": f"/units/police/feedback/{ws.REF}",
    }
    return workspace, pages


def signed(_stages: Stages, home: Path) -> tuple[Workspace, Pages]:
    """Return a partnership whose yearly paper is signed for the public."""
    init_workspace(home)
    workspace = ws.workspace_of(home, census.NEXT_JANUARY)
    import_agencies(make_agencies(), workspace=workspace)
    past = resource_folder("audit_templates") / "past" / "annual_report_2016_17.yaml"
    import_cycles(load_past(past), workspace=workspace)
    member = signed_in(make_app(workspace), Role.QEG)
    paper = {"paper": "annual", "about": "2016/17", "format": "html"}
    send(member, "/papers", paper)
    sign = "/papers/sign/board/annual-2016-17"
    [read] = re.findall(r'name="read" value="(\w+)"', member.get(sign).text)
    send(member, sign, {"why": "Nobody is known by it", "read": read})
    send(member, "/papers", {**paper, "version": "public"})
    pages = {
        "/papers/read/{folder}/{stem}": "/papers/read/board/annual-2016-17",
        "/papers/sign/{folder}/{stem}": sign,
    }
    return workspace, pages


PARTNERSHIPS: Mapping[str, Callable[[Stages, Path], tuple[Workspace, Pages]]] = {
    "moderating": moderating,
    "asked of units": asked_of_units,
    "agreed": agreed,
    "released": released,
    "signed": signed,
}
