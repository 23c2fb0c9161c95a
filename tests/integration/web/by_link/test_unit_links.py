"""A contact's own link: what it opens, all that can be wrong with it, and what it says then."""

import hashlib
import logging
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from builders import workspace as ws
from builders.unit_links import (
    LINK,
    by_mail,
    code_to,
    contact_of,
    let_in,
    link_in,
    mails_to,
    pack_letter,
    pressed,
    sent,
    text_of,
    type_wrong,
)
from builders.web_pages import send, send_from, signed_in, token_in, visitor
from fastapi.routing import APIRoute

from audits.domain.access import WRONG_CODES
from audits.domain.permissions import Role, may
from audits.domain.remedies import Verb
from audits.queries.returns import list_answers
from audits.queries.trail import list_trail
from audits.steps.access.give_links import revoke_link, send_new_link
from audits.steps.agencies.as_listed import Person
from audits.steps.agencies.import_list import import_agencies
from audits.steps.agencies.people import add_contact, change_contact, remove_contact
from audits.steps.agencies.units import remove_unit
from audits.steps.cycle.cancel import cancel_cycle
from audits.steps.returns.chase import chase
from audits.storage import Dispatch, UnitLink
from audits.web import make_app


LEAD, DEPUTY, NURSE = (
    "lead@police.example.org", "deputy@police.example.org", "lead@health.example.org"
)  # fmt: skip
OTHERS = ("httpx", "mail.log")  # the browser and the mail server of these tests
POLICE, HEALTH = "/units/police", "/units/health"


@pytest.fixture
def lead(app, token, post):
    """The browser of the police's lead, who typed the code that came."""
    return let_in(visitor(app), token, LEAD, post)


def links_of(unit, workspace):
    with workspace.open_view() as view:
        return view.all(UnitLink, UnitLink.unit == unit, order_by=UnitLink.id)


def words_of(answer):
    """Return what somebody reads on a page, without what is of this answer alone."""
    return re.sub(r'nonce(-|=")[\w-]+|value="\w{64}"', "", answer.text)


def test_a_link_leads_by_a_code_to_what_its_unit_owes(app, token, post, workspace):
    browser = visitor(app)
    asked = pressed(browser, token)
    assert asked.headers["location"] == "/link-code"
    (mail,) = [mail for mail in post.mails if "Your code" in mail["Subject"]]
    assert mail["To"] == LEAD
    answer = send(browser, "/link-code", {"code": code_to(LEAD, post)})
    assert answer.headers["location"] == "/units"
    assert browser.get("/units").headers["location"] == POLICE
    page = browser.get(POLICE).text
    assert "MASH weekly dip sample" in page
    assert "Signed in as Det Insp P Quillington, agency contact" in page
    pack = re.search(r'href="(/units/police/packs/[\w.]+)"', page)[1]
    assert browser.get(pack).content[:2] == b"PK"
    used = [row for row in list_trail(workspace=workspace) if row.verb == "link used"]
    assert [row.actor for row in used] == [
        f"Det Insp P Quillington (contact {contact_of(LEAD, workspace)})"
    ]


def test_what_follows_links_and_presses_nothing_opens_nothing(app, token, post, workspace):
    mails, trail = len(post.mails), len(list_trail(workspace=workspace))
    for method in ("GET", "HEAD", "GET"):
        scanner = visitor(app)
        answer = scanner.request(method, f"/link/{token}")
        assert "__Host-session" not in answer.headers.get("set-cookie", "")
        assert scanner.get(POLICE).headers["location"].startswith("/sign-in")
    assert (len(post.mails), len(list_trail(workspace=workspace))) == (mails, trail)
    assert visitor(app).post(f"/link/{token}").status_code == 401  # no page of ours sent that
    assert len(post.mails) == mails


def test_nothing_that_is_kept_opens_anything(app, token, post, workspace, caplog):
    """Neither the link nor the code stands in what is kept, sealed or not, nor in a log."""
    caplog.set_level(logging.DEBUG)
    let_in(visitor(app), token, LEAD, post)
    code = code_to(LEAD, post)
    visitor(app).get(f"/link/{token}x")
    for path in workspace.stores.home.rglob("*"):
        if path.is_file():
            assert token.encode() not in path.read_bytes(), path.name
    ours = [row for row in caplog.records if not row.name.startswith(OTHERS)]
    assert ours
    assert not [row for row in ours if token in str(row.__dict__) or code in str(row.__dict__)]
    with workspace.open_view() as view:
        letters = view.values(Dispatch.body)
        link = view.first(UnitLink, UnitLink.unit == "police")
    assert not [body for body in letters if LINK.search(body) or code in body]
    assert link.token_sha256 == hashlib.sha256(token.encode()).hexdigest()
    assert token not in repr(list_trail(workspace=workspace))


def left(workspace, _):
    remove_contact(contact_of(LEAD, workspace), why="Has retired", workspace=workspace)


def left_and_back(workspace, _):
    left(workspace, None)
    person = Person("Det Insp P Quillington", LEAD, "", "", False, "")
    add_contact("police", person, why="Is back", workspace=workspace)


def left_and_listed_again(workspace, _):
    from audits.demo import make_agencies

    left(workspace, None)
    import_agencies(make_agencies(), workspace=workspace)


def has_another_address(workspace, _):
    person = Person("Det Insp P Quillington", "quillington@police.example.org", "", "", False, "")
    change_contact(contact_of(LEAD, workspace), person, why="Moved", workspace=workspace)


def unit_left(workspace, _):
    remove_unit("police", why="Merged", workspace=workspace)


def cycle_ended(workspace, _):
    cancel_cycle(ws.REF, why="The register was wrong", workspace=workspace)


def revoked(workspace, _):
    (link,) = links_of("police", workspace)
    revoke_link("police", link.id, why="Passed on", workspace=workspace)


def replaced(workspace, _):
    lead = contact_of(LEAD, workspace)
    send_new_link("police", lead, why="Lost the letter", workspace=workspace)


ENDS = [
    left, left_and_back, left_and_listed_again, has_another_address, unit_left, cycle_ended,
    revoked, replaced,
]  # fmt: skip


@pytest.mark.parametrize("end", ENDS)
def test_a_link_that_ended_says_so_and_nothing_else_and_whoever_came_by_it_is_out(
    end, app, token, lead, workspace, post
):
    waiting = visitor(app)
    pressed(waiting, token)
    code = code_to(LEAD, post)
    assert lead.get(POLICE).status_code == 200
    end(workspace, token)
    guessed = visitor(app).get(f"/link/{'x' * 43}")
    assert guessed.status_code == 410
    assert "This link does not work" in guessed.text
    assert f"ask {workspace.business_unit.contact}" in guessed.text
    answer = visitor(app).get(f"/link/{token}")
    assert (answer.status_code, words_of(answer)) == (410, words_of(guessed))
    assert lead.get(POLICE).headers["location"].startswith("/sign-in")
    given = send(waiting, "/link-code", {"code": code})
    assert given.status_code == 410
    assert waiting.get(POLICE).headers["location"].startswith("/sign-in")


def test_a_link_ends_by_itself(app, token, workspace):
    workspace.clock.now += timedelta(days=90)
    assert visitor(app).get(f"/link/{token}").status_code == 200
    workspace.clock.now += timedelta(seconds=1)
    assert visitor(app).get(f"/link/{token}").status_code == 410


def test_whoever_is_handed_a_letter_on_needs_its_owner_s_mail(app, token, post, workspace):
    other = visitor(app)
    page = other.get(f"/link/{token}").text
    assert LEAD not in page
    pressed(other, token)
    shown = other.get("/link-code").text
    assert LEAD not in shown
    wrong = f"{(int(code_to(LEAD, post)) + 1) % 1_000_000:06}"
    for code in ("", wrong, "letters", "１２３４５６"):
        answer = send(other, "/link-code", {"code": code})
        assert answer.status_code == 422, code
        assert "The code is not right" in answer.text
        assert LEAD not in answer.text
    assert other.get(POLICE).headers["location"].startswith("/sign-in")


def test_a_link_is_opened_twice_each_time_by_its_own_code_once(app, token, post):
    one, two = visitor(app), visitor(app)
    pressed(one, token)
    first = code_to(LEAD, post)
    pressed(two, token)
    second = code_to(LEAD, post)
    if first != second:
        assert send(one, "/link-code", {"code": second}).status_code == 422
    waiting = one.cookies["__Host-session"]
    assert send(one, "/link-code", {"code": f" {first[:3]} {first[3:]}"}).status_code == 303
    assert send(two, "/link-code", {"code": second}).status_code == 303
    assert [each.get(POLICE).status_code for each in (one, two)] == [200, 200]
    again = visitor(app)
    again.cookies.set("__Host-session", waiting, domain="testserver.local")
    assert "No code is waited for" in again.get("/link-code").text


def test_a_code_that_came_too_late_is_asked_for_anew(app, token, post, workspace):
    browser = visitor(app)
    pressed(browser, token)
    form = {"form_token": token_in(browser.get("/link-code").text), "code": code_to(LEAD, post)}
    workspace.clock.now += timedelta(minutes=31)
    answer = browser.post("/link-code", data=form)
    assert answer.status_code == 422
    assert "Open the link in your letter again" in answer.text
    assert browser.get(POLICE).headers["location"].startswith("/sign-in")


def test_twenty_wrong_codes_lock_the_link_tell_the_unit_and_do_nothing_else(
    app, token, lead, workspace, post
):
    nurse = let_in(visitor(app), link_in(pack_letter(NURSE, post)), NURSE, post)
    type_wrong(app, token, LEAD, post, workspace, WRONG_CODES - 1)
    assert visitor(app).get(f"/link/{token}").status_code == 200
    type_wrong(app, token, LEAD, post, workspace, 1)
    guessed = visitor(app).get(f"/link/{'x' * 43}")
    answer = visitor(app).get(f"/link/{token}")
    assert (answer.status_code, words_of(answer)) == (410, words_of(guessed))
    ws.send(workspace)
    (told,) = [mail for mail in post.mails if "locked" in mail["Subject"]]
    assert told["To"] == LEAD
    assert "Det Insp P Quillington" in text_of(told)
    assert "20 times" in text_of(told)
    (link,), (other,) = links_of("police", workspace), links_of("health", workspace)
    assert (link.wrong_codes, link.locked_at is None) == (20, False)
    assert (other.wrong_codes, other.locked_at) == (0, None)
    assert list_answers(ws.REF, workspace=workspace) == []
    again = let_in(visitor(app), link_in(pack_letter(NURSE, post)), NURSE, post)
    assert again.get(HEALTH).status_code == 200
    del nurse, lead


def test_codes_and_links_are_throttled_and_a_good_link_is_not(app, token, post, workspace):
    browser = visitor(app)
    pressed(browser, token)
    for _ in range(5):
        assert send(browser, "/link-code", {"code": "no"}).status_code == 422
    right = code_to(LEAD, post)
    assert send(browser, "/link-code", {"code": right}).status_code == 429
    for _ in range(4):
        assert pressed(visitor(app), token).status_code == 303
    assert pressed(visitor(app), token).status_code == 429
    assert len([mail for mail in post.mails if "Your code" in mail["Subject"]]) == 5
    codes = {visitor(app).get(f"/link/{number:043}").status_code for number in range(20)}
    assert codes == {410}
    assert visitor(app).get(f"/link/{'y' * 43}").status_code == 429
    assert visitor(app).get(f"/link/{token}").status_code == 200


def test_a_mail_server_that_takes_no_code_is_told_without_the_address(app, token, post, workspace):
    post.says = "451 4.3.0 not now"
    browser = visitor(app)
    answer = pressed(browser, token)
    assert answer.status_code == 503
    assert "Your code could not be sent" in answer.text
    assert LEAD not in answer.text
    assert "__Host-session" not in answer.headers.get("set-cookie", "")
    noted = [row for row in list_trail(workspace=workspace) if row.verb == "code not sent"]
    assert len(noted) == 1
    post.says = ""
    assert pressed(browser, token).status_code == 303


def routes_of(app):
    def flat(routes):
        for route in routes:
            if isinstance(route, APIRoute):
                yield route
            else:
                router = getattr(route, "original_router", route)
                yield from flat(getattr(router, "routes", None) or ())

    return [route for route in flat(app.routes) if "verb" in (route.openapi_extra or {})]


def verb_of(route):
    return (route.openapi_extra or {})["verb"]


OWN = {"/", "/units", "/account/stay"}
OTHER_UNITS = ("health", "social_care", "business_unit", "nobody", "POLICE")
ONE_ACTION = {"/actions/{ref}", "/actions/{ref}/update"}  # its unit's: test_unit_link_actions


def test_a_link_opens_its_own_unit_s_pages_and_no_other_page(app, lead, workspace):
    """Every route, with the codes of every other unit where it takes one."""
    given = {"form_token": token_in(lead.get(POLICE).text)}
    tried = set()
    for route in routes_of(app):
        if verb_of(route) == "ANYBODY":
            continue
        for unit in OTHER_UNITS if "{unit}" in route.path else OTHER_UNITS[:1]:
            path = re.sub(r"\{unit\}", unit, route.path)
            path = re.sub(r"\{\w+(?::\w+)?\}", "1", path)
            for method in route.methods:
                form = given if method == "POST" else None
                answer = lead.request(method, path, data=form)
                tried.add(route.path)
                if route.path in OWN:
                    assert answer.status_code == 303, route.path
                elif "{unit}" in route.path and contact_may(route):
                    assert answer.status_code == 404, (method, path)
                    assert "There is no such unit" in answer.text
                elif route.path in ONE_ACTION:
                    assert answer.status_code == 404, (method, path)
                    assert "There is no such action" in answer.text
                else:
                    assert answer.status_code == 403, (method, path)
    assert {"/units/{unit}", "/units/{unit}/packs/{pack}", "/actions", "/search"} <= tried
    assert lead.get(POLICE).status_code == 200


def contact_may(route):
    verb = verb_of(route)
    return verb not in Verb.__members__ or may(Role.CONTACT, Verb[verb])


def test_no_page_that_a_link_opens_shows_what_is_another_unit_s(app, lead, post):
    nurse = let_in(visitor(app), link_in(pack_letter(NURSE, post)), NURSE, post)
    theirs = re.search(r'href="/units/health/packs/([\w.]+)"', nurse.get(HEALTH).text)[1]
    assert nurse.get(f"{HEALTH}/packs/{theirs}").status_code == 200
    for path in (f"{POLICE}/packs/{theirs}", f"{HEALTH}/packs/{theirs}", HEALTH):
        answer = lead.get(path)
        assert answer.status_code == 404, path
        assert "health" not in answer.text.lower()


def test_a_return_handed_in_by_a_link_is_its_contact_s(app, lead, workspace, post, tmp_path):
    pack = re.search(r'href="(/units/police/packs/[\w.]+)"', lead.get(POLICE).text)[1]
    content = lead.get(pack).content
    answer = send(lead, POLICE, files={"file": ("return.xlsx", content)})
    assert answer.status_code == 303, answer.text
    assert lead.get(answer.headers["location"]).status_code == 200
    actors = {row.actor for row in list_trail(workspace=workspace) if row.verb.startswith("return")}
    assert actors == {f"Det Insp P Quillington (contact {contact_of(LEAD, workspace)})"}


def test_whoever_is_written_to_by_hand_goes_on_without_a_code(ready, tmp_path):
    workspace = replace(
        ws.workspace_of(ws.copy_of(ready, tmp_path / "home")), letters_have_links=True
    )
    ws.send(workspace)
    letter = next((tmp_path / "home" / "outbox" / "police").glob("*pack_1.txt")).read_text("utf-8")
    browser = visitor(make_app(workspace))
    assert pressed(browser, link_in(letter)).headers["location"] == "/units"
    assert browser.get(POLICE).status_code == 200


def test_a_board_that_asks_for_no_code_is_not_made_to(app, token, workspace, post):
    app = make_app(replace(workspace, link_asks_for_code=False))
    browser = visitor(app)
    assert pressed(browser, token).headers["location"] == "/units"
    assert not [mail for mail in post.mails if "Your code" in mail["Subject"]]


def test_letters_have_no_links_where_the_website_has_no_address(tmp_path, ready):
    with by_mail(ws.copy_of(ready, tmp_path / "home"), tmp_path) as (workspace, post):
        sent(replace(workspace, letters_have_links=False))
        assert not [mail for mail in post.mails if "/link/" in text_of(mail)]
        assert not [mail for mail in post.mails if "own link" in text_of(mail)]


def test_each_of_two_readers_has_a_link_of_their_own(workspace, post, app):
    person = Person("Kit Constable", "kit@police.example.org", "", "", False, "")
    add_contact("police", person, why="Helps", workspace=workspace)
    workspace.clock.now += timedelta(days=2)
    chase(workspace=workspace)
    ws.send(workspace)
    letter = text_of([m for m in mails_to(LEAD, post) if "was due" in m["Subject"]][-1])
    tokens = [link_in(letter, name) for name in ("Det Insp P Quillington", "Kit Constable")]
    assert len(set(tokens)) == 2
    browser = let_in(visitor(app), tokens[1], "kit@police.example.org", post)
    assert "Signed in as Kit Constable" in browser.get(POLICE).text


def test_a_new_link_goes_to_one_contact_and_the_old_one_opens_nothing(workspace, post, app, token):
    send_new_link("police", contact_of(LEAD, workspace), why="Lost it", workspace=workspace)
    ws.send(workspace)
    (letter,) = [m for m in post.mails if "your own link" in m["Subject"]]
    assert letter["To"] == LEAD
    assert visitor(app).get(f"/link/{token}").status_code == 410
    let_in(visitor(app), link_in(text_of(letter)), LEAD, post)


def test_an_officer_sees_who_has_a_link_takes_it_back_and_sends_another(
    app, token, lead, workspace, post
):
    officer = signed_in(app, Role.BUSINESS_UNIT)
    page = officer.get("/admin/units/police").text
    assert "Det Insp P Quillington" in page
    assert "Works" in page
    assert "Last used" in page
    assert token not in page
    (link,) = links_of("police", workspace)
    person = f"/admin/units/police/people/{link.contact}"
    back = f"{person}/links/{link.id}/revoke"
    refused = send(officer, back, {"revoke_why": ""}, shown_at=person)
    assert refused.status_code == 422
    taken = send(officer, back, {"revoke_why": "It was passed on"}, shown_at=person)
    assert taken.headers["location"] == f"{person}?done=link_revoked"
    assert "Taken back" in officer.get(person).text
    assert lead.get(POLICE).headers["location"].startswith("/sign-in")
    made = send(officer, f"{person}/link", {"link_why": "Asked for it"}, shown_at=person)
    assert made.status_code == 303, made.text
    ws.send(workspace)
    (letter,) = [mail for mail in post.mails if "your own link" in mail["Subject"]]
    let_in(visitor(app), link_in(text_of(letter)), LEAD, post)
    assert officer.get(person).text.count("Works") == 1
    others = send(officer, back.replace("police", "health"), {"revoke_why": "x"}, shown_at=person)
    assert others.status_code == 404


def test_what_a_contact_does_by_a_link_keeps_no_officer_from_a_form(app, token, workspace, post):
    officer = signed_in(app, Role.BUSINESS_UNIT)
    (link,) = links_of("police", workspace)
    person = f"/admin/units/police/people/{link.contact}"
    page = officer.get(person).text
    let_in(visitor(app), token, LEAD, post)
    taken = send_from(officer, page, f"{person}/leave", {"leave_why": "Retired"})
    assert taken.status_code == 303, taken.text
