"""What a unit asks of the business unit on its page, and what the business unit decides."""

from typing import Annotated

from fastapi import Path
from fastapi.responses import Response
from pydantic import BeforeValidator

from audits.domain.remedies import Verb
from audits.domain.ticks import SEND_DUE
from audits.queries.asked_on_page import asked_on_page
from audits.queries.own_units import check_is_theirs
from audits.queries.unit_contacts import unit_contacts
from audits.queries.unit_requests import list_requests, request_line
from audits.steps.access.other_person import (
    accept_other_person,
    decline_other_person,
    say_other_person,
    settle_request,
)
from audits.steps.returns.allow import extend_return
from audits.steps.returns.more_time import ask_more_time, decline_more_time

from .forms import Day, Extension, Form, Why, needed
from .pages import AVisit, Fields, Pages, filled


pages = Pages()
Ref = Annotated[str, Path(pattern=r"^[\w.-]+$")]
MORE_TIME = "/units/{unit}/more-time/{pack}"
OTHER_PERSON = "/units/{unit}/other-person"
REQUEST = "/requests/{number}"


class Wish(Form):
    """Until when a unit asks for more time, and why."""

    until: Day = ""  # type: ignore[assignment]  # refused with the sentence of a day
    why: Annotated[str, needed("Say why you need more time.")] = ""


def _number(value: object) -> int:
    if not str(value or "").isdecimal():
        raise ValueError("Choose whose letters this is about.")
    return int(str(value)[:9])


class OtherPerson(Form):
    """Who is not the right person, and who is."""

    contact: Annotated[int, BeforeValidator(_number)] = 0
    person: str = ""
    role: str = ""
    email: str = ""


class Declined(Form):
    """Why a unit gets no more time."""

    decline_why: Annotated[str, needed("Say why. The unit is told.")] = ""


class Accepted(Form):
    """Why somebody else is written to for a unit."""

    accept_why: Annotated[str, needed("Say why. It is kept with the change.")] = ""


class Kept(Form):
    """Why a unit's contact stays."""

    keep_why: Annotated[str, needed("Say why. The unit is told.")] = ""


class SeenTo(Form):
    """What was done about what a unit asked."""

    done: Why = ""


@pages.show(MORE_TIME, Verb.ASK_MORE_TIME)
def more_time(visit: AVisit, unit: Ref, pack: Ref) -> Response:
    page = asked_on_page(unit, pack, visit.agencies, workspace=visit.workspace)
    return visit.page("unit/more_time.html", page=page)


@pages.take(MORE_TIME, Verb.ASK_MORE_TIME)
def take_wish(visit: AVisit, unit: Ref, pack: Ref, fields: Fields) -> Response:
    page = asked_on_page(unit, pack, visit.agencies, workspace=visit.workspace)
    form = filled(Wish, fields)
    ask_more_time(page.cycle, unit, until=form.until, why=form.why, workspace=visit.workspace)
    return visit.go(f"/units/{unit}", "time_asked")


@pages.show(OTHER_PERSON, Verb.SAY_OTHER_PERSON)
def other_person(visit: AVisit, unit: Ref) -> Response:
    page = unit_contacts(unit, visit.agencies, workspace=visit.workspace)
    return visit.page("unit/other_person.html", page=page)


@pages.take(OTHER_PERSON, Verb.SAY_OTHER_PERSON)
def take_other_person(visit: AVisit, unit: Ref, fields: Fields) -> Response:
    check_is_theirs(unit, visit.agencies, workspace=visit.workspace)
    form = filled(OtherPerson, fields)
    say_other_person(
        unit, form.contact, person=form.person, role=form.role, email=form.email,
        workspace=visit.workspace,
    )  # fmt: skip
    if form.email:
        return visit.go(f"/units/{unit}", "person_proposed")
    if visit.signed_in and visit.signed_in.account == f"contact {form.contact}":
        return visit.go("/sign-in", "person_told")  # their own link opens nothing any more
    return visit.go(f"/units/{unit}", "person_told")


@pages.show("/requests", Verb.SEE_REQUESTS)
def requests(visit: AVisit) -> Response:
    return visit.page("work/requests.html", requests=list_requests(workspace=visit.workspace))


@pages.show(REQUEST, Verb.SEE_REQUESTS)
def request(visit: AVisit, number: int) -> Response:
    line, due_at = request_line(number, workspace=visit.workspace)
    return visit.page("work/request.html", request=line, due_at=due_at)


@pages.take(REQUEST + "/grant", Verb.DECIDE_REQUEST, shown_at=REQUEST)
def grant(visit: AVisit, number: int, fields: Fields) -> Response:
    line, _ = request_line(number, workspace=visit.workspace)
    form = filled(Extension, fields)
    extend_return(line.cycle, line.unit, until=form.until, why=form.why, workspace=visit.workspace)
    visit.ask_for(SEND_DUE)
    return visit.go("/", "extended", about=line.unit)


@pages.take(REQUEST + "/decline", Verb.DECIDE_REQUEST, shown_at=REQUEST)
def decline(visit: AVisit, number: int, fields: Fields) -> Response:
    line, _ = request_line(number, workspace=visit.workspace)
    form = filled(Declined, fields)
    decline_more_time(line.cycle, line.unit, why=form.decline_why, workspace=visit.workspace)
    visit.ask_for(SEND_DUE)
    return visit.go("/", "time_declined", about=line.unit)


@pages.take(REQUEST + "/accept", Verb.DECIDE_REQUEST, shown_at=REQUEST)
def accept(visit: AVisit, number: int, fields: Fields) -> Response:
    form = filled(Accepted, fields)
    accept_other_person(number, why=form.accept_why, workspace=visit.workspace)
    visit.ask_for(SEND_DUE)
    return visit.go("/", "person_accepted")


@pages.take(REQUEST + "/keep", Verb.DECIDE_REQUEST, shown_at=REQUEST)
def keep(visit: AVisit, number: int, fields: Fields) -> Response:
    form = filled(Kept, fields)
    decline_other_person(number, why=form.keep_why, workspace=visit.workspace)
    return visit.go("/", "person_kept")


@pages.take(REQUEST + "/settle", Verb.DECIDE_REQUEST, shown_at=REQUEST)
def settle(visit: AVisit, number: int, fields: Fields) -> Response:
    settle_request(number, why=filled(SeenTo, fields).done, workspace=visit.workspace)
    return visit.go("/", "request_settled")
