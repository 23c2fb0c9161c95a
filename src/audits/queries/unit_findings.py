"""The draft findings that a unit is asked to check, with its own answers behind them alone."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from audits.domain.errors import NotFoundError
from audits.domain.finding import ACCEPTED, CALLED_WRONG, CaseAnswer, FindingKind
from audits.domain.grade import Layer
from audits.domain.question import Question, questions_by_id
from audits.domain.status import CycleStatus
from audits.storage import AnswerRow, Correction, Cycle, FactCheck, FindingRow, View, one_of
from audits.templates import AuditTemplate, template_of
from audits.workspace import Workspace

from .cycle_titles import CycleTitle, title_of
from .estimates import in_numbers
from .fact_checks import as_sent, ids_sent
from .finding import label_of
from .finding_rows import answers_of
from .own_units import Agencies, own_unit


class FactsStand(StrEnum):
    """What a unit has said of the facts of a finding."""

    ASKED = "asked"  # nothing yet
    RIGHT = "right"
    WRONG = "wrong"
    ANSWERED = "answered"  # it called it wrong, and knows what became of that
    CHANGED = "changed"  # it is not as it was sent: it is sent again


@dataclass(frozen=True, slots=True)
class OwnAnswer:
    """A unit's own answer behind a finding, and its cell; ``layer`` says whose grade counts."""

    case: str
    asks: str
    answer: str
    layer: Layer
    sheet: str
    cell: str


@dataclass(frozen=True, slots=True)
class OwnWord:
    """What a unit said of a finding, or what was answered; ``text`` are other words, or ""."""

    decision: str
    why: str = field(repr=False)
    text: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class FindingToCheck:
    """A draft finding as a unit checks it; it rests on ``number`` of its answers."""

    id: str
    kind: FindingKind
    theme: str
    text: str
    says: str
    stands: FactsStand
    number: int
    words: tuple[OwnWord, ...]


@dataclass(frozen=True, slots=True)
class FactsToCheck:
    """All that a unit is asked to check of one audit; ``is_open`` until the last moment is past."""

    unit: str
    name: str
    cycle: CycleTitle
    due_at: datetime
    is_open: bool
    findings: tuple[FindingToCheck, ...]


@dataclass(frozen=True, slots=True)
class FactsOfFinding:
    """One draft finding with the answers of one unit behind it."""

    facts: FactsToCheck
    finding: FindingToCheck
    answers: tuple[OwnAnswer, ...]


def facts_page(unit: str, ref: str, agencies: Agencies, *, workspace: Workspace) -> FactsToCheck:
    """Return the draft findings that a unit of somebody's agencies is asked to check.

    Raises:
        NotFoundError: if the unit is not theirs, or was not asked about this audit.
    """
    with workspace.open_view() as view:
        return _facts(unit, ref, agencies, view, workspace)[0]


def fact_page(
    unit: str, ref: str, finding: str, agencies: Agencies, *, workspace: Workspace
) -> FactsOfFinding:
    """Return one draft finding to check, with the answers of the unit behind it.

    Raises:
        NotFoundError: if the unit is not theirs, or was not asked about this finding.
    """
    with workspace.open_view() as view:
        facts, rows, template = _facts(unit, ref, agencies, view, workspace)
        for to_check, row in zip(facts.findings, rows, strict=True):
            if to_check.id == finding:
                answers = tuple(_own_answers(row, unit, template, view))
                return FactsOfFinding(facts, to_check, answers)
    raise NotFoundError("There is no such finding to check.")


def _facts(
    unit: str, ref: str, agencies: Agencies, view: View, workspace: Workspace
) -> tuple[FactsToCheck, list[FindingRow], AuditTemplate]:
    name = own_unit(unit, agencies, view).name
    checks = view.all(
        FactCheck, FactCheck.cycle == ref, FactCheck.unit == unit, order_by=FactCheck.round
    )
    if not checks:
        raise NotFoundError("There are no such findings to check.")
    check, cycle = checks[-1], view.get(Cycle, ref)
    template = template_of(cycle.template)
    rows = view.all(FindingRow, one_of(FindingRow.id, ids_sent(check)), order_by=FindingRow.number)
    words = _words_by_finding(ref, unit, view)
    findings = []
    for row in rows:
        findings.append(_to_check(row, check, words.get(row.id, ()), template))
    is_open = cycle.status is CycleStatus.ANALYSED and workspace.clock() <= check.due_at
    facts = FactsToCheck(unit, name, title_of(cycle), check.due_at, is_open, tuple(findings))
    return facts, rows, template


def _words_by_finding(ref: str, unit: str, view: View) -> Mapping[str, Sequence[Correction]]:
    words: dict[str, list[Correction]] = {}
    for word in view.all(
        Correction, Correction.cycle == ref, Correction.unit == unit, order_by=Correction.id
    ):
        words.setdefault(word.finding, []).append(word)
    return words


def _to_check(
    row: FindingRow, check: FactCheck, words: Sequence[Correction], template: AuditTemplate
) -> FindingToCheck:
    stands = _stands(words, check, is_as_sent=as_sent(row, template) in check.findings)
    own = list(_of_unit(row, check.unit))
    return FindingToCheck(
        row.id, row.kind, row.theme, row.text, in_numbers(row, template), stands, len(own),
        tuple(map(_word, words)),
    )  # fmt: skip


def _stands(words: Sequence[Correction], check: FactCheck, *, is_as_sent: bool) -> FactsStand:
    last = words[-1] if words else None
    if last is not None and last.decision == CALLED_WRONG:
        return FactsStand.WRONG
    if not is_as_sent:
        return FactsStand.CHANGED
    if last is None or last.at < check.asked_at:
        return FactsStand.ASKED
    if last.decision == ACCEPTED:
        return FactsStand.RIGHT
    return FactsStand.ANSWERED


def _word(row: Correction) -> OwnWord:
    is_other = row.text_after != row.text_before
    return OwnWord(row.decision, row.why, row.text_after * is_other, row.at, row.noted_by)


def _of_unit(row: FindingRow, unit: str) -> Iterator[CaseAnswer]:
    """Yield the answers behind a finding that are a unit's own."""
    for answer in answers_of(row):
        if answer.unit == unit and answer.value is not None:
            yield answer


def _own_answers(
    row: FindingRow, unit: str, template: AuditTemplate, view: View
) -> Iterator[OwnAnswer]:
    own = list(_of_unit(row, unit))
    cells = view.rows_by(
        AnswerRow, AnswerRow.id, one_of(AnswerRow.id, list(_ids(own))), AnswerRow.unit == unit
    )
    questions = questions_by_id(template.questions)
    for answer in own:
        question = questions.get(answer.question)
        yield _own_answer(answer, cells.get(int(answer.answer_id or 0)), question)


def _ids(answers: Iterable[CaseAnswer]) -> Iterator[int]:
    for answer in answers:
        if answer.answer_id:
            yield int(answer.answer_id)


def _own_answer(answer: CaseAnswer, cell: AnswerRow | None, question: Question | None) -> OwnAnswer:
    sheet, at = "", ""
    if cell is not None:
        sheet, at = cell.sheet, cell.cell
    asks = question.asks if question else ""
    return OwnAnswer(answer.case, asks, label_of(answer.value, question), answer.layer, sheet, at)
