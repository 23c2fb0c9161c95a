"""When answers become a finding: a template's rules, and one rule of the house."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from audits.domain.finding import CaseAnswer, Estimate, Finding, FindingKind, JudgedCase
from audits.domain.frequency import in_borne_words
from audits.domain.plan import FindingRule, ShareRule
from audits.domain.question import AnswerType, Question

from .claim import Claim
from .grounds import grounded_cases
from .judge import judge_numbers
from .tally import Tally, tally
from .thin_records import thin_records


# From the cases found, which are among those judged, and what became of all others.
EstimateOf: TypeAlias = Callable[[Sequence[JudgedCase], Tally], Estimate]


def findings_from(
    ref: str,
    rules: Sequence[FindingRule],
    questions: Mapping[str, Question],
    answers: Sequence[CaseAnswer],
    *,
    estimate: EstimateOf,
) -> tuple[Finding, ...]:
    """Return what the answers show, numbered ``<ref>-F1`` on in the order of the rules.

    One case counts once, by its weakest answer. Targeted cases are in no count; cases that were
    not applicable, that nobody could tell or nobody answered leave the denominator and are counted
    apart, so each finding's cases always add up to those drawn. A rule gives an area for
    development or else a strength, never both; a rule without enough judged cases gives neither.
    What the records too often do not say follows as one finding. A rule's sentence says "most" or
    "often" only where its numbers bear it; a good grade that rests on nothing is no grade.

    ``estimate`` says what the cases found, among those judged, say of the whole frozen frame; a
    rule on a share is held against its share of the cases to which the question applies, which is
    weighed where the draw was unequal.

    Raises:
        ValueError: if a rule names a question that is not among ``questions``.
    """
    by_rule = [_by_rule(rule, questions, answers, estimate) for rule in rules]
    by_record = thin_records(list(questions.values()), answers, estimate=estimate)
    claims = filter(None, (*by_rule, by_record))
    return tuple(
        claim.as_finding(f"{ref}-F{number}") for number, claim in enumerate(claims, start=1)
    )


def _asked(rule: FindingRule, questions: Mapping[str, Question]) -> Question:
    if rule.question not in questions:
        raise ValueError(f"the finding on {rule.theme} needs {rule.question}, which is not asked")
    return questions[rule.question]


def _by_rule(
    rule: FindingRule,
    questions: Mapping[str, Question],
    answers: Sequence[CaseAnswer],
    estimate: EstimateOf,
) -> Claim | None:
    question = _asked(rule, questions)
    if question.scale is None and question.type is not AnswerType.NUMBER:
        return None
    for kind, when, text in (
        (FindingKind.DEVELOPMENT, rule.development_when, rule.development_text),
        (FindingKind.STRENGTH, rule.strength_when, rule.strength_text),
    ):
        if when is None:
            continue
        counts = tally(_cases(question, questions, answers, when))
        if not _holds(when, estimate(_counted_by(when, counts), counts), minimum=rule.minimum):
            continue
        share = estimate(_like_the_sentence(when, counts), counts)
        words = in_borne_words(text, share.ends[0])
        return Claim(rule.theme, question.id, kind, words, counts.judged, counts, share)
    return None


def _cases(
    question: Question,
    questions: Mapping[str, Question],
    answers: Sequence[CaseAnswer],
    when: ShareRule,
) -> tuple[JudgedCase, ...]:
    """Return each case as a rule looks at it: of numbers the one that meets it if any does."""
    if question.scale is None:
        return judge_numbers(question, answers, highest=when.more_than is not None)
    return grounded_cases(question, questions, answers)


def _counted_by(when: ShareRule, counts: Tally, *, is_met: bool = True) -> list[JudgedCase]:
    """Return the judged cases that a rule counts, or all the others."""
    return [case for case in counts.judged if when.is_met_by(case.value) is is_met]


def cases_behind(
    rule: FindingRule, kind: FindingKind, question: Question, answers: Sequence[CaseAnswer]
) -> tuple[list[JudgedCase], list[JudgedCase]]:
    """Return the cases of which a finding's sentence is true, and the others it was judged by.

    ``answers`` are those that the finding cites; the rule is the one it was made by.
    """
    when = rule.strength_when if kind is FindingKind.STRENGTH else rule.development_when
    if when is None:
        return [], []
    counts = tally(_cases(question, {question.id: question}, answers, when))
    like = _like_the_sentence(when, counts)
    return like, [case for case in counts.judged if case not in like]


def _like_the_sentence(when: ShareRule, counts: Tally) -> list[JudgedCase]:
    """Return the cases of which a rule's sentence is true.

    A rule that wants too small a share of good answers speaks of the others: "were not told" beside
    the number of those who were told would be read the wrong way round.
    """
    return _counted_by(when, counts, is_met=when.below is None)


def _holds(when: ShareRule, estimated: Estimate, *, minimum: int) -> bool:
    share, judged = estimated.share, estimated.interval.n
    if share is None:
        return False
    if when.count_at_least is not None:
        return estimated.interval.x >= when.count_at_least
    if judged < minimum:
        return False
    if when.below is not None:
        return share < when.below
    return when.at_least is not None and share >= when.at_least
