"""What one unit answered in an audit, beside all the others together, as its own sheet takes it."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from audits.domain.errors import NotFoundError
from audits.domain.finding import CaseAnswer
from audits.domain.question import Question
from audits.domain.status import AGREED_OR_LATER, WITHOUT_ANSWERS, ReturnOutcome
from audits.queries.actions_about import actions_about
from audits.queries.analysed import check_is_analysed
from audits.queries.case_answers import case_answers
from audits.queries.current_rows import current_answers
from audits.queries.own_units import Agencies, own_unit
from audits.queries.still_kept import check_answers_are_kept, without_answers
from audits.queries.unit_actions import owners_at
from audits.reporting import (
    CycleFacts,
    FeedbackFacts,
    OwnQuestion,
    Paper,
    outcome_in_words,
    view_paper,
)
from audits.storage import AnswerRow, Cycle, ReturnFile, Unit, View, one_of
from audits.templates import template_of
from audits.workspace import Workspace

from .cycle import cycle_facts


Given = Mapping[str, Sequence[CaseAnswer]]  # by question


@dataclass(frozen=True, slots=True)
class SheetLine:
    """An audit of which there is a feedback sheet."""

    cycle: str
    title: str


@dataclass(frozen=True, slots=True)
class SheetsOfUnit:
    """The audits of which a unit may read its feedback sheet, the latest first."""

    unit: str
    name: str
    sheets: tuple[SheetLine, ...]


def sheets_of_unit(unit: str, agencies: Agencies, *, workspace: Workspace) -> SheetsOfUnit:
    """Return the agreed audits that a unit of somebody's agencies answered.

    Raises:
        NotFoundError: if the unit is not theirs, or is not there.
    """
    with workspace.open_view() as view:
        row = own_unit(unit, agencies, view)
        answered = view.values(AnswerRow.cycle, AnswerRow.unit == unit, AnswerRow.current)
        gone = without_answers(view)
        cycles = view.all(
            Cycle, one_of(Cycle.ref, set(answered) - gone), one_of(Cycle.status, AGREED_OR_LATER),
            order_by=Cycle.opened_on,
        )  # fmt: skip
    lines = tuple(SheetLine(cycle.ref, cycle.title) for cycle in reversed(cycles))
    return SheetsOfUnit(unit, row.name, lines)


def own_sheet(
    unit: str, ref: str, agencies: Agencies, *, workspace: Workspace
) -> tuple[Paper, FeedbackFacts]:
    """Return the feedback sheet of a unit of somebody's agencies, once the audit is agreed.

    Raises:
        NotFoundError: if the unit is not theirs, did not answer, or nothing is agreed yet.
        StatusError: if the answers were destroyed.
    """
    with workspace.open_view() as view:
        own_unit(unit, agencies, view)
        cycle = view.find(Cycle, ref)
        if cycle is None or cycle.status not in AGREED_OR_LATER:
            raise NotFoundError("There is no such feedback sheet.")
        check_answers_are_kept(cycle, view, workspace)
        (facts,) = feedback_facts(cycle, [unit], view=view, workspace=workspace)
    return view_paper("feedback", facts, "professional"), facts


def sheets_of_cycle(
    ref: str, *, unit: str = "", workspace: Workspace
) -> list[tuple[str, FeedbackFacts]]:
    """Return each unit that answered in a cycle with what its sheet says; or one ``unit`` alone.

    Raises:
        NotFoundError: if there is no such cycle, or nobody answered, or that unit did not.
        StatusError: if the cycle is not analysed, or its answers were destroyed.
    """
    with workspace.open_view() as view:
        cycle = view.get(Cycle, ref)
        check_is_analysed(cycle)
        check_answers_are_kept(cycle, view, workspace)
        units = [unit] if unit else _units_answering(ref, view)
        return list(
            zip(units, feedback_facts(cycle, units, view=view, workspace=workspace), strict=True)
        )


def _units_answering(ref: str, view: View) -> list[str]:
    units = sorted({row.unit for row in current_answers(ref, view)})
    if not units:
        raise NotFoundError(f"No unit answered in {ref}, so there is no feedback sheet.")
    return units


def feedback_facts(
    cycle: Cycle, units: Sequence[str], *, view: View, workspace: Workspace
) -> Iterator[FeedbackFacts]:
    """Yield what the sheet of each of these units says of a cycle.

    Raises:
        NotFoundError: if one of them did not answer.
    """
    about = cycle_facts(cycle, view=view, workspace=workspace)
    counted = [answer for answer in case_answers(cycle, view) if not answer.targeted]
    random = {answer.case for answer in counted}
    given: dict[tuple[str, str], list[str | None]] = defaultdict(list)
    for row in current_answers(cycle.ref, view):
        if row.case_ref in random:
            given[row.unit, row.question].append(row.value)
    by_question: dict[str, list[CaseAnswer]] = defaultdict(list)
    for answer in counted:
        by_question[answer.question].append(answer)
    answering = {unit for unit, _ in given}
    asked = [one for one in template_of(cycle.template).questions if one.scale is not None]
    for unit in units:
        if unit not in answering:
            raise NotFoundError(
                f"{unit} has no answers in {cycle.ref}: there is no feedback sheet."
            )
        questions = []
        for question in asked:
            own = _own_question(question, unit, given[unit, question.id], by_question[question.id])
            if sum(own.own):
                questions.append(own)
        yield _facts(about, unit, len(answering) - 1, questions, view, workspace)


def _own_question(
    question: Question, unit: str, given: Sequence[str | None], answers: Sequence[CaseAnswer]
) -> OwnQuestion:
    own = [answer for answer in answers if answer.unit == unit]
    others = [answer.value for answer in answers if answer.unit != unit]
    below: tuple[str, ...] = ()
    if len(own) > 1:  # of one, a unit knows which it is: itself
        below = tuple(answer.case for answer in own if question.falls_short(answer.value))
    as_counted = [answer.value for answer in own]
    silent = [None] * (len(own) - len(given))
    return OwnQuestion(
        question, _counts(question, [*given, *silent]), _counts(question, as_counted),
        _counts(question, others), below,
    )  # fmt: skip


def _counts(question: Question, values: Sequence[str | None]) -> tuple[int, ...]:
    """Return how often each choice was given, and last how often none of them was."""
    given = Counter(values)
    codes = question.scale.codes if question.scale else ()
    chosen = tuple(given[code] for code in codes)
    return (*chosen, len(values) - sum(chosen))


def _facts(
    about: CycleFacts, unit: str, others: int, questions: Sequence[OwnQuestion], view: View,
    workspace: Workspace,
) -> FeedbackFacts:  # fmt: skip
    row = view.get(Unit, unit)
    return FeedbackFacts(
        cycle=about,
        unit=row.name,
        outcome=_outcome(about.ref, unit, view),
        others=others,
        questions=tuple(questions),
        actions=actions_about([about.ref], view, owners=owners_at(row, view, workspace)),
    )


def _outcome(ref: str, unit: str, view: View) -> str:
    """Return what became of a unit's last return that could be read, and whether it was late."""
    words = "nothing yet"
    for row in view.all(
        ReturnFile, ReturnFile.cycle == ref, ReturnFile.unit == unit,
        order_by=ReturnFile.received_at,
    ):  # fmt: skip
        if row.outcome and row.outcome not in (*WITHOUT_ANSWERS, ReturnOutcome.SUPERSEDED):
            words = outcome_in_words(row.outcome)
            if row.late and row.outcome is not ReturnOutcome.LATE:
                words += ", late"
    return words
