"""Which grades call for a person, which may be agreed with at once, and that none is lost."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, strategies as st

from audits.domain.grade import Grade, GradedAnswer, Layer, Subject
from audits.domain.plan import Moderation
from audits.domain.question import Choice, EvidenceRule, Question, Scale, Standing
from audits.domain.status import DisagreementStatus
from audits.findings import (
    Reason,
    calling_for_a_person,
    is_out_of_line,
    may_be_agreed,
    split_waiting,
    waiting,
)


AT = datetime(2017, 3, 14, 10, tzinfo=UTC)
GRADES = Scale("grade", "Grade", (
    Choice("outstanding", "Outstanding", 3), Choice("good", "Good", 2),
    Choice("ri", "Requires improvement", 1), Choice("inadequate", "Inadequate", 0),
))  # fmt: skip
YES_NO = Scale("yes_no", "Yes or no", (
    Choice("yes", "Yes", 2), Choice("partly", "Partly", 1), Choice("no", "No", 0),
    Choice("cannot_tell", "Cannot tell", standing=Standing.CANNOT_TELL),
))  # fmt: skip
OVERALL = Question("overall", 1, "All", "How good was it?", scale=GRADES, is_grade=True,
                   evidence=EvidenceRule.ALWAYS)  # fmt: skip
ASKED = [Question(f"q{n}", n, "Part", "Was it done?", scale=YES_NO) for n in range(2, 12)]
PLAN = Moderation(panel=True)


def grade(
    own: str | None, unit: str = "health", case: str = "DA-01", **more: object
) -> GradedAnswer:
    """Return one unit's own grade with its reason."""
    given_ = Grade(Layer.SELF, own, unit, AT, "as the file shows") if own else None
    return GradedAnswer(Subject(case, unit, "overall"), OVERALL, given_, **more)


def reasons(*graded: GradedAnswer, plan: Moderation = PLAN) -> dict[str, list[str]]:
    found = calling_for_a_person(graded, plan, {})
    return {subject.unit: [str(each) for each in why] for subject, why in found.items()}


def test_grades_that_agree_and_are_sound_call_for_nobody():
    assert reasons(grade("good"), grade("good", "police")) == {}


def test_every_agency_of_a_case_is_looked_at_where_they_differ():
    found = reasons(grade("good"), grade("ri", "police"), grade("ri", "school", case="DA-02"))
    assert found == {"health": [Reason.DIFFERS], "police": [Reason.DIFFERS]}


def test_a_decision_is_not_the_lowest_and_calls_for_a_person_where_agencies_differ():
    decision = replace(OVERALL, is_grade=False, is_decision=True)
    low, high = (
        replace(grade(code, unit), question=decision)
        for code, unit in (("inadequate", "health"), ("good", "police"))
    )
    assert reasons(low) == {}
    assert reasons(low, high) == {"health": [Reason.DIFFERS], "police": [Reason.DIFFERS]}


MODERATED = Grade(Layer.MODERATED, "ri", "Desk", AT, "Seen")


@pytest.mark.parametrize(
    ("one", "why"),
    [
        (grade("inadequate"), Reason.LOWEST),
        (grade("good", is_second_rated=True), Reason.TWICE),
        (grade("good", moderated=MODERATED), Reason.CHANGED),
        (grade(None, moderated=MODERATED), Reason.CHANGED),
        (grade("good", disagreement=DisagreementStatus.DISPUTED), Reason.DISPUTED),
        (replace(grade("good"), own=Grade(Layer.SELF, "good", "health", AT)), Reason.NO_EVIDENCE),
    ],
)
def test_each_reason_by_itself(one, why):
    assert reasons(one) == {"health": [why]}


def test_a_grade_that_the_template_follows_up_is_looked_at():
    assert reasons(grade("ri"), plan=Moderation(follow_up=("ri",))) == {
        "health": [Reason.FOLLOW_UP]
    }


@pytest.mark.parametrize(
    ("value", "answers", "clashes"),
    [
        ("good", "no no partly yes", True),
        ("good", "no partly yes yes", False),
        ("outstanding", "yes yes yes yes", False),
        ("ri", "yes yes yes", True),
        ("ri", "yes yes partly", False),
        ("good", "cannot_tell cannot_tell cannot_tell cannot_tell cannot_tell yes", True),
        ("good", "cannot_tell cannot_tell yes", False),
        ("good", "", False),
        ("ri", "", False),
    ],
)
def test_a_grade_is_out_of_line_with_what_its_own_unit_answered(value, answers, clashes):
    said = list(zip(ASKED, answers.split(), strict=False))
    assert is_out_of_line(OVERALL, value, [*said, (OVERALL, value)]) is clashes


MAYBE = st.none() | st.sampled_from([choice.code for choice in GRADES.choices])


@given(st.lists(st.tuples(MAYBE, st.booleans()), max_size=12))
def test_every_own_grade_is_looked_at_or_may_be_agreed_with_and_none_is_both(layers):
    graded = [
        grade(own, f"u{n % 3}", f"DA-{n // 3}", moderated=MODERATED if is_given else None)
        for n, (own, is_given) in enumerate(layers)
    ]
    found = calling_for_a_person(graded, PLAN, {})
    agreed = {each.subject for each in may_be_agreed(graded, found)}
    done = {each.subject for each in graded if each.moderated or each.own is None}
    assert not agreed & set(found)
    assert agreed | set(found) | done == {each.subject for each in graded}
    one_by_one, others = split_waiting(waiting(graded, PLAN), found)
    assert sum(others.values()) == len(agreed)
    assert len(one_by_one) + len(agreed) == len(waiting(graded, PLAN))
