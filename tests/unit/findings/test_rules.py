"""When answers become a finding, and with which numbers."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from builders.findings import a_question, a_rule, a_share, answers_of
from hypothesis import given, settings, strategies as st

from audits.domain.finding import (
    CaseAnswer,
    Estimate,
    Finding,
    FindingKind,
    Interval,
    JudgedCase,
    Method,
    Part,
)
from audits.domain.plan import FindingRule, ShareRule
from audits.domain.question import AnswerType
from audits.findings import Tally, findings_from


quickly = settings(deadline=None, max_examples=80)
FRAME = 240
QUESTIONS = {"feedback": a_question()}
LOW_SHARE = a_rule(development=a_share("yes", below=0.8))
ANY_NO = a_rule(development=a_share("no", count_at_least=1))
ONE_CASE = st.tuples(
    st.sampled_from(["yes", "partly", "no", "na", "unclear", None]),
    st.sampled_from(["yes", "partly", "no", "na", "unclear", None]),
)


def widest(cases: Sequence[JudgedCase], counts: Tally) -> Estimate:
    """Stand in for the statistics: everything the sample does not rule out."""
    x, n = len(cases), len(counts.judged)
    interval = Interval(x, n, FRAME, low=x, high=FRAME - (n - x))
    return Estimate(interval, x / n if n else None, Method.EXACT)


def found(answers: tuple[CaseAnswer, ...], *rules: FindingRule) -> tuple[Finding, ...]:
    return findings_from("MASH-2017-W10", rules, QUESTIONS, answers, estimate=widest)


def test_a_share_below_the_line_is_an_area_for_development_with_its_numbers() -> None:
    (finding,) = found(answers_of(["yes"] * 15 + ["no"] * 5), LOW_SHARE)
    assert finding.kind is FindingKind.DEVELOPMENT
    assert finding.id == "MASH-2017-W10-F1"
    assert finding.text == "Referrers were not always told the outcome"
    # The sentence is of those who were not told: the number beside it is theirs.
    assert (finding.interval.x, finding.interval.n, finding.interval.frame) == (5, 20, 240)


def test_a_share_exactly_on_the_line_is_not_below_it() -> None:
    assert found(answers_of(["yes"] * 16 + ["no"] * 4), LOW_SHARE) == ()


@pytest.mark.parametrize("hundredths", range(101))
def test_a_share_written_as_a_percentage_is_met_exactly(hundredths: int) -> None:
    answers = answers_of(["yes"] * hundredths + ["no"] * (100 - hundredths))
    line = hundredths / 100
    assert found(answers, a_rule(development=a_share("yes", below=line))) == ()
    (strength,) = found(answers, a_rule(strength=a_share("yes", at_least=line)))
    assert strength.kind is FindingKind.STRENGTH
    assert strength.text == "Referrers were told the outcome"


@given(st.lists(st.sampled_from(["yes", "no"]), max_size=19))
@quickly
def test_a_share_of_fewer_than_twenty_is_never_judged(values: list[str]) -> None:
    both = a_rule(development=a_share("yes", below=1.0), strength=a_share("yes", at_least=0.0))
    assert found(answers_of(values), both) == ()


def test_the_minimum_counts_judged_random_cases_only() -> None:
    values = ["no"] * 2 + ["no"] * 19 + ["na"] * 5 + ["unclear"] * 2 + [None]
    assert found(answers_of(values, targeted=2), LOW_SHARE) == ()


def test_a_count_needs_no_minimum() -> None:
    (finding,) = found(answers_of(["yes"] * 8 + ["no", "na"]), ANY_NO)
    assert (finding.interval.x, finding.interval.n, finding.left_out) == (1, 9, 1)


def test_a_count_that_is_not_reached_gives_nothing() -> None:
    rule = a_rule(development=a_share("no", count_at_least=2))
    assert found(answers_of(["yes"] * 9 + ["no"]), rule) == ()


def test_a_targeted_case_makes_no_finding() -> None:
    assert found(answers_of(["no", "no", *["yes"] * 8], targeted=2), ANY_NO) == ()


@pytest.mark.parametrize("value", ["na", "unclear", None])
def test_without_a_judged_case_no_rule_can_be_judged(value: str | None) -> None:
    rule = a_rule(development=a_share("no", count_at_least=0), minimum=0)
    assert found(answers_of([value, value]), rule) == ()


def test_a_rule_on_a_question_without_choices_gives_nothing() -> None:
    questions = {"feedback": a_question(scale=None)}
    answers = answers_of(["some words"])
    findings = findings_from("M", [ANY_NO], questions, answers, estimate=widest)
    assert findings == ()


def test_a_rule_on_a_question_that_is_not_asked_is_a_bug() -> None:
    with pytest.raises(ValueError, match="needs consent, which is not asked"):
        found((), a_rule(question="consent", development=a_share("no", count_at_least=1)))


def test_development_outranks_strength_on_one_question() -> None:
    rule = a_rule(
        development=a_share("no", count_at_least=1), strength=a_share("yes", at_least=0.9)
    )
    (finding,) = found(answers_of(["yes"] * 29 + ["no"]), rule)
    assert finding.kind is FindingKind.DEVELOPMENT


def test_a_case_counts_once_however_many_agencies_answer() -> None:
    answers = answers_of(["yes", "yes"]) + answers_of(["no", "yes"], unit="health")
    (finding,) = found(answers, ANY_NO)
    assert (finding.interval.x, finding.interval.n) == (1, 2)
    assert len(finding.answers) == 4


def test_ids_run_in_the_order_of_the_rules_and_skip_those_that_found_nothing() -> None:
    some_yes = a_rule(strength=a_share("yes", count_at_least=1))
    some_partly = a_rule(strength=a_share("partly", count_at_least=1))
    findings = found(answers_of(["yes", "no"]), some_yes, some_partly, ANY_NO)
    assert [(f.id[-3:], f.kind) for f in findings] == [
        ("-F1", FindingKind.STRENGTH),
        ("-F2", FindingKind.DEVELOPMENT),
    ]


@pytest.mark.parametrize(
    ("silent", "judged", "is_finding"),
    [(2, 0, False), (3, 0, True), (3, 12, True), (3, 13, False), (10, 40, True), (10, 41, False)],
)
def test_a_record_that_too_often_does_not_say_is_a_finding_of_its_own(
    silent: int, judged: int, *, is_finding: bool
) -> None:
    findings = found(answers_of(["unclear"] * silent + ["yes"] * judged + ["na"]))
    assert bool(findings) is is_finding
    for finding in findings:
        assert finding.kind is FindingKind.DEVELOPMENT
        assert finding.theme == "Feedback"
        assert finding.text.startswith("Records did not say enough to answer: ")
        assert (finding.interval.x, finding.interval.n) == (silent, silent + judged)


@given(st.lists(ONE_CASE, max_size=40), st.integers(0, 3))
@quickly
def test_the_cases_of_every_finding_add_up_to_those_drawn(
    cases: list[tuple[str | None, str | None]], targeted: int
) -> None:
    answers = answers_of([first for first, _ in cases], targeted=targeted)
    answers += answers_of([second for _, second in cases], unit="health", targeted=targeted)
    strength = a_rule(strength=a_share("yes", "partly", at_least=0.1), minimum=1)
    for finding in found(answers, ANY_NO, strength, LOW_SHARE):
        counted = finding.interval.n + finding.left_out + finding.cannot_tell + finding.unanswered
        assert counted == len(cases)
        assert finding.left_out >= min(targeted, len(cases))
        assert not any(answer.targeted for answer in finding.answers)
        assert len({answer.case for answer in finding.answers}) == finding.interval.n


@given(st.lists(st.sampled_from(["yes", "no", "na", "unclear", None]), max_size=40))
@quickly
def test_the_text_is_the_rule_s_own_whatever_the_counts(values: list[str | None]) -> None:
    for finding in found(answers_of(values), ANY_NO, LOW_SHARE):
        assert not any(letter.isdigit() for letter in finding.text)


def test_a_share_rule_judges_the_weighed_share_and_not_the_raw_one() -> None:
    def weighed(cases: Sequence[JudgedCase], counts: Tally) -> Estimate:
        raw = widest(cases, counts)
        return Estimate(raw.interval, 0.71, Method.WEIGHTED, (Part("a", 15, 20, FRAME),))

    rule = a_rule(development=a_share("yes", below=0.75))
    answers = answers_of(["yes"] * 15 + ["no"] * 5)
    assert found(answers, rule) == ()
    (finding,) = findings_from("M", [rule], QUESTIONS, answers, estimate=weighed)
    assert (finding.interval.x, finding.interval.n, finding.share) == (5, 20, 0.71)
    assert finding.method is Method.WEIGHTED
    assert finding.parts == (Part("a", 15, 20, FRAME),)


@pytest.mark.parametrize(
    ("when", "x"),
    [
        (ShareRule(more_than=10, count_at_least=1), 2),  # 12 and 30; 10 itself is not above it
        (ShareRule(less_than=10, count_at_least=1), 2),  # 0 and 2.5: one agency's is enough
    ],
)
def test_a_rule_may_rest_on_numbers(when: ShareRule, x: int) -> None:
    asked = replace(a_question("gap_days", scale=None), type=AnswerType.NUMBER)
    police = answers_of(["12", "10", None, "2.5", "30"], question="gap_days")
    health = answers_of(["11", "10", None, "9.5", "0"], question="gap_days", unit="health")
    rule = a_rule(question="gap_days", development=when)
    (finding,) = findings_from(
        "X", [rule], {"gap_days": asked}, (*police, *health), estimate=widest
    )
    assert (finding.interval.x, finding.interval.n, finding.unanswered) == (x, 4, 1)
