"""The first page: what needs whoever is signed in."""

from fastapi.responses import Response

from audits.domain.permissions import Role
from audits.queries.needs import what_needs_somebody

from .pages import SIGNED_IN, AVisit, Pages


pages = Pages()
FIRST_PAGE = {Role.READER: "/papers", Role.AGENCY_LEAD: "/actions"}


@pages.show("/", SIGNED_IN)
def home(visit: AVisit) -> Response:
    who = visit.signed_in
    if who and who.role in FIRST_PAGE:
        return visit.go(FIRST_PAGE[who.role])
    needs = what_needs_somebody(workspace=visit.workspace)
    now = visit.workspace.clock()
    return visit.page("home.html", needs=needs, now=now)
