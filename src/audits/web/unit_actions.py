"""A unit's own actions: what there is to do, and the workbook to say how it all stands.

One of them is shown, and said something of, where everybody does: on the action's own page.
"""

from fastapi.responses import Response

from audits.domain.remedies import Verb
from audits.queries.own_units import check_is_theirs
from audits.queries.unit_actions import unit_actions
from audits.steps.action_packs.fetch import fetch_book

from .downloads import download
from .pages import AVisit, Pages
from .unit import UNIT, Ref


pages = Pages()
ACTIONS = UNIT + "/actions"


@pages.show(ACTIONS, Verb.SEE_ACTIONS)
def actions(visit: AVisit, unit: Ref) -> Response:
    page = unit_actions(unit, visit.agencies, workspace=visit.workspace)
    return visit.page("unit/actions.html", page=page)


@pages.take(ACTIONS + "/workbook", Verb.FETCH_PACK, shown_at=ACTIONS)
def workbook(visit: AVisit, unit: Ref) -> Response:
    check_is_theirs(unit, visit.agencies, workspace=visit.workspace)
    return download(*fetch_book(unit, workspace=visit.workspace))
