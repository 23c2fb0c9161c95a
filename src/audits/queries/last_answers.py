"""What a unit answered the last time, to stand beside what it is asked now."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from audits.domain.amounts import many
from audits.domain.days import day_in_words
from audits.domain.pack import LastAnswer
from audits.domain.question import AnswerType, Question, questions_by_id
from audits.domain.status import ANALYSED_OR_LATER, TAKING_ANSWERS
from audits.storage import AnswerRow, Cycle, View
from audits.templates import AuditTemplate, template_of

from .latest_cycle import latest_cycle


NAMED = 8  # numbers of questions, in one sentence


@dataclass(frozen=True, slots=True)
class LastTime:
    """What a unit answered in a cycle, and which questions are others now, by their numbers."""

    cycle: str = ""
    answers: tuple[LastAnswer, ...] = ()
    changed: tuple[int, ...] = ()

    @property
    def says(self) -> str:
        """Return the sentence on what has changed, "" where nothing has."""
        if not self.changed:
            return ""
        numbers = ", ".join(map(str, self.changed[:NAMED]))
        if len(self.changed) > NAMED:
            numbers += f" and {len(self.changed) - NAMED} more"
        return (
            f"{many(len(self.changed), 'question')} changed since {self.cycle}, so "
            f"what you answered then does not stand beside: {numbers}."
        )


def last_time(
    cycle: Cycle, unit: str, agency: str, template: AuditTemplate, view: View
) -> LastTime:
    """Return what a unit answered in the cycle of the same kind before, if that is brought forward.

    Of a question that reads otherwise now, or has another scale, nothing is.
    """
    if not template.bring_forward:
        return LastTime()
    asked_then = (*TAKING_ANSWERS, *ANALYSED_OR_LATER)
    before = latest_cycle(cycle.kind, asked_then, view, before=cycle.opened_on)
    if before is None:
        return LastTime()
    is_theirs = (AnswerRow.cycle == before.ref, AnswerRow.unit == unit, AnswerRow.current)
    given = view.rows_by(AnswerRow, AnswerRow.question, *is_theirs)
    asked = [one for one in template.questions if one.is_for(agency) and not one.follows]
    earlier = questions_by_id(template_of(before.template).questions)
    answers = tuple(_answers(asked, earlier, given))
    if not answers:
        return LastTime()
    changed = []
    for question in asked:
        if question.id in given and _is_other(question, earlier.get(question.id)):
            changed.append(question.number)
    return LastTime(before.ref, answers, tuple(changed))


def _answers(
    asked: Iterable[Question], earlier: Mapping[str, Question], given: Mapping[str, AnswerRow]
) -> Iterator[LastAnswer]:
    for question in asked:
        row = given.get(question.id)
        if row is not None and row.value and not _is_other(question, earlier.get(question.id)):
            yield LastAnswer(question.id, _in_words(question, row))


def _is_other(question: Question, before: Question | None) -> bool:
    """Tell whether a question is another than it was: by its words, or what it may be answered."""
    return before is None or (before.asks, before.scale) != (question.asks, question.scale)


def _in_words(question: Question, row: AnswerRow) -> str:
    choice, value = question.choice(row.value), row.value or ""
    if choice:
        value = choice.label
    elif question.type is AnswerType.DATE:
        value = day_in_words(date.fromisoformat(value))
    return ". ".join(filter(None, (value.rstrip("."), row.note)))
