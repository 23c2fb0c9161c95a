"""Cases that are rated twice: one in so many, the same whoever draws them."""

import hashlib
import hmac

from hypothesis import given, strategies as st

from audits.sampling import second_rated


CASES = [f"DA16-{n:02d}" for n in range(1, 11)]
KEY = "6b65790a"


def test_the_two_of_ten_are_those_that_the_key_puts_first():
    """Re-performed with the standard library's HMAC, as anyone may."""
    order = sorted(CASES, key=lambda case: hmac.new(
        KEY.encode(), f"second rating/{case}".encode(), hashlib.sha256).hexdigest())  # fmt: skip
    assert set(second_rated(CASES, KEY, 5)) == set(order[:2])


@given(st.permutations(CASES), st.integers(2, 20))
def test_the_order_of_the_list_changes_nothing_and_the_share_is_rounded_up(cases, one_in):
    chosen = second_rated(cases, KEY, one_in)
    assert chosen == second_rated(CASES, KEY, one_in)
    assert len(chosen) == len(CASES) // one_in + (len(CASES) % one_in > 0)


def test_nothing_is_drawn_from_nothing():
    assert second_rated([], KEY, 5) == ()
