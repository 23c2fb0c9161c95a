"""One finding as its page shows it: each number with the cases and cells it was counted from."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from audits.domain.finding import CALLED_WRONG, CaseAnswer, JudgedCase
from audits.domain.naming import Audience, Naming, naming_of
from audits.domain.question import Question, questions_by_id
from audits.domain.status import CycleStatus
from audits.findings import cases_behind
from audits.storage import AnswerRow, Correction, Cycle, FindingRow, one_of
from audits.templates import AuditTemplate, template_of
from audits.workspace import Workspace

from .corrections import noted_by, quality_group_of
from .cycle_titles import CycleTitle, title_of
from .factors import factors_asked
from .finding import (
    Cells,
    CitedAnswer,
    FindingDetail,
    cited,
    finding_detail,
    ids_behind,
    label_of,
    no_finding,
)
from .finding_rows import answers_of
from .findings_page import Scale, scale_of
from .return_status import returns_of_cycle


@dataclass(frozen=True, slots=True)
class CaseBehind:
    """One case behind a finding: what stands for it, and every answer about it with its cell."""

    case: str
    counts_as: str
    answers: tuple[CitedAnswer, ...]


@dataclass(frozen=True, slots=True)
class WordLine:
    """What a unit, or the quality group, said of a finding; ``is_open`` until it is answered."""

    number: int
    by: str
    decision: str
    text: str
    why: str = field(repr=False)
    at: datetime
    noted_by: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class FindingPage:
    """A finding with the cases that each of its numbers was counted from.

    ``alike`` are those of which its sentence is true, ``others`` the rest of those that could be
    judged; ``aside`` the cases with an answer that could not be, or that a person chose. All are
    empty where no case may be named, or several questions are behind it. ``names`` are those of the
    units that were asked, by their codes.
    """

    cycle: CycleTitle
    finding: FindingDetail
    scale: Scale | None
    alike: tuple[CaseBehind, ...]
    others: tuple[CaseBehind, ...]
    aside: tuple[CaseBehind, ...]
    words: tuple[WordLine, ...]
    names: Mapping[str, str]
    factors: Mapping[str, str]  # that may have contributed, each code with its name


def finding_page(ref: str, finding: str, *, workspace: Workspace) -> FindingPage:
    """Return a finding with its numbers, cases and cells, in nine statements however many.

    Raises:
        NotFoundError: if the cycle has no such finding.
    """
    with workspace.open_view() as view:
        cycle = view.get(Cycle, ref)
        row, words = view.finding_and_words(ref, finding)
        if row is None:
            raise no_finding(ref, finding)
        asked = (AnswerRow.cycle == ref) & (AnswerRow.question == row.question) & AnswerRow.current
        is_behind = one_of(AnswerRow.id, ids_behind(row)) | asked
        cells = view.rows_by(AnswerRow, AnswerRow.id, is_behind, order_by=AnswerRow.id)
        returns = returns_of_cycle(ref, view)
        detail = finding_detail(cycle, row, cells, returns.status, view)
    template = template_of(cycle.template)
    alike, others = _judged(row, template)
    by = _Behind(template, row, cells)
    return FindingPage(
        cycle=title_of(cycle),
        finding=detail,
        scale=scale_of(row),
        alike=by.named(by.cases(alike)),
        others=by.named(by.cases(others)),
        aside=by.named(by.aside()),
        words=tuple(_words(words, cycle, naming_of(template, Audience.READERS))),
        names=returns.names,
        factors=factors_asked(cycle, workspace=workspace),
    )


def _words(rows: Sequence[Correction], cycle: Cycle, naming: Naming) -> Iterator[WordLine]:
    """Yield what was said of a finding, the oldest first."""
    last = {row.unit: row.id for row in rows}
    for row in rows:
        by = quality_group_of(cycle) if row.unit is None else naming.unit(row.unit)
        is_open = row.decision == CALLED_WRONG and last[row.unit] == row.id
        yield WordLine(
            number=int(row.id or 0),
            by=by,
            decision=row.decision,
            text=row.text_after,
            why=row.why,
            at=row.at,
            noted_by=noted_by(row, naming),
            is_open=is_open and cycle.status is CycleStatus.ANALYSED,
        )


def _judged(row: FindingRow, template: AuditTemplate) -> tuple[list[JudgedCase], list[JudgedCase]]:
    """Return the cases of which a finding is true and the others; none if its rule is not known."""
    question = questions_by_id(template.questions).get(row.question)
    for rule in template.findings:
        if question is not None and rule.question == row.question:
            alike, others = cases_behind(rule, row.kind, question, answers_of(row))
            if (len(alike), len(alike) + len(others)) == (row.x, row.n):
                return alike, others
    return [], []


class _Behind:
    """What turns cases into what may be shown of them."""

    def __init__(self, template: AuditTemplate, row: FindingRow, cells: Cells) -> None:
        self._naming: Naming = naming_of(template, Audience.READERS)
        self._row, self._cells = row, cells
        self._question: Question | None = questions_by_id(template.questions).get(row.question)

    def named(self, cases: Iterable[CaseBehind]) -> tuple[CaseBehind, ...]:
        return self._naming.each(cases)

    def cases(self, judged: Iterable[JudgedCase]) -> Iterator[CaseBehind]:
        for case in judged:
            counts_as = label_of(case.value, self._question)
            yield CaseBehind(case.case, counts_as, tuple(map(self._cited, case.answers)))

    def aside(self) -> Iterator[CaseBehind]:
        """Yield the cases with an answer to the same question that the finding does not cite."""
        counted = {answer.case for answer in answers_of(self._row)}
        by_case: dict[str, list[CitedAnswer]] = {}
        for row in self._cells.values():
            if row.case_ref and row.case_ref not in counted and row.question == self._row.question:
                by_case.setdefault(row.case_ref, []).append(self._cited(_answer_in(row)))
        for case, answers in sorted(by_case.items()):
            yield CaseBehind(case, "", tuple(answers))

    def _cited(self, answer: CaseAnswer) -> CitedAnswer:
        cell = self._cells.get(int(answer.answer_id or 0))
        return cited(answer, cell, self._question, naming=self._naming)


def _answer_in(row: AnswerRow) -> CaseAnswer:
    return CaseAnswer(
        row.unit, row.case_ref, row.question, row.value, targeted=False, answer_id=str(row.id)
    )
