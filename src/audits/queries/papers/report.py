"""What a report says of a cycle beside its findings, gathered from where it stands."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from audits.domain.amounts import many
from audits.domain.finding import FindingKind, JudgedCase
from audits.domain.grade import GradedAnswer, Layer
from audits.domain.naming import Audience, naming_of
from audits.domain.question import AnswerType, Question
from audits.domain.status import AGREED_OR_LATER
from audits.findings import changes
from audits.queries.corrections import quality_group_of
from audits.queries.grades import graded_answers
from audits.queries.number_answers import number_facts
from audits.reporting import (
    ConcernFact,
    CorrectionFact,
    GradesFact,
    LessonFact,
    PreviousFact,
    RatersFact,
    ReportFacts,
    StratumFact,
)
from audits.sampling import in_natural_order
from audits.statistics import Range, Ratings, agreement, compare_rounds, cross_tab
from audits.storage import (
    ActionFinding,
    ActionRow,
    AnswerRow,
    Case,
    Concern,
    Correction,
    Cycle,
    Draw,
    FindingRow,
    Unit,
    View,
    is_empty,
    one_of,
)
from audits.templates import AuditTemplate, template_of
from audits.workspace import Workspace

from .compared_decisions import compared_decisions
from .response import response_fact


LESSONS = "Lessons from practice"  # the theme of what is asked for a leaflet
LAYERS = {
    Layer.MODERATED: "at the desk", Layer.PANEL: "in the panel", Layer.SECOND: "blind, second",
}  # fmt: skip
Judged = tuple[tuple[Question, tuple[JudgedCase, ...]], ...]


def report_facts(cycle: Cycle, judged: Judged, *, view: View, workspace: Workspace) -> ReportFacts:
    """Return what a report says beside findings; what a cycle does not have is left empty."""
    template = template_of(cycle.template)
    graded = graded_answers(cycle, view)
    naming = naming_of(template, Audience.READERS)
    names = {unit.code: naming.one(unit.name) for unit in view.all(Unit)}
    answered = _answered(judged)
    legal_basis = ""
    if template.questions:
        legal_basis = template.legal_basis_on(cycle.opened_on)
    return ReportFacts(
        legal_basis=legal_basis,
        why_now=cycle.why_now,
        on_record=bool(template.questions),
        is_census=template.sample.is_census,
        commitment=cycle.commitment or "",
        moderators=tuple(_moderators(graded)),
        strata=tuple(_strata(cycle, answered, view)),
        out_of_scope=dict(cycle.out_of_scope),
        answered=len(answered),
        grades=tuple(_grades(template, graded)),
        raters=tuple(_raters(template, graded, names)),
        compared=tuple(compared_decisions(cycle, view)),
        concerns=tuple(
            ConcernFact(
                naming.lead(c.case_ref), names[c.unit], c.acknowledged_at is not None, c.done
            )
            for c in view.all(Concern, Concern.cycle == cycle.ref, order_by=Concern.raised_at)
        ),
        previous=tuple(_previous(cycle, view)),
        corrections=tuple(_corrections(cycle, names, view)),
        response=response_fact(cycle, view=view, workspace=workspace),
        lessons=tuple(_lessons(cycle, template, view)),
        numbers=tuple(number_facts(cycle, view)),
    )


def _corrections(cycle: Cycle, names: Mapping[str, str], view: View) -> Iterator[CorrectionFact]:
    for row in view.all(Correction, Correction.cycle == cycle.ref, order_by=Correction.id):
        by = names[row.unit] if row.unit else quality_group_of(cycle)
        yield CorrectionFact(
            row.finding, by, row.decision, row.text_before, row.text_after, row.why
        )


def _answered(judged: Judged) -> set[str]:
    """Return the randomly drawn cases that anybody answered anything about."""
    return {
        case.case
        for _, cases in judged
        for case in cases
        if case.value is not None and not case.targeted
    }


def _moderators(graded: Sequence[GradedAnswer]) -> Iterator[str]:
    for layer, where in LAYERS.items():
        by = dict.fromkeys(
            grade.by
            for each in graded
            for grade in (each.moderated, each.panel, each.visible_second)
            if grade and grade.layer is layer
        )
        yield from (f"{name} ({where})" for name in by)


def _strata(cycle: Cycle, answered: set[str], view: View) -> Iterator[StratumFact]:
    draw = view.find(Draw, cycle.ref)
    sizes = draw.certificate.get("strata", {}) if draw else {}
    cases = [
        c
        for c in view.all(Case, Case.cycle == cycle.ref, is_empty(Case.replaced_by))
        if not c.targeted
    ]
    drawn = Counter(case.stratum for case in cases)
    back = Counter(case.stratum for case in cases if case.ref in answered)
    if len(sizes) > 1:
        for name in in_natural_order(sizes):
            yield StratumFact(name, sizes[name]["eligible"], drawn[name], back[name])


def _grades(template: AuditTemplate, graded: Sequence[GradedAnswer]) -> Iterator[GradesFact]:
    moves = {(m.unit, m.question): m for m in changes(graded)}
    for question in template.moderated_questions():
        of = [e for e in graded if e.question.id == question.id]
        pairs = [(e.own.value, e.standing.value) for e in of if e.own and e.standing]
        if question.scale is None or not any(e.moderated or e.panel for e in of):
            continue
        table = _table([choice.code for choice in question.scale.choices], Counter(pairs))
        moved = [m for (_, name), m in moves.items() if name == question.id]
        yield GradesFact(
            label=_label(question, template),
            scale=tuple(choice.label for choice in question.scale.choices),
            own=tuple(map(sum, table)),
            moderated=tuple(sum(column) for column in zip(*table, strict=True)),
            table=table,
            raised=sum(m.raised for m in moved),
            lowered=sum(m.lowered for m in moved),
            same=sum(m.same for m in moved),
            apart=sum(m.apart for m in moved),
            is_ranked=question.is_ranked,
        )


def _table(codes: Sequence[str], pairs: Counter[tuple[str, str]]) -> tuple[tuple[int, ...], ...]:
    rows = []
    for code in codes:
        rows.append(tuple(pairs[code, other] for other in codes))
    return tuple(rows)


def _label(question: Question, template: AuditTemplate) -> str:
    is_only = sum(each.is_grade for each in template.questions) == 1
    return "Overall grade" if question.is_grade and is_only else question.asks


def _raters(
    template: AuditTemplate, graded: Sequence[GradedAnswer], names: dict[str, str]
) -> Iterator[RatersFact]:
    for question in template.moderated_questions():
        both = [e for e in graded if e.question.id == question.id and e.own and e.visible_second]
        if question.scale is None or not both:
            continue
        pairs = tuple(
            (e.own.value, e.visible_second.value) for e in both if e.own and e.visible_second
        )
        ratings = Ratings(tuple(c.code for c in question.scale.choices), pairs)
        labels = {choice.code: choice.label for choice in question.scale.choices}
        yield RatersFact(
            label=_label(question, template),
            scale=tuple(labels.values()),
            table=cross_tab(ratings),
            says=tuple(_agreement_in_words(ratings)),
            disagreements=tuple(
                f"{_case(both[i], template)}{names[both[i].subject.unit]}: first "
                f"{labels[pairs[i][0]].lower()}, second {labels[pairs[i][1]].lower()}"
                for i in ratings.disagreements()
            ),
        )


def _case(graded: GradedAnswer, template: AuditTemplate) -> str:
    return naming_of(template, Audience.READERS).lead(f"{graded.subject.case}, ")


def _agreement_in_words(ratings: Ratings) -> Iterator[str]:
    measured = agreement(ratings)
    same = measured.cases - len(ratings.disagreements())
    yield f"Both raters gave the same grade in {same} of {many(measured.cases, 'pair')}."
    named = (
        ("Gwet's AC2", measured.ac2, measured.ac2_range),
        ("Gwet's AC1", measured.ac1, measured.ac1_range),
        ("Krippendorff's alpha", measured.alpha, measured.alpha_range),
    )
    coefficients = [_coefficient(*each) for each in named if each[1] is not None]
    if coefficients:
        yield f"Beyond chance: {'; '.join(coefficients)}. 1 is full agreement, 0 is chance."
    yield from measured.notes


def _coefficient(name: str, value: float | None, between: Range | None) -> str:
    """Say a coefficient with where the true one may lie; two decimals are what cases can bear."""
    if between is None:
        return f"{name} {value:.2f}"
    low, high = between
    return f"{name} {value:.2f}, and the true figure may be anywhere from {low:.2f} to {high:.2f}"


def _previous(cycle: Cycle, view: View) -> Iterator[PreviousFact]:
    before = [
        each
        for each in view.all(
            Cycle,
            Cycle.kind == cycle.kind,
            one_of(Cycle.status, AGREED_OR_LATER),
            order_by=Cycle.opened_on,
        )
        if each.ref != cycle.ref and each.opened_on < cycle.opened_on
    ]
    if not before:
        return
    last = before[-1].ref
    for row in view.all(FindingRow, FindingRow.cycle == last, order_by=FindingRow.number):
        if row.kind is not FindingKind.DEVELOPMENT:
            continue
        about = [link.action for link in view.all(ActionFinding, ActionFinding.finding == row.id)]
        actions = view.all(ActionRow, one_of(ActionRow.id, about), order_by=ActionRow.id)
        plan = "; ".join(f"{a.id} {a.status}: {a.title}" for a in actions)
        now, proven = _now(row, cycle, view)
        yield PreviousFact(row.cycle, row.text, now, plan or "No action.", is_proven=proven)


def _now(row: FindingRow, cycle: Cycle, view: View) -> tuple[str, bool]:
    """Say how an earlier area for development comes out now, and whether numbers prove it better.

    Where everybody was asked there is no chance in it.
    """
    rows: Sequence[FindingRow] = ()
    if row.question:
        same = FindingRow.question == row.question
        rows = view.all(FindingRow, FindingRow.cycle == cycle.ref, same)
    if not rows:
        return "No finding on it this time.", False
    now = next((each for each in rows if each.kind is row.kind), rows[0])
    stands = "Still an area for development" if now.kind is row.kind else "Now a strength"
    if not (row.n and now.n):
        return f"{stands}; the earlier report gave no number to compare with.", False
    # Of a finding that points the other way, those that did well are counted: turn it round.
    first = row.n - row.x
    then = now.n - now.x if now.kind is row.kind else now.x
    if template_of(cycle.template).sample.is_census:
        better = then * row.n > first * now.n
        return f"{stands}. Without it: {first} of {row.n}, then {then} of {now.n}.", better
    change = compare_rounds(first, row.n, then, now.n)
    return f"{stands}. Cases without it: {change.words}", change.is_rise


def _lessons(cycle: Cycle, template: AuditTemplate, view: View) -> Iterator[LessonFact]:
    for question in lesson_questions(template):
        rows = lesson_answers(cycle, question, view)
        lessons = dict.fromkeys(row.value.strip() for row in rows if row.value)
        yield LessonFact(question.asks, tuple(lessons))


def lesson_questions(template: AuditTemplate) -> list[Question]:
    """Return what is asked for a leaflet."""
    asked = (each for each in template.questions if each.theme == LESSONS)
    return [question for question in asked if question.type is AnswerType.TEXT]


def lesson_answers(cycle: Cycle, question: Question, view: View) -> list[AnswerRow]:
    """Return what agencies wrote for the leaflet in answer to one question, the first first."""
    rows = view.all(
        AnswerRow,
        AnswerRow.cycle == cycle.ref,
        AnswerRow.question == question.id,
        AnswerRow.current,
    )
    return sorted(rows, key=_order)


def _order(row: AnswerRow) -> int:
    return row.id or 0
