"""Who else of a unit is written to."""

from fastapi.responses import Response

from audits.domain.remedies import Verb
from audits.queries.unit_contacts import unit_contacts

from .pages import AVisit, Pages
from .unit import UNIT, Ref


pages = Pages()
CONTACTS = UNIT + "/contacts"


@pages.show(CONTACTS, Verb.SEE_OWN_CONTACTS)
def contacts(visit: AVisit, unit: Ref) -> Response:
    page = unit_contacts(unit, visit.agencies, workspace=visit.workspace)
    return visit.page("unit/contacts.html", page=page)
