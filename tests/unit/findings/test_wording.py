"""New words for a finding carry no number of their own."""

import pytest
from hypothesis import given, strategies as st

from audits.findings import numbers_added


@pytest.mark.parametrize(
    ("after", "added"),
    [
        ("Referrers wait for an answer.", ()),
        ("One of the teams tells nobody.", ()),
        ("Two workers tell nobody.", ()),
        ("7 of 10 were told, 70.5 % in all.", ("10", "7", "70.5")),
        ("Seven of ten were told.", ("seven",)),
        ("Three quarters of referrers were told.", ("quarters",)),
        ("Four out of five were told, one in ten late.", ("four", "one")),
    ],
)
def test_figures_and_spelled_counts_are_numbers(after, added):
    assert numbers_added(after, before="Referrers are told late.") == added


def test_a_number_that_the_finding_says_already_may_stay():
    before = "Referrers are told within 24 hours. 7 of 10"
    assert numbers_added("Few hear within 24 hours.", before=before) == ()
    assert numbers_added("Few hear within 48 hours.", before=before) == ("48",)


@given(st.text(), st.text())
def test_nothing_is_added_by_words_that_stay(text, more):
    assert numbers_added(text, before=text) == ()
    assert set(numbers_added(text, before=more)) <= set(numbers_added(text, before=""))
