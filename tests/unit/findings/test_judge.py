"""One case, several agencies: the weakest answer stands, and nothing is lost."""

from dataclasses import replace

import pytest
from builders.findings import YES_PARTLY_NO, a_question, answers_of
from hypothesis import given, settings, strategies as st

from audits.domain.finding import CaseAnswer, JudgedCase
from audits.domain.question import Standing
from audits.findings import judge_cases


quickly = settings(deadline=None, max_examples=80)
VALUES = [choice.code for choice in YES_PARTLY_NO.choices]
ANSWERS = st.lists(
    st.builds(
        CaseAnswer,
        unit=st.sampled_from(["police", "health", "social_care"]),
        case=st.sampled_from(["MASH17W10-01", "MASH17W10-02", "MASH17W10-100"]),
        question=st.sampled_from(["feedback", "consent"]),
        value=st.sampled_from([*VALUES, None]),
        targeted=st.booleans(),
        answer_id=st.integers(0, 99).map(str),
    ),
    max_size=12,
)


def judged(*values: str | None) -> JudgedCase:
    answers = [
        replace(answers_of([value])[0], unit=f"unit{number}") for number, value in enumerate(values)
    ]
    (case,) = judge_cases(a_question(), answers)
    return case


@pytest.mark.parametrize(
    ("values", "stands", "standing"),
    [
        (("yes", "no", "partly"), "no", Standing.JUDGED),
        (("yes", "partly"), "partly", Standing.JUDGED),
        (("yes", "yes", None), "yes", Standing.JUDGED),
        (("yes", "unclear"), "yes", Standing.JUDGED),
        (("no", "na"), "no", Standing.JUDGED),
        (("na", "unclear"), "unclear", Standing.CANNOT_TELL),
        (("na", None), "na", Standing.NOT_APPLICABLE),
        ((None, None), None, None),
    ],
)
def test_the_weakest_judgement_stands_for_the_case(
    values: tuple[str | None, ...], stands: str | None, standing: Standing | None
) -> None:
    case = judged(*values)
    assert (case.value, case.standing) == (stands, standing)


def test_units_that_did_not_answer_are_named() -> None:
    assert judged("yes", None, "no", None).unanswered == ("unit1", "unit3")


def test_one_targeted_answer_marks_the_case() -> None:
    answers = [
        *answers_of(["yes"], targeted=1),
        *answers_of(["no"], unit="health"),
    ]
    (case,) = judge_cases(a_question(), answers)
    assert case.targeted


@given(ANSWERS)
@quickly
def test_every_answer_to_the_question_lies_in_exactly_one_case(answers: list[CaseAnswer]) -> None:
    cases = judge_cases(a_question(), answers)
    kept = [answer for case in cases for answer in case.answers]
    asked = [answer for answer in answers if answer.question == "feedback"]
    assert sorted(map(repr, kept)) == sorted(map(repr, asked))
    assert len({case.case for case in cases}) == len(cases)


@given(ANSWERS, st.randoms(use_true_random=False))
@quickly
def test_the_order_in_which_returns_came_does_not_matter(answers, shuffler) -> None:
    mixed = list(answers)
    shuffler.shuffle(mixed)
    assert [(c.case, c.value, c.targeted) for c in judge_cases(a_question(), mixed)] == [
        (c.case, c.value, c.targeted) for c in judge_cases(a_question(), answers)
    ]


@given(st.lists(st.sampled_from(["yes", "partly", "no"]), min_size=1), st.sampled_from(VALUES))
@quickly
def test_one_more_answer_never_makes_a_case_better(values: list[str], more: str) -> None:
    order = {"no": 0, "partly": 1, "yes": 2}
    before, after = judged(*values).value, judged(*values, more).value
    assert order[str(after)] <= order[str(before)]


def test_cases_come_in_the_order_of_their_numbers_beyond_ninety_nine() -> None:
    refs = ["MASH17W10-100", "MASH17W10-02", "MASH17W10-11"]
    answers = [replace(answers_of(["yes"])[0], case=ref) for ref in refs]
    found = [case.case for case in judge_cases(a_question(), answers)]
    assert found == ["MASH17W10-02", "MASH17W10-11", "MASH17W10-100"]


def test_a_value_off_the_scale_is_a_bug_that_is_not_repeated() -> None:
    with pytest.raises(ValueError, match="police's answer to feedback for MASH17W10-01") as refusal:
        judge_cases(a_question(), answers_of(["Jordan said so"]))
    assert "Jordan" not in str(refusal.value)


def test_a_question_without_choices_cannot_be_judged() -> None:
    with pytest.raises(ValueError, match="no scale"):
        judge_cases(a_question(scale=None), ())
