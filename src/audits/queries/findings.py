"""What a cycle found, finding by finding, as it was frozen."""

from dataclasses import dataclass, replace

from audits.domain.factors import factors_of
from audits.domain.finding import CaseAnswer, FindingKind
from audits.domain.naming import Audience, Naming, naming_of
from audits.storage import Cycle, FindingRow
from audits.templates import AuditTemplate, template_of
from audits.workspace import Workspace

from .estimates import in_numbers
from .extended import extended
from .finding_rows import answers_of, numbers_of


@dataclass(frozen=True, slots=True)
class FindingFacts:
    """A finding with its numbers, which are None where nobody counted.

    ``says`` is what they say in words; ``method`` how its bounds were worked out, "" if nobody
    counted. ``left_out``, ``cannot_tell`` and ``unanswered`` count cases beside those.
    """

    id: str
    theme: str
    kind: FindingKind
    text: str
    x: int | None
    n: int | None
    frame: int | None
    low: int | None
    high: int | None
    method: str
    says: str
    left_out: int
    cannot_tell: int
    unanswered: int
    factors: tuple[str, ...]  # codes of what contributed to it


@dataclass(frozen=True, slots=True)
class FindingLine(FindingFacts):
    """A finding with the answers behind it; they name no unit and no case if the audit does not."""

    answers: tuple[CaseAnswer, ...]


def list_findings(ref: str, *, workspace: Workspace) -> list[FindingLine]:
    """Return the findings of a cycle as they were frozen.

    Raises:
        NotFoundError: if there is no such cycle.
    """
    with workspace.open_view() as view:
        template = template_of(view.get(Cycle, ref).template)
        rows = view.all(FindingRow, FindingRow.cycle == ref, order_by=FindingRow.number)
    return [_line(row, template) for row in rows]


def finding_facts(row: FindingRow, template: AuditTemplate) -> FindingFacts:
    """Return a finding with its numbers, without the answers behind it."""
    numbers = numbers_of(row)
    return FindingFacts(
        id=row.id,
        theme=row.theme,
        kind=row.kind,
        text=row.text,
        x=numbers.x,
        n=numbers.n,
        frame=numbers.frame,
        low=numbers.low,
        high=numbers.high,
        method=row.method,
        says=in_numbers(row, template),
        left_out=row.left_out,
        cannot_tell=row.cannot_tell,
        unanswered=row.unanswered,
        factors=factors_of(row.factors),
    )


def _line(row: FindingRow, template: AuditTemplate) -> FindingLine:
    naming = naming_of(template, Audience.READERS)
    answers = tuple(_as_told(answer, naming) for answer in answers_of(row))
    return extended(FindingLine, finding_facts(row, template), answers=answers)


def _as_told(answer: CaseAnswer, naming: Naming) -> CaseAnswer:
    return replace(
        answer,
        unit=naming.unit(answer.unit),
        case=naming.lead(answer.case),
        answer_id=naming.lead(answer.answer_id),
    )
