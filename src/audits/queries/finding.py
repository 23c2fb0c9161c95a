"""One finding from its sentence down to the cells behind it."""

from collections.abc import Mapping, Sequence
from typing import Any

from audits.domain.errors import NotFoundError
from audits.domain.finding import CaseAnswer
from audits.domain.grade import Layer
from audits.domain.pack import NOT_NAMED
from audits.domain.question import Question
from audits.domain.remedies import Remedy, Verb
from audits.domain.status import CycleStatus
from audits.findings import pattern
from audits.storage import AnswerRow, Cycle, FindingRow, View, one_of
from audits.templates import AuditTemplate, thaw
from audits.workspace import Parts

from .cycles import finding_record
from .return_status import returns_so_far


Record = dict[str, Any]
FOUND = frozenset(
    {CycleStatus.ANALYSED, CycleStatus.AGREED, CycleStatus.PUBLISHED, CycleStatus.CLOSED}
)


def describe_finding(ref: str, finding: str, *, parts: Parts) -> Record:
    """Return a finding with its numbers, its answers by return, sheet and cell, and its past.

    ``pattern`` says what each unit said and where they differ; ``not_returned`` who is missing,
    ``waived`` whose return is not expected; ``before`` what the cycle before found on the same
    question or theme. Of an audit that names no unit outside it, answers carry no unit, no case
    and no cell.

    Raises:
        NotFoundError: if the cycle has no such finding.
    """
    with parts.open_view() as view:
        cycle = view.get(Cycle, ref)
        row = view.first(FindingRow, FindingRow.cycle == ref, FindingRow.id == finding)
        if row is None:
            raise NotFoundError(
                f"{ref} has no finding '{finding}'.", remedy=Remedy(Verb.SEE_FINDINGS, ref)
            )
        template = thaw(cycle.template)
        question = next((q for q in template.questions if q.id == row.question), None)
        so_far = returns_so_far(ref, view)
        missing = sorted({pack.unit for pack in so_far.silent})
        waived = sorted({pack.unit for pack in so_far.waived})
        return {
            **finding_record(row, template),
            "cycle": ref,
            "question": row.question,
            "asks": question.asks if question else "",
            "share": row.share,
            "parts": row.parts,
            "answers": _answers(row, template, view),
            "pattern": _pattern(row, question, template),
            "not_returned": missing if template.names_units else [NOT_NAMED] * len(missing),
            "waived": waived if template.names_units else [NOT_NAMED] * len(waived),
            "before": _before(row, question, cycle, view),
        }


def _answers(row: FindingRow, template: AuditTemplate, view: View) -> list[Record]:
    asked = {question.id: question for question in template.questions}
    ids = [int(each["answer_id"]) for each in row.answers if each["answer_id"]]
    cells = (
        {answer.id: answer for answer in view.all(AnswerRow, one_of(AnswerRow.id, ids))}
        if ids
        else {}
    )
    return [
        _answer(
            each,
            cells.get(int(each["answer_id"] or 0)),
            asked.get(each["question"]),
            names=template.names_units,
        )
        for each in row.answers
    ]


def _answer(
    each: Mapping[str, Any], cell: AnswerRow | None, question: Question | None, *, names: bool
) -> Record:
    said = {
        "unit": each["unit"] if names else NOT_NAMED,
        "case": each["case"] if names else "",
        "question": each["question"],
        "answer": _label(each["value"], question),
        "value": each["value"],
        "layer": each["layer"],
    }
    shown = cell if names else None
    return {
        **said,
        "return": shown.return_id if shown else "",
        "sheet": shown.sheet if shown else "",
        "cell": shown.cell if shown else "",
    }


def _label(value: str | None, question: Question | None) -> str:
    choice = question.scale.choice(value) if question and question.scale and value else None
    return choice.label if choice else "no answer"


def _pattern(row: FindingRow, question: Question | None, template: AuditTemplate) -> Record:
    # What units said to different questions does not lie beside each other.
    found = pattern(_case_answers(row.answers) if row.question else [])
    names = template.names_units
    return {
        "units": [
            {
                "unit": each.unit,
                "said": {_label(value, question): n for value, n in each.counts.items()},
                "unanswered": each.unanswered,
            }
            for each in found.units
            if names
        ],
        "shared": found.shared,
        "differ": len(found.differing),
        "differing": [
            {"case": case, "said": {unit: _label(value, question) for unit, value in said.items()}}
            for case, said in found.differing.items()
            if names
        ],
    }


def _case_answers(answers: Sequence[Mapping[str, Any]]) -> list[CaseAnswer]:
    return [CaseAnswer(**{**each, "layer": Layer(each["layer"])}) for each in answers]


def _before(row: FindingRow, question: Question | None, cycle: Cycle, view: View) -> list[Record]:
    """Return what the cycle before found on the same question, or else under the same theme."""
    earlier = [
        each
        for each in view.all(Cycle, Cycle.kind == cycle.kind, order_by=Cycle.opened_on)
        if each.opened_on < cycle.opened_on and each.status in FOUND
    ]
    if not earlier:
        return []
    template = thaw(earlier[-1].template)
    rows = view.all(FindingRow, FindingRow.cycle == earlier[-1].ref, order_by=FindingRow.number)
    same = {row.question, question.core if question else None} - {None, ""}
    found = [each for each in rows if each.question in same]
    found = found or [each for each in rows if each.theme.casefold() == row.theme.casefold()]
    comparable = question is None or question.comparable
    return [
        {"cycle": each.cycle, "comparable": comparable, **_said(each, template)} for each in found
    ]


def _said(row: FindingRow, template: AuditTemplate) -> Record:
    record = finding_record(row, template)
    return {name: record[name] for name in ("id", "kind", "theme", "text", "says")}
