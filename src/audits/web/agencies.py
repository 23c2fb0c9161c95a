"""Agencies, units and the people who are written to: one by one, or as a list."""

from typing import Annotated

from fastapi import Path
from fastapi.responses import Response

from audits.domain.errors import UserError
from audits.domain.remedies import Verb
from audits.domain.ticks import SEND_DUE
from audits.queries.agencies import list_agencies
from audits.queries.unit_links import unit_links
from audits.queries.unit_people import choices_for_units, describe_unit
from audits.steps.access.give_links import revoke_link, send_new_link
from audits.steps.agencies.as_listed import Person, UnitFacts
from audits.steps.agencies.import_list import take_agencies
from audits.steps.agencies.people import add_contact, change_contact, remove_contact
from audits.steps.agencies.units import add_unit, change_unit, remove_unit

from .agency_forms import Leaving, LinkRevoked, NewLink, PersonTyped, RightAddress, UnitTyped
from .pages import AVisit, Fields, Files, Pages, filled
from .visit import Visit


pages = Pages()
LIST, UNIT = "/admin/agencies", "/admin/units/{unit}"
PEOPLE, PERSON = UNIT + "/people/new", UNIT + "/people/{number}"
IT = ("{unit}", "agencies")  # as the trail calls a unit and the whole list
Code = Annotated[str, Path(pattern=r"^[\w.-]+$")]
Number = Annotated[int, Path(ge=1)]


@pages.show(LIST, Verb.SEE_AGENCIES)
def agencies(visit: AVisit) -> Response:
    return visit.page("admin/agencies.html", units=list_agencies(workspace=visit.workspace))


@pages.take(LIST, Verb.IMPORT_AGENCIES)
def import_agencies(visit: AVisit, files: Files) -> Response:
    if not files:
        raise UserError("Choose the list of agencies, units and contacts, all of it.")
    taken = take_agencies(files[0][1], workspace=visit.workspace)
    return visit.page("admin/imported.html", taken=taken)


@pages.show("/admin/add-unit", Verb.CHANGE_AGENCIES)
def new_unit(visit: AVisit) -> Response:
    choices = choices_for_units(workspace=visit.workspace)
    return visit.page("admin/new_unit.html", choices=choices)


@pages.take("/admin/add-unit", Verb.CHANGE_AGENCIES)
def take_unit(visit: AVisit, fields: Fields) -> Response:
    form = filled(UnitTyped, fields)
    if not form.unit:
        raise UserError("Give the unit a code.")
    add_unit(form.unit, _facts(form), why=form.why, workspace=visit.workspace)
    return visit.go(f"/admin/units/{form.unit}", "added", about=form.name)


@pages.show(UNIT, Verb.SEE_AGENCIES)
def unit_page(visit: AVisit, unit: Code) -> Response:
    known = describe_unit(unit, workspace=visit.workspace)
    links = unit_links(unit, workspace=visit.workspace)
    return visit.page("admin/unit.html", unit=known, links=links)


@pages.take(UNIT, Verb.CHANGE_AGENCIES, about=IT)
def change(visit: AVisit, unit: Code, fields: Fields) -> Response:
    form = filled(UnitTyped, fields)
    change_unit(unit, _facts(form), why=form.why, workspace=visit.workspace)
    return visit.go(f"/admin/units/{unit}", "updated", about=form.name)


@pages.take(UNIT + "/back", Verb.CHANGE_AGENCIES, shown_at=UNIT, about=IT)
def take_back(visit: AVisit, unit: Code, fields: Fields) -> Response:
    form = filled(Leaving, fields)
    before = describe_unit(unit, workspace=visit.workspace)
    facts = UnitFacts(before.name, before.agency, before.route, before.key_route, before.protected)
    add_unit(unit, facts, why=form.leave_why, workspace=visit.workspace)
    return visit.go(f"/admin/units/{unit}", "here_again", about=before.name)


@pages.take(UNIT + "/leave", Verb.CHANGE_AGENCIES, shown_at=UNIT, about=IT)
def leave(visit: AVisit, unit: Code, fields: Fields) -> Response:
    form = filled(Leaving, fields)
    gone = remove_unit(unit, why=form.leave_why, workspace=visit.workspace)
    return visit.page("admin/unit_left.html", gone=gone)


@pages.show(PEOPLE, Verb.CHANGE_AGENCIES)
def new_person(visit: AVisit, unit: Code) -> Response:
    known = describe_unit(unit, workspace=visit.workspace)
    return visit.page("admin/new_person.html", unit=known)


@pages.take(PEOPLE, Verb.CHANGE_AGENCIES, about=IT)
def take_person(visit: AVisit, unit: Code, fields: Fields) -> Response:
    form = filled(PersonTyped, fields)
    add_contact(unit, _person(form), why=form.why, workspace=visit.workspace)
    return visit.go(f"/admin/units/{unit}", "person_added")


@pages.show(PERSON, Verb.SEE_AGENCIES)
def person_page(visit: AVisit, unit: Code, number: Number) -> Response:
    known = describe_unit(unit, workspace=visit.workspace)
    links = unit_links(unit, workspace=visit.workspace)
    return visit.page("admin/person.html", unit=known, person=known.person(number), links=links)


@pages.take(PERSON, Verb.CHANGE_AGENCIES, about=IT)
def change_person(visit: AVisit, unit: Code, number: Number, fields: Fields) -> Response:
    _check_is_of(unit, number, visit)
    form = filled(PersonTyped, fields)
    change_contact(
        number, _person(form), why=form.why, send_again=bool(form.send_again),
        workspace=visit.workspace,
    )  # fmt: skip
    visit.ask_for(SEND_DUE)
    return visit.go(f"/admin/units/{unit}", "person_changed")


@pages.take(PERSON + "/address", Verb.CHANGE_AGENCIES, shown_at="/", about=IT)
def right_address(visit: AVisit, unit: Code, number: Number, fields: Fields) -> Response:
    form = filled(RightAddress, fields)
    row = describe_unit(unit, workspace=visit.workspace).person(number)
    person = Person(row.name, form.email, row.role, row.route, row.is_deputy, row.qeg)
    change_contact(
        number, person, why="Mail to the address did not arrive", send_again=True,
        workspace=visit.workspace,
    )  # fmt: skip
    visit.ask_for(SEND_DUE)
    return visit.go("/", "address_right")


@pages.take(PERSON + "/leave", Verb.CHANGE_AGENCIES, shown_at=PERSON, about=IT)
def person_leaves(visit: AVisit, unit: Code, number: Number, fields: Fields) -> Response:
    _check_is_of(unit, number, visit)
    form = filled(Leaving, fields)
    remove_contact(number, why=form.leave_why, workspace=visit.workspace)
    return visit.go(f"/admin/units/{unit}", "person_left")


@pages.take(PERSON + "/link", Verb.CHANGE_AGENCIES, shown_at=PERSON, about=IT)
def new_link(visit: AVisit, unit: Code, number: Number, fields: Fields) -> Response:
    form = filled(NewLink, fields)
    send_new_link(unit, number, why=form.link_why, workspace=visit.workspace)
    visit.ask_for(SEND_DUE)
    return visit.go(f"/admin/units/{unit}/people/{number}", "link_sent")


@pages.take(PERSON + "/links/{link}/revoke", Verb.CHANGE_AGENCIES, shown_at=PERSON, about=IT)
def take_link_back(
    visit: AVisit, unit: Code, number: Number, link: Number, fields: Fields
) -> Response:
    _check_is_of(unit, number, visit)
    form = filled(LinkRevoked, fields)
    revoke_link(unit, link, why=form.revoke_why, workspace=visit.workspace)
    return visit.go(f"/admin/units/{unit}/people/{number}", "link_revoked")


@pages.take(PERSON + "/back", Verb.CHANGE_AGENCIES, shown_at=PERSON, about=IT)
def person_back(visit: AVisit, unit: Code, number: Number, fields: Fields) -> Response:
    form = filled(Leaving, fields)
    row = describe_unit(unit, workspace=visit.workspace).person(number)
    person = Person(row.name, row.email, row.role, row.route, row.is_deputy, row.qeg)
    add_contact(unit, person, why=form.leave_why, workspace=visit.workspace)
    return visit.go(f"/admin/units/{unit}", "person_added")


def _check_is_of(unit: str, number: int, visit: Visit) -> None:
    """Refuse an address that names somebody of another unit."""
    describe_unit(unit, workspace=visit.workspace).person(number)


def _facts(form: UnitTyped) -> UnitFacts:
    return UnitFacts(
        form.name, form.agency, form.route, form.key_route, bool(form.protected),
        form.agency_name,
    )  # fmt: skip


def _person(form: PersonTyped) -> Person:
    return Person(form.name, form.email, form.role, form.route, bool(form.deputy), form.qeg)
