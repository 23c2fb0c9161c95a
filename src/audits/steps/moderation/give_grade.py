"""Take what moderators and panels say about a grade; what was said before stays beside it."""

from dataclasses import replace

from audits.domain.errors import ModerationError, NotFoundError
from audits.domain.grade import Grade, GradedAnswer, Layer, Subject
from audits.domain.remedies import Missing, Remedy, Verb
from audits.queries.grades import GradeChange, graded_answers
from audits.queries.moderation_plan import plan_of
from audits.steps.masks import masks
from audits.storage import Cycle, FollowUp, GradeRow, UnitOfWork, View
from audits.workspace import Workspace

from .begin_and_end import being_moderated, end_by_itself
from .disagreements import columns_of, record_dispute, settle_differences


@masks("said")
def give_grade(ref: str, said: GradeChange, *, workspace: Workspace) -> bool:
    """Take what is said about one grade, and tell whether it is new.

    A subject without a unit is the one unit that has such a grade. Where the template needs no
    person for it, moderation ends with the last grade that it waited for.

    Raises:
        NotFoundError: if the case is not in the draw, or the unit was not asked.
        ModerationError: if the grade is not on the scale, its reason is missing, or a second
            rater has seen the first grade.
        StatusError: if the cycle is not being moderated.
    """
    with workspace.open_uow() as uow:
        cycle = being_moderated(ref, uow)
        said = replace(said, subject=_with_unit(cycle, said.subject, uow))
        new = record_grades(cycle, [said], uow=uow, workspace=workspace)
        end_by_itself(cycle, uow=uow, workspace=workspace)
        uow.commit()
    return new > 0


def _with_unit(cycle: Cycle, subject: Subject, view: View) -> Subject:
    if subject.unit:
        return subject
    there = [
        grade.subject.unit
        for grade in graded_answers(cycle, view)
        if (grade.subject.case, grade.subject.question) == (subject.case, subject.question)
    ]
    if len(there) > 1:
        raise ModerationError(
            f"Several units grade {subject.case}: {', '.join(there)}. Say which.",
            remedy=Remedy(Missing.UNIT),
        )
    if not there:
        return subject
    return replace(subject, unit=there[0])


def record_grades(
    cycle: Cycle, all_said: list[GradeChange], *, uow: UnitOfWork, workspace: Workspace
) -> int:
    """Take what is said, in this transaction, and return how much of it is new."""
    plan = plan_of(cycle)
    graded = {grade.subject: grade for grade in graded_answers(cycle, uow)}
    count = sum(_take(cycle, each, graded, uow=uow, workspace=workspace) for each in all_said)
    settle_differences(cycle, plan, uow=uow, workspace=workspace)
    return count


def check_grade(said: GradeChange, now: GradedAnswer) -> None:
    """Refuse a grade that is none, that lacks its reason or author, or that was not blind.

    Raises:
        ModerationError: saying which and what to do.
    """
    codes = []
    if now.question.scale:
        codes = [choice.code for choice in now.question.scale.choices]
    if said.value not in codes:
        raise ModerationError(
            f"'{said.value}' is no grade of {said.subject.question}. It may be: {', '.join(codes)}."
        )
    if not said.by.strip():
        raise ModerationError(f"{said.subject}: say who gives the grade.")
    differs_ = now.own is None or said.value != now.own.value
    if said.layer is not Layer.SECOND and differs_ and not said.why.strip():
        raise ModerationError(f"{said.subject}: say why the grade is not the unit's own.")
    if said.layer is Layer.SECOND:
        _check_is_blind(said, now)


def _take(
    cycle: Cycle,
    said: GradeChange,
    graded: dict[Subject, GradedAnswer],
    *,
    uow: UnitOfWork,
    workspace: Workspace,
) -> bool:
    now = _known(cycle, said.subject, graded)
    if said.layer and said.value:
        check_grade(said, now)
    new = [
        _add_grade(cycle, said, now, uow=uow, workspace=workspace),
        _add_follow_up(cycle, said, now, uow=uow, workspace=workspace),
        record_dispute(cycle, said, uow=uow, workspace=workspace),
    ]
    return any(new)


def _known(cycle: Cycle, subject: Subject, graded: dict[Subject, GradedAnswer]) -> GradedAnswer:
    if subject in graded:
        return graded[subject]
    cases = {grade.case for grade in graded}
    if subject.case not in cases:
        raise NotFoundError(
            f"{subject.case} is not among the graded cases of {cycle.ref}.",
            remedy=Remedy(Verb.SEE_GRADES, cycle.ref),
        )
    for what, name in (("unit", subject.unit), ("question", subject.question)):
        there = sorted({getattr(s, what) for s in graded if s.case == subject.case})
        if name not in there:
            raise NotFoundError(
                f"{subject.case} has no grade of the {what} '{name}'. It has: {', '.join(there)}."
            )
    raise NotFoundError(f"{subject} is no grade of {cycle.ref}.")


def _check_is_blind(said: GradeChange, now: GradedAnswer) -> None:
    if not now.is_second_rated:
        raise ModerationError(f"{said.subject}: this case is not drawn for a second rating.")
    seen = {g.by.strip().casefold() for g in (now.moderated, now.panel) if g}
    if said.by.strip().casefold() in seen:
        raise ModerationError(
            f"{said.subject}: {said.by} has graded this case in sight of the first grade. "
            "Ask somebody else for the second."
        )


def _add_grade(
    cycle: Cycle, said: GradeChange, now: GradedAnswer, *, uow: UnitOfWork, workspace: Workspace
) -> bool:
    if not (said.layer and said.value):
        return False
    before: Grade | None = getattr(now, str(said.layer))
    if before and (before.value, before.why, before.by) == (said.value, said.why, said.by):
        return False
    uow.add(
        GradeRow(
            **columns_of(cycle, said.subject), layer=said.layer, value=said.value,
            given_by=said.by, given_at=workspace.clock(), why=said.why, source=said.source,
        )
    )  # fmt: skip
    # The value of a second rating is told to nobody before both are in.
    value = "" if said.layer is Layer.SECOND else said.value
    uow.note("grade given", cycle.ref, of=str(said.subject), layer=str(said.layer), value=value)
    return True


def _add_follow_up(
    cycle: Cycle, said: GradeChange, now: GradedAnswer, *, uow: UnitOfWork, workspace: Workspace
) -> bool:
    owner, day = said.follow_up or now.follow_up_owner, said.follow_up_by or now.follow_up_by
    if not (said.follow_up or said.follow_up_by):
        return False
    if not (owner and day):
        raise ModerationError(f"{said.subject}: say who follows up, and by which day.")
    if (owner, day) == (now.follow_up_owner, now.follow_up_by):
        return False
    row = FollowUp(
        **columns_of(cycle, said.subject), owner=owner, due=day,
        named_by=said.by or uow.actor, named_at=workspace.clock(),
    )  # fmt: skip
    uow.add(row)
    uow.note("follow-up named", cycle.ref, of=str(said.subject), owner=owner, due=str(day))
    return True
