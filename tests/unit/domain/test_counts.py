"""Small counts are withheld, and so is what would give them away."""

from hypothesis import given, strategies as st

from audits.domain.counts import withheld


COUNTS = st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 60), min_size=1)


@given(COUNTS)
def test_no_count_of_one_to_five_is_kept(counts):
    assert all(count == 0 or count > 5 for count in withheld(counts).values() if count is not None)


@given(COUNTS)
def test_one_gap_alone_never_stands_beside_a_total(counts):
    kept = withheld(counts)
    gaps = [name for name, count in kept.items() if count is None]
    assert len(gaps) != 1 or not any(count for count in kept.values())


@given(COUNTS)
def test_nothing_that_is_kept_is_changed(counts):
    kept = withheld(counts)
    assert {name: counts[name] for name, count in kept.items() if count is not None} == {
        name: count for name, count in kept.items() if count is not None
    }


def test_large_counts_and_noughts_stay():
    assert withheld({"yes": 417, "no": 40, "unsure": 0}) == {"yes": 417, "no": 40, "unsure": 0}
