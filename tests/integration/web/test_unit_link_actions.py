"""Whoever came by a unit's link, at that unit's actions and at everybody else's."""

from dataclasses import replace

import pytest
from builders import workspace as ws
from builders.actions import an_open_action
from builders.statements import counted
from builders.unit_links import link_in, pressed
from builders.web_pages import came_to, send, token_in, visitor

from audits.domain.status import ActionStatus
from audits.queries.actions import describe_action
from audits.steps.actions.share import share_action
from audits.steps.agencies.as_listed import UnitFacts
from audits.steps.agencies.units import add_unit
from audits.web import make_app


POLICE = "/units/police"
NOT_THERE = "There is no such action."


@pytest.fixture(scope="module")
def issued(tmp_path_factory):
    home = ws.loaded(tmp_path_factory.mktemp("issued") / "home", contacts=300)
    workspace = replace(ws.workspace_of(home), letters_have_links=True)
    ws.issue(workspace)
    ws.send(workspace)
    return home


@pytest.fixture
def workspace(issued, tmp_path):
    home = ws.copy_of(issued, tmp_path / "home")
    return replace(ws.workspace_of(home), letters_have_links=True)


@pytest.fixture
def contact(workspace):
    """Return the browser of the police's lead, who came by the link in their letter."""
    letter = next((workspace.stores.home / "outbox" / "police").glob("*pack_1.txt"))
    browser = visitor(make_app(workspace))
    assert pressed(browser, link_in(letter.read_text("utf-8"))).status_code == 303
    return browser


def others(workspace):
    """Return actions that are not the police unit's: of its agency's other unit too."""
    facts = UnitFacts("Police South", "police", "folder")
    add_unit("police_south", facts, why="It is new", workspace=workspace)
    shared = an_open_action(workspace, "Tell the police too", owner="health")
    share_action(shared, owner="health", contributors=["police"], why="Agreed", workspace=workspace)
    return [
        an_open_action(workspace, "Brief the south", owner="police_south"),
        an_open_action(workspace, "Tell every referrer", owner="social_care"),
        shared,
    ]


def test_a_link_opens_its_unit_s_action_and_takes_an_update_with_evidence(workspace, contact):
    ref = an_open_action(workspace, "Brief the control room", owner="police")
    at = f"/actions/{ref}"
    assert f'href="{at}"' in contact.get(f"{POLICE}/actions").text
    page = contact.get(at)
    assert page.status_code == 200
    assert f'href="{POLICE}/actions"' in page.text
    assert 'href="/actions"' not in page.text
    fields = {"text": "Two shifts are briefed", "percent": "50", "shows": "The rota"}
    answer = send(
        contact, f"{at}/update", fields, shown_at=at, files={"file": ("rota.pdf", b"%PDF-1.4")}
    )
    assert "Two shifts are briefed" in came_to(contact, answer).text
    action = describe_action(ref, workspace=workspace)
    assert (action.percent_done, action.evidence_files[0].shows) == (50, "The rota")
    assert action.history[-1].by.startswith("Det Insp P Quillington (contact ")
    done = {"text": "All are", "percent": "100", "complete": "yes"}
    assert send(contact, f"{at}/update", done, shown_at=at).status_code == 303
    assert describe_action(ref, workspace=workspace).status is ActionStatus.COMPLETE


def test_what_is_wrong_with_an_update_is_told_on_the_page_with_what_was_typed(workspace, contact):
    ref = an_open_action(workspace, "Brief the control room", owner="police")
    at = f"/actions/{ref}"
    fields = {"text": "Two shifts are briefed", "percent": "about half"}
    again = send(contact, f"{at}/update", fields, shown_at=at)
    assert again.status_code == 422
    assert "Two shifts are briefed" in again.text
    assert 'value="about half"' in again.text


def test_every_other_action_is_not_there(workspace, contact):
    token = token_in(contact.get(f"{POLICE}/actions").text)
    given = {"form_token": token, "text": "Not theirs to say", "percent": "90"}
    theirs = others(workspace)
    for ref in (*theirs, "A999", "a1", "new.", "%2e%2e"):
        for answer in (
            contact.get(f"/actions/{ref}"),
            contact.post(f"/actions/{ref}/update", data=given),
        ):
            assert answer.status_code == 404, ref
            assert NOT_THERE in answer.text or "%" in ref or "." in ref, ref
            assert "Police South" not in answer.text
    for ref in theirs:
        history = describe_action(ref, workspace=workspace).history
        assert "Not theirs to say" not in [update.text for update in history], ref


def test_what_else_is_done_with_an_action_is_not_a_link_s(workspace, contact):
    ref = an_open_action(workspace, "Brief the control room", owner="police")
    token = {"form_token": token_in(contact.get(f"{POLICE}/actions").text)}
    for what in ("share", "move", "decide", "measure", "evidence"):
        assert contact.post(f"/actions/{ref}/{what}", data=token).status_code == 403, what
    for address in ("/actions", "/actions/new", "/actions/import", "/actions/export"):
        assert contact.get(address).status_code == 403, address
    page = contact.get(f"/actions/{ref}").text
    for words in ("Move its date", "Measure it", "Change who does it", "Decide about it"):
        assert words not in page


def test_an_action_that_goes_to_somebody_else_is_not_there_any_more(workspace, contact):
    ref = an_open_action(workspace, "Brief the control room", owner="police")
    assert contact.get(f"/actions/{ref}").status_code == 200
    share_action(ref, owner="health", contributors=[], why="Theirs", workspace=workspace)
    assert contact.get(f"/actions/{ref}").status_code == 404


def test_the_page_takes_few_statements(workspace, contact):
    ref = an_open_action(workspace, "Brief the control room", owner="police")
    contact.get(f"/actions/{ref}")
    with counted() as statements:
        assert contact.get(f"/actions/{ref}").status_code == 200
    asked = [line for line in statements if not line.startswith("BEGIN")]
    assert len(asked) <= 10, len(asked)
