"""What a board member reads: whole cases, never a percentage."""

import re

import pytest
from hypothesis import given, settings, strategies as st

from audits.domain.finding import Interval
from audits.statistics import hypergeometric_interval, in_words


@pytest.mark.parametrize(
    ("interval", "words"),
    [
        (
            Interval(7, 10, 284, low=101, high=264),
            "7 of 10 contacts. Across all 284, likely between 101 and 264",
        ),
        (
            Interval(0, 10, 284, low=0, high=86),
            "None of 10 contacts. Across all 284, likely at most 86",
        ),
        (
            Interval(10, 10, 284, low=198, high=284),
            "10 of 10 contacts. Across all 284, likely between 198 and all of them",
        ),
        (
            Interval(5, 8, 8, low=5, high=5),
            "5 of all 8 contacts; every one was looked at",
        ),
        (
            Interval(0, 8, 8, low=0, high=0),
            "None of all 8 contacts; every one was looked at",
        ),
        (
            Interval(0, 0, 284, low=0, high=284),
            "No case could be judged, so nothing can be said of the 284 contacts",
        ),
        (
            Interval(447, 520, 14_800, low=12_245, high=13_140),
            "447 of 520 contacts. Across all 14,800, likely between 12,245 and 13,140",
        ),
        (
            Interval(1, 2, 3, low=1, high=1),
            "1 of 2 contacts. Across all 3, exactly 1",
        ),
    ],
)
def test_each_kind_of_interval_reads_as_a_sentence(interval: Interval, words: str) -> None:
    assert in_words(interval, of="contacts") == words


@given(st.integers(1, 3_000), st.data())
@settings(deadline=None, max_examples=100)
def test_it_holds_the_interval_s_own_numbers_and_no_percentage(
    frame: int, data: st.DataObject
) -> None:
    n = data.draw(st.integers(1, frame))
    interval = hypergeometric_interval(data.draw(st.integers(0, n)), n, frame)
    words = in_words(interval)
    said = {int(number.replace(",", "")) for number in re.findall(r"\d[\d,]*", words)}
    assert said <= {interval.x, n, frame, interval.low, interval.high}
    assert frame in said
    assert not re.search(r"\d\.\d", words)
    assert not re.search(r"\d\.\d", words)
