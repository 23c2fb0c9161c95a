"""Papers on pages: read in both versions, signed by whoever is signed in, and read by the chair."""

import re
from html import unescape

import pytest
from builders import census as c, workspace as ws
from builders.statements import counted
from builders.web_pages import PEOPLE, came_to, send, signed_in

from audits import resource_folder
from audits.demo import make_agencies
from audits.domain.permissions import Role
from audits.queries.trail import list_trail
from audits.settings import init_workspace
from audits.steps.agencies.import_list import import_agencies
from audits.steps.cycle.import_past import import_cycles
from audits.storage import Case, FindingRow
from audits.templates import load_past
from audits.web import make_app


PAST = resource_folder("audit_templates") / "past" / "annual_report_2016_17.yaml"
YEAR, STEM = "2016/17", "annual-2016-17"
SIGN, READ = f"/papers/sign/board/{STEM}", f"/papers/read/board/{STEM}"
MOST = 10


@pytest.fixture
def workspace(tmp_path):
    home = tmp_path / "home"
    init_workspace(home)
    workspace = ws.workspace_of(home, c.NEXT_JANUARY)
    import_agencies(make_agencies(), workspace=workspace)
    import_cycles(load_past(PAST), workspace=workspace)
    return workspace


@pytest.fixture
def app(workspace):
    return make_app(workspace)


@pytest.fixture
def member(app):
    browser = signed_in(app, Role.QEG)
    made = send(browser, "/papers", {"paper": "annual", "about": YEAR, "format": "pdf"})
    assert came_to(browser, made).url.path == "/papers"
    return browser


def signatures(workspace) -> list:
    return [line for line in list_trail(workspace=workspace) if line.verb == "public paper signed"]


def test_both_versions_stand_beside_each_other_with_what_is_left_out(member):
    page = member.get(SIGN).text
    public = page[page.index('id="public-version"') : page.index('id="professional-version"')]
    own = page[page.index('id="professional-version"') : page.index('id="sign"')]
    assert re.search(r"Left out in public.{0,200}Each number says in how many", own, re.S)
    assert "Each number says in how many" not in public
    assert "Left out in public" not in public
    told = re.search(r"leaves out (\d+) parts?", page)
    assert int(told[1]) == own.count("Left out in public") + own.count("Other numbers in public")


def test_who_signs_is_who_is_signed_in_whatever_is_typed(member, workspace):
    typed = {"why": "Nobody is known by it", "read": read_in(member), "by": "Somebody Else"}
    assert send(member, SIGN, typed).status_code == 303
    (line,) = signatures(workspace)
    assert line.facts["by"] == PEOPLE[Role.QEG]
    assert line.actor.startswith(PEOPLE[Role.QEG])
    page = member.get(SIGN).text
    assert f"by {PEOPLE[Role.QEG]}" in page
    assert "Somebody Else" not in page
    assert 'name="why"' not in page, "it is signed already"


def test_nobody_signs_what_they_have_not_read(member, workspace):
    read = read_in(member)
    with workspace.open_uow() as uow:
        for row in uow.all(FindingRow):
            row.text = f"{row.text.rstrip('.')}, and more."
            uow.add(row)
        uow.note("changed", YEAR)
        uow.commit()
    refused = send(member, SIGN, {"why": "I have read it", "read": read})
    assert refused.status_code == 409
    assert "has changed since you read it" in refused.text
    assert "I have read it" in refused.text, "what was typed is kept"
    assert signatures(workspace) == []


def test_a_public_paper_is_for_everybody_only_once_it_is_signed(member, app):
    reader = signed_in(app, Role.READER)
    fields = {"paper": "annual", "about": YEAR, "format": "html", "version": "public"}
    refused = came_to(member, send(member, "/papers", fields))
    assert "This could not be done" in refused.text
    assert "signed" in refused.text
    assert reader.get(READ).status_code == 404
    assert reader.get(f"/papers/board/{STEM}-professional.pdf").status_code == 404
    assert reader.get(SIGN).status_code == 403

    assert send(member, SIGN, {"why": "Read", "read": read_in(member)}).status_code == 303
    assert came_to(member, send(member, "/papers", fields)).url.path == "/papers"
    assert f'href="{READ}"' in reader.get("/papers").text
    with counted() as statements:
        page = reader.get(READ)
    assert page.status_code == 200
    assert len([each for each in statements if not each.startswith("BEGIN")]) <= MOST
    assert "Each number says in how many" not in page.text, "that is for professionals"
    kept = reader.get(f"/papers/board/{STEM}-public.html")
    assert kept.headers["content-type"].startswith("text/html")
    assert kept.headers["content-disposition"].startswith("attachment;")


def test_a_picture_runs_nothing(member):
    for address in pictures_on(member, SIGN) | pictures_on(
        member, f"/papers/sign/board/board-{STEM[-7:]}"
    ):
        shown = member.get(address)
        assert shown.headers["content-type"] == "image/svg+xml"
        assert "sandbox" in shown.headers["content-security-policy"]
        assert "script" not in shown.headers["content-security-policy"]
    assert member.get(f"/papers/picture/board/{STEM}/0/professional").status_code == 404


def test_the_chair_reads_papers_and_the_year_and_nothing_that_names_a_case(app, member, workspace):
    send(member, "/papers", {"paper": "board", "about": YEAR})
    send(member, SIGN, {"why": "Read", "read": read_in(member)})
    send(member, "/papers", {"paper": "annual", "about": YEAR, "version": "public"})
    chair = signed_in(app, Role.READER)
    with workspace.open_view() as view:
        cases = view.values(Case.ref)
    seen = pages_linked_from("/", chair)
    assert {"/papers", "/year", READ} <= set(seen)
    for address, page in seen.items():
        assert page.status_code == 200, address
        assert not [case for case in cases if case in page.text], address
        assert not re.search(r'href="/(audits|actions|returns|messages|concerns|admin)', page.text)


def read_in(browser) -> str:
    """Return the fingerprint of what the page shows, as its form sends it."""
    return re.search(r'name="read" value="(\w+)"', browser.get(SIGN).text)[1]


def pictures_on(browser, path: str) -> set[str]:
    return set(re.findall(r'<img[^>]+src="(/papers/picture/[^"]+)"', browser.get(path).text))


def pages_linked_from(first: str, browser) -> dict:
    """Return every page that somebody reaches by links, by its address."""
    seen, waiting = {}, [first]
    while waiting:
        address = waiting.pop()
        if address in seen or not address.startswith("/") or address.startswith("/static/"):
            continue
        page = browser.get(address)
        if page.status_code == 303:
            page = browser.get(page.headers["location"])
        seen[address] = page
        if page.headers["content-type"].startswith(
            "text/html; charset=utf-8"
        ) and "attachment" not in (page.headers.get("content-disposition", "")):
            links = re.findall(r'href="([^"#?]+)', page.text)
            waiting += map(unescape, links)
    return seen
