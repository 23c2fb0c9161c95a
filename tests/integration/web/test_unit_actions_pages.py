"""A unit's own actions by its pages: the list, the workbook both ways, and nobody else's."""

import re

import pytest
from builders.actions import a_board, an_open_action, filled_in, seen_in
from builders.statements import counted
from builders.web_pages import came_to, send, signed_in

from audits.domain.permissions import Role
from audits.domain.status import ActionStatus
from audits.queries.actions import describe_action
from audits.storage import ActionBook
from audits.web import make_app


POLICE = "/units/police"


@pytest.fixture
def workspace(tmp_path):
    return a_board(tmp_path / "home")


@pytest.fixture
def app(workspace):
    return make_app(workspace)


@pytest.fixture
def lead(app):
    """Somebody who acts for the police alone."""
    return signed_in(app, Role.AGENCY_LEAD)


def listed(page):
    return re.findall(r'href="/actions/(A\d+)"', page)


def fetch(browser, unit="police"):
    at = f"/units/{unit}/actions"
    return send(browser, f"{at}/workbook", shown_at=at)


def hand_in(browser, data, at=POLICE):
    return came_to(browser, send(browser, at, files={"file": ("actions.xlsx", data)}))


def test_a_unit_s_page_lists_what_it_is_asked_about(workspace, app, lead):
    own = an_open_action(workspace, "Brief the control room", owner="police")
    an_open_action(workspace, "Tell every referrer", owner="social_care")
    page = lead.get(f"{POLICE}/actions").text
    assert listed(page) == [own]
    assert "Tell every referrer" not in page
    assert f"{POLICE}/actions" in lead.get(POLICE).text


def test_of_several_units_the_one_that_is_written_to_has_its_agency_s(workspace, app):
    officer = signed_in(app, Role.BUSINESS_UNIT)
    agency_s = an_open_action(workspace, owner="health")
    north = an_open_action(workspace, owner="health_north")
    south = an_open_action(workspace, owner="health_south")
    assert set(listed(officer.get("/units/health_north/actions").text)) == {agency_s, north}
    assert listed(officer.get("/units/health_south/actions").text) == [south]


def test_the_workbook_goes_out_and_what_is_filled_in_comes_back_through_the_pages(workspace, lead):
    half = an_open_action(workspace, "Brief the control room", owner="police")
    done = an_open_action(workspace, "Print the leaflet", owner="police")
    other = an_open_action(workspace, "Tell every referrer", owner="social_care")
    book = fetch(lead)
    assert [row[1] for row in seen_in(book.content)[3:] if row[1]] == [half, done]
    said = {
        half: {"What has been done": "Two shifts are briefed", "How much": 50},
        done: {
            "What has been done": "It is printed",
            "Is it complete": "Yes",
            "If complete": "The leaflet",
        },
        other: {"What has been done": "Not theirs to say"},
    }
    page = hand_in(lead, filled_in(book.content, said)).text
    assert "2 actions brought up to date" in page
    assert sorted(listed(page)) == sorted([half, done])
    first = describe_action(half, workspace=workspace)
    assert (first.percent_done, first.history[-1].text) == (50, "Two shifts are briefed")
    assert describe_action(done, workspace=workspace).status is ActionStatus.COMPLETE
    assert describe_action(other, workspace=workspace).history == ()


def test_pressed_twice_it_is_one_workbook_until_something_is_said(workspace, lead):
    ref = an_open_action(workspace, owner="police")
    first = fetch(lead)
    assert fetch(lead).content == first.content
    at = f"/actions/{ref}"
    send(lead, f"{at}/update", {"text": "Begun", "percent": "10"}, shown_at=at)
    assert "Begun" in str(seen_in(fetch(lead).content))
    with workspace.open_view() as view:
        assert view.count(ActionBook) == 2


def test_what_is_wrong_in_it_is_asked_again_by_a_workbook_from_the_page(workspace, lead):
    ref = an_open_action(workspace, owner="police")
    said = {ref: {"What has been done": "Half", "How much": "about half"}}
    page = hand_in(lead, filled_in(fetch(lead).content, said)).text
    assert "Nothing of it was taken" in page
    address = re.search(r'href="(/units/police/packs/[\w.]+)"', page)[1]
    again = lead.get(address)
    assert again.content[:2] == b"PK"
    fixed = filled_in(again.content, {ref: {"How much": 50}})
    assert "1 action brought up to date" in hand_in(lead, fixed).text
    assert describe_action(ref, workspace=workspace).percent_done == 50


def test_a_workbook_of_another_agency_is_set_aside(workspace, app, lead):
    officer = signed_in(app, Role.BUSINESS_UNIT)
    ref = an_open_action(workspace, owner="social_care")
    book = filled_in(
        fetch(officer, "social_care").content, {ref: {"What has been done": "Not ours"}}
    )
    page = hand_in(lead, book).text
    assert "made for another unit" in page
    assert describe_action(ref, workspace=workspace).history == ()


def test_nobody_sees_or_fetches_what_another_unit_has_to_do(workspace, app, lead):
    officer = signed_in(app, Role.BUSINESS_UNIT)
    an_open_action(workspace, owner="police")
    an_open_action(workspace, owner="social_care")
    fetch(officer, "social_care")
    with workspace.open_view() as view:
        (theirs,) = view.values(ActionBook.id)
    for address in (
        "/units/social_care/actions", f"/units/social_care/packs/{theirs}",
        f"{POLICE}/packs/{theirs}", "/units/nobody/actions",
    ):  # fmt: skip
        assert lead.get(address).status_code == 404, address
    token = re.search(r'name="form_token" value="(\w+)"', lead.get(POLICE).text)[1]
    given = lead.post("/units/social_care/actions/workbook", data={"form_token": token})
    assert given.status_code == 404


def test_a_unit_with_nothing_to_do_is_told_so(lead):
    page = lead.get(f"{POLICE}/actions").text
    assert "Nothing is to be done" in page
    token = re.search(r'name="form_token" value="(\w+)"', page)[1]
    answer = lead.post(f"{POLICE}/actions/workbook", data={"form_token": token})
    assert answer.status_code == 422
    assert "has no unfinished action" in answer.text


def test_its_pages_take_few_statements_however_many_actions(workspace, lead):
    for number in range(12):
        an_open_action(workspace, f"Action {number}", owner="police")
    ref = an_open_action(workspace, owner="police")
    came = hand_in(lead, filled_in(fetch(lead).content, {ref: {"What has been done": "Begun"}}))
    for address in (f"{POLICE}/actions", came.request.url.path):
        with counted() as statements:
            assert lead.get(address).status_code == 200
        assert len([line for line in statements if not line.startswith("BEGIN")]) <= 10, address
