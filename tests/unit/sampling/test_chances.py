"""Every eligible unit has the chance that the certificate says it has."""

import hashlib
from collections import Counter

import pytest
from builders.sampling import KEY, STRATA, a_frame, a_grid, a_plan
from hypothesis import given, settings, strategies as st
from scipy.stats import chisquare

from audits.domain.plan import Allocation, SamplePlan
from audits.sampling import Frame, Ranking, certificate, draw, extension


KEYS = [hashlib.sha256(f"cycle {n}".encode()).hexdigest() for n in range(4000)]
GRID = a_grid({("a", "x"): 9, ("a", "y"): 6, ("b", "x"): 7, ("b", "y"): 8})
QUOTAS = SamplePlan(8, quotas={"one": {"a": 5, "b": 3}, "two": {"x": 4, "y": 4}})
PLANS = {
    "none": a_plan(6, allocate=None),
    "proportional": a_plan(10),
    "equal": a_plan(9, allocate=Allocation.EQUAL),
    "fixed": a_plan(7, allocate=Allocation.FIXED, fixed={STRATA[0]: 4, STRATA[2]: 3}),
}


def _frame_of(name: str) -> Frame:
    frame = a_frame((12, 20, 8))
    return frame if name != "none" else Frame.of(u._replace(stratum="all") for u in frame.lines())


CASES = [*((_frame_of(name), plan) for name, plan in PLANS.items()), (GRID, QUOTAS)]


@pytest.mark.parametrize(("frame", "plan"), CASES, ids=[*PLANS, "quotas"])
def test_over_thousands_of_keys_each_unit_of_a_stratum_is_drawn_equally_often(frame, plan):
    times = Counter(case.unit_hash for key in KEYS for case in draw(frame, plan, key=key).cases)
    of = {line.unit: line.stratum for line in frame.lines()}
    for stratum in set(of.values()):
        seen = [times[unit] for unit, name in of.items() if name == stratum]
        if sum(seen):
            assert chisquare(seen).pvalue > 0.001


@settings(max_examples=100, deadline=None)
@given(
    st.tuples(st.integers(1, 40), st.integers(0, 40), st.integers(0, 40)),
    st.integers(1, 60),
    st.sampled_from([Allocation.PROPORTIONAL, Allocation.EQUAL]),
)
def test_the_probabilities_of_the_frame_sum_to_the_sample(counts, size, rule):
    frame = a_frame(counts)
    result = draw(frame, a_plan(size, allocate=rule), key=KEY)
    chances = {case.stratum: case.probability for case in result.cases}
    total = sum(chances.get(stratum, 0) for stratum in frame.strata)
    assert total == pytest.approx(len(result.cases))


@pytest.mark.parametrize(("frame", "plan"), CASES, ids=[*PLANS, "quotas"])
def test_they_do_under_every_allocation_and_after_an_extension(frame, plan):
    drawn = draw(frame, plan, key=KEY)
    made = certificate("X", frame, plan, key=KEY, drawn=drawn)
    more = extension(made, Ranking(frame, KEY), 4)
    before = {case.stratum: case.probability for case in drawn.cases}
    for chances, size in ((before, plan.size), (more.probabilities, (plan.size or 0) + 4)):
        total = sum(chances.get(stratum, 0) for stratum in frame.strata)
        assert total == pytest.approx(size)
