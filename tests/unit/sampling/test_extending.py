"""Reserves taken in: a larger sample keeps its first part, and every use can be performed again."""

import copy
import json

import pytest
from builders.sampling import KEY, STRATA, a_frame, a_plan, a_unit
from hypothesis import given, settings, strategies as st

from audits.domain.plan import Allocation, SamplePlan
from audits.sampling import (
    RESERVES,
    Frame,
    Ranking,
    allocate,
    allocate_more,
    certificate,
    draw,
    extension,
    flow,
    next_reserve,
    verify,
)
from audits.sampling.by_hand import by_hand


def _certificate(frame: Frame, plan: SamplePlan) -> dict:
    made = certificate("X", frame, plan, key=KEY, drawn=draw(frame, plan, key=KEY))
    return json.loads(json.dumps(made))


def _extended(made: dict, frame: Frame, more: int) -> dict:
    taken = extension(made, Ranking(frame, KEY), more)
    used = list(made.get("reserves_used", ()))
    step = {
        "more": more, "after": len(used), "why": "w", "shares": taken.shares,
        "probabilities": taken.probabilities,
    }  # fmt: skip
    for each in taken.reserves:
        used.append({"case": "", "by": f"X-{90 + len(used)}", "why": "w", **each._asdict()})
    facts = {**made, "reserves_used": used, "extensions": [*made.get("extensions", ()), step]}
    return json.loads(json.dumps({**facts, "by_hand": by_hand(facts)}))


def _replaced(made: dict, frame: Frame, case: str, stratum: str) -> dict:
    reserve = next_reserve(made, Ranking(frame, KEY), stratum)
    assert reserve is not None
    used = list(made.get("reserves_used", ()))
    used.append({"case": case, "by": f"X-{90 + len(used)}", "why": "w", **reserve._asdict()})
    facts = {**made, "reserves_used": used}
    return {**facts, "by_hand": by_hand(facts)}


@settings(max_examples=60, deadline=None)
@given(
    st.tuples(*[st.integers(0, 30)] * 3),
    st.integers(1, 20),
    st.integers(1, 15),
    st.sampled_from([Allocation.PROPORTIONAL, Allocation.EQUAL]),
)
def test_an_extended_sample_is_the_first_part_and_the_next_in_rank(counts, size, more, rule):
    frame = a_frame((counts[0] + 1, *counts[1:]))
    made = _certificate(frame, a_plan(size, allocate=rule))
    larger = _extended(made, frame, more)
    whole = [*larger["cases"], *larger["reserves_used"]]
    assert larger["cases"] == made["cases"]
    assert len(whole) == min(len(made["cases"]) + more, frame.eligible)
    everyone = Ranking(frame, KEY)
    for stratum in STRATA:
        ours = sorted(each["rank"] for each in whole if each["stratum"] == stratum)
        assert ours == [each.rank.hex() for each in everyone.first(stratum, len(ours))]
    assert verify(larger, frame.text) == ()


def test_shares_of_a_larger_sample_never_take_back_what_was_given():
    # The Alabama paradox: largest remainders give 4, 4, 2 of ten and 5, 5, 1 of eleven.
    eligible = {"a": 60, "b": 60, "c": 20}
    plan, drawn = a_plan(10, at_least=0), {"a": 4, "b": 4, "c": 2}
    assert allocate(plan, 11, eligible=eligible, available=eligible)["c"] == 1
    more = allocate_more(plan, 1, eligible=eligible, drawn=drawn, available=eligible)
    assert more == {"a": 1, "b": 0, "c": 0}


def test_what_one_stratum_has_no_more_of_the_others_give():
    frame = a_frame((3, 30, 0))
    larger = _extended(_certificate(frame, a_plan(6, allocate=Allocation.EQUAL)), frame, 6)
    assert larger["extensions"][0]["shares"] == {STRATA[1]: 6}


def test_fixed_numbers_are_extended_in_proportion():
    plan = a_plan(6, allocate=Allocation.FIXED, fixed={STRATA[0]: 4, STRATA[1]: 2})
    larger = _extended(_certificate(a_frame((40, 40, 40)), plan), a_frame((40, 40, 40)), 3)
    assert larger["extensions"][0]["shares"] == {STRATA[0]: 2, STRATA[1]: 1}


def test_replacing_and_extending_in_turn_verifies_and_any_other_order_does_not():
    frame = a_frame((30, 30, 30))
    made = _certificate(frame, a_plan(9))
    first = made["cases"][0]
    step = _replaced(made, frame, first["case"], first["stratum"])
    step = _extended(step, frame, 3)
    step = _replaced(step, frame, "X-90", first["stratum"])
    step = _extended(step, frame, 2)
    assert verify(step, frame.text) == ()
    assert "X-90 took the place of X-01" in step["by_hand"][9]
    spoilt = copy.deepcopy(step)
    used = spoilt["reserves_used"]
    for name in ("unit_hash", "rank", "stratum"):
        used[0][name], used[-1][name] = used[-1][name], used[0][name]
    assert verify(spoilt, frame.text)
    wrong = copy.deepcopy(step)
    wrong["extensions"][1]["shares"] = {STRATA[0]: 9}
    assert any("extension" in said or "by hand" in said for said in verify(wrong, frame.text))
    assert verify({**step, "extensions": [{}]}, frame.text)


def test_a_reserve_is_not_taken_beside_its_brother():
    lines = [a_unit(n, family=f"f{n // 3}") for n in range(12)]
    frame = Frame.of(lines)
    made = _certificate(frame, a_plan(2, family=True))
    larger = _extended(made, frame, 9)
    taken = {each["unit_hash"] for each in (*larger["cases"], *larger["reserves_used"])}
    families = [line.family for line in lines if line.unit in taken]
    assert len(families) == len(set(families)) == 4
    assert next_reserve(larger, Ranking(frame, KEY), STRATA[0]) is None
    assert verify(larger, frame.text) == ()


def test_a_certificate_names_the_first_reserves_and_counts_them_all():
    frame = a_frame((300, 120, 8))
    made = _certificate(frame, a_plan(80))
    listed = [sum(each["stratum"] == name for each in made["reserves"]) for name in STRATA]
    drawn = {name: made["strata"][name]["drawn"] for name in STRATA}
    rest = [count - drawn[name] for name, count in zip(STRATA, (300, 120, 8), strict=True)]
    assert list(made["reserves_in_all"].values()) == rest
    longest = [min(n, max(RESERVES, 2 * drawn[name])) for n, name in zip(rest, STRATA, strict=True)]
    assert listed == longest
    assert verify(made, frame.text) == ()


def test_reserves_beyond_those_named_are_found_in_the_frame():
    frame = Frame.of(a_unit(n) for n in range(60))
    made = _certificate(frame, a_plan(1))
    for _ in range(RESERVES):
        made = _extended(made, frame, 1)
    named = {each["unit_hash"] for each in made["reserves"]}
    reserve = next_reserve(made, Ranking(frame, KEY), STRATA[0])
    assert reserve is not None
    assert reserve.unit_hash not in named
    assert reserve.rank == Ranking(frame, KEY).first(STRATA[0], 52)[51].rank.hex()


@settings(max_examples=60, deadline=None)
@given(st.tuples(*[st.integers(0, 30)] * 3), st.integers(1, 20), st.booleans())
def test_the_flow_adds_up_from_the_register_to_the_cases(counts, size, family):
    lines = [*a_frame((counts[0] + 1, *counts[1:])).lines()]
    lines += [a_unit(900 + n, family="f", excluded="" if n % 2 else "restricted") for n in range(6)]
    frame = Frame.of(lines)
    made = _certificate(frame, a_plan(size, family=family))
    steps = dict(flow({**made, "out_of_scope": {"before the window": 7, "other status": 2}}))
    assert steps["in the register"] - 9 == steps["in the window and scope"] == len(lines)
    assert steps["in the window and scope"] - steps["left out: restricted"] == steps["eligible"]
    parts = ("drawn at random", "chosen by name", "passed over as siblings", "reserves")
    assert sum(steps[name] for name in parts) == steps["eligible"]


@pytest.mark.parametrize("more", [1, 4])
def test_units_that_come_later_change_no_frozen_frame(more):
    frame = a_frame((30, 30, 30))
    made = _certificate(frame, a_plan(9))
    late = Frame.of((*frame.lines(), *(a_unit(500 + n, STRATA[0]) for n in range(more))))
    assert verify(made, frame.text) == ()
    assert verify(made, late.text) == (
        "The frame file is not the one that was frozen: its SHA-256 is another.",
    )
