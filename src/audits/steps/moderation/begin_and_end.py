"""Moderation: begun when the returns are in, ended by a person when nothing holds it up."""

from audits.domain.amounts import many
from audits.domain.errors import ModerationError, StatusError
from audits.domain.gates import END_MODERATION
from audits.domain.grade import GradedAnswer
from audits.domain.moves import ways_on
from audits.domain.remedies import Outstanding, Remedy, Verb, remedies_of, sentences_of
from audits.domain.status import CycleStatus
from audits.findings import split_waiting, waiting
from audits.queries.current_rows import current_case_refs
from audits.queries.grades import graded_answers
from audits.queries.moderation_plan import as_kept, moderation_facts, plan_of
from audits.queries.needs_person import needs_person
from audits.sampling import second_rated
from audits.steps.cycle.gates import decide_gate, open_gate
from audits.steps.findings.freeze import freeze_findings
from audits.storage import Cycle, ModerationRow, UnitOfWork, View
from audits.storage.secrets import cycle_key
from audits.templates import template_of
from audits.workspace import Workspace

from .disagreements import settle_differences


def begin_moderation(cycle: Cycle, *, uow: UnitOfWork, workspace: Workspace) -> None:
    """Begin a cycle's moderation.

    The cases to be rated twice are drawn with the cycle's key, so anyone can draw them again.
    """
    plan = plan_of(cycle)
    cases = current_case_refs(cycle.ref, uow)
    twice: tuple[str, ...] = ()
    if plan.second_one_in:
        twice = second_rated(cases, cycle_key(workspace.vault, cycle.ref), plan.second_one_in)
    row = ModerationRow(cycle=cycle.ref, begun_at=workspace.clock(), second_cases=list(twice))
    if uow.add_once(row):
        uow.note("moderation begun", cycle.ref, rated_twice=list(twice))
    uow.move_cycle(cycle, CycleStatus.MODERATING)
    open_gate(END_MODERATION, cycle, uow=uow, workspace=workspace)


def being_moderated(ref: str, view: View) -> Cycle:
    """Return a cycle that is being moderated.

    Raises:
        StatusError: if it is not.
    """
    cycle = view.get(Cycle, ref)
    plan_of(cycle)
    if cycle.status is not CycleStatus.MODERATING:
        when = "Grades are taken only then"
        if cycle.issued_at is None:
            when = "Its returns come first"
        raise StatusError(
            f"{ref} is {cycle.status}, not moderating. {when}.", remedy=ways_on(cycle.status, ref)
        )
    return cycle


def check_nothing_waits(cycle: Cycle, graded: list[GradedAnswer], view: View) -> None:
    """Refuse to end moderation while something holds it up.

    Raises:
        ModerationError: with every grade that waits, and for what.
    """
    held = _held_up(cycle, graded, view)
    if held:
        lines = (f"The moderation of {cycle.ref} cannot end yet:", *sentences_of(held))
        raise ModerationError("\n".join(lines), remedy=remedies_of(held))


def moderated(cycle: Cycle, *, decision: str, uow: UnitOfWork, workspace: Workspace) -> bool:
    """End a cycle's moderation and tell whether it has ended; without moderation it passes by.

    A person's ``decision`` is refused while something holds moderation up; without one it ends
    only where the template lets its gate pass by itself.

    Raises:
        ModerationError: with every grade that waits, and for what.
    """
    plan = template_of(cycle.template).moderation
    if plan is None:
        return True
    if cycle.status is CycleStatus.ISSUED:
        begin_moderation(cycle, uow=uow, workspace=workspace)
        settle_differences(cycle, plan, uow=uow, workspace=workspace)
        decision = ""  # was on going on with what there is, not on grades nobody had looked at
    if not decision and not template_of(cycle.template).is_automatic(END_MODERATION):
        return False
    graded = graded_answers(cycle, uow)
    if not decision and _held_up(cycle, graded, uow):
        return False
    check_nothing_waits(cycle, graded, uow)
    row = uow.get(ModerationRow, cycle.ref)
    facts = moderation_facts(cycle, graded, uow)
    row.ended_at, row.facts = workspace.clock(), as_kept(facts)
    uow.add(row)
    decided = decision or "automatic"
    decide_gate(END_MODERATION, cycle, decision=decided, uow=uow, workspace=workspace)
    uow.note("moderation ended", cycle.ref, unanswered=len(facts.unanswered))
    return True


def end_by_itself(cycle: Cycle, *, uow: UnitOfWork, workspace: Workspace) -> None:
    """End moderation after a grade, and freeze the findings, where the template needs no person.

    It is left to go on while something holds it up.
    """
    if moderated(cycle, decision="", uow=uow, workspace=workspace):
        freeze_findings(cycle, uow=uow, workspace=workspace)


def _held_up(cycle: Cycle, graded: list[GradedAnswer], view: View) -> list[Outstanding]:
    """Return what holds up the end: a line each, and one an agency for what may be agreed with."""
    may_wait = waiting(graded, plan_of(cycle))
    one_by_one, others = split_waiting(may_wait, needs_person(cycle, graded, view))
    held = [Outstanding(grade.says) for grade in one_by_one if grade.holds_up]
    for unit, n in others.items():
        says = f"{unit}: {many(n, 'other grade')}, which call for nobody."
        held.append(Outstanding(says, (Remedy(Verb.AGREE_GRADES, cycle.ref, unit),)))
    return held
