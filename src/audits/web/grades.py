"""One case of a moderation, its units side by side: for the desk, the panel, a second rater."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Annotated

from fastapi import Path
from fastapi.responses import Response

from audits.domain.days import day_from
from audits.domain.grade import Layer, Subject
from audits.domain.remedies import Verb
from audits.queries.case_side_by_side import case_side_by_side
from audits.queries.grades import GradeChange
from audits.steps.moderation.agree_grades import agree_for_panel, agree_grades
from audits.steps.moderation.give_grades import give_grades

from .errors import FormError
from .pages import AVisit, Fields, Pages
from .visit import Problem, Visit


pages = Pages()
Ref = Annotated[str, Path(pattern=r"^[\w.-]+$")]
DESK, PANEL = "/audits/{ref}/cases/{case}", "/audits/{ref}/panel/{case}"
SECOND = "/audits/{ref}/second/{case}"
PAGE_OF = {Layer.MODERATED: DESK, Layer.PANEL: PANEL, Layer.SECOND: SECOND}
NEXT, SHOWN = "next", "shown"


@pages.take(
    "/audits/{ref}/moderation/agree", Verb.AGREE_GRADES, shown_at="/audits/{ref}/moderation"
)
def agree(visit: AVisit, ref: Ref) -> Response:
    agree_grades(ref, by=visit.name, workspace=visit.workspace)
    return visit.go(f"/audits/{ref}/moderation", "grades_agreed", about=ref)


@pages.take(
    "/audits/{ref}/moderation/agree-panel", Verb.AGREE_GRADES, shown_at="/audits/{ref}/moderation"
)
def agree_panel(visit: AVisit, ref: Ref) -> Response:
    agree_for_panel(ref, by=visit.name, workspace=visit.workspace)
    return visit.go(f"/audits/{ref}/moderation", "panel_agreed", about=ref)


@pages.take(
    "/audits/{ref}/moderation/owners", Verb.DISPUTE_GRADE, shown_at="/audits/{ref}/moderation"
)
def name_owners(visit: AVisit, ref: Ref, fields: Fields) -> Response:
    changes = []
    for name, owner in fields.items():
        what, _, key = name.partition(":")
        if what == "owner" and owner and owner != fields.get(f"shown:{key}"):
            subject = Subject(*key.split(":", 2))
            changes.append(GradeChange(subject, by=visit.name, owner=owner))
    named = give_grades(ref, *changes, workspace=visit.workspace)
    return visit.go(f"/audits/{ref}/moderation", "owners_named", about=str(named))


@pages.show(DESK, Verb.SEE_GRADES)
def case(visit: AVisit, ref: Ref, case: Ref) -> Response:
    return _page(visit, ref, case, Layer.MODERATED)


@pages.take(DESK, Verb.GIVE_GRADE)
def grade(visit: AVisit, ref: Ref, case: Ref, fields: Fields) -> Response:
    return _take(visit, ref, case, fields, Layer.MODERATED)


@pages.take(DESK + "/agree", Verb.AGREE_GRADES, shown_at=DESK)
def agree_on_case(visit: AVisit, ref: Ref, case: Ref) -> Response:
    agree_grades(ref, by=visit.name, case=case, workspace=visit.workspace)
    return visit.go(f"/audits/{ref}/cases/{case}", "grades_agreed", about=case)


@pages.take(PANEL + "/agree", Verb.AGREE_GRADES, shown_at=PANEL)
def agree_on_case_for_panel(visit: AVisit, ref: Ref, case: Ref) -> Response:
    agree_for_panel(ref, by=visit.name, case=case, workspace=visit.workspace)
    return visit.go(f"/audits/{ref}/panel/{case}", "panel_agreed", about=case)


@pages.show(PANEL, Verb.SEE_GRADES)
def panel_case(visit: AVisit, ref: Ref, case: Ref) -> Response:
    return _page(visit, ref, case, Layer.PANEL)


@pages.take(PANEL, Verb.GIVE_GRADE)
def decide(visit: AVisit, ref: Ref, case: Ref, fields: Fields) -> Response:
    return _take(visit, ref, case, fields, Layer.PANEL)


@pages.show(SECOND, Verb.GIVE_GRADE)
def second_case(visit: AVisit, ref: Ref, case: Ref) -> Response:
    return _page(visit, ref, case, Layer.SECOND)


@pages.take(SECOND, Verb.GIVE_GRADE)
def rate_again(visit: AVisit, ref: Ref, case: Ref, fields: Fields) -> Response:
    return _take(visit, ref, case, fields, Layer.SECOND)


def _page(visit: Visit, ref: str, case: str, layer: Layer) -> Response:
    page = case_side_by_side(ref, case, workspace=visit.workspace, blind=layer is Layer.SECOND)
    at = PAGE_OF[layer].format(ref=ref, case="")
    return visit.page("moderation/case.html", page=page, layer=layer, at=at)


def _take(visit: Visit, ref: str, case: str, fields: Mapping[str, str], layer: Layer) -> Response:
    """Take what was said of a case's grades, and go to the next case if that was asked for."""
    changes = _changes(case, layer, visit.name, fields)
    give_grades(ref, *changes, workspace=visit.workspace)
    to = PAGE_OF[layer].format(ref=ref, case=fields.get(NEXT) or case)
    return visit.go(to, "case_graded", about=case)


def _changes(case: str, layer: Layer, by: str, fields: Mapping[str, str]) -> Iterator[GradeChange]:
    """Yield what was filled in about each grade of a case that the page showed.

    The page says which grade of this layer it showed: one that was left as it was is no change.
    """
    for name, seen in fields.items():
        what, _, key = name.partition(":")
        if what != SHOWN:
            continue
        unit, _, question = key.partition(":")
        change = GradeChange(
            Subject(case, unit, question),
            by=by,
            why=fields.get(f"why:{key}", ""),
            disputed=_disputed(key, fields),
            owner=fields.get(f"owner:{key}", ""),
            follow_up=fields.get(f"follow:{key}", ""),
            follow_up_by=_day(f"day:{key}", fields),
        )
        value = fields.get(f"grade:{key}", "")
        if value and (value != seen or change.why):
            change = replace(change, layer=layer, value=value, seen=seen)
        yield change


def _disputed(key: str, fields: Mapping[str, str]) -> bool | None:
    """Return whether a grade is disputed from now on; None if nothing was said of it."""
    if fields.get(f"settled:{key}"):
        return False
    return True if fields.get(f"owner:{key}") else None


def _day(name: str, fields: Mapping[str, str]) -> date | None:
    text = fields.get(name, "")
    day = day_from(text)
    if text and day is None:
        raise FormError((Problem(name, "Give a day, such as 9 March 2027."),))
    return day
