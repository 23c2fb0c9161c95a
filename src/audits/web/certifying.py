"""A return that an office inside the agency certifies: on the unit's page, and the whole list.

Whoever came by their own link certifies in their own name; an account says who certified it.
"""

from typing import Annotated

from fastapi import Path
from fastapi.responses import Response
from pydantic import BeforeValidator

from audits.domain.remedies import Verb
from audits.domain.ticks import COLLECT_RETURNS
from audits.queries.certificates import certificate_page, list_certificates
from audits.queries.cycle_titles import title_of_cycle
from audits.queries.own_units import check_is_theirs
from audits.steps.returns.certify import certify_return, withdraw_certificate

from .forms import DayOrNone, Form, needed
from .pages import AVisit, Fields, Pages, filled
from .visit import Visit


pages = Pages()
Ref = Annotated[str, Path(pattern=r"^[\w.-]+$")]
CERTIFY = "/units/{unit}/certify/{pack}"
OF_LINK = "contact "  # begins what a session by a contact's own link acts as


def _number(value: object) -> int:
    if not str(value or "").isdecimal():
        raise ValueError("Choose who certified it.")
    return int(str(value)[:9])


class Certified(Form):
    """Who certified a return, and on which day: today if none is given."""

    contact: Annotated[int, BeforeValidator(_number)] = 0
    on: DayOrNone = None


class Withdrawn(Form):
    """Why a certificate is withdrawn."""

    withdraw_why: Annotated[str, needed("Say why it is withdrawn.")] = ""


@pages.show("/audits/{ref}/certificates", Verb.SEE_RETURNS)
def certificates(visit: AVisit, ref: Ref) -> Response:
    lines = list_certificates(ref, workspace=visit.workspace)
    cycle = title_of_cycle(ref, workspace=visit.workspace)
    return visit.page("cycle/certificates.html", lines=lines, cycle=cycle)


@pages.show(CERTIFY, Verb.CERTIFY_RETURN)
def certificate(visit: AVisit, unit: Ref, pack: Ref) -> Response:
    page = certificate_page(unit, pack, visit.agencies, workspace=visit.workspace)
    return visit.page("unit/certify.html", page=page, mine=_contact(visit))


@pages.take(CERTIFY, Verb.CERTIFY_RETURN)
def certify(visit: AVisit, unit: Ref, pack: Ref, fields: Fields) -> Response:
    check_is_theirs(unit, visit.agencies, workspace=visit.workspace)
    contact, on = _contact(visit), None
    if not contact:
        form = filled(Certified, fields)
        contact, on = form.contact, form.on
    certify_return(unit, pack, contact=contact, on=on, workspace=visit.workspace)
    return visit.go(f"/units/{unit}/certify/{pack}", "certified")


@pages.take(CERTIFY + "/withdraw", Verb.CERTIFY_RETURN, shown_at=CERTIFY)
def withdraw(visit: AVisit, unit: Ref, pack: Ref, fields: Fields) -> Response:
    check_is_theirs(unit, visit.agencies, workspace=visit.workspace)
    form = filled(Withdrawn, fields)
    withdraw_certificate(unit, pack, why=form.withdraw_why, workspace=visit.workspace)
    visit.ask_for(COLLECT_RETURNS)
    return visit.go(f"/units/{unit}/certify/{pack}", "certificate_withdrawn")


def _contact(visit: Visit) -> int:
    """Return the number of the contact whose own link somebody came by; 0 for an account."""
    if not visit.who.unit:
        return 0
    return int(visit.who.account.removeprefix(OF_LINK))
