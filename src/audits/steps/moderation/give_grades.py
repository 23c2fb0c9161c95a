"""Take what moderators and panels say about a grade; what was said before stays beside it."""

from dataclasses import replace

from audits.domain.errors import ModerationError, NotFoundError
from audits.domain.grade import Grade, GradedAnswer, GradeError, Layer, Subject
from audits.domain.remedies import Missing, Remedy, Verb
from audits.queries.grades import GradeChange, graded_answers
from audits.queries.moderation_plan import plan_of
from audits.steps.masks import masks
from audits.storage import Cycle, FollowUp, GradeRow, UnitOfWork, View
from audits.workspace import Workspace

from .begin_and_end import being_moderated, end_by_itself
from .disagreements import columns_of, record_dispute, settle_differences


@masks("changes")
def give_grades(ref: str, *changes: GradeChange, workspace: Workspace) -> int:
    """Take what is said about grades, all of it or none, and return how much of it is new.

    A subject without a unit is the one unit that has such a grade. Where the template needs no
    person for it, moderation ends with the last grade that it waited for.

    Raises:
        NotFoundError: if the case is not in the draw, or the unit was not asked.
        GradeError: if a grade is not on the scale, its reason is missing, or a second rater has
            seen the first grade.
        ModerationError: if several units have such a grade and none is named.
        StatusError: if the cycle is not being moderated.
    """
    with workspace.open_uow() as uow:
        cycle = being_moderated(ref, uow)
        new = record_grades(
            cycle,
            [replace(change, subject=_with_unit(cycle, change.subject, uow)) for change in changes],
            uow=uow,
            workspace=workspace,
        )
        end_by_itself(cycle, uow=uow, workspace=workspace)
        uow.commit()
    return new


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
    cycle: Cycle, changes: list[GradeChange], *, uow: UnitOfWork, workspace: Workspace
) -> int:
    """Take what is said, in this transaction, and return how much of it is new."""
    plan = plan_of(cycle)
    graded = {grade.subject: grade for grade in graded_answers(cycle, uow)}
    count = sum(_take(cycle, change, graded, uow=uow, workspace=workspace) for change in changes)
    settle_differences(cycle, plan, uow=uow, workspace=workspace)
    return count


def check_grade(change: GradeChange, now: GradedAnswer) -> None:
    """Refuse a grade that is none, that lacks its reason or author, or that was not blind.

    Raises:
        GradeError: saying which and what to do.
    """
    codes = []
    if now.question.scale:
        codes = [choice.code for choice in now.question.scale.choices]
    if change.value not in codes:
        raise GradeError(
            change.subject,
            f"'{change.value}' is no such grade. It may be: {', '.join(codes)}.",
        )
    if not change.by.strip():
        raise GradeError(change.subject, "say who gives the grade.")
    _check_is_as_seen(change, now)
    differs_ = now.own is None or change.value != now.own.value
    if change.layer is not Layer.SECOND and differs_ and not change.why.strip():
        raise GradeError(change.subject, "say why the grade is not the unit's own.")
    if change.layer is Layer.SECOND:
        _check_is_blind(change, now)


def _take(
    cycle: Cycle,
    change: GradeChange,
    graded: dict[Subject, GradedAnswer],
    *,
    uow: UnitOfWork,
    workspace: Workspace,
) -> bool:
    now = _known(cycle, change.subject, graded)
    change = _with_reason(change, now)
    if change.layer and change.value:
        check_grade(change, now)
    new = [
        _add_grade(cycle, change, now, uow=uow, workspace=workspace),
        _add_follow_up(cycle, change, now, uow=uow, workspace=workspace),
        record_dispute(cycle, change, uow=uow, workspace=workspace),
    ]
    return any(new)


def _with_reason(change: GradeChange, now: GradedAnswer) -> GradeChange:
    """Return a grade with its reason: where the panel sides with the desk, the desk's stands."""
    desk = now.moderated
    if change.layer is not Layer.PANEL or change.why.strip() or desk is None:
        return change
    is_own = now.own is not None and change.value == now.own.value
    if is_own or change.value != desk.value:
        return change
    return replace(change, why=desk.why)


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


def _check_is_as_seen(change: GradeChange, now: GradedAnswer) -> None:
    """Refuse a grade over one that its author has not seen."""
    stands: Grade | None = getattr(now, str(change.layer))
    if change.seen is None or stands is None or stands.value in (change.seen, change.value):
        return
    label = getattr(now.question.choice(stands.value), "label", stands.value)
    raise GradeError(
        change.subject,
        f"{stands.by} has given '{label}' meanwhile. Look at it, and give yours again if it "
        "should count.",
    )


def _check_is_blind(change: GradeChange, now: GradedAnswer) -> None:
    if not now.is_second_rated:
        raise GradeError(change.subject, "this case is not drawn for a second rating.")
    seen = {g.by.strip().casefold() for g in (now.moderated, now.panel) if g}
    if change.by.strip().casefold() in seen:
        raise GradeError(
            change.subject,
            f"{change.by} has graded this case in sight of the first grade. "
            "Ask somebody else for the second.",
        )


def _add_grade(
    cycle: Cycle, change: GradeChange, now: GradedAnswer, *, uow: UnitOfWork, workspace: Workspace
) -> bool:
    if not (change.layer and change.value):
        return False
    before: Grade | None = getattr(now, str(change.layer))
    if before and (before.value, before.why, before.by) == (change.value, change.why, change.by):
        return False
    uow.add(
        GradeRow(
            **columns_of(cycle, change.subject), layer=change.layer, value=change.value,
            given_by=change.by, given_at=workspace.clock(), why=change.why, source=change.source,
        )
    )  # fmt: skip
    # The value of a second rating is told to nobody before both are in.
    value = "" if change.layer is Layer.SECOND else change.value
    uow.note("grade given", cycle.ref, of=str(change.subject), layer=str(change.layer), value=value)
    return True


def _add_follow_up(
    cycle: Cycle, change: GradeChange, now: GradedAnswer, *, uow: UnitOfWork, workspace: Workspace
) -> bool:
    owner, day = change.follow_up or now.follow_up_owner, change.follow_up_by or now.follow_up_by
    if not (change.follow_up or change.follow_up_by):
        return False
    if not (owner and day):
        raise GradeError(change.subject, "say who follows up, and by which day.")
    if (owner, day) == (now.follow_up_owner, now.follow_up_by):
        return False
    row = FollowUp(
        **columns_of(cycle, change.subject), owner=owner, due=day,
        named_by=change.by or uow.actor, named_at=workspace.clock(),
    )  # fmt: skip
    uow.add(row)
    uow.note("follow-up named", cycle.ref, of=str(change.subject), owner=owner, due=str(day))
    return True
