"""What is true in the made-up partnership: seeded, plausible, and weak where it should be."""

from collections import Counter

from hypothesis import given, strategies as st

from audits.demo import make_truth
from audits.demo.truth import DONE_WELL, OTHERWISE
from audits.domain.question import (
    AnswerType,
    Choice,
    EvidenceRule,
    Question,
    Scale,
    Standing,
)
from audits.domain.seeded_chance import Dice


SCALE = Scale(
    "yes_partly_no",
    "Yes, partly or no",
    (
        Choice("yes", "Yes", 2),
        Choice("partly", "Partly", 1),
        Choice("no", "No", 0),
        Choice("na", "Not applicable", standing=Standing.NOT_APPLICABLE),
        Choice("cannot_tell", "Cannot tell from record", standing=Standing.CANNOT_TELL),
    ),
)
GRADE = Scale(
    "grade",
    "Grade",
    (
        Choice("inadequate", "Inadequate", 1),
        Choice("ri", "Requires improvement", 2),
        Choice("good", "Good", 3),
        Choice("outstanding", "Outstanding", 4),
    ),
)
WEAK = Question(
    "told", 1, "s", "Told?", scale=SCALE, core="feedback_to_referrer",
    evidence=EvidenceRule.UNLESS_YES,
)  # fmt: skip
STRONG = Question("time", 2, "s", "In time?", scale=SCALE, core="timeliness")
OVERALL = Question("grade", 3, "s", "Overall?", scale=GRADE, is_grade=True)
WHEN = Question("when", 4, "s", "When?", type=AnswerType.DATE)
HOURS = Question("hours", 5, "s", "How many hours?", type=AnswerType.NUMBER)
WHAT = Question("what", 6, "s", "What?", type=AnswerType.TEXT)
ALL = (WEAK, STRONG, OVERALL, WHEN, HOURS, WHAT)
MANY = [f"MASH17W10-{number:02d}" for number in range(1, 1001)]


def shares(question: Question) -> Counter[str]:
    truth = make_truth(MANY, [question])
    return Counter(truth.about(case, question.number).value for case in MANY)


def test_the_same_seed_gives_the_same_truth_and_another_another():
    assert make_truth(MANY[:10], ALL, 1) == make_truth(MANY[:10], ALL, 1)
    assert make_truth(MANY[:10], ALL, 1) != make_truth(MANY[:10], ALL, 2)


def test_a_case_is_as_it_is_whoever_else_is_drawn():
    few, many = make_truth(MANY[:2], ALL), make_truth(MANY[:50], (WEAK,))
    assert few.about(MANY[1], 1) == many.about(MANY[1], 1)


def test_the_weak_themes_are_weak_and_the_others_are_not():
    weak, strong = shares(WEAK), shares(STRONG)
    # Within five standard errors of the share that was asked for, the not applicable set aside.
    assert abs(weak["yes"] / (1000 - weak["na"]) - DONE_WELL["feedback_to_referrer"]) < 0.08
    assert abs(strong["yes"] / (1000 - strong["na"]) - OTHERWISE) < 0.06
    assert set(weak) == {"yes", "partly", "no", "na", "cannot_tell"}


def test_grades_are_shared_out_as_one_board_published_them():
    grades = shares(OVERALL)
    assert [grades.most_common()[i][0] for i in range(4)] == [
        "good", "ri", "outstanding", "inadequate",
    ]  # fmt: skip
    assert abs(grades["good"] - 810) < 62


def test_what_was_not_done_well_has_a_note():
    truth = make_truth(MANY, [WEAK])
    assert all(fact.note for case in MANY if (fact := truth.about(case, 1)) and fact.value != "yes")


def test_every_case_is_known_and_every_kind_of_question_has_an_answer():
    truth = make_truth(MANY[:3], ALL)
    assert truth.cases == tuple(MANY[:3])
    assert truth.about(MANY[0], 90).words == "Yes"
    assert truth.about(MANY[0], 4).value.startswith("2017-03-0")
    assert truth.about(MANY[0], 5).value.isdigit()
    assert truth.about(MANY[0], 6).words
    assert truth.about(MANY[0], 91) is None, "no concern unless somebody raises one"


@given(st.integers(), st.integers(1, 1000))
def test_dice_stay_in_range(seed, limit):
    dice = Dice(seed)
    assert 0 <= dice.roll() < 1
    assert 0 <= dice.below(limit) < limit
    assert dice.pick_by({"never": 0, "always": 1}) == "always"
    assert sorted(dice.shuffled(range(limit))) == list(range(limit))
    assert not dice.chance(0)
    assert dice.chance(1)
