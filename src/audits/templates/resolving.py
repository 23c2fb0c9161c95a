"""From the file as written to the template: scales and core questions filled in, names checked."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from audits.domain.errors import TemplateError
from audits.domain.pack import PackForm
from audits.domain.plan import Moderation
from audits.domain.question import (
    AnswerType,
    Choice,
    EvidenceRule,
    PlanRule,
    Question,
    Scale,
    questions_by_id,
)

from .citing import cited_law
from .file_models import (
    CoreLine,
    FindingLine,
    QuestionLine,
    ScaleLine,
    ShareLine,
    TemplateFile,
)
from .law import Law
from .naming import check_words
from .own_units import Refuse, check_own, planned
from .plans import finding_rule, moderation_plan, sample_plan
from .refusals import Located, Steps, nearest, there_is_no
from .shape import AuditTemplate, Timeline


NO_CHILDREN = "only children of a register are counted so. Leave 'breakdowns' out."
NOT_BROUGHT = (
    "only a self_assessment asks a unit the same again. Leave 'bring_forward' out, or change the "
    "form of the pack."
)


@dataclass(frozen=True, slots=True)
class Shared:
    """What every template may use: the scales, the core question bank, and the law."""

    scales: Mapping[str, ScaleLine]
    core: Mapping[str, CoreLine]
    law: Law


def joined(file: TemplateFile, shared: Shared, written: Located) -> AuditTemplate:
    """Return the template that stands on its own.

    Raises:
        TemplateError: naming every scale, question, choice or agency that there is not.
    """
    refusals: list[str] = []

    def refuse(steps: Steps, says: str) -> None:
        refusals.append(written.refusal(steps, says))

    scales = {name: _scale(name, line) for name, line in {**shared.scales, **file.scales}.items()}
    questions = tuple(_questions(file, shared.core, scales, refuse))
    _check_ids(questions, refuse)
    by_id = questions_by_id(questions)
    _check_findings(file, by_id, refuse)
    _check_moderation(file, questions, refuse)
    _check_watched(file, by_id, refuse)
    check_own(file, by_id, refuse)
    _check_fits(file, refuse)
    check_words(written.content, refuse)
    law = cited_law(file.legal_basis, shared.law, refuse)
    if refusals:
        raise TemplateError("\n".join(refusals))
    moderation = None
    if file.moderation:
        moderation = moderation_plan(file.moderation)
    left = {"sections", "scales", "sample", "timeline", "moderation", "findings"}
    given = file.model_dump(exclude=left)
    return AuditTemplate(
        **given,
        sample=sample_plan(file.sample),
        timeline=Timeline.model_validate(file.timeline.model_dump()),
        moderation=moderation,
        questions=questions,
        findings=tuple(map(finding_rule, file.findings)),
        law=law,
    )


def _check_fits(file: TemplateFile, refuse: Refuse) -> None:
    """Refuse what only some forms of a pack, or some cases, can have."""
    if file.bring_forward and file.pack.form is not PackForm.SELF_ASSESSMENT:
        refuse(("bring_forward",), NOT_BROUGHT)
    if file.breakdowns and (file.sampling_unit.is_own or not file.population.register):
        refuse(("breakdowns",), NO_CHILDREN)


def _scale(name: str, line: ScaleLine) -> Scale:
    choices = tuple(Choice(**choice.model_dump()) for choice in line.choices)
    return Scale(name, line.title, choices)


def _questions(
    file: TemplateFile,
    core: Mapping[str, CoreLine],
    scales: Mapping[str, Scale],
    refuse: Refuse,
) -> Iterator[Question]:
    number = 0
    for at, section in enumerate(file.sections):
        for place, line in enumerate(section.questions):
            number += 1
            steps: Steps = ("sections", at, "questions", place)
            if line.core is not None and line.core not in core:
                refuse((*steps, "core"), there_is_no("core question", line.core, core))
                continue
            bank = core[line.core] if line.core else None
            name = bank.scale if bank else line.scale
            if name is not None and name not in scales:
                refuse((*steps, "scale"), there_is_no("scale", name, scales))
                continue
            asked = _question(
                line, bank, number=number, section=section.title, scale=scales.get(name or "")
            )
            if file.promises is not None and asked.id == file.promises.by:
                asked = replace(asked, is_due=True)
            _check_line(line, asked, steps, file=file, scales=scales, refuse=refuse)
            yield asked
            if line.plan is PlanRule.UNLESS_BEST:
                yield from planned(asked)
                number += 2


def _check_line(
    line: QuestionLine,
    asked: Question,
    steps: Steps,
    *,
    file: TemplateFile,
    scales: Mapping[str, Scale],
    refuse: Refuse,
) -> None:
    """Refuse a choice without a scale, one who is not asked, and a plan that follows no choice."""
    if line.type is AnswerType.CHOICE and asked.scale is None:
        refuse((*steps, "type"), f"a choice needs a scale. {nearest('', scales)}")
    for agency in line.answered_by:
        _check_agency(agency, (*steps, "answered_by"), file, refuse)
    by = file.sample.strata.by if file.sample.strata else None
    if line.beside is not None and (asked.scale is None or line.beside != by):
        says = (
            "'beside' names what a choice decides again, and that must be what the sample's strata "
            "are by. Give the question a 'scale', or correct the one or the other."
        )
        refuse((*steps, "beside"), says)
    if line.is_due and line.type is not AnswerType.DATE:
        refuse((*steps, "is_due"), "'is_due' is said of a question with 'type: date'.")
    if line.plan is PlanRule.UNLESS_BEST and asked.scale is None:
        refuse((*steps, "plan"), "a plan follows from a choice. Give it a 'scale'.")


def _question(
    line: QuestionLine, bank: CoreLine | None, *, number: int, section: str, scale: Scale | None
) -> Question:
    plain = AnswerType.CHOICE if scale else AnswerType.TEXT
    asks, evidence, guidance, theme = str(line.asks), EvidenceRule.OPTIONAL, "", section
    if bank is not None:
        asks, evidence, guidance, theme = bank.asks, bank.evidence, bank.guidance, bank.theme
    return Question(
        id=line.id or str(line.core),
        number=number,
        section=section,
        asks=asks,
        type=line.type or plain,
        scale=scale,
        evidence=line.evidence or evidence,
        answered_by=line.answered_by,
        guidance=line.guidance or guidance,
        core=line.core,
        theme=line.theme or theme,
        required=line.required,
        is_grade=line.is_grade,
        is_decision=line.is_decision,
        is_due=line.is_due,
        comparable=line.comparable,
        beside=line.beside or "",
    )


def _check_ids(questions: tuple[Question, ...], refuse: Refuse) -> None:
    counts = Counter(question.id for question in questions)
    for name, count in counts.items():
        if count > 1:
            refuse(("sections",), f"two questions are called '{name}'. Give one another id.")


def _check_agency(agency: str, steps: Steps, file: TemplateFile, refuse: Refuse) -> None:
    known = list(file.respondents)
    if file.owner:
        known.append(file.owner)
    if known and agency not in known:
        refuse(steps, f"'{agency}' is not asked. {nearest(agency, known)}")


def _check_findings(file: TemplateFile, questions: Mapping[str, Question], refuse: Refuse) -> None:
    for place, line in enumerate(file.findings):
        steps: Steps = ("findings", place)
        question = questions.get(line.question)
        if question is None:
            says = there_is_no("question", line.question, questions)
            refuse((*steps, "question"), says)
            continue
        for name in ("development", "strength"):
            _check_share(line, name, question=question, steps=steps, refuse=refuse)
        if line.action:
            _check_agency(line.action.owner, (*steps, "action", "owner"), file, refuse)


def _check_share(
    line: FindingLine, name: str, *, question: Question, steps: Steps, refuse: Refuse
) -> None:
    share: ShareLine | None = getattr(line, f"{name}_when")
    if share is None:
        return
    at = (*steps, f"{name}_when")
    known = []
    if question.scale:
        known = [choice.code for choice in question.scale.judged]
    for code in share.share_of:
        if code not in known:
            refuse(at, f"'{code}' is no judged choice of '{question.id}'. {nearest(code, known)}")
    if not share.share_of and question.type is not AnswerType.NUMBER:
        refuse(at, f"'{question.id}' takes no number. Say 'share_of' and its choices.")
    if not getattr(line.says, name):
        refuse(at, f"'says' has no sentence for a {name}. Add one.")


def _check_moderation(file: TemplateFile, questions: tuple[Question, ...], refuse: Refuse) -> None:
    line = file.moderation
    if line is None:
        return
    scaled = [question for question in questions if question.scale]
    if line.of == "grades" and not any(question.is_grade for question in scaled):
        says = "no question is an overall grade. Mark one with 'is_grade', or say 'of: all'."
        refuse(("moderation",), says)
    if not (line.desk or line.panel or line.blind_second):
        refuse(("moderation",), "nobody moderates. Say who does, or leave 'moderation' out.")
    plan = moderation_plan(line)
    _check_named(plan, questions_by_id(scaled), refuse)
    _check_follow_up(plan, scaled, refuse)


def _check_named(plan: Moderation, scaled: Mapping[str, Question], refuse: Refuse) -> None:
    for name in plan.questions:
        if name not in scaled:
            says = f"there is no question '{name}' with a scale. {nearest(name, scaled)}"
            refuse(("moderation", "of"), says)


def _check_follow_up(plan: Moderation, scaled: Iterable[Question], refuse: Refuse) -> None:
    known: set[str] = set()
    for question in filter(plan.grades, scaled):
        if question.scale:
            known.update(question.scale.codes)
    for code in plan.follow_up or ():
        if code not in known:
            says = f"'{code}' is no choice of what is moderated. {nearest(code, known)}"
            refuse(("moderation", "follow_up"), says)


def _check_watched(file: TemplateFile, questions: Mapping[str, Question], refuse: Refuse) -> None:
    for name in file.key_items:
        steps: Steps = ("key_items", name)
        if name not in questions:
            refuse(steps, there_is_no("question", name, questions))
        elif questions[name].scale is None:
            refuse(steps, f"'{name}' has no scale, so no share of it can fall. Watch another.")
