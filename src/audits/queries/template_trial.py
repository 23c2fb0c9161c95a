"""A template tried before it is used: a pack, and a paper of answers that a seed makes up.

None of it is in the database: no audit is opened, no case drawn, nothing counted with the rest. The
pack's references are made with a key that is thrown away, so that no return of it is ever read.
"""

import secrets
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter

from audits.domain.finding import CaseAnswer, Estimate, JudgedCase, Method, Part
from audits.domain.pack import Pack, PackCase, PackForm
from audits.domain.question import AnswerType, Question, questions_by_id
from audits.domain.seeded_chance import Dice
from audits.findings import EstimateOf, Tally, findings_from, judge_cases
from audits.reporting import PAPERS, CycleFacts, FindingFact, Paper, ReportFacts, view_paper
from audits.statistics import estimate_of
from audits.templates import AuditTemplate, worded
from audits.workbook import write_pack
from audits.workspace import Workspace

from .deadlines import deadline_in_words
from .finding_rows import finding_row
from .papers.cycle import finding_fact


MADE_UP = "Made up"
MOST_CASES, FEWEST_ORGANISATIONS, OF_EACH_DRAWN = 12, 6, 10
DONE_WELL = 0.6  # of all answers on a scale; the others fall on its other choices alike
HIGHEST = 30  # numbers that are made up are below it
MARKING = "MADE UP, to try a template. No such case, answer or finding exists."


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of a template: its pack for one agency, and the paper of the made-up answers."""

    pack_name: str
    pack: bytes
    paper: Paper


def try_template(template: AuditTemplate, *, workspace: Workspace) -> Trial:
    """Return what a template leads to on made-up answers; the same template gives the same."""
    named = worded(template, workspace.partnership.words_on(workspace.today()))
    pack = pack_of_template(named, next(iter(named.respondents), ""), workspace)
    data = write_pack(pack, secrets.token_bytes(32), made_at=workspace.clock())
    facts = _facts(named, workspace)
    name = next(filter(PAPERS.__contains__, named.papers), "audit_report")
    paper = view_paper(name, facts, "professional")
    paper = replace(paper, title=f"{MADE_UP}: {paper.title}", marking=MARKING)
    return Trial(f"made-up-{template.kind}-{template.version}.xlsx", data, paper)


def _refs(template: AuditTemplate, workspace: Workspace) -> list[str]:
    """Return the references of made-up cases: as many as are drawn, within bounds."""
    number = min(template.sample.size or FEWEST_ORGANISATIONS, MOST_CASES)
    today = workspace.today()
    cycle = template.ref.of(today)
    return [template.case_ref(cycle, today, place) for place in range(1, number + 1)]


def pack_of_template(template: AuditTemplate, agency: str, workspace: Workspace) -> Pack:
    """Return the pack of made-up cases that an agency would get; "" is one that is made up too."""
    agency = agency or "made_up"
    refs, details = _refs(template, workspace), []
    for name in template.pack.details:
        details.append((name.replace("_", " ").capitalize(), MADE_UP))
    if template.pack.form is PackForm.SELF_ASSESSMENT:
        refs = refs[:1]
    due = workspace.calendar.deadline(workspace.today(), template.timeline.return_within)
    return Pack(
        code="P0",
        edition=1,
        cycle=f"{template.ref.prefix}-{MADE_UP.upper().replace(' ', '-')}",
        unit=agency,
        unit_name=f"{agency.replace('_', ' ').capitalize()} ({MADE_UP.lower()})",
        agency=agency,
        title=f"{MADE_UP}: {template.title}",
        asks=template.asks,
        form=template.pack.form,
        cases=tuple(PackCase(ref, n, tuple(details)) for n, ref in enumerate(refs, start=1)),
        questions=tuple(question for question in template.questions if question.is_for(agency)),
        board=workspace.partnership.name,
        legal_basis=template.legal_basis_on(workspace.today()),
        deadline=deadline_in_words(due, workspace),
        contact=workspace.business_unit.contact,
        concerns_to=workspace.business_unit.concerns_to,
        instructions=template.pack.instructions,
        about=template.sampling_unit,
        marking=workspace.partnership.markings.sensitive,
    )


def _facts(template: AuditTemplate, workspace: Workspace) -> CycleFacts:
    refs, today = _refs(template, workspace), workspace.today()
    frame = len(refs)
    if not template.sample.is_census:
        frame *= OF_EACH_DRAWN
    answers = list(_answers(template, refs))
    cycle = template.ref.of(today)
    findings = findings_from(
        cycle, template.findings, questions_by_id(template.questions), answers,
        estimate=_estimator(template, frame),
    )  # fmt: skip
    facts: list[FindingFact] = []
    for number, finding in enumerate(findings, start=1):
        facts.append(finding_fact(finding_row(finding, cycle, number), template))
    return CycleFacts(
        ref=cycle,
        title=template.title,
        asks=template.asks,
        partnership=workspace.partnership,
        since=None,
        until=today,
        population=frame,
        eligible=frame,
        excluded={},
        drawn=len(refs),
        targeted=0,
        returns=(),
        judged=tuple(_judged(template, answers)),
        findings=tuple(facts),
        actions=(),
        concerns=0,
        agreed=False,
        made_on=today,
        names_units=template.names_units,
        report=ReportFacts(
            legal_basis=template.legal_basis_on(today),
            is_census=template.sample.is_census,
            answered=len(refs),
        ),
    )


def _answers(template: AuditTemplate, refs: Sequence[str]) -> Iterator[CaseAnswer]:
    """Yield an answer of each agency that is asked, about each case; of its own case one each."""
    dice = Dice("template", template.kind, template.version)
    for ref in refs:
        agencies = template.respondents or ("made_up",)
        if template.sampling_unit.is_own:
            agencies = agencies[:1]
        for agency in agencies:
            for question in template.questions:
                if question.is_for(agency):
                    value = _value(question, dice)
                    yield CaseAnswer(f"{agency} {ref}", ref, question.id, value, targeted=False)


def _value(question: Question, dice: Dice) -> str | None:
    if question.scale is not None:
        if dice.chance(DONE_WELL):
            return question.scale.best.code
        return dice.pick(question.scale.codes)
    if question.type is AnswerType.NUMBER:
        return str(dice.below(HIGHEST))
    return None


def _judged(
    template: AuditTemplate, answers: Sequence[CaseAnswer]
) -> Iterator[tuple[Question, tuple[JudgedCase, ...]]]:
    by_question: dict[str, list[CaseAnswer]] = defaultdict(list)
    for answer in answers:
        by_question[answer.question].append(answer)
    for question in filter(attrgetter("scale"), template.questions):
        yield question, judge_cases(question, by_question[question.id])


def _estimator(template: AuditTemplate, frame: int) -> EstimateOf:
    method = Method.EXACT
    if template.sample.is_census:
        method = Method.COUNTED

    def estimate(cases: Sequence[JudgedCase], counts: Tally) -> Estimate:
        unknown = len(counts.cannot_tell) + len(counts.unanswered)
        part = Part(
            "all", len(cases), len(counts.judged), frame, len(counts.not_applicable), unknown
        )
        return estimate_of([part], method=method)

    return estimate
