"""One finding from its sentence down to the cells behind it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from audits.domain.errors import NotFoundError
from audits.domain.finding import CaseAnswer, FindingKind, Part
from audits.domain.grade import Layer
from audits.domain.naming import Audience, Naming, naming_of
from audits.domain.question import Question, questions_by_id
from audits.domain.remedies import Remedy, Verb
from audits.domain.status import ANALYSED_OR_LATER
from audits.findings import pattern
from audits.storage import AnswerRow, Cycle, FindingRow, IssuedPack, View, one_of
from audits.templates import AuditTemplate, template_of
from audits.workspace import Workspace

from .extended import extended
from .finding_rows import answers_of, parts_kept
from .findings import FindingFacts, finding_facts
from .latest_cycle import latest_cycle
from .return_status import ReturnStatus, return_status, units_of


Cells = Mapping[int | None, AnswerRow]  # answers as they were given, by their ids


@dataclass(frozen=True, slots=True)
class CitedAnswer:
    """One answer behind a finding, and the cell that it stands in; "" where none may be named."""

    unit: str
    case: str
    question: str
    answer: str  # the choice's label
    value: str | None
    layer: Layer
    return_: str
    sheet: str
    cell: str


@dataclass(frozen=True, slots=True)
class UnitAnswers:
    """How often a unit gave each answer, by its label, and how often none."""

    unit: str
    said: Mapping[str, int]
    unanswered: int


@dataclass(frozen=True, slots=True)
class DifferingCase:
    """A case about which units differ, with the label of each unit's answer."""

    case: str
    said: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class AnswerPattern:
    """What each unit answered; of the ``shared`` cases of several units, how many ``differ``."""

    units: tuple[UnitAnswers, ...]
    shared: int
    differ: int
    differing: tuple[DifferingCase, ...]


@dataclass(frozen=True, slots=True)
class EarlierFinding:
    """What the cycle before found; not ``comparable`` if the question was reworded since."""

    cycle: str
    comparable: bool
    id: str
    kind: FindingKind
    theme: str
    text: str
    says: str


@dataclass(frozen=True, slots=True)
class FindingDetail(FindingFacts):
    """A finding with the cells behind it and its past.

    ``parts`` are the strata of the draw, ``share`` the share it estimates; ``not_returned`` who is
    missing, ``waived`` whose return is not expected.
    """

    answers: tuple[CitedAnswer, ...]
    cycle: str
    question: str
    asks: str
    share: float | None
    parts: tuple[Part, ...]
    pattern: AnswerPattern
    not_returned: tuple[str, ...]
    waived: tuple[str, ...]
    before: tuple[EarlierFinding, ...]


def describe_finding(ref: str, finding: str, *, workspace: Workspace) -> FindingDetail:
    """Return a finding with its numbers, its answers by return, sheet and cell, and its past.

    Of an audit that names no unit outside it, answers carry no unit, no case and no cell.

    Raises:
        NotFoundError: if the cycle has no such finding.
    """
    with workspace.open_view() as view:
        cycle, row = find_finding(ref, finding, view)
        so_far = return_status(ref, view)
        return finding_detail(cycle, row, cells_behind(row, view), so_far, view)


def find_finding(ref: str, finding: str, view: View) -> tuple[Cycle, FindingRow]:
    """Return a cycle with one of its findings.

    Raises:
        NotFoundError: if the cycle has no such finding.
    """
    cycle = view.get(Cycle, ref)
    row = view.first(FindingRow, FindingRow.cycle == ref, FindingRow.id == finding)
    if row is None:
        raise no_finding(ref, finding)
    return cycle, row


def no_finding(ref: str, finding: str) -> NotFoundError:
    """Return what says that a cycle has no such finding."""
    return NotFoundError(
        f"{ref} has no finding '{finding}'.", remedy=Remedy(Verb.SEE_FINDINGS, ref)
    )


def ids_behind(row: FindingRow) -> list[int]:
    """Return the ids of the answers that a finding cites."""
    return [int(answer.answer_id) for answer in answers_of(row) if answer.answer_id]


def cells_behind(row: FindingRow, view: View) -> Cells:
    """Return the answers that a finding cites, by their ids."""
    return view.rows_by(AnswerRow, AnswerRow.id, one_of(AnswerRow.id, ids_behind(row)))


def finding_detail(
    cycle: Cycle, row: FindingRow, cells: Cells, so_far: ReturnStatus, view: View
) -> FindingDetail:
    """Return a finding with its numbers and its past; ``cells`` are those it cites, or more."""
    template = template_of(cycle.template)
    naming = naming_of(template, Audience.READERS)
    question = questions_by_id(template.questions).get(row.question)
    asks = question.asks if question else ""
    return extended(
        FindingDetail,
        finding_facts(row, template),
        answers=_answers(row, template, naming, cells),
        cycle=cycle.ref,
        question=row.question,
        asks=asks,
        share=row.share,
        parts=parts_kept(row),
        pattern=_pattern(row, question, naming),
        not_returned=_units(so_far.silent, naming),
        waived=_units(so_far.waived, naming),
        before=_before(row, question, cycle, view),
    )


def _units(packs: Collection[IssuedPack], naming: Naming) -> tuple[str, ...]:
    return tuple(map(naming.unit, sorted(set(units_of(packs)))))


def _answers(
    row: FindingRow, template: AuditTemplate, naming: Naming, cells: Cells
) -> tuple[CitedAnswer, ...]:
    questions = questions_by_id(template.questions)
    answers = []
    for answer in answers_of(row):
        cell = cells.get(int(answer.answer_id or 0))
        answers.append(cited(answer, cell, questions.get(answer.question), naming=naming))
    return tuple(answers)


def cited(
    answer: CaseAnswer, cell: AnswerRow | None, question: Question | None, *, naming: Naming
) -> CitedAnswer:
    """Return an answer with the cell that it was read from, as far as either may be named."""
    return_, sheet, at = "", "", ""
    if cell is not None:
        return_, sheet, at = cell.return_id, cell.sheet, cell.cell
    return CitedAnswer(
        unit=naming.unit(answer.unit),
        case=naming.lead(answer.case),
        question=answer.question,
        answer=label_of(answer.value, question),
        value=answer.value,
        layer=answer.layer,
        return_=naming.lead(return_),
        sheet=naming.lead(sheet),
        cell=naming.lead(at),
    )


def label_of(value: str | None, question: Question | None) -> str:
    """Return what a choice of a question is called."""
    if question is None:
        return "no answer"
    choice = question.choice(value)
    return choice.label if choice else "no answer"


def _pattern(row: FindingRow, question: Question | None, naming: Naming) -> AnswerPattern:
    # What units said to different questions does not lie beside each other.
    comparable = answers_of(row) if row.question else ()
    whole = pattern(comparable)
    units = []
    for unit in whole.units:
        counts = {label_of(value, question): n for value, n in unit.counts.items()}
        units.append(UnitAnswers(unit.unit, counts, unit.unanswered))
    differing = []
    for case, values in whole.differing.items():
        labels = {unit_code: label_of(value, question) for unit_code, value in values.items()}
        differing.append(DifferingCase(case, labels))
    return AnswerPattern(
        naming.each(units), whole.shared, len(whole.differing), naming.each(differing)
    )


def _before(
    row: FindingRow, question: Question | None, cycle: Cycle, view: View
) -> tuple[EarlierFinding, ...]:
    """Return what the cycle before found on the same question, or else under the same theme."""
    last = latest_cycle(cycle.kind, ANALYSED_OR_LATER, view, before=cycle.opened_on)
    if last is None:
        return ()
    template = template_of(last.template)
    rows = view.findings_without_answers(last.ref)
    same = {row.question, question.core if question else None} - {None, ""}
    alike = [other for other in rows if other.question in same]
    alike = alike or [other for other in rows if other.theme.casefold() == row.theme.casefold()]
    comparable = question is None or question.comparable
    return tuple(_earlier(other, template, comparable=comparable) for other in alike)


def _earlier(row: FindingRow, template: AuditTemplate, *, comparable: bool) -> EarlierFinding:
    facts = finding_facts(row, template)
    return EarlierFinding(
        row.cycle, comparable, facts.id, facts.kind, facts.theme, facts.text, facts.says
    )
