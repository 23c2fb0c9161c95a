"""Search: one box on every page, which finds what somebody may see, and no child by name."""

import json
import logging
from html import unescape

import pytest
from builders import workspace as ws
from builders.actions import an_open_action
from builders.statements import counted
from builders.web_pages import send, signed_in, token_in

from audits.domain.permissions import Role
from audits.steps.actions.change import Change, update_action
from audits.storage import Case, Contact
from audits.web import make_app


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return ws.loaded(tmp_path_factory.mktemp("search") / "home", contacts=300)


@pytest.fixture(scope="module")
def app(home):
    workspace = ws.workspace_of(home)
    ws.issue(workspace)
    return make_app(workspace)


@pytest.fixture(scope="module")
def workspace(app):
    return app.state.site.workspace


@pytest.fixture(scope="module")
def officer(app):
    return signed_in(app, Role.BUSINESS_UNIT)


def look_for(browser, words):
    answer = send(browser, "/search", {"words": words})
    assert answer.status_code == 200, answer.text
    return unescape(answer.text)


def test_one_box_finds_each_kind_of_thing(workspace, officer):
    ref = an_open_action(workspace, "Send every referrer the outcome")
    with workspace.open_view() as view:
        case = view.values(Case.ref, Case.cycle == ws.REF, order_by=Case.number)[0]
        contact = view.all(Contact, order_by=Contact.id)[0]
    assert f'href="/audits/{ws.REF}"' in look_for(officer, ws.REF.lower())
    assert f'href="/audits/{ws.REF}/draw">{case}' in look_for(officer, case)
    assert f'href="/actions/{ref}"' in look_for(officer, "REFERRER THE")
    assert f'href="/actions/{ref}"' in look_for(officer, ref.lower())
    assert '/admin/units/police"' in look_for(officer, "polic")
    assert contact.email in look_for(officer, contact.email.upper())


def test_every_page_has_the_box_and_it_asks_in_the_body(officer):
    for path in ("/", "/audits", "/actions", "/admin", "/nothing-there"):
        page = officer.get(path).text
        assert 'action="/search" method="post"' in page, path


def test_what_is_sought_is_in_no_address_and_in_no_log(officer, caplog, workspace):
    caplog.set_level(logging.DEBUG)
    before = trail_of(workspace)
    page = look_for(officer, "Marigold Quillfeather")
    assert "Nothing is called so" in page
    for record in caplog.records:
        assert "Quillfeather" not in record.getMessage()
    assert trail_of(workspace) == before
    # An address with words in it finds nothing.
    assert "Quillfeather" not in officer.get("/search?words=Quillfeather").text


def test_no_child_is_found_by_name(workspace, officer):
    """The names of those drawn stand in the vault, which search does not ask."""
    with workspace.open_view() as view:
        case = view.all(Case, Case.cycle == ws.REF, order_by=Case.number)[0]
    kept = workspace.vault.look("case", case.ref, why="to try search with it")
    for child in json.loads(kept):
        for words in child.values():
            if len(words) > 3:
                assert f">{case.ref}<" not in look_for(officer, words)


def test_a_short_or_odd_word_finds_no_more_than_it_should(officer):
    assert "There is a problem" in send(officer, "/search", {"words": "  "}).text
    assert "Nothing is called so" in look_for(officer, "%")
    assert "Nothing is called so" in look_for(officer, "_" * 5)
    assert "Nothing is called so" in look_for(officer, "x" * 100_000)


def test_somebody_finds_only_what_they_may_see(app, workspace):
    lead = signed_in(app, Role.AGENCY_LEAD)
    mine = an_open_action(workspace, "Ours alone to find", owner="police")
    other = an_open_action(workspace, "Theirs alone to find", owner="social_care")
    helped = an_open_action(workspace, "Theirs, and we help to find", owner="social_care")
    change = Change("We help", contributors=("police",))
    update_action(helped, workspace=workspace, text="We help", change=change)
    page = look_for(lead, "to find")
    assert f"/actions/{mine}" in page
    assert f"/actions/{helped}" in page
    assert f"/actions/{other}" not in page
    for words in (ws.REF, "polic", "@"):
        page = look_for(lead, words)
        assert "/audits/" not in page
        assert "/admin/" not in page
    member = signed_in(app, Role.QEG)
    assert "/admin/" not in look_for(member, "polic")
    reader = signed_in(app, Role.READER)
    key = {"form_token": token_in(reader.get("/papers").text)}
    assert reader.post("/search", data=key).status_code == 403


def test_searching_takes_few_statements(officer):
    look_for(officer, "police")
    page = officer.get("/search").text
    with counted() as statements:
        officer.post("/search", data={"form_token": token_in(page), "words": "police"})
    asked = [line for line in statements if not line.startswith("BEGIN")]
    assert len(asked) <= 10


def trail_of(workspace) -> int:
    from audits.queries.trail import list_trail

    return len(list_trail(workspace=workspace))
