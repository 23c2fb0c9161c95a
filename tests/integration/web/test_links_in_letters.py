"""Where the link in each letter to a unit leads: to what that letter asks."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from builders import workspace as ws
from builders.unit_links import LINK, link_in, pressed
from builders.web_pages import came_to, visitor

from audits.domain.message import Purpose
from audits.queries.queries_sent import list_queries
from audits.steps.returns.chase import chase
from audits.storage import Dispatch, IssuedPack
from audits.web import make_app


@pytest.fixture(scope="module")
def asked(tmp_path_factory):
    """Return a board that asks health again about what it left out, and police nothing."""
    home = ws.loaded(tmp_path_factory.mktemp("asked") / "home", contacts=1500)
    workspace = with_links(home)
    ws.issue(workspace)
    ws.send(workspace)
    ws.answer(home, ["health", "social_care"])
    ws.collect(workspace)
    ws.send(workspace)
    return home


def with_links(home):
    return replace(ws.workspace_of(home), letters_have_links=True)


@pytest.fixture
def home(asked, tmp_path):
    return ws.copy_of(asked, tmp_path / "home")


@pytest.fixture
def workspace(home):
    return with_links(home)


def letter(workspace, unit, purpose):
    """Return the newest letter of a purpose that a unit has in its outbox."""
    with workspace.open_view() as view:
        rows = view.all(Dispatch, Dispatch.unit == unit, Dispatch.purpose == purpose)
    subjects = {row.subject for row in rows}
    folder = workspace.stores.home / "outbox" / unit
    texts = [path.read_text("utf-8") for path in sorted(folder.glob("*.txt"))]
    found = [text for text in texts if any(subject in text for subject in subjects)]
    assert found, (unit, purpose)
    return found[-1]


def opened(workspace, text):
    browser = visitor(make_app(workspace))
    return came_to(browser, pressed(browser, link_in(text)))


def code_of(workspace, unit):
    with workspace.open_view() as view:
        return view.values(IssuedPack.code, IssuedPack.unit == unit)[0]


def test_the_letter_that_asks_again_opens_what_it_asks_and_nothing_else(home, workspace):
    text = letter(workspace, "health", Purpose.QUERY)
    page = opened(workspace, text)
    assert page.request.url.path == f"/units/health/answers/{code_of(workspace, 'health')}"
    fields = set(re.findall(r'name="answer:([^":]+):([^"]+)"', page.text))
    queries = list_queries(ws.REF, workspace=workspace)
    wanted = {(q.case, q.question) for q in queries if q.unit == "health" and not q.settled_at}
    assert fields == {about for about in wanted if about[1]}
    assert fields
    ws.answer_queries(home)
    ws.collect(workspace)
    assert opened(workspace, text).request.url.path == "/units/health", "it is answered now"


def test_a_reminder_opens_what_its_unit_owes(workspace):
    workspace.clock.now += timedelta(days=2)
    chase(workspace=workspace)
    ws.send(workspace)
    page = opened(workspace, letter(workspace, "police", Purpose.REMINDER))
    assert page.request.url.path == "/units/police"
    assert "Overdue" in page.text


def test_the_letter_with_the_pack_opens_the_unit_until_something_is_asked_again(workspace):
    for unit, path in (("police", ""), ("health", f"/answers/{code_of(workspace, 'health')}")):
        page = opened(workspace, letter(workspace, unit, Purpose.PACK))
        assert page.request.url.path == f"/units/{unit}{path}"


def test_the_letter_about_a_child_at_risk_holds_no_unit_s_link(workspace):
    """It goes to the named person, who acts for no unit."""
    with workspace.open_view() as view:
        to = view.values(Dispatch.unit, Dispatch.purpose == Purpose.CONCERN)
    assert to == ["business_unit"]
    assert not LINK.search(letter(workspace, "business_unit", Purpose.CONCERN))
