"""A unit's own pages: what it owes, its pack, and what was read of the return it hands in.

Every query and the one form ask whether the unit is of an agency of whoever asks; one that is not
is as though there were none.
"""

from typing import Annotated

from fastapi import Depends, Path
from fastapi.responses import Response

from audits.domain.errors import UserError
from audits.domain.remedies import Verb
from audits.queries.own_units import check_is_theirs, units_of_agencies
from audits.queries.return_answer import return_answer
from audits.queries.unit_page import own_pack, unit_page

from .downloads import download
from .handed_in import take_in
from .pages import AVisit, Files, Pages


pages = Pages()
Ref = Annotated[str, Path(pattern=r"^[\w.-]+$")]
UNIT = "/units/{unit}"


@pages.show("/units", Verb.SEE_OWN_RETURNS)
def units(visit: AVisit) -> Response:
    if visit.who.unit:
        return visit.go(f"/units/{visit.who.unit}")
    own = units_of_agencies(visit.agencies, workspace=visit.workspace)
    if len(own) == 1:
        return visit.go(f"/units/{own[0].unit}")
    return visit.page("unit/list.html", units=own)


@pages.show(UNIT, Verb.SEE_OWN_RETURNS)
def unit(visit: AVisit, unit: Ref) -> Response:
    page = unit_page(unit, visit.agencies, workspace=visit.workspace)
    return visit.page("unit/one.html", page=page)


@pages.show(UNIT + "/packs/{pack}", Verb.FETCH_PACK)
def pack(visit: AVisit, unit: Ref, pack: Ref) -> Response:
    return download(*own_pack(unit, pack, visit.agencies, workspace=visit.workspace))


def own_unit(visit: AVisit, unit: Ref) -> str:
    """Return the unit that an address names; another agency's is not there."""
    check_is_theirs(unit, visit.agencies, workspace=visit.workspace)
    return unit


@pages.take(UNIT, Verb.HAND_IN_RETURN)
async def hand_in(visit: AVisit, unit: Annotated[str, Depends(own_unit)], files: Files) -> Response:
    if not files:
        raise UserError("Choose the workbook that you filled in.")
    name, data = files[0]
    ref = await take_in(name, data, only_for=unit, workspace=visit.workspace)
    return visit.go(f"/units/{unit}/returns/{ref}")


@pages.show(UNIT + "/returns/{ref}", Verb.SEE_OWN_RETURNS)
def answer(visit: AVisit, unit: Ref, ref: Ref) -> Response:
    page = return_answer(unit, ref, visit.agencies, workspace=visit.workspace)
    return visit.page("unit/return.html", page=page)
