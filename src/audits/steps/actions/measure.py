"""What shows that an action worked: its measure named, and measured again."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from audits.actions import Better, Impact, MeasureKind, Verdict, weigh
from audits.domain.errors import NotFoundError, UserError
from audits.domain.finding import JudgedCase
from audits.domain.level import Dated, Level
from audits.domain.question import Question
from audits.domain.remedies import Missing, Remedy
from audits.findings.tally import tally
from audits.queries.case_answers import judged_questions
from audits.queries.measures import impact_of
from audits.statistics import compare_rounds
from audits.steps.masks import masks
from audits.storage import ActionMeasure, ActionRow, Cycle, View
from audits.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Measured:
    """What is to be recorded of an action's measure; None and "" leave what is there.

    ``baseline_cycle`` and ``after_cycle`` take the level from a cycle's own answers.
    """

    name: str = ""
    kind: MeasureKind | None = None
    better: Better | None = None
    baseline: Dated | None = None
    target: Dated | None = None
    after: Dated | None = None
    baseline_cycle: str = ""
    after_cycle: str = ""


@masks("measured")
def measure_action(ref: str, measured: Measured, *, workspace: Workspace) -> Verdict:
    """Record where an action's measure stands, propose its re-audit, and say what it shows.

    Raises:
        UserError: if the measure is not named, two levels are not of one kind, or one was measured
            on a day to come.
        NotFoundError: if the action, the cycle or the question in it is not there.
    """
    with workspace.open_uow() as uow:
        row = uow.get(ActionRow, ref)
        measure = uow.find(ActionMeasure, ref) or _new(ref, measured)
        _take(measure, measured, uow, workspace)
        _propose_reaudit(row, measure, measured, view=uow, workspace=workspace)
        impact = impact_of(measure)
        _check_alike(ref, impact)
        _check_past(measured, workspace)
        uow.add_all([measure, row])
        uow.note("action measured", ref, measure=measure.name, reaudit=row.reaudit_kind)
        uow.commit()
    return weigh(impact, compare_rounds)


def level_in(ref: str, question: str, view: View) -> Level:
    """Return how many of a cycle's judged cases were given the best answer to a question.

    Cases that a person chose are left out, as they are of every number.

    Raises:
        NotFoundError: if the cycle does not ask it, or nobody answered.
    """
    for asked, cases in judged_questions(view.get(Cycle, ref), view):
        if question not in (asked.id, asked.core):
            continue
        judged = tally(cases).judged
        if judged:
            return _level(asked, judged)
    raise NotFoundError(f"{ref} has no judged answers to '{question}'. Name a question it asks.")


def _level(asked: Question, judged: Sequence[JudgedCase]) -> Level:
    best = asked.scale.best.code if asked.scale else ""
    return Level(sum(case.value == best for case in judged), len(judged))


def _new(ref: str, measured: Measured) -> ActionMeasure:
    if not measured.name:
        raise UserError(f"Say what shows that {ref} worked.", remedy=Remedy(Missing.FIGURE))
    return ActionMeasure(action=ref, kind=MeasureKind.QUESTION, name=measured.name)


def _take(measure: ActionMeasure, measured: Measured, view: View, workspace: Workspace) -> None:
    measure.name = measured.name or measure.name
    measure.kind = measured.kind or measure.kind
    measure.better = measured.better or measure.better
    given: Mapping[str, Dated | None] = {
        "baseline": measured.baseline
        or _of_cycle(measured.baseline_cycle, measure.name, view, workspace),
        "target": measured.target,
        "after": measured.after or _of_cycle(measured.after_cycle, measure.name, view, workspace),
    }
    for name, dated in given.items():
        if dated is not None:
            setattr(measure, name, dated.level.value)
            setattr(measure, f"{name}_of", dated.level.of)
            setattr(measure, f"{name}_on", dated.on)
    if measured.after_cycle:
        measure.after_cycle = measured.after_cycle


def _of_cycle(ref: str, question: str, view: View, workspace: Workspace) -> Dated | None:
    if not ref:
        return None
    cycle = view.get(Cycle, ref)
    day = cycle.opened_on
    if cycle.due_at:
        day = workspace.calendar.local_date(cycle.due_at)
    return Dated(level_in(ref, question, view), day)


def _propose_reaudit(
    row: ActionRow, measure: ActionMeasure, measured: Measured, *, view: View, workspace: Workspace
) -> None:
    """Propose to ask the same question again, in the audit it came from or one that asks it."""
    if measured.after_cycle:
        row.reaudit_cycle = measured.after_cycle
    if measure.kind == MeasureKind.FIGURE:
        row.reaudit_kind, row.reaudit_on = "", measure.target_on
        return
    kinds = []
    if row.cycle:
        kinds.append(view.get(Cycle, row.cycle).kind)
    kinds += _kinds_that_ask(measure.name, workspace)
    if kinds:
        row.reaudit_kind, row.reaudit_on = kinds[0], measure.target_on or row.due


def _kinds_that_ask(name: str, workspace: Workspace) -> Iterator[str]:
    """Yield the kinds of audit that ask a question of this name."""
    for template in workspace.templates.values():
        if any(name in (question.id, question.core) for question in template.questions):
            yield template.kind


def _check_alike(ref: str, impact: Impact) -> None:
    dated = filter(None, (impact.baseline, impact.target, impact.after))
    if len({known.level.of is None for known in dated}) > 1:
        raise UserError(
            f"The levels of {ref}'s measure are not of one kind. Give all as counts (12/20), "
            "or all as figures (36.5)."
        )


def _check_past(measured: Measured, workspace: Workspace) -> None:
    """Refuse a level that was measured on a day to come; only a target is to come."""
    for dated in (measured.baseline, measured.after):
        if dated is not None and dated.on > workspace.today():
            raise UserError(
                f"Nothing can have been measured on {dated.on:%d/%m/%Y}, which is still to come. "
                "Give the day on which it was."
            )
