"""One audit on its pages: who did what, what waits for whom, and what may be done about it."""

import re

import pytest
from builders import workspace as ws
from builders.statements import counted
from builders.web_pages import PEOPLE, send, send_from, signed_in

from audits.demo import make_contacts
from audits.domain.permissions import Role
from audits.queries.dispatches import list_dispatches
from audits.queries.trail import list_trail
from audits.queries.units import list_units
from audits.register import Source
from audits.sampling import flow
from audits.settings import init_workspace
from audits.steps.cycle.cancel import cancel_cycle
from audits.steps.cycle.open import open_cycle
from audits.steps.sample.load_register import load_register
from audits.storage import Draw
from audits.web import make_app


AT = f"/audits/{ws.REF}"
HEALTH, POLICE = f"{AT}/units/health", f"{AT}/units/police"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    home = ws.loaded(tmp_path_factory.mktemp("cycle") / "home", contacts=300)
    workspace = ws.workspace_of(home)
    ws.issue(workspace)
    ws.send(workspace)
    ws.answer(home)
    ws.collect(workspace)
    return home


@pytest.fixture
def workspace(made, tmp_path):
    return ws.workspace_of(ws.copy_of(made, tmp_path / "home"))


@pytest.fixture
def app(workspace):
    return make_app(workspace)


@pytest.fixture
def officer(app):
    return signed_in(app, Role.BUSINESS_UNIT)


def visible(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_each_number_of_the_strip_opens_to_what_it_was_counted_from(officer, workspace):
    page = officer.get(AT).text
    with workspace.open_view() as view:
        counts = dict(flow(view.get(Draw, ws.REF).certificate))
    strip = re.findall(r'href="(/audits/[^"]+)"><strong>([\d,]+)</strong>([^<]+)</a>', page)
    told = {what: int(number.replace(",", "")) for _, number, what in strip}
    assert told == {what: counts[what] for what in told}
    assert len(told) == 4
    draw = officer.get(f"{AT}/draw").text
    for address, _, _ in strip:
        assert f'id="{address.partition("#")[2]}"' in draw
    frame = officer.get(f"{AT}/frame").content.decode()
    assert len(frame.splitlines()) - 1 == counts["eligible"]


def test_each_task_says_who_did_it_or_for_whom_it_waits(officer):
    page = visible(officer.get(AT).text)
    assert re.search(r"Approve the draw .{0,60}Done by \w+, 9 March 2017, 17:00", page)
    assert re.search(r"Collect the returns .{0,60}Waits for 1 unit since 9 March 2017, 17:00", page)
    assert "Cases drawn by" in page


def test_what_a_unit_is_asked_again_is_told_with_its_age(officer, workspace):
    (health,) = [line for line in list_units(ws.REF, workspace=workspace) if line.unit == "health"]
    assert health.asked_again > 0
    page = visible(officer.get(AT).text)
    assert f"{health.asked_again} answers asked for again since 9 March 2017, 17:00" in page
    own = officer.get(HEALTH).text
    assert own.count("Since <time") > 0
    assert 'href="/messages/MASH-2017-W10/health/query/2"' in own


def test_a_pack_is_sent_again_from_the_units_page(officer, workspace):
    before = len(list_dispatches(ws.REF, workspace=workspace))
    refused = send(officer, f"{POLICE}/send-again", shown_at=POLICE)
    assert (refused.status_code, "Say why" in refused.text) == (422, True)
    sent = send(officer, f"{POLICE}/send-again", {"send_why": "Lost"}, shown_at=POLICE)
    assert sent.status_code == 303
    assert len(list_dispatches(ws.REF, workspace=workspace)) == before + 2  # pack and key list
    page = visible(officer.get(AT).text)
    assert f"Pack sent again by {PEOPLE[Role.BUSINESS_UNIT]}: Lost" in page


def test_the_second_of_two_officers_sees_both_and_overwrites_nothing(app, officer, workspace):
    member = signed_in(app, Role.QEG)
    opened = member.get(HEALTH).text
    first = {"until": "14 March 2017", "why": "Staff are ill"}
    assert send(officer, f"{HEALTH}/extend", first, shown_at=HEALTH).status_code == 303
    mine = {"until": "20 March 2017", "why": "They asked for a week"}
    second = send_from(member, opened, f"{HEALTH}/extend", mine)
    assert second.status_code == 409
    told = visible(second.text)
    assert f"by {PEOPLE[Role.BUSINESS_UNIT]}" in told
    assert "Staff are ill" in told
    assert "They asked for a week" in second.text
    (health,) = [line for line in list_units(ws.REF, workspace=workspace) if line.unit == "health"]
    assert str(health.due_on) == "2017-03-14"


def test_a_cancelled_audit_is_run_again_with_a_reason(officer, workspace):
    cancel_cycle(ws.REF, "The wrong week's register", workspace=workspace)
    page = officer.get(AT).text
    assert "The wrong week&#39;s register" in page
    assert send(officer, f"{AT}/again", shown_at=AT).status_code == 422
    again = send(officer, f"{AT}/again", {"why": "With the right register"}, shown_at=AT)
    assert re.fullmatch(rf"{AT}\S+\?done=opened\S+", again.headers["location"])
    new = officer.get(again.headers["location"])
    assert "With the right register" in new.text


def test_a_unit_that_joined_is_given_a_pack(officer):
    page = officer.get(f"{AT}/join")
    assert page.status_code == 200
    assert "Every unit of the agencies that this audit asks has its pack." in visible(page.text)


def test_it_takes_as_many_statements_whatever_the_size(officer, workspace):
    statements_of(officer, AT)
    before = statements_of(officer, AT)
    cycle = send(officer, f"{POLICE}/send-again", {"send_why": "Lost"}, shown_at=POLICE)
    assert cycle.status_code == 303
    extended = {"until": "14 March 2017", "why": "Ill"}
    assert send(officer, f"{HEALTH}/extend", extended, shown_at=HEALTH).status_code == 303
    assert statements_of(officer, AT) == before <= 10


def statements_of(browser, path) -> int:
    with counted() as statements:
        assert browser.get(path).status_code == 200
    return len([each for each in statements if not each.startswith("BEGIN")])


def test_nothing_is_drawn_before_its_register_is_loaded(tmp_path):
    home = tmp_path / "home"
    init_workspace(home)
    workspace = ws.workspace_of(home)
    open_cycle(ws.KIND, ws.THURSDAY, workspace=workspace)
    browser = signed_in(make_app(workspace), Role.BUSINESS_UNIT)
    page = browser.get(f"{AT}/draw").text
    assert "the register “mash contacts” is not loaded" in visible(page)
    assert "Draw the cases" not in page
    assert 'href="/registers/new"' in page
    register = [Source("contacts.csv", make_contacts(until=ws.THURSDAY, contacts=300))]
    load_register(register, name="mash_contacts", workspace=workspace)
    page = browser.get(f"{AT}/draw").text
    assert "newest register “mash contacts”, which was loaded 9 March 2017" in visible(page)
    assert send(browser, f"{AT}/draw").status_code == 303
    assert "Draw the cases" not in browser.get(f"{AT}/draw").text


STALE = {
    "/draw": {}, "/recipients": {"why": "Looked"}, "/units/health/send-again": {"send_why": "Lost"},
    "/join": {"unit": "health", "why": "New"}, "/again": {"why": "Wrong week"},
    "/findings/circulate": {},
}  # fmt: skip


@pytest.mark.parametrize("path", STALE)
def test_what_was_done_meanwhile_is_seen_before_more_is_done(officer, workspace, path):
    opened = officer.get(AT).text
    before = len(list_trail(workspace=workspace))
    cancel_cycle(ws.REF, "the wrong week", workspace=workspace)
    after = len(list_trail(workspace=workspace))
    answer = send_from(officer, opened, AT + path, STALE[path])
    assert answer.status_code == 409
    assert "the wrong week" in answer.text
    assert len(list_trail(workspace=workspace)) == after > before
