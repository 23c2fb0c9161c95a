"""Draft findings that rest on a unit's answers: it reads them and says what is factually wrong."""

from fastapi.responses import Response

from audits.domain.amounts import many
from audits.domain.remedies import Verb
from audits.queries.own_units import check_is_theirs
from audits.queries.unit_findings import FactsStand, fact_page, facts_page
from audits.steps.findings.unit_checks import call_right, call_wrong

from .forms import CalledWrong
from .pages import AVisit, Fields, Pages, filled
from .unit import UNIT, Ref


pages = Pages()
FACTS = UNIT + "/facts/{ref}"
ONE = FACTS + "/{finding}"
STANDS = {
    FactsStand.ASKED: ("To check", "blue"),
    FactsStand.RIGHT: ("You find it right", "green"),
    FactsStand.WRONG: ("You say it is wrong", "orange"),
    FactsStand.ANSWERED: ("Answered", "grey"),
    FactsStand.CHANGED: ("Changed, comes again", "grey"),
}


@pages.show(FACTS, Verb.CHECK_FACTS)
def facts(visit: AVisit, unit: Ref, ref: Ref) -> Response:
    page = facts_page(unit, ref, visit.agencies, workspace=visit.workspace)
    to_check = 0
    for finding in page.findings:
        to_check += finding.stands is FactsStand.ASKED
    return visit.page("unit/facts.html", page=page, stands=STANDS, to_check=to_check)


@pages.take(FACTS, Verb.CHECK_FACTS)
def all_right(visit: AVisit, unit: Ref, ref: Ref) -> Response:
    check_is_theirs(unit, visit.agencies, workspace=visit.workspace)
    right = call_right(ref, unit=unit, workspace=visit.workspace)
    about = many(len(right), "finding")
    return visit.go(f"/units/{unit}/facts/{ref}", "called_right", about=about)


@pages.show(ONE, Verb.CHECK_FACTS)
def fact(visit: AVisit, unit: Ref, ref: Ref, finding: Ref) -> Response:
    page = fact_page(unit, ref, finding, visit.agencies, workspace=visit.workspace)
    return visit.page("unit/fact.html", page=page, stands=STANDS)


@pages.take(ONE, Verb.CHECK_FACTS)
def wrong(visit: AVisit, unit: Ref, ref: Ref, finding: Ref, fields: Fields) -> Response:
    check_is_theirs(unit, visit.agencies, workspace=visit.workspace)
    form = filled(CalledWrong, fields)
    call_wrong(ref, finding, unit=unit, why=form.why, read=form.read, workspace=visit.workspace)
    return visit.go(f"/units/{unit}/facts/{ref}/{finding}", "called_wrong")
