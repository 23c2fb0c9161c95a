"""Which way grades moved, what waits for whom, and how two blind ratings compare."""

from dataclasses import replace
from datetime import UTC, date, datetime

from hypothesis import given, strategies as st

from audits.domain.grade import Grade, GradedAnswer, Layer, Subject
from audits.domain.plan import Moderation
from audits.domain.question import Choice, Question, Scale, Standing
from audits.domain.status import DisagreementStatus
from audits.findings import WaitsFor, changes, differs, ratings, waiting


AT = datetime(2017, 3, 14, 10, tzinfo=UTC)
SCALE = Scale("grade", "Grade", (
    Choice("good", "Good", 2), Choice("ri", "Requires improvement", 1),
    Choice("inadequate", "Inadequate", 0),
    Choice("na", "Not applicable", standing=Standing.NOT_APPLICABLE),
))  # fmt: skip
OVERALL = Question("overall", 1, "Overall", "How good was it?", scale=SCALE, is_grade=True)
DESK, BOTH = Moderation(), Moderation(panel=True, second_one_in=5)
CODES = st.sampled_from([choice.code for choice in SCALE.choices])
MAYBE = st.none() | CODES


def graded(
    own: str | None = None,
    moderated: str | None = None,
    panel: str | None = None,
    second: str | None = None,
    **more: object,
) -> GradedAnswer:
    """Return one grade as its layers stand."""
    layers = {"own": own, "moderated": moderated, "panel": panel, "second": second}
    names = {"own": Layer.SELF, "moderated": Layer.MODERATED, "panel": Layer.PANEL,
             "second": Layer.SECOND}  # fmt: skip
    given_ = {name: Grade(names[name], value, "someone", AT) for name, value in layers.items()
              if value}  # fmt: skip
    subject = Subject("DA16-01", "health", "overall")
    return GradedAnswer(subject, OVERALL, **{**given_, **more})


def wanted(one: GradedAnswer, plan: Moderation) -> list[WaitsFor]:
    return [each.waits_for for each in waiting([one], plan)]


def test_the_panels_grade_stands_before_the_desks_and_that_before_the_units_own():
    assert graded("good", "ri", "inadequate").standing.value == "inadequate"
    assert graded("good", "ri").standing.value == "ri"
    assert graded("good").standing.value == "good"
    assert graded().standing is None


def test_a_missing_answer_is_said_and_holds_nothing_up():
    [only] = waiting([graded()], BOTH)
    assert (only.waits_for, only.owner, only.holds_up) == (WaitsFor.ANSWER, "health", False)


def test_the_desk_a_second_rater_and_a_follow_up_are_waited_for():
    assert wanted(graded("good"), DESK) == [WaitsFor.DESK]
    twice = graded("good", "good", is_second_rated=True)
    assert wanted(twice, BOTH) == [WaitsFor.SECOND]
    assert wanted(graded("good", "inadequate"), DESK) == [WaitsFor.FOLLOW_UP]
    named = {"follow_up_owner": "Head of service", "follow_up_by": date(2017, 3, 31)}
    assert wanted(graded("good", "inadequate", **named), DESK) == []


def test_an_open_disagreement_waits_for_its_owner_and_a_settled_one_for_nobody():
    apart = {"disagreement": DisagreementStatus.DISPUTED, "disagreement_owner": "Named nurse"}
    [only] = waiting([graded("good", "ri", **apart)], BOTH)
    assert (only.waits_for, only.owner) == (WaitsFor.PANEL, "Named nurse")
    settled = {"disagreement": DisagreementStatus.SETTLED}
    assert wanted(graded("good", "ri", "ri", **settled), BOTH) == []


def test_grades_differ_until_whoever_may_decide_has_decided():
    assert differs(graded("good", "ri"), BOTH)
    assert not differs(graded("good", "ri"), DESK)  # the desk's word is the last
    assert not differs(graded("good", "ri", "good"), BOTH)
    assert differs(graded("good", second="ri"), DESK)
    assert not differs(graded("good", "good", second="ri"), DESK)
    assert not differs(graded(None, "ri"), BOTH)


def test_a_second_grade_is_seen_by_nobody_before_both_are_in():
    assert graded(second="good").visible_second is None
    assert graded("ri", second="good").visible_second is not None


def test_direction_of_change_counted_by_hand():
    [change] = changes([
        graded("good", "ri"), graded("good", "inadequate", "ri"), graded("ri", "good"),
        graded("ri", "ri"), graded("good", "na"), graded("good"), graded(None, "good"),
    ])  # fmt: skip
    assert (change.lowered, change.raised, change.same, change.apart) == (2, 1, 1, 1)
    assert change.cases["good", "ri"] == 2


def test_two_ratings_counted_by_hand():
    [pairs] = ratings([
        graded("good", second="good"), graded("good", second="ri"), graded("ri", second="ri"),
        graded("good"), graded(second="good"),
    ])  # fmt: skip
    assert (pairs.pairs, pairs.agree) == (3, 2)
    assert pairs.table == {("good", "good"): 1, ("good", "ri"): 1, ("ri", "ri"): 1}


@given(st.lists(st.tuples(MAYBE, MAYBE, MAYBE, MAYBE), max_size=30))
def test_every_pair_is_in_one_place_and_every_cell_of_a_table_is_counted(layers):
    rows = [graded(*each) for each in layers]
    both = [each for each in rows if each.own and (each.panel or each.moderated)]
    for change in changes(rows):
        total = change.raised + change.lowered + change.same + change.apart
        assert total == len(both) == sum(change.cases.values())
    for each in ratings(rows):
        assert each.pairs == sum(each.table.values()) >= each.agree


def test_a_decision_is_changed_and_neither_raised_nor_lowered():
    decided = replace(OVERALL, is_grade=False, is_decision=True)
    rows = [
        replace(graded("good", "ri"), question=decided),
        replace(graded("ri"), question=decided),
    ]
    [change] = changes(rows)
    assert (change.lowered, change.raised, change.apart) == (0, 0, 1)
    lowest = replace(graded("inadequate", "inadequate"), question=decided)
    assert not lowest.is_lowest
    assert wanted(lowest, DESK) == []


def test_follow_ups_wait_for_the_grades_that_the_template_names():
    named = Moderation(follow_up=("ri",))
    assert wanted(graded("good", "ri"), named) == [WaitsFor.FOLLOW_UP]
    assert wanted(graded("good", "inadequate"), named) == []
    assert wanted(graded("good", "inadequate"), Moderation(follow_up=())) == []
