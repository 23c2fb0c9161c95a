"""A census is counted: no interval, and who did not answer stands beside it."""

from hypothesis import given, strategies as st

from audits.statistics import census_count, census_in_words


@given(st.data())
def test_a_census_has_no_range(data):
    frame = data.draw(st.integers(1, 500))
    n = data.draw(st.integers(0, frame))
    x = data.draw(st.integers(0, n))
    count = census_count(x, n, frame)
    assert (count.low, count.high, count.level) == (x, x, 1.0)
    assert "between" not in census_in_words(count, of="organisations")


def test_all_that_answered_is_said_without_a_rest():
    # Question 8 of a board's self-assessment of 2020: 23 of 26 returns, printed as 88 per cent.
    assert census_in_words(census_count(23, 26, 26), of="organisations") == (
        "23 of 26 organisations"
    )
