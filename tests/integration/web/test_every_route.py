"""Every route: who may, what it wants of a form, and what each answer carries.

Nothing is left out but what is listed here with its reason.
"""

import re
from collections.abc import Iterator
from itertools import cycle, islice, product

import pytest
from builders import workspace as ws
from builders.web_pages import PEOPLE, signed_in, token_in, visitor
from fastapi.routing import APIRoute

from audits.domain.permissions import PERMISSIONS
from audits.domain.remedies import Verb
from audits.web import make_app


NO_PAGES = {
    "/health": "figures without names, for whoever watches the machine",
    "/notify/delivery": "has a token of its own; only there where one is set",
}
FOR_PROGRAMS = "/api/v1/"  # by tokens, with a walk of its own: test_programs
# What stands in a path, as somebody might type it.
HERE = {
    "ref": ws.REF,
    "unit": "police",
    "token": "x" * 43,
    "finding": f"{ws.REF}-F1",
    "kind": ws.KIND,
    "theme": "voice_of_child",
    "day": ws.THURSDAY.isoformat(),
    "folder": ws.REF,
    "stem": f"{ws.REF}-mash_week",
    "version": "professional",
    "file": f"{ws.REF}-mash_week-professional.html",
}
SAFE = {
    "strict-transport-security": r"max-age=31536000.*",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "content-security-policy": r"default-src 'none'; .*frame-ancestors 'none'.*",
    "cache-control": r"no-store|public, max-age=31536000, immutable",
}


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    home = ws.loaded(tmp_path_factory.mktemp("routes") / "home", contacts=300)
    workspace = ws.workspace_of(home)
    ws.issue(workspace)
    return make_app(workspace)


@pytest.fixture(scope="module")
def browsers(app):
    return {role: signed_in(app, role) for role in PEOPLE}


def routes_of(app) -> list[APIRoute]:
    """Return every route that is a page, however deep the router that holds it."""
    routes = [route for route in flat(app.routes) if not is_no_page(route.path)]
    assert len(routes) > 20, "or nothing below tries anything"
    return routes


def is_no_page(path: str) -> bool:
    return path in NO_PAGES or path.startswith(FOR_PROGRAMS)


def flat(routes):
    for route in routes:
        if isinstance(route, APIRoute):
            yield route
        else:
            router = getattr(route, "original_router", route)
            yield from flat(getattr(router, "routes", None) or ())


def path_of(route: APIRoute) -> str:
    return re.sub(r"\{(\w+)(?::\w+)?\}", lambda name: HERE.get(name[1], "1"), route.path)


def roles_of(route: APIRoute) -> set:
    """Return who may, as the table says; of a page for anybody, everybody."""
    verb = (route.openapi_extra or {})["verb"]
    return set(PERMISSIONS[Verb[verb]]) if verb in Verb.__members__ else set(PEOPLE)


def is_for_anybody(route: APIRoute) -> bool:
    return (route.openapi_extra or {})["verb"] == "ANYBODY"


def test_every_route_says_what_one_must_be_allowed_to_do(app):
    for route in routes_of(app):
        assert "verb" in (route.openapi_extra or {}), route.path


def test_every_get_is_shown_to_those_who_may_and_to_nobody_else(app, browsers):
    for route, role in product(routes_of(app), PEOPLE):
        if "GET" in route.methods:
            answer = browsers[role].get(path_of(route))
            is_refused = answer.status_code == 403
            assert is_refused is (role not in roles_of(route)), (route.path, role)
            assert answer.status_code < 500, (route.path, role)


def test_nobody_who_is_not_signed_in_sees_anything(app):
    for route in routes_of(app):
        if "GET" in route.methods and not is_for_anybody(route):
            answer = visitor(app).get(path_of(route))
            assert answer.status_code == 303, route.path
            assert answer.headers["location"].startswith("/sign-in"), route.path


def test_every_form_wants_a_token_of_this_session(app, browsers):
    other = token_in(browsers[next(iter(PEOPLE))].get("/audits/new").text)
    wrong = ({}, {"form_token": ""}, {"form_token": "0" * 64}, {"form_token": other})
    roles = list(PEOPLE)[1:]  # the other token is of the first one's session
    for route in forms_of(app):
        if not is_for_anybody(route):
            for role, given in each_once(roles, wrong):
                answer = browsers[role].post(path_of(route), data=given)
                assert answer.status_code == 401, (route.path, role, given)


def test_no_form_is_taken_from_another_site(app, browsers):
    tokens = {}
    for role, browser in browsers.items():
        tokens[role] = token_in(browser.get("/actions" if role in FIRST else "/").text)
    elsewhere = (
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "none"},
        {"origin": "https://elsewhere.example"},
        {"origin": "null"},
    )
    for route in forms_of(app):
        for role, headers in each_once(list(browsers), elsewhere):
            answer = browsers[role].post(
                path_of(route), data={"form_token": tokens[role]}, headers=headers
            )
            assert answer.status_code == 403, (route.path, role, headers)


def forms_of(app) -> Iterator[APIRoute]:
    """Yield the routes that take a form."""
    return (route for route in routes_of(app) if "POST" in route.methods)


def each_once(roles, ways):
    """Yield every role with some way and every way with some role: all are refused alike."""
    longest = max(len(roles), len(ways))
    return islice(zip(cycle(roles), cycle(ways), strict=False), longest)


FIRST = ("agency_lead", "reader")


def test_no_get_writes(app, browsers):
    """Whoever looks at every page leaves the trail as long as it was."""
    workspace = app.state.site.workspace
    before = length_of_trail(workspace)
    for route, role in product(routes_of(app), PEOPLE):
        if "GET" in route.methods and route.path not in RECORDS_A_LOOK:
            browsers[role].get(path_of(route))
    assert length_of_trail(workspace) == before


RECORDS_A_LOOK: dict[str, str] = {}


def length_of_trail(workspace) -> int:
    from audits.queries.trail import list_trail

    return len(list_trail(workspace=workspace))


def test_every_answer_of_every_route_carries_the_headers(app, browsers):
    officer = browsers["business_unit"]
    for route in routes_of(app):
        answers = [browser.request(method, path_of(route))
                   for browser in (visitor(app), officer) for method in route.methods]  # fmt: skip
        for answer in answers:
            for name, value in SAFE.items():
                assert re.fullmatch(value, answer.headers[name]), (route.path, name)


@pytest.mark.parametrize(
    "path",
    ["/", "/sign-in", "/audits", "/nothing-here", "/static/site.css", "/static/nothing", "/health"],
)
def test_every_answer_carries_the_headers(app, browsers, path):
    for browser in (visitor(app), *browsers.values()):
        answer = browser.get(path)
        for name, value in SAFE.items():
            assert re.fullmatch(value, answer.headers[name]), (path, name, answer.headers[name])


def test_a_page_runs_only_scripts_of_its_own_answer(app, browsers):
    page = browsers[next(iter(PEOPLE))].get("/audits")
    nonce = re.search(r"'nonce-([\w-]+)'", page.headers["content-security-policy"])[1]
    scripts = re.findall(r"<script[^>]*>", page.text)
    assert scripts
    assert all(f'nonce="{nonce}"' in script for script in scripts)
    assert "style=" not in page.text
    again = browsers[next(iter(PEOPLE))].get("/audits")
    assert nonce not in again.headers["content-security-policy"]
