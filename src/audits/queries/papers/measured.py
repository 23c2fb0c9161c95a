"""A finding's numbers for papers: what was seen, how sure it is, last time's, and the target."""

from collections.abc import Sequence
from fractions import Fraction

from audits.domain.finding import Estimate, FindingKind, Method
from audits.domain.plan import FindingRule, ShareRule
from audits.domain.question import questions_by_id
from audits.domain.status import AGREED_OR_LATER
from audits.queries.estimates import estimate_kept, silent_in_words
from audits.queries.latest_cycle import latest_cycle
from audits.queries.rounds import Outcome
from audits.reporting import LastTime, MeasuredFact
from audits.statistics import BARE, compare_rounds, share_in_words, whole_percent
from audits.storage import Cycle, FindingRow, View
from audits.templates import AuditTemplate


_IN_A_WORD = {Outcome.BETTER: "better", Outcome.SAME: "the same", Outcome.WORSE: "worse"}
_ROUNDEST = 20  # 85 % is said as 17 in 20


def measured(
    row: FindingRow, estimate: Estimate, template: AuditTemplate, last: Sequence[FindingRow]
) -> MeasuredFact | None:
    """Return a finding's numbers; ``last`` are the findings of the audit before. None without any.

    The target is the share from which the template calls the same a strength; of what it never
    calls a strength, the share from which it is a finding.
    """
    if not row.n:
        return None
    rule = _rule_of(row, template)
    low, high = estimate.ends
    share = estimate.share if estimate.share is not None else row.x / row.n
    target, way = _target(rule, row.kind) or (None, "")
    target_words = _target_words(target, way, row.n)
    return MeasuredFact(
        row.x,
        row.n,
        share,
        min(low, share),
        max(high, share),
        _words(estimate, template),
        in_all=_in_all(estimate),
        before=_last_time(row, rule, template, last),
        target=target,
        target_words=target_words,
    )


def findings_before(cycle: Cycle, view: View) -> list[FindingRow]:
    """Return the findings of the agreed audit of its kind before this one, without answers."""
    last = latest_cycle(cycle.kind, AGREED_OR_LATER, view, before=cycle.opened_on)
    return list(view.findings_without_answers(last.ref)) if last else []


def good_of(row: FindingRow, template: AuditTemplate) -> str:
    """Return how the template would say that the same was a strength; empty if it never would."""
    rule = _rule_of(row, template)
    return rule.strength_text if rule else ""


def _words(estimate: Estimate, template: AuditTemplate) -> str:
    of = template.sampling_unit.in_plural
    if estimate.method is not Method.COUNTED:
        return share_in_words(estimate, of=of) + silent_in_words(estimate.silent)
    interval = estimate.interval
    words = f"{interval.x:,} of {interval.n:,} {of}"
    if interval.n >= BARE:
        words += f" ({whole_percent(interval.x, interval.n)} %)"
    left = interval.frame - interval.n
    if left:
        words += f"; the other {left:,} of {interval.frame:,} are not in this count"
    return words


def _in_all(estimate: Estimate) -> str:
    """Return the range in cases, where each case drawn was judged."""
    interval = estimate.interval
    if estimate.method is Method.COUNTED or not estimate.is_of_all:
        return ""
    return f"{interval.low:,} to {interval.high:,} of {interval.frame:,}"


def _rule_of(row: FindingRow, template: AuditTemplate) -> FindingRule | None:
    for rule in template.findings:
        if (rule.theme, rule.question) == (row.theme, row.question):
            return rule
    return None


def _target(rule: FindingRule | None, kind: FindingKind) -> tuple[float, str] | None:
    """Return the share to reach, in the terms of the finding's own sentence, and which way."""
    if rule is None:
        return None
    good = rule.strength_when.at_least if rule.strength_when else None
    if kind is FindingKind.STRENGTH:
        return (good, "at least") if good is not None else None
    if good is not None and _is_turned(rule):
        return 1 - good, "at most"
    bad = rule.development_when
    if bad is None or bad.at_least is None:
        return None
    return bad.at_least, "below"


def _is_turned(rule: FindingRule) -> bool:
    """Tell whether a rule's area for development counts just those that its strength does not."""
    bad, good = rule.development_when, rule.strength_when
    if bad is None or good is None:
        return False
    if bad.below is not None:
        return _of(bad) == _of(good)
    return not _of(bad) & _of(good) and bool(bad.of and good.of)


def _of(rule: ShareRule) -> frozenset[str]:
    return frozenset(rule.of)


def _target_words(share: float | None, way: str, n: int) -> str:
    if share is None:
        return ""
    if n >= BARE:
        return f"Target: {way} {100 * share:.0f} %"
    plain = Fraction(share).limit_denominator(_ROUNDEST)
    return f"Target: {way} {plain.numerator} in {plain.denominator}"


def _last_time(
    row: FindingRow,
    rule: FindingRule | None,
    template: AuditTemplate,
    last: Sequence[FindingRow],
) -> LastTime | None:
    """Return what the audit before counted, if its question was the same."""
    question = questions_by_id(template.questions).get(row.question)
    if question is None or not question.comparable:
        return None
    same = [then for then in last if then.n and (then.theme, then.question) == _key(row)]
    then = next((then for then in same if then.kind is row.kind), None)
    is_turned = then is None
    if then is None and rule is not None and _is_turned(rule):
        then = next(iter(same), None)
    if then is None:
        return None
    estimate = estimate_kept(then)
    x, (low, high) = then.x, estimate.ends
    if is_turned:
        x, low, high = then.n - then.x, 1 - high, 1 - low
    words = f"Last time: {x:,} of {then.n:,}"
    if min(then.n, row.n) >= BARE:
        words += f" ({whole_percent(x, then.n)} %)"
    outcome, change = _change(x, then.n, row, is_census=template.sample.is_census)
    word = _IN_A_WORD[outcome]
    is_now_good = then.kind is FindingKind.DEVELOPMENT and row.kind is FindingKind.STRENGTH
    if outcome is Outcome.SAME and is_now_good:
        word = "improving"
    return LastTime(then.cycle, x, then.n, low, high, f"{words}. {change}", word)


def _key(row: FindingRow) -> tuple[str, str]:
    return row.theme, row.question


def _change(x: int, n: int, row: FindingRow, *, is_census: bool) -> tuple[Outcome, str]:
    """Return whether what a finding counts has changed by more than chance, and in words."""
    is_good = row.kind is FindingKind.STRENGTH
    if is_census:
        difference = row.x * n - x * row.n
        if not difference:
            return Outcome.SAME, "The same as then"
        is_more = difference > 0
        outcome = Outcome.BETTER if is_more is is_good else Outcome.WORSE
        return outcome, f"{'More' if is_more else 'Fewer'} than then"
    change = compare_rounds(x, n, row.x, row.n)
    if not (change.is_rise or change.is_fall):
        return Outcome.SAME, "The difference is no more than chance can explain"
    outcome = Outcome.BETTER if change.is_rise is is_good else Outcome.WORSE
    return outcome, f"{outcome.value.capitalize()}, by more than chance explains"
