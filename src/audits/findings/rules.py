"""When answers become a finding: a template's rules, and one rule of the house."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import TypeAlias

from audits.domain.finding import CaseAnswer, Estimate, Finding, FindingKind, JudgedCase
from audits.domain.plan import FindingRule, ShareRule
from audits.domain.question import Question

from .judge import judge_cases
from .tally import Tally, tally


# From the cases found, which are among those judged, and what became of all others.
EstimateOf: TypeAlias = Callable[[Sequence[JudgedCase], Tally], Estimate]

# A record that does not say is itself practice to put right, but one or two such cases are chance.
# Counted, not estimated: at least three, and at least one in five of the cases it was asked of.
CANNOT_TELL_CASES = 3
CANNOT_TELL_ONE_IN = 5


@dataclass(frozen=True, slots=True)
class _Claim:
    """A finding before it has its number."""

    theme: str
    question: str
    kind: FindingKind
    text: str
    found: tuple[JudgedCase, ...]
    counted: tuple[JudgedCase, ...]
    tally: Tally
    estimate: Estimate


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
    Questions on which the record too often does not say follow as findings of their own.

    ``estimate`` says what the cases found, among those judged, say of the whole frozen frame; a
    rule on a share is held against its share of the cases to which the question applies, which is
    weighed where the draw was unequal.

    Raises:
        ValueError: if a rule names a question that is not among ``questions``.
    """
    by_rule = (_by_rule(rule, _asked(rule, questions), answers, estimate) for rule in rules)
    by_record = (_record_silent(question, answers, estimate) for question in questions.values())
    claims = (claim for claim in chain(by_rule, by_record) if claim is not None)
    return tuple(
        _finding(f"{ref}-F{number}", claim) for number, claim in enumerate(claims, start=1)
    )


def _asked(rule: FindingRule, questions: Mapping[str, Question]) -> Question:
    if rule.question not in questions:
        raise ValueError(f"the finding on {rule.theme} needs {rule.question}, which is not asked")
    return questions[rule.question]


def _by_rule(
    rule: FindingRule, question: Question, answers: Sequence[CaseAnswer], estimate: EstimateOf
) -> _Claim | None:
    if question.scale is None:
        return None
    counts = tally(judge_cases(question, answers))
    for kind, when, text in (
        (FindingKind.DEVELOPMENT, rule.development_when, rule.development_text),
        (FindingKind.STRENGTH, rule.strength_when, rule.strength_text),
    ):
        if when is None:
            continue
        found = tuple(case for case in counts.judged if case.value in when.of)
        said = estimate(found, counts)
        if _holds(when, said, minimum=rule.minimum):
            return _Claim(rule.theme, question.id, kind, text, found, counts.judged, counts, said)
    return None


def _holds(when: ShareRule, said: Estimate, *, minimum: int) -> bool:
    share, judged = said.share, said.interval.n
    if share is None:
        return False
    if when.count_at_least is not None:
        return said.interval.x >= when.count_at_least
    if judged < minimum:
        return False
    if when.below is not None:
        return share < when.below
    return when.at_least is not None and share >= when.at_least


def _record_silent(
    question: Question, answers: Sequence[CaseAnswer], estimate: EstimateOf
) -> _Claim | None:
    if question.scale is None:
        return None
    counts = tally(judge_cases(question, answers))
    silent, asked_of = counts.cannot_tell, counts.judged + counts.cannot_tell
    if len(silent) < CANNOT_TELL_CASES or len(silent) * CANNOT_TELL_ONE_IN < len(asked_of):
        return None
    text = f"Too often the record does not say: {question.asks}"
    theme = question.theme or question.core or question.section
    # The silent cases are what is counted here, so none is left over to be counted apart.
    shown = replace(counts, judged=asked_of, cannot_tell=())
    return _Claim(
        theme, question.id, FindingKind.DEVELOPMENT, text, silent, asked_of, shown,
        estimate(silent, shown),
    )  # fmt: skip


def _finding(ref: str, claim: _Claim) -> Finding:
    return Finding(
        id=ref,
        theme=claim.theme,
        question=claim.question,
        kind=claim.kind,
        text=claim.text,
        interval=claim.estimate.interval,
        left_out=claim.tally.left_out,
        cannot_tell=len(claim.tally.cannot_tell),
        answers=tuple(answer for case in claim.counted for answer in case.answers),
        unanswered=len(claim.tally.unanswered),
        method=claim.estimate.method,
        share=claim.estimate.share,
        parts=claim.estimate.parts,
    )
