"""A unit's own pages: its pack, its return answered at once, and nothing of anybody else's."""

import re

import pytest
from builders import workspace as ws
from builders.statements import counted
from builders.web_pages import send, signed_in

from audits.domain.permissions import Role
from audits.queries.concerns import list_concerns
from audits.queries.returns import list_answers, list_returns
from audits.web import make_app


POLICE, HEALTH = "/units/police", "/units/health"


@pytest.fixture
def home(tmp_path):
    home = ws.loaded(tmp_path / "home", contacts=1500)
    workspace = ws.workspace_of(home)
    ws.issue(workspace)
    ws.send(workspace)
    return home


@pytest.fixture
def app(home):
    return make_app(ws.workspace_of(home))


@pytest.fixture
def lead(app):
    """Return the browser of whoever leads for the police."""
    return signed_in(app, Role.AGENCY_LEAD)


def filled(home, unit):
    """Return a unit's workbook as that unit fills it in."""
    ws.answer(home, [unit])
    file = home / "inbox" / f"{unit}.xlsx"
    data = file.read_bytes()
    file.unlink()
    return data


def hand_in(browser, at, data, name="return.xlsx"):
    return send(browser, at, files={"file": (name, data)})


def of_unit(rows, unit):
    return [row for row in rows if row.unit == unit]


def test_a_unit_sees_what_it_owes_and_fetches_the_pack_that_it_was_sent(home, lead):
    page = lead.get(POLICE).text
    assert "MASH weekly dip sample" in page
    address = re.search(r'href="(/units/police/packs/[\w.]+)"', page)[1]
    pack = lead.get(address)
    assert pack.content == ws.pack_of(home, "police").read_bytes()
    assert lead.get("/units").headers["location"] == POLICE


def test_a_return_is_answered_while_its_sender_waits(home, lead):
    data = filled(home, "police")
    answered = hand_in(lead, POLICE, data)
    assert answered.status_code == 303, answered.text
    page = lead.get(answered.headers["location"]).text
    workspace = ws.workspace_of(home)
    answers = [row for row in list_answers(ws.REF, workspace=workspace) if row.answer is not None]
    assert "Your return is in" in page
    (line,) = list_returns(ws.REF, workspace=workspace)
    assert f"receipt {line.id}" in page
    assert f"<strong>{len(answers)}</strong>read" in page
    assert "Returned" in lead.get(POLICE).text
    again = hand_in(lead, POLICE, data)
    assert again.headers["location"].split("?")[0] == answered.headers["location"].split("?")[0]


def test_what_needs_another_look_is_told_by_sheet_and_cell(home, app):
    officer = signed_in(app, Role.BUSINESS_UNIT)
    data = filled(home, "health")  # whoever fills it in makes small mistakes
    page = officer.get(hand_in(officer, HEALTH, data).headers["location"]).text

    (line,) = list_returns(ws.REF, workspace=ws.workspace_of(home))
    asked = [problem for problem in line.problems if problem.is_query]
    assert asked
    for problem in asked:
        assert f"<code>{problem.cell}</code>" in page
    assert f"{len(asked)} answers need another look" in page or "1 answer need" in page
    address = re.search(r'href="(/units/health/packs/[\w.]+)"', page)[1]
    assert officer.get(address).content[:2] == b"PK"


def test_a_unit_s_pages_take_few_statements(home, app):
    officer = signed_in(app, Role.BUSINESS_UNIT)
    came = hand_in(officer, HEALTH, filled(home, "health")).headers["location"]
    pack = re.search(r'href="(/units/health/packs/[\w.]+)"', officer.get(came).text)[1]
    for address in (HEALTH, came, pack):
        with counted() as statements:
            assert officer.get(address).status_code == 200
        assert len([line for line in statements if not line.startswith("BEGIN")]) <= 10, address


def test_nobody_reads_or_hands_in_what_is_another_unit_s(home, app, lead):
    officer = signed_in(app, Role.BUSINESS_UNIT)
    theirs = hand_in(officer, HEALTH, filled(home, "health")).headers["location"]
    pack = re.search(r'href="/units/health/packs/([\w.]+)"', officer.get(HEALTH).text)[1]
    return_ = theirs.rsplit("/", 1)[1].split("?")[0]
    for address in (
        HEALTH, theirs, f"{HEALTH}/packs/{pack}", f"{POLICE}/packs/{pack}",
        f"{POLICE}/returns/{return_}", "/units/nobody",
    ):  # fmt: skip
        answer = lead.get(address)
        assert answer.status_code == 404, address
        assert "health" not in answer.text.lower()
    token = re.search(r'name="form_token" value="(\w+)"', lead.get(POLICE).text)[1]
    given = lead.post(HEALTH, data={"form_token": token}, files={"file": ("a.xlsx", b"PK")})
    assert given.status_code == 404


def test_another_unit_s_workbook_is_set_aside_and_taken_when_its_own_unit_sends_it(home, lead):
    workspace = ws.workspace_of(home)
    data = filled(home, "health")
    page = lead.get(hand_in(lead, POLICE, data).headers["location"]).text
    assert "made for another unit" in page
    assert "health" not in page.lower()
    assert list_answers(ws.REF, workspace=workspace) == []
    (home / "inbox" / "health.xlsx").write_bytes(data)
    ws.collect(workspace)
    assert of_unit(list_answers(ws.REF, workspace=workspace), "health")
    assert of_unit(list_returns(ws.REF, workspace=workspace), "health")


def test_a_concern_in_another_unit_s_workbook_is_passed_on_all_the_same(home, lead):
    workspace = ws.workspace_of(home)
    hand_in(lead, POLICE, filled(home, "social_care"))
    assert list_answers(ws.REF, workspace=workspace) == []
    assert [concern.unit for concern in list_concerns(workspace=workspace)] == ["social_care"]


@pytest.mark.parametrize(
    ("data", "says"),
    [(b"", "empty"), (b"hello", "workbook"), (b"%PDF-1.4 x", "PDF")],
)
def test_a_file_of_the_wrong_kind_is_kept_and_the_page_says_why(lead, data, says):
    answered = hand_in(lead, POLICE, data)
    page = lead.get(answered.headers["location"]).text
    assert "was not taken" in page
    assert says in page


def test_no_file_at_all_is_asked_for(lead):
    answer = send(lead, POLICE)
    assert answer.status_code == 422
    assert "Choose the workbook" in answer.text
