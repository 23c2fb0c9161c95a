"""Strata stand in the order in which people read them."""

import pytest
from hypothesis import given, strategies as st

from audits.sampling import in_natural_order


@pytest.mark.parametrize(
    "names",
    [
        ["under 1", "1 to 4", "5 to 9", "10 to 15", "16 to 17", "18 and over", "not recorded"],
        ["under 5", "5 to 10", "over 10"],
        ["Advice and information", "Assessment", "Early help", "No further action", "Section 47"],
    ],
)
@given(data=st.data())
def test_bands_go_by_age_and_words_by_the_alphabet(names, data):
    assert in_natural_order(data.draw(st.permutations(names))) == names
