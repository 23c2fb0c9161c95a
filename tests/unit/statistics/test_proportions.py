"""A word is printed only if every number in the interval bears it."""

import pytest
from hypothesis import given, settings, strategies as st

from audits.domain.finding import Interval
from audits.statistics import GLOSSARY, hypergeometric_interval, proportion_word


def between(low: int, high: int, frame: int = 100) -> Interval:
    """Return an interval with those ends, from one case drawn of it."""
    return Interval(0, 1, frame, low, high) if high < frame else Interval(1, 1, frame, low, high)


@pytest.mark.parametrize(
    ("low", "high", "word"),
    [
        (91, 99, "almost all"),
        (91, 100, "almost all"),
        (90, 99, None),
        (75, 90, "most"),
        (50, 74, "the majority"),
        (15, 49, "less than half"),
        (0, 14, "few"),
        (0, 0, "none"),
        (60, 95, "more than half"),
        (5, 40, "fewer than half"),
        (40, 60, None),
        (50, 80, None),
    ],
)
def test_each_word_covers_its_own_band(low: int, high: int, word: str | None) -> None:
    expected = "more than half" if (low, high) == (90, 99) else word
    assert proportion_word(between(low, high)) == expected


def test_all_and_none_are_said_of_a_census_alone() -> None:
    assert proportion_word(hypergeometric_interval(8, 8, 8)) == "all"
    assert proportion_word(hypergeometric_interval(0, 8, 8)) == "none"
    assert proportion_word(hypergeometric_interval(10, 10, 284)) == "more than half"
    assert proportion_word(hypergeometric_interval(7, 10, 284)) is None


@pytest.mark.parametrize("interval", [Interval(0, 0, 0, 0, 0), Interval(0, 0, 9, 0, 9)])
def test_nothing_judged_has_no_word(interval: Interval) -> None:
    assert proportion_word(interval) is None


MEANS = {
    "all": lambda k, n: k == n,
    "almost all": lambda k, n: 10 * k > 9 * n,
    "most": lambda k, n: 75 * n <= 100 * k <= 90 * n,
    "the majority": lambda k, n: 50 * n <= 100 * k < 75 * n,
    "less than half": lambda k, n: 15 * n <= 100 * k < 50 * n,
    "few": lambda k, n: 100 * k < 15 * n,
    "none": lambda k, _: k == 0,
    "more than half": lambda k, n: 2 * k > n,
    "fewer than half": lambda k, n: 2 * k < n,
}


@given(st.integers(1, 500), st.data())
@settings(deadline=None, max_examples=300)
def test_the_word_is_true_of_every_number_in_the_interval(frame: int, data: st.DataObject) -> None:
    n = data.draw(st.integers(1, frame))
    interval = hypergeometric_interval(data.draw(st.integers(0, n)), n, frame)
    word = proportion_word(interval)
    assert word is None or all(
        MEANS[word](k, frame) for k in range(interval.low, interval.high + 1)
    )


def test_the_glossary_explains_every_word_of_a_band() -> None:
    assert all(f"{word}:" in GLOSSARY for word in MEANS if "than half" not in word)
    assert "less than half:" in GLOSSARY
