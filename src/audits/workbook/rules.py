"""What a pack's cells accept and say while they are filled in."""

from collections.abc import Iterator, Sequence

from audits.domain.pack import KNOWN, Pack
from audits.domain.question import AnswerType, EvidenceRule, Question, Scale
from audits.xlsx import (
    Rule,
    accept_date,
    accept_number,
    accept_text,
    choose_from,
    column_letter,
    explain,
    quoted,
)

from .layout import questions_of, wants_note
from .table import Slot


def scales_of(pack: Pack) -> tuple[Scale, ...]:
    """Return every scale that a pack uses, once."""
    questions = questions_of(pack)
    by_id = {question.scale.id: question.scale for question in questions if question.scale}
    return tuple(by_id.values())


def list_name(scale: Scale) -> str:
    """Return the defined name of a scale's list."""
    return f"list_{scale.id}"


def validation(question: Question, query: str = "") -> Rule:
    """Return what the cells of a question accept, with a prompt and a kind refusal.

    ``query`` is what was wrong with an answer that is asked for again.
    """
    rule = _accepts(question)
    title = question.asks.split(":")[0] if question.follows else f"Question {question.number}"
    title = "Please look again" if query else title
    explain(rule, title, query or question.guidance or _hint(question), _hint(question))
    return rule


def still_to_do(slots: list[Slot]) -> str:
    """Return the formula that counts what is missing in one row: answers, and notes they need."""
    terms = "+".join(term for slot in slots for term in _terms(slot, slots))
    known = next((slot for slot in slots if slot.question.id == KNOWN.id), None)
    if known is None:
        return f"={terms or 0}"
    cell = f"${column_letter(known.column)}{known.row}"
    rest = "+".join(t for slot in slots if slot is not known for t in _terms(slot, slots))
    reason = note_is_missing(known) if known.note_column else 0
    return f'=IF({cell}="No",{reason},({cell}="")+{rest or 0})'


def note_is_missing(slot: Slot) -> str:
    """Return the condition under which a note is wanted and is not there, "" if it never is."""
    answer = f"{column_letter(slot.column)}{slot.row}"
    note = str(slot.row)
    if slot.note_column:
        note = f"{column_letter(slot.note_column)}{slot.row}"
    question = slot.question
    if question.evidence is EvidenceRule.ALWAYS:
        return f'({note}="")'
    if question.evidence is EvidenceRule.UNLESS_YES and question.scale:
        best = quoted(question.scale.best.label)
        return f'({answer}<>"")*({answer}<>{best})*({note}="")'
    return ""


def plan_is_missing(slot: Slot, slots: Sequence[Slot]) -> str:
    """Return the condition under which a plan is wanted and is not there, "" if it never is."""
    before = next((s for s in slots if s.question.id == slot.question.follows), None)
    if before is None or before.question.scale is None:
        return ""
    answer = f"{column_letter(before.column)}{before.row}"
    below = [c for c in before.question.scale.judged if before.question.is_below_best(c.code)]
    terms = "+".join(f"({answer}={quoted(choice.label)})" for choice in below)
    return f'({terms})*({column_letter(slot.column)}{slot.row}="")'


def _terms(slot: Slot, slots: Sequence[Slot]) -> Iterator[str]:
    if plan_is_missing(slot, slots):
        yield plan_is_missing(slot, slots)
    if slot.question.required:
        yield f'({column_letter(slot.column)}{slot.row}="")'
    if wants_note(slot.question) and slot.note_column and note_is_missing(slot):
        yield note_is_missing(slot)


def _accepts(question: Question) -> Rule:
    if question.scale:
        return choose_from(list_name(question.scale))
    if question.type is AnswerType.DATE:
        return accept_date()
    if question.type is AnswerType.NUMBER:
        return accept_number()
    return accept_text()


def _hint(question: Question) -> str:
    if question.scale:
        labels = ", ".join(choice.label for choice in question.scale.choices)
        return f"Choose one of: {labels}. Press Esc to clear."
    words = {
        AnswerType.DATE: "A date, as in 09/03/2017.",
        AnswerType.NUMBER: "A number, as in 12 or 2.5.",
    }
    return words.get(question.type, "A few words. No names, dates of birth or addresses.")
