"""What a unit writes on its own page, from the question to the receipt."""

import re
from html import unescape

import pytest
from builders import workspace as ws
from builders.statements import counted
from builders.web_pages import came_to, send, signed_in, token_in

from audits.domain.permissions import Role
from audits.domain.status import ReturnOutcome
from audits.domain.ticks import SEND_DUE
from audits.queries.concerns import list_concerns
from audits.queries.packs import pack_of
from audits.queries.returns import list_returns
from audits.queries.still_asked import cells_asked
from audits.storage import IssuedPack
from audits.web import make_app


HEALTH, POLICE = "/units/health", "/units/police"


@pytest.fixture(scope="module")
def asked(tmp_path_factory):
    """Return a workspace in which health is asked again, and the police have still to return."""
    home = ws.loaded(tmp_path_factory.mktemp("answers") / "home", contacts=1500)
    workspace = ws.workspace_of(home)
    ws.issue(workspace)
    ws.send(workspace)
    ws.answer(home, ["health"])
    ws.collect(workspace)
    return home


@pytest.fixture
def home(asked, tmp_path):
    return ws.copy_of(asked, tmp_path / "home")


@pytest.fixture
def app(home):
    return make_app(ws.workspace_of(home))


@pytest.fixture
def officer(app):
    """Return the browser of an officer, who may act for every unit."""
    return signed_in(app, Role.BUSINESS_UNIT)


@pytest.fixture
def lead(app):
    """Return the browser of whoever leads for the police."""
    return signed_in(app, Role.AGENCY_LEAD)


def pack(home, unit):
    with ws.workspace_of(home).open_view() as view:
        return view.all(IssuedPack, IssuedPack.unit == unit, order_by=IssuedPack.edition)[-1]


def a_child(home, unit):
    return pack_of(pack(home, unit)).cases[0].ref


def right_answers(home):
    """Return fields that answer all that health is asked: the best choice, and a note."""
    row = pack(home, "health")
    with ws.workspace_of(home).open_view() as view:
        cells = cells_asked(row, view)
    questions = {one.id: one for one in pack_of(row).asked_of_a_case()}
    fields = {"edition": row.id}
    for case, name in sorted(cells):
        scale = questions[name].scale if name in questions else None
        fields[f"answer:{case}:{name}"] = scale.best.label if scale else "Named nurse"
        fields[f"note:{case}:{name}"] = "It is on the record"
    return fields


def test_all_that_is_asked_is_answered_on_one_page_and_a_receipt_says_so(home, officer):
    code = pack(home, "health").code
    assert f'href="{HEALTH}/answers/{code}"' in officer.get(HEALTH).text
    page = officer.get(f"{HEALTH}/answers/{code}").text
    row = pack_of(pack(home, "health"))
    words = {one.id: one.asks for one in row.asked_of_a_case()}
    for query in row.queries:
        assert query.says in unescape(page)
        assert words.get(query.question, "") in unescape(page)

    answered = send(officer, f"{HEALTH}/answers/{code}", right_answers(home))
    assert answered.status_code == 303, answered.text
    at = answered.headers["location"]
    assert "Your return is in" in officer.get(at).text
    receipt = officer.get(f"{at}/receipt").text
    for words in ("Kim Officer", "Typed on the unit", "nothing more is needed", at[-14:]):
        assert words in receipt
    assert "Nothing needs another look" in officer.get(f"{HEALTH}/answers/{code}").text


def test_what_was_typed_is_kept_where_something_is_wrong_and_nothing_is_stored(home, officer):
    at = f"{HEALTH}/answers/{pack(home, 'health').code}"
    fields = right_answers(home)
    answers = [name for name in fields if name.startswith("answer:")]
    wrong = next(name for name in answers if not name.endswith(("_role", "_independent")))
    fields[wrong] = "Perhaps, mostly"
    before = list_returns(ws.REF, workspace=ws.workspace_of(home))
    again = send(officer, at, fields)
    assert again.status_code == 422
    assert f'href="#{wrong}"' in again.text
    assert f'name="{wrong}"' in again.text
    assert "It is on the record" in again.text
    assert list_returns(ws.REF, workspace=ws.workspace_of(home)) == before


def test_an_answer_is_not_written_over_one_that_came_meanwhile(home, officer):
    at = f"{HEALTH}/answers/{pack(home, 'health').code}"
    fields = right_answers(home)
    assert send(officer, at, fields).status_code == 303
    token = token_in(officer.get(HEALTH).text)
    again = officer.post(at, data={**fields, "form_token": token})
    assert again.status_code in (409, 422)
    assert len(list_returns(ws.REF, workspace=ws.workspace_of(home))) == 2


def test_nothing_typed_asks_for_something(home, officer):
    at = f"{HEALTH}/answers/{pack(home, 'health').code}"
    again = send(officer, at, {"edition": pack(home, "health").id})
    assert again.status_code == 422
    assert "Answer at least one question" in again.text


def test_one_case_has_a_page_of_its_own(home, officer):
    row = pack(home, "health")
    case = next(query.case for query in pack_of(row).queries if query.case)
    page = officer.get(f"{HEALTH}/answers/{row.code}/{case}").text
    assert set(re.findall(r'name="answer:([^:"]+):', page)) == {case}
    fields = {name: value for name, value in right_answers(home).items()
              if f":{case}:" in name or name == "edition"}  # fmt: skip
    answered = send(officer, f"{HEALTH}/answers/{row.code}/{case}", fields)
    assert answered.status_code == 303, answered.text
    assert officer.get(f"{HEALTH}/answers/{row.code}/{case}").status_code == 404


def test_a_concern_says_whom_to_ring_and_reaches_the_named_person(home, lead):
    at = f"{POLICE}/concern/{pack(home, 'police').code}"
    assert "Ring first: the duty social worker, 01632 960 000" in lead.get(at).text
    child = a_child(home, "police")
    page = came_to(lead, send(lead, at, {"case": child, "words": "Alone at night"})).text
    assert "Your concern is passed on" in page
    workspace = ws.workspace_of(home)
    assert ("police", child) in {(c.unit, c.case) for c in list_concerns(workspace=workspace)}
    assert SEND_DUE.name in workspace.ticks.asked()
    assert "Waited for" not in page
    empty = send(lead, at, {"case": child})
    assert empty.status_code == 422
    assert "Say why you think" in empty.text


def test_a_child_may_be_said_not_to_be_known(home, lead):
    at = f"{POLICE}/not-known/{pack(home, 'police').code}"
    child = a_child(home, "police")
    page = came_to(lead, send(lead, at, {"case": child, "searched": "Niche"})).text
    assert "We took what you wrote" in page
    assert "Your return is still to come" in page
    lines = list_returns(ws.REF, workspace=ws.workspace_of(home))
    assert ReturnOutcome.NOTED in {line.outcome for line in lines}
    kept = send(lead, at, {"case": child, "searched": ""})
    assert kept.status_code == 422
    assert f'<option value="{child}" selected' in kept.text


def test_nobody_reads_or_writes_what_is_another_unit_s(home, lead):
    theirs = pack(home, "health")
    case = a_child(home, "health")
    token = token_in(lead.get(POLICE).text)
    fields = {
        "form_token": token, "edition": theirs.id, "case": case, "words": "x", "searched": "x",
    }  # fmt: skip
    return_ = list_returns(ws.REF, workspace=ws.workspace_of(home))[0].id
    for unit in (HEALTH, POLICE):
        for address in (
            f"{unit}/answers/{theirs.code}", f"{unit}/answers/{theirs.code}/{case}",
            f"{unit}/not-known/{theirs.code}", f"{unit}/concern/{theirs.code}",
        ):  # fmt: skip
            assert lead.get(address).status_code == 404, address
            assert lead.post(address, data=fields).status_code == 404, address
        assert lead.get(f"{unit}/returns/{return_}/receipt").status_code == 404
    assert {row.unit for row in list_returns(ws.REF, workspace=ws.workspace_of(home))} == {"health"}


def test_these_pages_take_few_statements(home, officer):
    row = pack(home, "health")
    case = next(query.case for query in pack_of(row).queries if query.case)
    returned = list_returns(ws.REF, workspace=ws.workspace_of(home))[0].id
    at = send(officer, f"{HEALTH}/answers/{row.code}", right_answers(home)).headers["location"]
    for address in (
        HEALTH, f"{HEALTH}/answers/{row.code}", f"{POLICE}/not-known/{pack(home, 'police').code}",
        f"{HEALTH}/concern/{row.code}", at, f"{HEALTH}/returns/{returned}/receipt",
    ):  # fmt: skip
        officer.get(address)
        with counted() as statements:
            assert officer.get(address).status_code == 200, address
        assert len([line for line in statements if not line.startswith("BEGIN")]) <= 10, address
    assert case
