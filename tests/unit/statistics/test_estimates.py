"""What a count says of its frame, and of those of the frame to which its question applies."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import product
from math import comb, prod
from random import Random

import pytest
from hypothesis import given, settings, strategies as st

from audits.domain.finding import Method, Part
from audits.statistics import estimate_of, hypergeometric_interval


# Twenty from each level of 700, 600 and 1,171 contacts: a raw 75 in a hundred is a true 71.
WORKED = [Part("nfa", 18, 20, 700), Part("help", 16, 20, 600), Part("care", 11, 20, 1_171)]
quickly = settings(deadline=None, max_examples=200)


@st.composite
def a_part(draw: st.DrawFn) -> Part:
    frame = draw(st.integers(0, 300))
    n = draw(st.integers(0, min(frame, 20)))
    return Part(draw(st.sampled_from("abcde")), draw(st.integers(0, n)), n, frame)


def test_an_unequal_draw_is_weighed_as_the_worked_example_says() -> None:
    said = estimate_of(WORKED, method=Method.WEIGHTED)
    assert said.share is not None
    assert round(said.share, 2) == 0.71
    interval = said.interval
    assert (interval.x, interval.n, interval.frame) == (45, 60, 2_471)
    # DOMAIN's 59 to 83 in a hundred is the normal curve's, from the variance as estimated.
    assert (round(interval.low / 24.71), round(interval.high / 24.71)) == (57, 83)


def test_a_simple_draw_keeps_its_exact_interval() -> None:
    said = estimate_of([Part("all", 7, 10, 284)], method=Method.EXACT)
    assert said.interval == hypergeometric_interval(7, 10, 284)
    # As R's samplingbook and scipy give it: 35.6 to 93.0 in a hundred.
    assert (said.interval.low, said.interval.high, said.share) == (101, 264, 0.7)


def test_a_census_is_counted() -> None:
    said = estimate_of([Part("a", 18, 23, 26)], method=Method.COUNTED)
    assert (said.interval.low, said.interval.high) == (18, 18)


def test_a_stratum_of_which_nothing_is_known_is_named_and_widens_both_ways() -> None:
    heard = estimate_of(WORKED, method=Method.WEIGHTED)
    said = estimate_of([*WORKED, Part("section 47", 0, 0, 120)], method=Method.WEIGHTED)
    assert [part.name for part in said.silent] == ["section 47"]
    assert said.share == heard.share
    assert said.interval.low == heard.interval.low
    assert said.interval.high == heard.interval.high + 120


def test_nothing_judged_says_nothing() -> None:
    said = estimate_of([Part("a", 0, 0, 40), Part("b", 0, 0, 2)], method=Method.WEIGHTED)
    assert said.share is None
    assert (said.interval.low, said.interval.high) == (0, 42)
    assert estimate_of([], method=Method.WEIGHTED).share is None


@given(st.lists(a_part(), max_size=5), st.sampled_from([Method.EXACT, Method.WEIGHTED]))
@quickly
def test_no_bound_denies_what_was_seen(parts: list[Part], method: Method) -> None:
    said = estimate_of(parts, method=method)
    interval = said.interval
    assert interval.x <= interval.low <= interval.high <= interval.frame - (interval.n - interval.x)
    judged = sum(part.n for part in parts)
    assert (said.share is None) == (judged == 0)


@given(st.lists(a_part(), max_size=5))
@quickly
def test_everything_looked_at_leaves_nothing_open(parts: list[Part]) -> None:
    all_seen = [Part(part.name, part.x, part.n, part.n) for part in parts]
    said = estimate_of(all_seen, method=Method.WEIGHTED)
    assert said.interval.low == said.interval.high == sum(part.x for part in parts)


# -- a question that does not apply to every case

Design = Sequence[tuple[int, int]]  # a stratum's frame, and how many are drawn from it
Truth = Sequence[tuple[int, int]]  # how many of it are found, and how many of it are not
DESIGNS: tuple[Design, ...] = (
    ((283, 10),),
    ((25, 15),),
    ((12, 10),),
    ((200, 6), (60, 2), (20, 1)),
    ((100, 3), (100, 3)),
    ((200, 2), (100, 2)),
    ((300, 3), (50, 3)),
    ((1000, 2), (20, 4)),
    ((40, 4), (4, 3)),
    ((15, 2), (15, 2), (150, 2)),
)


@lru_cache(maxsize=50_000)
def ends(outcome: tuple[tuple[int, int], ...], design: Design) -> tuple[float, float, int, int]:
    parts = [
        Part(str(i), x, x + y, frame, not_applicable=n - x - y)
        for i, ((x, y), (frame, n)) in enumerate(zip(outcome, design, strict=True))
    ]
    said = estimate_of(parts, method=Method.WEIGHTED)
    return *said.ends, said.interval.low, said.interval.high


def missed(design: Design, truth: Truth) -> tuple[float, float]:
    """Return with what chance the share, and the number, lie outside their ranges."""
    found, judged = sum(a for a, _ in truth), sum(a + b for a, b in truth)
    share_missed = number_missed = 0.0
    for outcome in product(*(_outcomes(n) for _, n in design)):
        chance = prod(
            comb(a, x) * comb(b, y) * comb(frame - a - b, n - x - y) / comb(frame, n)
            for (x, y), (a, b), (frame, n) in zip(outcome, truth, design, strict=True)
        )
        if not chance:
            continue
        low, high, fewest, most = ends(outcome, design)
        share_missed += chance * (not low - 1e-12 <= found / judged <= high + 1e-12)
        number_missed += chance * (not fewest <= found <= most)
    return share_missed, number_missed


def _outcomes(n: int) -> list[tuple[int, int]]:
    return [(x, y) for x in range(n + 1) for y in range(n + 1 - x)]


def truths(design: Design, applies_to: float, many: int) -> list[Truth]:
    chance = Random(7)
    found = []
    for number in range(many):
        share = chance.random()
        truth = []
        for frame, _ in design:
            p = share if number % 2 else chance.random()
            reach = applies_to if number % 3 else chance.random()
            judged = max(1, round(reach * frame))
            truth.append((round(p * judged), judged - round(p * judged)))
        found.append(truth)
    return found


@pytest.mark.parametrize("applies_to", [0.9, 0.5, 1 / 3, 0.1])
@pytest.mark.parametrize("design", DESIGNS, ids=str)
def test_ranges_hold_however_few_cases_the_question_applies_to(
    design: Design, applies_to: float
) -> None:
    for truth in truths(design, applies_to, many=6):
        assert max(missed(design, truth)) <= 0.05, truth


def test_five_of_eight_with_two_not_applicable_says_nothing_of_all_contacts() -> None:
    """The fault: it was said to be between 32 and 279 of the 283, as if it applied to each."""
    said = estimate_of([Part("all", 5, 8, 283, not_applicable=2)], method=Method.EXACT)
    assert not said.is_of_all
    # By scipy: Clopper-Pearson for 5 of 8 is 0.245 to 0.915; the number of all is that of 5 of 10.
    assert said.ends == pytest.approx((0.245, 0.915), abs=0.012)
    both = hypergeometric_interval(5, 10, 283)
    assert (said.interval.low, said.interval.high) == (both.low, both.high)


def test_what_nobody_could_tell_may_be_either_way() -> None:
    said = estimate_of([Part("all", 5, 8, 283, unknown=2)], method=Method.EXACT)
    assert said.interval.low == hypergeometric_interval(5, 10, 283).low
    assert said.interval.high == hypergeometric_interval(7, 10, 283).high
