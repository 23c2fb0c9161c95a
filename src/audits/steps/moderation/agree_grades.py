"""Agree at once with every grade that calls for no person, of a cycle, a case or an agency."""

from audits.domain.errors import ModerationError, NotFoundError
from audits.domain.grade import GradedAnswer, Layer
from audits.domain.remedies import Missing, Remedy
from audits.findings import panel_may_agree
from audits.queries.grades import GradeChange, graded_answers
from audits.queries.moderation_plan import plan_of
from audits.queries.needs_person import may_agree, needs_person
from audits.storage import Cycle, View
from audits.workspace import Workspace

from .begin_and_end import being_moderated, end_by_itself
from .give_grades import record_grades


def agree_grades(ref: str, *, by: str, workspace: Workspace, case: str = "", unit: str = "") -> int:
    """Take the desk's word that it agrees with all grades that call for nobody; return how many.

    A grade that calls for a person stays open: it is given by itself. Where the template needs no
    person for it, moderation ends with the last grade that it waited for.

    Raises:
        NotFoundError: if no grade is of this case or this unit.
        ModerationError: if nobody is named, or the template asks for no desk grades.
        StatusError: if the cycle is not being moderated.
    """
    if not by.strip():
        raise ModerationError("Say who agrees.", remedy=Remedy(Missing.BY))
    with workspace.open_uow() as uow:
        cycle = being_moderated(ref, uow)
        if not plan_of(cycle).desk:
            raise ModerationError(f"The template of {cycle.kind} asks for no desk grades.")
        graded = graded_answers(cycle, uow)
        _check_is_known(cycle, graded, case, unit)
        others = [
            grade
            for grade in to_agree(cycle, graded, uow)
            if case in ("", grade.subject.case) and unit in ("", grade.subject.unit)
        ]
        changes = [agreed(grade, by=by) for grade in others]
        new = record_grades(cycle, changes, uow=uow, workspace=workspace)
        end_by_itself(cycle, uow=uow, workspace=workspace)
        uow.commit()
    return new


def agree_for_panel(ref: str, *, by: str, workspace: Workspace, case: str = "") -> int:
    """Take the panel's word wherever unit and desk are at one; return how many grades are new.

    What is disputed, or rated twice and not settled, stays open: it is given by itself.

    Raises:
        NotFoundError: if no grade is of this case.
        ModerationError: if nobody is named, or the template has no panel.
        StatusError: if the cycle is not being moderated.
    """
    if not by.strip():
        raise ModerationError("Say who agrees.", remedy=Remedy(Missing.BY))
    with workspace.open_uow() as uow:
        cycle = being_moderated(ref, uow)
        plan = plan_of(cycle)
        if not plan.panel:
            raise ModerationError(f"The template of {cycle.kind} has no panel.")
        graded = graded_answers(cycle, uow)
        _check_is_known(cycle, graded, case, "")
        others = panel_may_agree(graded, plan, needs_person(cycle, graded, uow))
        changes = []
        for grade in others:
            if case in ("", grade.subject.case):
                changes.append(_agreed_by_panel(grade, by))
        new = record_grades(cycle, changes, uow=uow, workspace=workspace)
        end_by_itself(cycle, uow=uow, workspace=workspace)
        uow.commit()
    return new


def _agreed_by_panel(graded: GradedAnswer, by: str) -> GradeChange:
    value = graded.own.value if graded.own else ""
    return GradeChange(graded.subject, Layer.PANEL, value, by=by)


def to_agree(cycle: Cycle, graded: list[GradedAnswer], view: View) -> tuple[GradedAnswer, ...]:
    """Return the grades that call for nobody and that the desk has not agreed with yet."""
    return may_agree(plan_of(cycle), graded, needs_person(cycle, graded, view))


def agreed(graded: GradedAnswer, *, by: str, source: str = "") -> GradeChange:
    """Return what the desk says when it agrees with a unit's own grade."""
    value = graded.own.value if graded.own else ""
    return GradeChange(graded.subject, Layer.MODERATED, value, by=by, source=source)


def _check_is_known(cycle: Cycle, graded: list[GradedAnswer], case: str, unit: str) -> None:
    cases = dict.fromkeys(grade.subject.case for grade in graded)
    units = dict.fromkeys(grade.subject.unit for grade in graded)
    for what, name, known in (("case", case, cases), ("agency", unit, units)):
        if name and name not in known:
            raise NotFoundError(
                f"{cycle.ref} has no grades of the {what} '{name}'. It has: {', '.join(known)}."
            )
