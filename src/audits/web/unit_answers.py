"""What a unit writes on its own page: answers asked again, a child not known, a child at risk.

What is written is taken as its workbook coming back is.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated

from fastapi import Path
from fastapi.responses import Response

from audits.domain.answer import TypedAnswer
from audits.domain.remedies import Verb
from audits.domain.ticks import SEND_DUE
from audits.queries.asked_on_page import AskedAgain, AskedCase, asked_on_page
from audits.queries.own_units import check_is_theirs
from audits.queries.return_receipt import receipt_of
from audits.steps.returns.on_page import answer_on_page, say_not_known, write_concern

from .forms import Form, needed
from .pages import AVisit, Fields, Pages, filled
from .visit import Visit


pages = Pages()
Ref = Annotated[str, Path(pattern=r"^[\w.-]+$")]
UNIT = "/units/{unit}"
ANSWERS = UNIT + "/answers/{pack}"
ONE_CASE = ANSWERS + "/{case}"
NOT_KNOWN, CONCERN = UNIT + "/not-known/{pack}", UNIT + "/concern/{pack}"


class NotKnown(Form):
    """Which child is not known, and what was searched."""

    case: Annotated[str, needed("Choose the child.")] = ""
    searched: Annotated[str, needed("Say what you searched.")] = ""


class Concern(Form):
    """Which child is at risk, and why."""

    case: Annotated[str, needed("Choose the child.")] = ""
    words: Annotated[str, needed("Say why you think that this child is at risk now.")] = ""


@pages.show(ANSWERS, Verb.HAND_IN_RETURN)
def answers(visit: AVisit, unit: Ref, pack: Ref) -> Response:
    page = asked_on_page(unit, pack, visit.agencies, workspace=visit.workspace)
    shown = page.cases if page.fits_a_page else ()
    return visit.page("unit/answers.html", page=page, shown=shown)


@pages.take(ANSWERS, Verb.HAND_IN_RETURN)
def answer(visit: AVisit, unit: Ref, pack: Ref, fields: Fields) -> Response:
    page = asked_on_page(unit, pack, visit.agencies, workspace=visit.workspace)
    return _take(visit, unit, page.cases, fields)


@pages.show(ONE_CASE, Verb.HAND_IN_RETURN)
def answers_on_case(visit: AVisit, unit: Ref, pack: Ref, case: Ref) -> Response:
    page = asked_on_page(unit, pack, visit.agencies, workspace=visit.workspace)
    return visit.page("unit/answers.html", page=page, shown=(page.only(case),))


@pages.take(ONE_CASE, Verb.HAND_IN_RETURN)
def answer_on_case(visit: AVisit, unit: Ref, pack: Ref, case: Ref, fields: Fields) -> Response:
    page = asked_on_page(unit, pack, visit.agencies, workspace=visit.workspace)
    return _take(visit, unit, (page.only(case),), fields)


@pages.show(NOT_KNOWN, Verb.HAND_IN_RETURN)
def not_known(visit: AVisit, unit: Ref, pack: Ref) -> Response:
    page = asked_on_page(unit, pack, visit.agencies, workspace=visit.workspace)
    return visit.page("unit/not_known.html", page=page)


@pages.take(NOT_KNOWN, Verb.HAND_IN_RETURN)
def take_not_known(visit: AVisit, unit: Ref, pack: Ref, fields: Fields) -> Response:
    check_is_theirs(unit, visit.agencies, workspace=visit.workspace)
    form = filled(NotKnown, fields)
    ref = say_not_known(unit, pack, form.case, searched=form.searched, workspace=visit.workspace)
    return visit.go(f"/units/{unit}/returns/{ref}")


@pages.show(CONCERN, Verb.HAND_IN_RETURN)
def concern(visit: AVisit, unit: Ref, pack: Ref) -> Response:
    page = asked_on_page(unit, pack, visit.agencies, workspace=visit.workspace)
    ring = visit.workspace.business_unit.concerns_to
    return visit.page("unit/concern.html", page=page, ring=ring)


@pages.take(CONCERN, Verb.HAND_IN_RETURN)
def take_concern(visit: AVisit, unit: Ref, pack: Ref, fields: Fields) -> Response:
    check_is_theirs(unit, visit.agencies, workspace=visit.workspace)
    form = filled(Concern, fields)
    ref = write_concern(unit, pack, form.case, words=form.words, workspace=visit.workspace)
    visit.ask_for(SEND_DUE)
    return visit.go(f"/units/{unit}/returns/{ref}")


@pages.show(UNIT + "/returns/{ref}/receipt", Verb.SEE_OWN_RETURNS)
def receipt(visit: AVisit, unit: Ref, ref: Ref) -> Response:
    page = receipt_of(unit, ref, visit.agencies, workspace=visit.workspace)
    return visit.page("unit/receipt.html", page=page)


def _take(
    visit: Visit, unit: str, cases: Iterable[AskedCase], fields: Mapping[str, str]
) -> Response:
    typed = [answer for case in cases for answer in _typed(case.asked, fields)]
    edition = fields.get("edition", "")
    ref = answer_on_page(unit, edition, typed, workspace=visit.workspace)
    return visit.go(f"/units/{unit}/returns/{ref}")


def _typed(asked: Iterable[AskedAgain], fields: Mapping[str, str]) -> Iterator[TypedAnswer]:
    """Yield what was typed of what is asked; what was left as it is stays asked."""
    for one in asked:
        words, note = fields.get(f"answer:{one.at}", ""), fields.get(f"note:{one.at}", "")
        yield from one.typed(words, note, stays=f"keep:{one.at}" in fields)
