"""What a pack's cells accept and say while they are filled in."""

from collections.abc import Iterable, Iterator, Sequence

from audits.domain.pack import KNOWN, Pack
from audits.domain.question import AnswerType, EvidenceRule, Question, Scale
from audits.xlsx import (
    Rule,
    accept_date,
    accept_number,
    accept_text,
    choose_from,
    explain,
    quoted,
)

from .layout import questions_of, wants_note
from .table import Slot


PROMPT = "What to look for"


def scales_of(pack: Pack) -> tuple[Scale, ...]:
    """Return every scale that a pack uses, once."""
    return tuple(scales_in(questions_of(pack)).values())


def scales_in(questions: Iterable[Question]) -> dict[str, Scale]:
    """Return the scales that questions are answered in, by their ids."""
    return {question.scale.id: question.scale for question in questions if question.scale}


def list_name(scale: Scale) -> str:
    """Return the defined name of a scale's list."""
    return f"list_{scale.id}"


def validation(question: Question, query: str = "") -> Rule:
    """Return what the cells of a question accept, with a prompt and a kind refusal.

    ``query`` is what was wrong with an answer that is asked for again.
    """
    rule = _accepts(question)
    title = question.asks.split(":")[0] if question.follows else PROMPT
    title = "Please look again" if query else title
    explain(rule, title, query or question.guidance or _hint(question), _hint(question))
    return rule


def still_to_do(slots: list[Slot]) -> str:
    """Return the formula that counts what is missing in one row: answers, and notes they need."""
    known: Slot | None = None
    terms: list[str] = []
    for slot in slots:
        if slot.question.id == KNOWN.id:
            known = slot
        else:
            terms += _terms(slot, slots)
    missing = "+".join(terms) or "0"
    if known is None:
        return f"={missing}"
    reason = note_is_missing(known) if known.note_column else 0
    return f'=IF(${known.cell}="No",{reason},(${known.cell}="")+{missing})'


def note_is_missing(slot: Slot) -> str:
    """Return the condition under which a note is wanted and is not there, "" if it never is."""
    answer, question = slot.cell, slot.question
    note = slot.note_cell or str(slot.row)
    if question.evidence is EvidenceRule.ALWAYS:
        return f'({note}="")'
    if question.evidence is EvidenceRule.UNLESS_YES and question.scale:
        best = quoted(question.scale.best.label)
        return f'({answer}<>"")*({answer}<>{best})*({note}="")'
    return ""


def note_is_wanted(slot: Slot) -> str:
    """Return when a note is shown to be missing: once the question is answered, "" if never."""
    missing = note_is_missing(slot)
    if missing and slot.question.evidence is EvidenceRule.ALWAYS:
        return f'({slot.cell}<>"")*{missing}'
    return missing


def plan_is_missing(slot: Slot, slots: Sequence[Slot]) -> str:
    """Return the condition under which a plan is wanted and is not there, "" if it never is."""
    before = slot_before(slot, slots)
    if before is None or before.question.scale is None:
        return ""
    terms = []
    for choice in before.question.scale.judged:
        if before.question.is_below_best(choice.code):
            terms.append(f"({before.cell}={quoted(choice.label)})")
    return f'({"+".join(terms)})*({slot.cell}="")'


def slot_before(slot: Slot, slots: Iterable[Slot]) -> Slot | None:
    """Return the slot of the question that another one follows, None if it follows none there."""
    for other in slots:
        if other.question.id == slot.question.follows:
            return other
    return None


def _terms(slot: Slot, slots: Sequence[Slot]) -> Iterator[str]:
    if plan_is_missing(slot, slots):
        yield plan_is_missing(slot, slots)
    if slot.question.required:
        yield f'({slot.cell}="")'
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
        labels = ", ".join(question.scale.labels)
        return f"Choose one of: {labels}. Press Esc to clear."
    words = {
        AnswerType.DATE: "A date, for example 9 March 2017.",
        AnswerType.NUMBER: "A number, for example 12 or 2.5.",
    }
    return words.get(question.type, "A few words. No names, dates of birth or addresses.")
