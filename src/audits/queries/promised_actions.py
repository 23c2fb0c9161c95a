"""What units promise in their returns: proposed actions, each linked to the answer behind it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from audits.domain.action import Origin
from audits.domain.question import questions_by_id
from audits.domain.spelling import folded
from audits.domain.status import ActionStatus
from audits.storage import ActionRow, AnswerRow, Cycle, View
from audits.workspace import Workspace

from .current_rows import (
    AnswersByCell,
    by_cell,
    current_answers,
    current_case_refs,
    value_at,
)


if TYPE_CHECKING:
    from audits.templates import AuditTemplate

NOTHING = frozenset({"", "none", "nothing", "no", "nil", "n a", "na", "not applicable"})


@dataclass(frozen=True, slots=True)
class PromisedIn:
    """The answer that promised an action: whose, about which case, to what, and where it is."""

    cycle: str
    unit: str
    case: str
    question: str
    asks: str
    sheet: str
    cell: str


def promised_actions(
    cycle: Cycle, *, next_number: Callable[[], int], view: View, workspace: Workspace
) -> Iterator[ActionRow]:
    """Yield an action for each thing that a unit says it will do, of the unit itself.

    A day or a measure that it does not give is left open. What is in the plan already, in the same
    words and of the same unit, is not proposed again, nor what a unit promised twice.
    """
    from audits.templates import (
        template_of,  # the plan, which is listed from here too, does without
    )

    template = template_of(cycle.template)
    if template.promises is None:
        return
    promises = template.promises
    answers = _answers(cycle, view)
    planned = {(row.owner, row.title) for row in view.all(ActionRow, ActionRow.cycle == cycle.ref)}
    for (unit, case, question), row in answers.items():
        text = (row.value or "").strip()
        if question != promises.what or folded(text) in NOTHING or (unit, text) in planned:
            continue
        planned.add((unit, text))
        action = _proposed(row, text, template, number=next_number(), today=workspace.today())
        action.due = action.original_due = _day(value_at(answers, unit, case, promises.by))
        action.measure = value_at(answers, unit, case, promises.measure)
        yield action


def promised_in(answer: int | None, view: View) -> PromisedIn | None:
    """Return the answer that promised an action: whose, about which case, to what, where it is."""
    row = view.find(AnswerRow, answer) if answer else None
    if row is None:
        return None
    from audits.templates import template_of

    asked = template_of(view.get(Cycle, row.cycle).template).questions
    question = questions_by_id(asked).get(row.question)
    asks = question.asks if question else ""
    return PromisedIn(row.cycle, row.unit, row.case_ref, row.question, asks, row.sheet, row.cell)


def _answers(cycle: Cycle, view: View) -> AnswersByCell:
    """Return the current answers about the cases that still count, also those a person chose."""
    cases = set(current_case_refs(cycle.ref, view))
    return by_cell(row for row in current_answers(cycle.ref, view) if row.case_ref in cases)


def _proposed(
    answer: AnswerRow, text: str, template: "AuditTemplate", *, number: int, today: date
) -> ActionRow:
    source, origin = "audit", Origin.AUDIT
    if template.sample.by_name:
        source, origin = "case review", Origin.REVIEW
    return ActionRow(
        id=f"A{number}",
        title=text,
        source=source,
        origin=origin,
        cycle=answer.cycle,
        owner=answer.unit,
        status=ActionStatus.PROPOSED,
        opened_on=today,
        answer=answer.id,
    )


def _day(text: str) -> date | None:
    if not text:
        return None
    return date.fromisoformat(text)
