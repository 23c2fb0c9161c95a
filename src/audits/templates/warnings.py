"""What is allowed in a template but looks like a slip, as sentences with the line."""

import re
from collections.abc import Iterator
from itertools import chain

from audits.domain.amounts import are, many
from audits.domain.frequency import words_not_borne
from audits.domain.plan import FindingRule
from audits.domain.question import (
    AnswerType,
    EvidenceRule,
    Question,
    Standing,
    questions_by_id,
)

from .file_models import FindingLine, QuestionLine, ShareLine, TemplateFile
from .refusals import Located, Steps
from .shape import AuditTemplate


Doubt = tuple[Steps, str]
LEADING = re.compile(
    r"^(do(n['\u2019]?t| not)? you (not )?(agree|think|feel)|would(n['\u2019]?t)? you (agree|say)|"
    r"is(n['\u2019]t| it not| it true)|are(n['\u2019]t| you aware)|"
    r"surely|obviously|clearly|of course)\b",
    re.IGNORECASE,
)
DOUBLE = re.compile(r"\band\s*/\s*or\b|\?.+\?", re.IGNORECASE)


def warnings_about(
    template: AuditTemplate, file: TemplateFile, written: Located
) -> tuple[str, ...]:
    """Return what a second reader would ask about, in the order of the file."""
    sentences = [
        *_of_questions(template, file),
        *_of_template(template),
        *_of_moderation(template, file),
        *_of_findings(template, file),
    ]
    return tuple(written.refusal(steps, says) for steps, says in sentences)


def _of_questions(template: AuditTemplate, file: TemplateFile) -> Iterator[Doubt]:
    questions = iter(question for question in template.questions if not question.follows)
    for at, section in enumerate(file.sections):
        for place, line in enumerate(section.questions):
            question = next(questions)
            for says in _slips(question, line):
                yield ("sections", at, "questions", place), f"'{question.id}' {says}"


def _slips(question: Question, line: QuestionLine) -> Iterator[str]:
    if line.core is None and line.scale is None and line.type is None:
        yield "has neither a scale nor a type, so it takes any text. Say 'scale' or 'type: text'."
    if DOUBLE.search(question.asks):
        yield "asks two things at once, which one answer cannot tell apart. Ask each by itself."
    if LEADING.search(question.asks):
        yield "leads to its answer. Ask what the record shows, as in 'Was ...' or 'Does ...'."
    if question.is_grade and (question.scale is None or not _is_described(question)):
        yield "is a grade, but not every grade has 'means': nobody can tell what it looks like."
    if question.is_grade and question.evidence is EvidenceRule.NEVER:
        yield "is a grade without a place for its reasons. Say 'evidence: always'."


def _is_described(question: Question) -> bool:
    return question.scale is not None and all(choice.means for choice in question.scale.judged)


def _of_template(template: AuditTemplate) -> Iterator[Doubt]:
    for agency in template.respondents:
        if not any(question.is_for(agency) for question in template.questions):
            yield ("respondents",), f"'{agency}' is sent a pack and asked no question. Take it out."
    rules = {q.evidence for q in template.questions if q.type is not AnswerType.TEXT}
    if rules == {EvidenceRule.NEVER}:
        yield (
            ("sections",),
            "no question asks for evidence, so no answer can be checked. "
            "Say 'evidence: unless_yes'.",
        )


def _of_moderation(template: AuditTemplate, file: TemplateFile) -> Iterator[Doubt]:
    if file.moderation is None:
        if "end_moderation" in template.gates:
            says = "a person is to end moderation, and there is none. Add a 'moderation' line, or "
            yield ("gates",), f"{says}take 'end_moderation' out."
        return
    ranked = [q for q in template.moderated_questions() if q.is_ranked and not q.is_grade]
    if file.moderation.follow_up is None and ranked:
        of = many(len(ranked), "question")
        says = f"each lowest answer to {of} will need a person who follows it up"
        yield ("moderation",), f"{says}. Say which do, as in 'follow_up: [inadequate]', or 'none'."


def _of_findings(template: AuditTemplate, file: TemplateFile) -> Iterator[Doubt]:
    questions = questions_by_id(template.questions)
    for place, line in enumerate(file.findings):
        slips = chain(
            _rule_slips(line, questions[line.question], template.sample.size),
            _says_how_often(template.findings[place]),
        )
        for says in slips:
            yield ("findings", place), f"the finding '{line.theme}' {says}"


def _rule_slips(line: FindingLine, question: Question, size: int | None) -> Iterator[str]:
    if question.scale is None and question.type is not AnswerType.NUMBER:
        yield f"rests on '{question.id}', which has no scale, so it can never be found."
    if line.development_when is None and line.strength_when is None:
        yield "says neither when it is a development nor when it is a strength. Add one."
    if _may_be_left_out_unsaid(question):
        yield (
            f"rests on '{question.id}', which may be not applicable without saying when. "
            "Give that choice its 'means', or the question its 'guidance'."
        )
    rules = list(filter(None, (line.development_when, line.strength_when)))
    small = line.minimum if size is None else size  # a census may be of any number
    if line.minimum > small and not all(map(_is_of_a_count, rules)):
        yield (
            f"judges a share of {many(line.minimum, 'case')} or more, but only {small} "
            f"{are(small)} drawn. Use count_at_least."
        )
    for rule in rules:
        if _is_out_of_reach(rule, size):
            yield _out_of_reach(rule, size)


def _says_how_often(rule: FindingRule) -> Iterator[str]:
    """Yield what a rule's sentence says of how often, where its limit does not bear it."""
    for when, text in (
        (rule.development_when, rule.development_text),
        (rule.strength_when, rule.strength_text),
    ):
        if when is None:
            continue
        words = words_not_borne(text, when.sure_share)
        if words:
            yield (
                f"says '{words[0]}', which its rule does not make sure of. Papers print a weaker "
                "word where the numbers do not bear it. Say it without, as in 'Some contacts...' "
                "or 'not always'; the number stands beside it."
            )


def _may_be_left_out_unsaid(question: Question) -> bool:
    if question.scale is None or question.guidance:
        return False
    choices = question.scale.choices
    return any(c.standing is Standing.NOT_APPLICABLE and not c.means for c in choices)


def _is_of_a_count(rule: ShareLine) -> bool:
    return rule.count_at_least is not None


def _is_out_of_reach(rule: ShareLine, size: int | None) -> bool:
    return size is not None and (rule.count_at_least or 0) > size


def _out_of_reach(rule: ShareLine, size: int | None) -> str:
    drawn, needed = size or 0, many(rule.count_at_least or 0, "case")
    return f"needs {needed}, but only {drawn} {are(drawn)} drawn. Lower the number."
