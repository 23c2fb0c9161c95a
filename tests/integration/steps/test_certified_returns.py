"""A return that an office inside the agency certifies: in the workbook, on the page, by link."""

import shutil
from dataclasses import replace
from datetime import timedelta

import pytest
from builders import census as c, workspace as ws
from builders.statements import counted
from builders.unit_links import link_in, pressed
from builders.web_pages import came_to, send, signed_in, visitor

from audits import resource_folder
from audits.domain.certifying import CertifierError
from audits.domain.errors import NotFoundError, StatusError, UserError
from audits.domain.permissions import Role
from audits.queries.certificates import (
    CertificateStands,
    list_certificates,
    pack_to_certify,
)
from audits.queries.certifier import holder_named
from audits.queries.returns import list_answers
from audits.queries.trail import list_trail
from audits.steps.agencies.as_listed import Person
from audits.steps.agencies.people import add_contact, remove_contact
from audits.steps.cycle.open import open_cycle
from audits.steps.packs.issue import issue_packs
from audits.steps.returns.certify import certify_return, withdraw_certificate
from audits.steps.returns.collect import collect_return
from audits.steps.sample.draw import draw_sample
from audits.storage import AnswerRow, Contact
from audits.templates import load_template
from audits.web import make_app


REF = "S11-2016"
MOST = 10  # statements a page
OFFICES = {"any": "lead", "police": "superintendent"}
STANDS = CertificateStands


def changed(workspace):
    """Return a workspace whose self-assessment is certified, and whose letters have links."""
    template = workspace.templates["section_11"].model_copy(update={"certified_by": OFFICES})
    templates = {**workspace.templates, "section_11": template}
    return replace(workspace, templates=templates, letters_have_links=True)


@pytest.fixture(scope="module")
def issued(tmp_path_factory):
    home = tmp_path_factory.mktemp("certified") / "home"
    workspace = changed(c.with_organisations(home, ("police", "cafcass"), practices=0))
    open_cycle("section_11", workspace=workspace)
    draw_sample(REF, workspace=workspace)
    issue_packs(REF, workspace=workspace)
    ws.send(workspace)
    return home


@pytest.fixture
def home(issued, tmp_path):
    return ws.copy_of(issued, tmp_path / "home")


@pytest.fixture
def workspace(home):
    return ws.workspace_of(home, c.JANUARY)


def returned(home, workspace, unit, by, score="3 - Met", edition=1):
    pack = c.fill(c.packs_of(home, REF, edition)[unit], c.certified_by(by, score))
    return collect_return(pack, f"{unit}.xlsx", workspace=workspace)


def line(unit, workspace):
    (one,) = (row for row in list_certificates(REF, workspace=workspace) if row.unit == unit)
    return one


def a_superintendent(workspace, name="Sam Field"):
    person = Person(name, "sam@example.org", "Superintendent", "", False, "")
    return add_contact("police", person, why="Listed", workspace=workspace)


def test_a_return_is_certified_in_its_workbook_and_no_answer_holds_the_name(home, workspace):
    pack = c.packs_of(home, REF)["cafcass"]
    assert b"Role of the senior leader" not in pack
    letter = next((home / "outbox" / "cafcass").glob("*.txt")).read_text()
    assert "complete once the lead has certified it" in " ".join(letter.split())
    assert line("cafcass", workspace).stands is STANDS.NOT_RETURNED
    came = returned(home, workspace, "cafcass", "Person, A (lead)")
    assert (str(came.outcome), came.problems) == ("accepted", ())
    stands = line("cafcass", workspace)
    assert (stands.stands, stands.certified_by) == (STANDS.CERTIFIED, "A Person")
    assert stands.certified_on == c.JANUARY.date()
    said = {one.question: one.answer for one in list_answers(REF, workspace=workspace)}
    assert said["_certified_by"] == "lead"
    (noted,) = (row for row in list_trail(workspace=workspace) if row.verb == "return certified")
    assert "Person" not in str(noted.facts)


@pytest.mark.parametrize("kind", ["section_11", "section_175"])
def test_the_shipped_line_without_its_mark_asks_for_a_certificate(kind, tmp_path):
    folder = tmp_path / "templates"
    shutil.copytree(resource_folder("audit_templates"), folder)
    file = folder / f"{kind}.yaml"
    assert not load_template(file).certified_by
    file.write_text(file.read_text("utf-8").replace("# certified_by:", "certified_by:"), "utf-8")
    assert set(load_template(file).certified_by) == {"any"}


def test_a_return_that_nobody_certified_is_asked_again(home, workspace):
    came = returned(home, workspace, "cafcass", None)
    assert str(came.outcome) == "partial"
    assert [one.question for one in came.problems] == ["_certified_by"]
    assert line("cafcass", workspace).stands is STANDS.TO_CERTIFY


@pytest.mark.parametrize(
    ("people", "by", "says"),
    [
        ("", "Sam Field, superintendent", "Nobody at Police is listed as superintendent"),
        ("here", "Kim Other, superintendent", "not listed as superintendent of Police"),
        ("here", "superintendent", "not listed as superintendent of Police"),
        ("left", "Sam Field, superintendent", "has left Police"),
    ],
)
def test_who_cannot_certify_is_asked_again_in_one_sentence(home, workspace, people, by, says):
    if people:
        number = a_superintendent(workspace)
        if people == "left":
            remove_contact(number, why="Retired", workspace=workspace)
    came = returned(home, workspace, "police", by)
    assert str(came.outcome) == "queried"
    (problem,) = came.problems
    assert says in problem.message
    assert "Field" not in problem.message
    said = {one.question: one.answer for one in list_answers(REF, workspace=workspace)}
    assert not said.get("_certified_by")


def test_a_certificate_is_withdrawn_and_the_return_sent_and_certified_again(home, workspace):
    returned(home, workspace, "cafcass", "A Person, lead")
    pack = pack_to_certify(REF, "cafcass", workspace=workspace)
    with pytest.raises(UserError):
        withdraw_certificate("cafcass", pack, why=" ", workspace=workspace)
    withdraw_certificate("cafcass", pack, why="Two scores were wrong", workspace=workspace)
    stands = line("cafcass", workspace)
    assert (stands.stands, stands.certified_by) == (STANDS.TO_CERTIFY, "")
    assert stands.withdrawn_why == "Two scores were wrong"
    with pytest.raises(StatusError, match="No certificate of this return stands"):
        withdraw_certificate("cafcass", pack, why="Twice", workspace=workspace)
    ws.collect(workspace)
    ws.send(workspace)
    came = returned(home, workspace, "cafcass", "A Person, lead", "2 - Mostly met")
    assert str(came.outcome) == "accepted"
    assert line("cafcass", workspace).stands is STANDS.CERTIFIED


def test_what_changed_after_certifying_is_shown(home, workspace):
    returned(home, workspace, "cafcass", "A Person, lead")
    later = ws.workspace_of(home, c.JANUARY + timedelta(hours=1))
    with later.open_uow() as uow:  # as another's return of one changed answer does
        (row,) = uow.all(AnswerRow, AnswerRow.question == "s1_leader", AnswerRow.current)
        values = row.model_dump()
        values |= {"id": None, "value": "partly_met"}
        uow.replace_current_answers([{k: v for k, v in values.items() if k != "id"}])
        uow.note("changed by a test", REF)
        uow.commit()
    stands = line("cafcass", later)
    assert stands.stands is STANDS.CHANGED
    assert len(stands.changed) == 1


def test_an_account_says_on_the_page_who_certified_it(home, workspace):
    returned(home, workspace, "police", None)
    officer = signed_in(make_app(workspace), Role.BUSINESS_UNIT)
    pack = pack_to_certify(REF, "police", workspace=workspace)
    at = f"/units/police/certify/{pack}"
    assert "Nobody at Police is listed as superintendent" in officer.get(at).text
    number = a_superintendent(workspace)
    assert f'href="{at}"' in officer.get("/units/police").text
    assert send(officer, at, {"contact": ""}).status_code == 422
    assert send(officer, at, {"contact": str(number)}).status_code == 303
    assert line("police", workspace).certified_by == "Sam Field"
    for page in (at, f"/audits/{REF}/certificates"):
        with counted() as statements:
            officer.get(page)
        assert len([each for each in statements if not each.startswith("BEGIN")]) <= MOST
    assert f'href="/audits/{REF}/certificates"' in officer.get(f"/audits/{REF}").text
    listed = officer.get(f"/audits/{REF}/certificates").text
    assert "Sam Field" in listed
    away = send(officer, f"{at}/withdraw", {"withdraw_why": "A mistake"}, shown_at=at)
    assert came_to(officer, away).status_code == 200
    assert line("police", workspace).stands is STANDS.TO_CERTIFY


def test_whoever_holds_the_office_certifies_by_their_own_link(home, workspace):
    returned(home, workspace, "cafcass", None)
    letter = next((home / "outbox" / "cafcass").glob("*.txt")).read_text()
    browser = visitor(make_app(workspace))
    pressed(browser, link_in(letter))
    pack = pack_to_certify(REF, "cafcass", workspace=workspace)
    at = f"/units/cafcass/certify/{pack}"
    page = browser.get(at).text
    assert "Certify this return as lead" in page
    assert send(browser, at).status_code == 303
    assert line("cafcass", workspace).certified_by == "A Person"


def test_only_whoever_holds_the_office_certifies(home, workspace):
    pack = pack_to_certify(REF, "police", workspace=workspace)
    with pytest.raises(NotFoundError):
        pack_to_certify(REF, "fire", workspace=workspace)
    number = a_superintendent(workspace)
    with pytest.raises(StatusError, match="Nothing has come back yet"):
        certify_return("police", pack, contact=number, workspace=workspace)
    returned(home, workspace, "police", None)
    with workspace.open_view() as view:
        other = view.first(Contact, Contact.unit == "police", Contact.role == "Lead")
    with pytest.raises(CertifierError, match="Only whoever is listed as superintendent"):
        certify_return("police", pack, contact=other.id, workspace=workspace)
    tomorrow = c.JANUARY.date() + timedelta(days=1)
    with pytest.raises(UserError, match="still to come"):
        certify_return("police", pack, contact=number, on=tomorrow, workspace=workspace)
    assert holder_named("police", pack, "Field, Sam", workspace=workspace) == number
