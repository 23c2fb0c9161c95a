"""Every route that names something, tried by an agency's lead with all that is another unit's."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import pytest
from builders import moderation as mod, workspace as ws
from builders.actions import an_open_action
from builders.unit_links import link_in, pressed
from builders.web_pages import AGENCY, signed_in, token_in, visitor
from fastapi.routing import APIRoute

from audits.domain.background_task import BackgroundTaskKind
from audits.domain.permissions import PERMISSIONS, Role
from audits.domain.remedies import Verb
from audits.queries.trail import list_trail
from audits.steps.findings.check_facts import circulate_findings
from audits.storage import Case, IssuedPack, ReturnFile
from audits.web import make_app


ASKS = (
    "timeline: {return_within: 1 working day, remind: [-1, 0, 2, 5], escalate: 10, "
    "check_facts_within: 5 working days}\n"
)
EVERYBODYS = ""  # whose a case or an audit is that every unit is asked about
OFFICERS = "business_unit"
# No lead has asked for long work, of no case is anything asked, no office certifies this audit, and
# its findings are not agreed.
NOT_SHOWN = {
    "/tasks/{number}",
    "/units/{unit}/answers/{pack}/{case}",
    "/units/{unit}/certify/{pack}",
    "/units/{unit}/feedback/{ref}",
    "/units/{unit}/feedback/{ref}/sheet.{format}",
}


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    """Return a week that every unit has returned, whose findings are with those they rest on."""
    home = ws.loaded(tmp_path_factory.mktemp("others") / "home", contacts=1500)
    mod.with_moderation(home, ASKS)
    workspace = replace(ws.workspace_of(home), letters_have_links=True)
    ws.issue(workspace)
    ws.send(workspace)
    ws.answer(home)
    ws.collect_until_complete(home, workspace)
    ws.take_up_concerns(workspace)
    return workspace


@pytest.fixture(scope="module")
def app(workspace):
    return make_app(workspace)


@pytest.fixture(scope="module")
def by_account(app):
    return signed_in(app, Role.AGENCY_LEAD)


@pytest.fixture(scope="module")
def by_link(app, workspace):
    letter = next((workspace.stores.home / "outbox" / AGENCY).glob("*pack_1.txt"))
    browser = visitor(app)
    assert pressed(browser, link_in(letter.read_text("utf-8"))).status_code == 303
    return browser


@pytest.fixture(scope="module")
def ids(workspace):
    """Return all that stands in addresses, by what it is called there: each with whose it is."""
    sent = circulate_findings(ws.REF, workspace=workspace)
    theirs = {finding for unit in sent if unit != AGENCY for finding in sent[unit]}
    asked = workspace.background_tasks.ask(
        BackgroundTaskKind.ISSUE_PACKS, about=ws.REF, asked={}, by="U1"
    )
    with workspace.open_view() as view:
        packs = {row.unit: row for row in view.all(IssuedPack, order_by=IssuedPack.edition)}
        returns = [(str(row.id), row.unit) for row in view.all(ReturnFile)]
        case = view.values(Case.ref, Case.cycle == ws.REF)[0]
    return {
        "unit": [(unit, unit) for unit in (*ws.UNITS, OFFICERS, "nobody")],
        "pack": sorted({(name, p.unit) for p in packs.values() for name in (p.id, p.code)}),
        "returns": returns,
        "facts": [(ws.REF, EVERYBODYS)],
        "feedback": [(ws.REF, EVERYBODYS)],
        "format": [("html", EVERYBODYS)],
        "finding": [(f, "health") for f in sorted(theirs - set(sent[AGENCY]))]
        + [(f, EVERYBODYS) for f in sent[AGENCY]],
        "case": [(case, EVERYBODYS)],
        "actions": [
            (an_open_action(workspace, f"Of {unit}", owner=unit), unit) for unit in ws.UNITS
        ],
        "number": [(asked, OFFICERS)],
    }


def routes_with_ids(app) -> list[APIRoute]:
    """Return the routes that name something, and that an agency's lead may open for their own."""

    def flat(routes) -> Iterator[APIRoute]:
        for route in routes:
            if isinstance(route, APIRoute):
                yield route
            else:
                router = getattr(route, "original_router", route)
                yield from flat(getattr(router, "routes", None) or ())

    found = []
    for route in flat(app.routes):
        verb = (route.openapi_extra or {}).get("verb", "ANYBODY")
        may = verb not in Verb.__members__ or Role.AGENCY_LEAD in PERMISSIONS[Verb[verb]]
        if "{" in route.path and verb != "ANYBODY" and may:
            found.append(route)
    return found


def addresses(path: str, ids) -> Iterator[tuple[str, bool]]:
    """Yield a route's address with every id there is, and whether one of them is another unit's."""
    names = re.findall(r"\{(\w+)", path)
    before = dict(re.findall(r"(\w+)/\{(\w+)", path)[::-1])
    of_ref = next((part for part, name in before.items() if name == "ref"), "")
    given = [ids[of_ref if name == "ref" else name] for name in names]
    for chosen in product(*given):
        filled = dict(zip(names, (value for value, _ in chosen), strict=True))
        address = re.sub(r"\{(\w+)(?::\w+)?\}", lambda name, at=filled: at[name[1]], path)
        yield address, bool({whose for _, whose in chosen} - {AGENCY, EVERYBODYS})


@pytest.mark.parametrize("who", ["by_account", "by_link"])
def test_nothing_of_another_unit_is_there_at_any_route(who, app, ids, workspace, request):
    lead = request.getfixturevalue(who)
    form = {"form_token": token_in(lead.get(f"/units/{AGENCY}").text)}
    trail = len(list_trail(workspace=workspace))
    tried, shown = set(), set()
    for route in routes_with_ids(app):
        for address, is_others in addresses(route.path, ids):
            if is_others:
                for method in route.methods:
                    data = form if method == "POST" else None
                    answer = lead.request(method, address, data=data)
                    assert answer.status_code in (403, 404), (method, address)
                    assert "Of health" not in answer.text
                    tried.add((route.path, method))
            elif "GET" in route.methods and lead.get(address).status_code == 200:
                shown.add(route.path)
    routes = routes_with_ids(app)
    assert len(tried) == sum(len(route.methods) for route in routes) > 25
    assert {route.path for route in routes if "GET" in route.methods} - shown == NOT_SHOWN
    assert len(list_trail(workspace=workspace)) == trail
    assert lead.get(f"/units/{AGENCY}").status_code == 200
