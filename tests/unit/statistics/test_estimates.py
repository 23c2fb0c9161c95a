"""What a count says of its frame, by each of the three methods."""

from math import ceil, floor

from hypothesis import given, settings, strategies as st
from scipy import stats

from audits.domain.finding import Method, Part
from audits.statistics import estimate_of, hypergeometric_interval, weighted_share


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
    # Whole cases, outwards from scipy's ends on the effective number of cases.
    x, n = said.share * weighted_share(WORKED).effective, weighted_share(WORKED).effective
    low, high = stats.beta.ppf(0.025, x, n - x + 1), stats.beta.ppf(0.975, x + 1, n - x)
    assert (interval.low, interval.high) == (floor(low * 2_471), ceil(high * 2_471))


def test_an_equal_draw_keeps_the_exact_interval_of_one_simple_draw() -> None:
    parts = [Part("a", 4, 5, 142), Part("b", 3, 5, 142)]
    said = estimate_of(parts, method=Method.EXACT)
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
