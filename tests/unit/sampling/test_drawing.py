"""What a draw promises, for any frame."""

from dataclasses import replace

import pytest
from builders.sampling import KEY, STRATA, a_frame, a_hash, a_plan, a_unit
from hypothesis import given, settings, strategies as st

from audits.domain.errors import SampleError
from audits.domain.plan import Allocation, SamplePlan
from audits.sampling import SIBLING, Draw, Frame, FrameUnit, certificate, draw, rank


@st.composite
def frames(draw_value: st.DrawFn, *, least: int = 1) -> Frame:
    rows = draw_value(
        st.lists(
            st.tuples(
                st.sampled_from(STRATA),
                st.sampled_from(["", "f1", "f2", "f3"]),
                st.sampled_from([(), ("c1",), ("c2", "c3"), ("c4",)]),
                st.sampled_from(["", "", "", "restricted", "audited_recently"]),
            ),
            min_size=least,
            max_size=40,
        )
    )
    eligible = [FrameUnit(a_hash("always"), STRATA[0])]
    return Frame.of((*eligible, *(FrameUnit(a_hash(str(n)), *row) for n, row in enumerate(rows))))


plans = st.builds(
    a_plan,
    st.one_of(st.none(), st.integers(1, 25)),
    allocate=st.sampled_from([None, Allocation.PROPORTIONAL, Allocation.EQUAL]),
    at_least=st.integers(0, 4),
    family=st.booleans(),
)
keys = st.sampled_from([KEY, "00" * 32, "a1" * 32])
quickly = settings(max_examples=80, deadline=None)


def _drawn(result: Draw) -> set[str]:
    return {case.unit_hash for case in result.cases}


@quickly
@given(frames(), plans, keys)
def test_cases_reserves_and_passed_over_siblings_part_the_eligible_frame(frame, plan, key):
    result = draw(frame, plan, key=key)
    parts = [*_drawn(result), *(r.unit_hash for r in result.reserves), *result.passed_over]
    assert len(parts) == len(set(parts))
    assert set(parts) == {line.unit for line in frame.lines() if not line.excluded}


@quickly
@given(frames(), plans, st.randoms(use_true_random=False))
def test_the_order_of_the_register_changes_nothing(frame, plan, random):
    shuffled = list(frame.lines())
    random.shuffle(shuffled)
    again = Frame.of(shuffled)
    assert (again.text, draw(again, plan, key=KEY)) == (frame.text, draw(frame, plan, key=KEY))


@quickly
@given(frames(), st.lists(st.sampled_from(STRATA[1:]), max_size=20))
def test_other_strata_change_neither_the_ranks_nor_a_fixed_choice(frame, others):
    plan = a_plan(None, allocate=Allocation.FIXED, fixed={STRATA[0]: 3, STRATA[1]: 2})
    own = tuple(line for line in frame.lines() if line.stratum == STRATA[0])
    more = tuple(a_unit(1000 + n, name) for n, name in enumerate(others))
    results = [draw(Frame.of(units), plan, key=KEY) for units in (own, own + more)]
    chosen = [[(c.unit_hash, c.rank) for c in r.cases if c.stratum == STRATA[0]] for r in results]
    reserves = [[r for r in result.reserves if r.stratum == STRATA[0]] for result in results]
    assert chosen[0] == chosen[1]
    assert reserves[0] == reserves[1]


@quickly
@given(frames(), plans)
def test_one_more_case_disturbs_no_others_rank(frame, plan):
    more = Frame.of((*frame.lines(), FrameUnit(a_hash("late"), STRATA[1])))
    before, after = (_ranks(draw(f, plan, key=KEY)) for f in (frame, more))
    shared = before.keys() & after.keys()
    assert {unit: before[unit] for unit in shared} == {unit: after[unit] for unit in shared}


def _ranks(result: Draw) -> dict[str, str]:
    return {row.unit_hash: row.rank for row in (*result.cases, *result.reserves)}


@quickly
@given(frames(), st.integers(1, 25), st.integers(0, 4))
def test_without_siblings_as_many_are_drawn_as_asked_or_as_there_are(frame, size, at_least):
    result = draw(frame, a_plan(size, at_least=at_least), key=KEY)
    assert len(result.cases) == min(size, frame.eligible)


@quickly
@given(frames(), plans)
def test_no_drawn_case_ranks_behind_a_reserve_of_its_stratum(frame, plan):
    result = draw(frame, plan, key=KEY)
    for reserve in result.reserves:
        ahead = [case.rank for case in result.cases if case.stratum == reserve.stratum]
        assert all(place < reserve.rank for place in ahead)


@quickly
@given(frames(), plans)
def test_no_two_drawn_cases_share_a_family_or_a_child(frame, plan):
    result = draw(frame, replace(plan, one_child_a_family=True), key=KEY)
    drawn = [line for line in frame.lines() if line.unit in _drawn(result)]
    for shared in ([u.family for u in drawn if u.family], [c for u in drawn for c in u.children]):
        assert len(shared) == len(set(shared))
    assert set(result.passed_over.values()) <= {SIBLING}


def test_a_place_a_sibling_would_have_had_goes_to_the_next_in_rank():
    ranked = sorted((a_unit(n) for n in range(4)), key=lambda line: rank(KEY, line.unit))
    family = [line._replace(family="same") for line in ranked[:2]]
    result = draw(Frame.of((*family, *ranked[2:])), a_plan(2, family=True), key=KEY)
    assert [case.unit_hash for case in result.cases] == [ranked[0].unit, ranked[2].unit]
    assert result.passed_over == {ranked[1].unit: SIBLING}
    assert [reserve.unit_hash for reserve in result.reserves] == [ranked[3].unit]


def test_what_siblings_leave_open_in_one_stratum_goes_to_another():
    siblings = [a_unit(n, STRATA[0], family="same") for n in range(10)]
    others = [a_unit(100 + n, STRATA[1]) for n in range(10)]
    result = draw(Frame.of((*siblings, *others)), a_plan(6, family=True), key=KEY)
    assert len(result.cases) == 6
    assert sum(case.stratum == STRATA[0] for case in result.cases) == 1


def test_the_same_child_twice_in_a_week_is_drawn_once():
    frame = Frame.of((a_unit(1, children=("c",)), a_unit(2, children=("c",))))
    assert len(draw(frame, a_plan(2, family=True), key=KEY).cases) == 1


def test_the_probability_is_the_strata_share_drawn():
    result = draw(a_frame((12, 20, 8)), a_plan(10), key=KEY)
    assert {(c.stratum, c.probability) for c in result.cases} == {
        (STRATA[0], 3 / 12),
        (STRATA[1], 5 / 20),
        (STRATA[2], 2 / 8),
    }


def test_a_targeted_case_is_flagged_takes_a_place_and_has_probability_one():
    frame = a_frame()
    unit = frame.units[7]
    result = draw(frame, a_plan(10), key=KEY, targeted={unit: "Third contact in a year"})
    assert len(result.cases) == 10
    (case,) = [c for c in result.cases if c.targeted]
    assert (case.unit_hash, case.number, case.probability) == (unit, 10, 1.0)
    assert case.why == "Third contact in a year"


def test_a_targeted_case_takes_its_place_from_its_own_fixed_stratum():
    frame = a_frame((5, 5, 5))
    unit = next(line.unit for line in frame.lines() if line.stratum == STRATA[1])
    plan = a_plan(4, allocate=Allocation.FIXED, fixed={STRATA[0]: 2, STRATA[1]: 2})
    result = draw(frame, plan, key=KEY, targeted={unit: "A partner asked"})
    assert sorted((c.stratum, c.targeted) for c in result.cases) == [
        (STRATA[0], False),
        (STRATA[0], False),
        (STRATA[1], False),
        (STRATA[1], True),
    ]


def test_a_sibling_of_a_targeted_case_is_passed_over():
    frame = Frame.of((a_unit(1, family="f"), a_unit(2, family="f"), a_unit(3)))
    targeted = {frame.units[0]: "A concern"} if frame.families[0] else {}
    targeted = targeted or {frame.units[1]: "A concern"}
    result = draw(frame, a_plan(3, family=True), key=KEY, targeted=targeted)
    assert len(result.passed_over) == 1


def test_a_census_takes_everyone():
    result = draw(a_frame(), a_plan(None), key=KEY)
    assert (len(result.cases), result.reserves) == (40, ())
    assert {case.probability for case in result.cases} == {1.0}


def test_cases_are_numbered_in_the_order_of_their_ranks():
    result = draw(a_frame(), a_plan(10), key=KEY)
    assert [c.number for c in result.cases] == list(range(1, 11))
    assert [c.rank for c in result.cases] == sorted(c.rank for c in result.cases)


def _said(frame: Frame, plan: SamplePlan) -> str:
    drawn = draw(frame, plan, key=KEY)
    return str(certificate("DA-2016-1", frame, plan, key=KEY, drawn=drawn)["shortfall"])


def test_a_small_frame_gives_what_there_is_and_says_so():
    plan = a_plan(10)
    assert len(draw(a_frame((2, 3, 1)), plan, key=KEY).cases) == 6
    assert _said(a_frame((2, 3, 1)), plan) == (
        "The plan asks for 10 cases; 6 were drawn, because too few were eligible."
    )
    assert _said(a_frame(), plan) == ""
    assert _said(a_frame(), a_plan(None)) == ""


def test_a_stratum_with_too_few_is_named_with_both_numbers_and_made_up_from_no_other():
    plan = a_plan(40, allocate=Allocation.FIXED, fixed={STRATA[0]: 20, STRATA[1]: 20})
    assert _said(a_frame((13, 50, 9)), plan) == (
        "The plan asks for 20 from 'early help' but 13 are eligible. 13 were drawn, and the "
        "others are made up from no other stratum."
    )
    assert len(draw(a_frame((13, 50, 9)), plan, key=KEY).cases) == 33


def test_a_stratum_that_nobody_is_in_is_named_too():
    plan = a_plan(2, allocate=Allocation.FIXED, fixed={STRATA[0]: 1, "elsewhere": 1})
    assert "asks for 1 from 'elsewhere' but 0 are eligible" in _said(a_frame(), plan)


def test_a_shortfall_names_the_siblings():
    frame = Frame.of((a_unit(1, family="f"), a_unit(2, family="f")))
    plan = a_plan(2, allocate=Allocation.FIXED, fixed={STRATA[0]: 2}, family=True)
    assert "but 2 are eligible, 1 of them siblings of drawn cases" in _said(frame, plan)
    assert "1 passed over as siblings" in _said(frame, a_plan(2, family=True))


@pytest.mark.parametrize(
    ("units", "sentence"),
    [
        ((), "the frame holds 0"),
        ((a_unit(1, excluded="restricted"),), r"all left out \(1 restricted\)"),
    ],
)
def test_nobody_eligible_is_refused(units, sentence):
    with pytest.raises(SampleError, match=sentence):
        draw(Frame.of(units), a_plan(), key=KEY)


@pytest.mark.parametrize(
    ("targeted", "sentence"),
    [
        ({"f" * 64: "why"}, "not in the frame"),
        ({a_unit(1).unit: "why"}, "left out of the frame: restricted"),
        ({a_unit(2).unit: " "}, "Say why"),
        ({str(n): "why" for n in range(3)}, "the plan allows 2"),
    ],
)
def test_a_targeted_case_that_may_not_be_drawn_is_refused(targeted, sentence):
    frame = Frame.of((a_unit(1, excluded="restricted"), a_unit(2)))
    with pytest.raises(SampleError, match=sentence):
        draw(frame, a_plan(), key=KEY, targeted=targeted)


def test_fixed_numbers_that_do_not_add_up_are_refused():
    with pytest.raises(SampleError, match="asks for 9 cases, but its strata add up to 10"):
        draw(a_frame(), a_plan(9, allocate=Allocation.FIXED, fixed={"a": 10}), key=KEY)
