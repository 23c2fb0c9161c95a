"""What findings leave out or put more plainly: thin records, empty grades, words too strong."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from builders.findings import YES_PARTLY_NO, a_question, a_rule, a_share, answers_of

from audits.domain.finding import (
    CaseAnswer,
    Estimate,
    Finding,
    FindingKind,
    Interval,
    JudgedCase,
    Method,
)
from audits.domain.grade import Layer
from audits.domain.plan import FindingRule
from audits.domain.question import Choice, Scale
from audits.findings import Tally, findings_from


GRADES = Scale(
    "grade",
    "Overall grade",
    tuple(
        Choice(code, code.capitalize(), score)
        for score, code in enumerate(("inadequate", "requires", "good", "outstanding"))
    ),
)
OVERALL = replace(a_question("overall", scale=GRADES), is_grade=True, theme="Overall grade")
THIRTEEN = [replace(a_question(f"q{n}"), number=n, theme=f"Theme {n}") for n in range(1, 14)]
QUESTIONS = {question.id: question for question in (*THIRTEEN, OVERALL)}
GOOD = a_rule(question="overall", strength=a_share("outstanding", "good", count_at_least=3))


def counted(cases: Sequence[JudgedCase], counts: Tally) -> Estimate:
    """Stand in for the statistics: a census, which estimates nothing."""
    x, n = len(cases), len(counts.judged)
    share = x / n if n else None
    return Estimate(Interval(x, n, n, x, x), share, Method.COUNTED, ends=(share or 0, share or 1))


def found(answers: Sequence[CaseAnswer], *rules: FindingRule) -> tuple[Finding, ...]:
    return findings_from("M", rules, QUESTIONS, answers, estimate=counted)


def silent(cases: int, *, of: int = 4, unit: str = "police", questions=THIRTEEN):
    """Return 'cannot tell' to every question about so many cases, and 'yes' about the others."""
    values = ["unclear"] * cases + ["yes"] * (of - cases)
    return [a for q in questions for a in answers_of(values, question=q.id, unit=unit)]


def test_records_too_thin_for_thirteen_questions_are_one_finding() -> None:
    (finding,) = found(silent(4))
    assert finding.kind is FindingKind.DEVELOPMENT
    assert (finding.theme, finding.question) == ("Recording", "")
    assert finding.text.startswith("Records were too thin to judge at least one of these: Theme 1;")
    assert finding.text.count(";") == 12
    assert (finding.interval.x, finding.interval.n, finding.cannot_tell) == (4, 4, 0)
    assert {answer.question for answer in finding.answers} == {q.id for q in THIRTEEN}


def test_a_case_with_any_of_them_open_counts_once() -> None:
    first = answers_of(["unclear"] * 3 + ["yes"] * 3 + ["na"], question="q1")
    second = answers_of(["yes"] * 2 + ["unclear"] * 3 + ["yes", None], question="q2")
    (finding,) = found([*first, *second])
    # Cases 1 to 5 are open somewhere, 6 nowhere; of 7 nobody said anything that counts.
    assert (finding.interval.x, finding.interval.n, finding.left_out) == (5, 6, 1)


def test_one_question_left_open_is_named_itself() -> None:
    (finding,) = found(silent(3, questions=THIRTEEN[:1]))
    assert (finding.theme, finding.question) == ("Theme 1", "q1")


def test_outstanding_beside_thirteen_cannot_tell_makes_no_strength() -> None:
    graded = answers_of(["outstanding"] * 4, question="overall")
    (only,) = found([*graded, *silent(4)], GOOD)
    assert only.theme == "Recording"
    (strength,) = found([*graded, *silent(1)], GOOD)
    assert (strength.interval.x, strength.interval.n, strength.cannot_tell) == (3, 3, 1)
    assert strength.kind is FindingKind.STRENGTH


def test_a_poor_grade_stands_however_thin_the_record() -> None:
    rule = a_rule(question="overall", development=a_share("inadequate", count_at_least=1))
    graded = answers_of(["inadequate"] * 4, question="overall")
    assert found([*graded, *silent(4)], rule)[0].interval.x == 4


def test_a_good_grade_that_a_panel_gave_stands() -> None:
    graded = [
        replace(answer, layer=Layer.PANEL)
        for answer in answers_of(["good"] * 4, question="overall")
    ]
    assert found([*graded, *silent(4)], GOOD)[0].kind is FindingKind.STRENGTH


def test_another_agency_s_grade_on_a_full_record_stands() -> None:
    graded = answers_of(["outstanding"] * 4, question="overall")
    graded += answers_of(["good"] * 4, question="overall", unit="health")
    known = silent(0, unit="health")
    strength = found([*graded, *silent(4), *known], GOOD)[0]
    assert (strength.interval.x, strength.interval.n) == (4, 4)
    assert {a.value for a in strength.answers} == {"outstanding", "good"}


@pytest.mark.parametrize(
    ("no", "said"),
    [(1, "Some contacts sometimes lacked consent"), (3, "Most contacts often lacked consent")],
)
def test_the_words_of_a_finding_follow_its_numbers(no: int, said: str) -> None:
    rule = replace(
        a_rule(question="q1", development=a_share("no", count_at_least=1)),
        development_text="Most contacts often lacked consent",
    )
    answers = answers_of(["no"] * no + ["yes"] * (4 - no), question="q1")
    assert found(answers, rule)[0].text == said


def test_a_share_that_is_too_small_speaks_of_the_other_cases() -> None:
    rule = a_rule(question="q1", development=a_share("yes", below=0.75), minimum=4)
    answers = answers_of(["yes", "partly", "no", "no"], question="q1")
    (finding,) = found(answers, rule)
    assert (finding.interval.x, finding.interval.n) == (3, 4)
    assert YES_PARTLY_NO.best.code == "yes"
