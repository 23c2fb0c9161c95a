"""What somebody typed whose link's session was over: they alone get it back, by link and code."""

from datetime import timedelta
from html import unescape

import pytest
from builders import workspace as ws
from builders.unit_links import code_to, contact_of, let_in, link_in, pack_letter, pressed
from builders.web_pages import came_to, send_from, token_in, visitor
from sqlmodel import Session, select

from audits.domain.permissions import Role
from audits.steps.access.give_links import send_new_link
from audits.steps.agencies.as_listed import Person
from audits.steps.agencies.people import add_contact, change_contact
from audits.storage import IssuedPack, WebSession


LEAD, NURSE = "lead@police.example.org", "lead@health.example.org"
WHY = "Three are <ill> & one has left"
LATER = timedelta(minutes=31)


@pytest.fixture
def form(workspace):
    """Return where the police ask for more time."""
    with workspace.open_view() as view:
        (code,) = set(view.values(IssuedPack.code, IssuedPack.unit == "police"))
    return f"/units/police/more-time/{code}"


def run_out(browser, form, workspace, after=LATER):
    """Type a wish, send it after a while, and return the answer."""
    page = browser.get(form).text
    workspace.clock.now += after
    return send_from(browser, page, form, {"until": "20 March 2017", "why": WHY})


@pytest.mark.parametrize("after", [LATER, timedelta(hours=14), timedelta(days=2)])
@pytest.mark.parametrize("another_browser", [False, True])
def test_what_was_typed_comes_back_by_link_and_code(
    another_browser, after, app, token, form, workspace, post
):
    lead = let_in(visitor(app), token, LEAD, post)
    over = run_out(lead, form, workspace, after)
    assert over.status_code == 401
    assert "You were signed out" in over.text
    assert "What you typed is kept" in over.text
    assert "Three are" not in over.text
    let_in(visitor(app), link_in(pack_letter(NURSE, post)), NURSE, post)  # others come and go
    again = visitor(app) if another_browser else lead
    assert pressed(again, token).headers["location"] == "/link-code"
    given = send_from(
        again, again.get("/link-code").text, "/link-code", {"code": code_to(LEAD, post)}
    )
    assert given.headers["location"] == form
    page = again.get(form).text
    assert WHY in unescape(page)
    assert 'value="20 March 2017"' in page
    assert "Three are" not in again.get("/units/police").text
    taken = send_from(again, page, form, {"until": "20 March 2017", "why": WHY})
    assert taken.status_code == 303, taken.text
    assert "Three are" not in again.get(form).text
    once_more = let_in(visitor(app), token, LEAD, post)
    assert WHY not in unescape(once_more.get(form).text)


def test_it_stands_in_no_address_and_is_kept_sealed(app, token, form, workspace, post):
    lead = let_in(visitor(app), token, LEAD, post)
    over = run_out(lead, form, workspace)
    assert "location" not in over.headers
    for path in workspace.stores.home.rglob("*"):
        if path.is_file():
            assert b"Three are" not in path.read_bytes(), path.name
    with Session(workspace.sessions._engine) as session:
        kept = [row for row in session.exec(select(WebSession)) if row.kept_for]
    assert [row.kept_for for row in kept] == [form]


def test_nobody_else_gets_it(app, token, form, workspace, post):
    """Not another unit's contact, not another of the same unit, not who has the address since."""
    lead = let_in(visitor(app), token, LEAD, post)
    run_out(lead, form, workspace)
    nurse = let_in(visitor(app), link_in(pack_letter(NURSE, post)), NURSE, post)
    assert nurse.get(form).status_code == 404
    kit = Person("Kit Constable", "kit@police.example.org", "", "", False, "")
    number = add_contact("police", kit, why="Helps", workspace=workspace)
    assert WHY not in unescape(own_page(app, number, kit.email, form, workspace, post))
    lou = Person("Lou Late", "lou@police.example.org", "", "", False, "")
    change_contact(contact_of(LEAD, workspace), lou, why="Took over", workspace=workspace)
    number = contact_of(lou.email, workspace)
    assert WHY not in unescape(own_page(app, number, lou.email, form, workspace, post))


def own_page(app, contact, email, form, workspace, post):
    """Send somebody a link of their own, let them in, and return the form as they see it."""
    send_new_link("police", contact, why="Asked for it", workspace=workspace)
    ws.send(workspace)
    letter = [mail for mail in post.mails if mail["To"] == email][-1]
    browser = let_in(visitor(app), link_in(letter.get_body().get_content()), email, post)
    return browser.get(form).text


def test_a_new_link_of_the_same_person_brings_it_back(app, token, form, workspace, post):
    lead = let_in(visitor(app), token, LEAD, post)
    page = lead.get(form).text
    send_new_link("police", contact_of(LEAD, workspace), why="Lost", workspace=workspace)
    over = send_from(lead, page, form, {"until": "20 March 2017", "why": WHY})
    assert over.status_code == 401
    assert WHY in unescape(own_page(app, contact_of(LEAD, workspace), LEAD, form, workspace, post))


def test_what_no_page_of_that_session_sent_is_not_kept(app, token, form, workspace, post):
    lead = let_in(visitor(app), token, LEAD, post)
    lead.get(form)
    workspace.clock.now += LATER
    given = {"form_token": "0" * 64, "until": "1 May 2017", "why": "Somebody else's words"}
    assert lead.post(form, data=given).status_code == 401
    theirs = {**given, "form_token": token_in(visitor(app).get("/sign-in").text)}
    assert lead.post(form, data=theirs).status_code == 401
    again = let_in(visitor(app), token, LEAD, post)
    assert "Somebody else" not in again.get(form).text


def test_a_button_without_a_field_leads_to_the_unit_s_page(app, token, workspace, post):
    lead = let_in(visitor(app), token, LEAD, post)
    page = lead.get("/units/police").text
    workspace.clock.now += LATER
    over = send_from(lead, page, "/account/stay", {})
    assert over.status_code == 401
    assert "What you typed" not in over.text
    assert "Open the link in your letter again" in over.text
    pressed(lead, token)
    code = {"code": code_to(LEAD, post)}
    given = send_from(lead, lead.get("/link-code").text, "/link-code", code)
    assert came_to(lead, given).request.url.path == "/units/police"


def test_an_account_s_session_keeps_it_as_before(app, workspace):
    from builders.web_pages import signed_in

    lead = signed_in(app, Role.AGENCY_LEAD)
    page = lead.get("/units/police/other-person").text
    workspace.clock.now += timedelta(hours=1)
    over = send_from(lead, page, "/units/police/other-person", {"person": "Jo Bell"})
    assert over.status_code == 401
    assert 'name="kept.person" value="Jo Bell"' in over.text
