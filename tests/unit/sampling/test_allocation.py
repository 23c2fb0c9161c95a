"""How a sample is shared out between strata."""

import pytest
from builders.sampling import a_plan
from hypothesis import given, settings, strategies as st

from audits.domain.plan import Allocation
from audits.sampling import allocate


counts = st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 300), min_size=1)


def _share(size: int, eligible: dict[str, int], **parts: object) -> dict[str, int]:
    plan = a_plan(size, **{"at_least": 0} | parts)
    return allocate(plan, size, eligible=eligible, available=eligible)


@pytest.mark.parametrize(
    ("size", "eligible", "shares"),
    [
        # Hare quota with largest remainders, the textbook example of 100,000 votes and 10 seats
        (
            10,
            {"a": 47000, "b": 16000, "c": 15800, "d": 12000, "e": 6100, "f": 3100},
            {"a": 5, "b": 2, "c": 1, "d": 1, "e": 1, "f": 0},
        ),
        (10, {"a": 5, "b": 5}, {"a": 5, "b": 5}),
        (3, {"a": 5, "b": 5}, {"a": 2, "b": 1}),
        (10, {"a": 3, "b": 4}, {"a": 3, "b": 4}),
        (5, {"a": 0, "b": 50}, {"a": 0, "b": 5}),
    ],
)
def test_proportional_shares_follow_the_largest_remainders(size, eligible, shares):
    assert _share(size, eligible) == shares


def test_every_stratum_gives_at_least_so_many():
    assert _share(10, {"a": 980, "b": 15, "c": 5}, at_least=1) == {"a": 8, "b": 1, "c": 1}
    assert _share(10, {"a": 980, "b": 15, "c": 1}, at_least=2) == {"a": 7, "b": 2, "c": 1}


def test_too_few_for_every_minimum_go_to_the_largest_first():
    assert _share(3, {"a": 10, "b": 30, "c": 20}, at_least=2) == {"a": 1, "b": 1, "c": 1}
    assert _share(2, {"a": 10, "b": 30, "c": 20}, at_least=2) == {"a": 0, "b": 1, "c": 1}


def test_equal_shares_pass_on_what_a_small_stratum_cannot_give():
    shares = _share(12, {"a": 100, "b": 100, "c": 2}, allocate=Allocation.EQUAL)
    assert shares == {"a": 5, "b": 5, "c": 2}


def test_fixed_shares_are_never_moved():
    fixed = {"a": 4, "b": 4}
    shares = _share(8, {"a": 2, "b": 50, "c": 9}, allocate=Allocation.FIXED, fixed=fixed)
    assert shares == {"a": 2, "b": 4, "c": 0}


@settings(max_examples=200, deadline=None)
@given(
    counts,
    st.integers(0, 60),
    st.integers(0, 5),
    st.sampled_from([Allocation.PROPORTIONAL, Allocation.EQUAL]),
)
def test_shares_add_up_and_never_exceed_what_there_is(eligible, size, at_least, rule):
    shares = _share(size, eligible, at_least=at_least, allocate=rule)
    assert sum(shares.values()) == min(size, sum(eligible.values()))
    assert all(0 <= shares[name] <= eligible[name] for name in eligible)
    floors = {name: min(at_least, count) for name, count in eligible.items()}
    if sum(floors.values()) <= size:
        assert all(shares[name] >= floors[name] for name in eligible)


@settings(max_examples=200, deadline=None)
@given(counts, st.integers(0, 60))
def test_a_proportional_share_is_within_one_of_the_exact_one(eligible, size):
    total = sum(eligible.values())
    shares = _share(size, eligible)
    for name, count in eligible.items():
        exact = min(size, total) * count / max(total, 1)
        assert abs(shares[name] - exact) < 1
