"""Nothing hidden comes back: every list is attacked with everything that is printed of it."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from scipy.optimize import linprog

from audits.reporting.suppression import (
    PublicShare,
    suppress_counts,
    suppress_share,
)


Cell = tuple[int, int]
counts = st.one_of(st.integers(0, 7), st.integers(0, 60))


def given_away(sums: Sequence[Sequence[int | None]], truth: Sequence[Sequence[int]]) -> set[Cell]:
    """Return the hidden numbers that can only be what they are, given lines that end in a total.

    The truth fits what is printed. Whatever else a linear programme finds to fit it shows which
    numbers may be otherwise; the few that are left are each driven up and down.
    """
    hidden = sorted({(i, j) for i, row in enumerate(sums) for j, n in enumerate(row) if n is None})
    equations, known = printed_sums(sums, hidden)
    real = np.array([truth[i][j] for i, j in hidden])
    left = set(range(len(hidden)))
    aims = [np.ones(len(hidden)), -np.ones(len(hidden))]
    aims += [sign * np.eye(len(hidden))[k] for k in range(len(hidden)) for sign in (1, -1)]
    for number, aim in enumerate(aims):
        if left and (number < 2 or (number - 2) // 2 in left):
            found = linprog(aim, A_eq=equations, b_eq=known, bounds=(1, 10_000))
            assert found.status == 0, found.message
            left -= {k for k in left if abs(found.x[k] - real[k]) >= 1 - 1e-6}
    return {hidden[k] for k in left}


def printed_sums(
    sums: Sequence[Sequence[int | None]], hidden: list[Cell]
) -> tuple[np.ndarray, np.ndarray]:
    """Return what every line that ends in its total says of the hidden numbers."""
    height, width = len(sums), len(sums[0])
    lines = [[(i, j) for j in range(width)] for i in range(height)]
    if height > 1:
        lines += [[(i, j) for i in range(height)] for j in range(width)]
    equations, known = np.zeros((len(lines), len(hidden))), np.zeros(len(lines))
    for number, line in enumerate(lines):
        for cell in line:
            sign = -1 if cell == line[-1] else 1
            if cell in hidden:
                equations[number, hidden.index(cell)] = sign
            else:
                known[number] -= sign * (sums[cell[0]][cell[1]] or 0)
    return equations, known


def with_totals(rows: list[list[int]]) -> list[list[int]]:
    wide = [[*row, sum(row)] for row in rows]
    return [*wide, [sum(column) for column in zip(*wide, strict=True)]]


@given(st.lists(counts, min_size=1, max_size=8))
@settings(deadline=None, max_examples=400)
def test_no_count_of_a_list_is_given_back_by_its_total(some: list[int]) -> None:
    shown, total = suppress_counts(some)
    assert not any(n is not None and 1 <= n <= 5 for n in (*shown, total))
    if sum(some) >= 6:
        assert given_away([[*shown, total]], [[*some, sum(some)]]) == set()


def test_the_attack_does_find_what_is_only_hidden_because_it_is_small() -> None:
    truth = with_totals([[3, 20], [10, 40], [2, 60]])
    one = [[None, 20, 23], [10, 40, 50], [2, 60, 62], [15, 120, 135]]
    assert given_away(one, truth) == {(0, 0)}
    two = [[None, None, 23], [10, 40, 50], [None, 60, 62], [15, 120, 135]]
    assert given_away(two, truth) == {(0, 0), (0, 1), (2, 0)}
    four = [[None, None, 23], [10, 40, 50], [None, None, 62], [15, 120, 135]]
    assert given_away(four, truth) == set()


def test_in_a_list_the_smallest_other_count_is_hidden_too() -> None:
    assert suppress_counts([3, 20, 9, 0]) == ((None, 20, None, 0), 32)


def test_a_lone_small_count_beside_noughts_hides_the_total() -> None:
    assert suppress_counts([7, 0]) == ((7, 0), 7)
    assert suppress_counts([1, 1, 1, 1, 1, 1]) == ((None,) * 6, None)


@pytest.mark.parametrize(
    ("x", "n", "shown"),
    [
        (7, 8, PublicShare(None, 8)),  # one of eight is otherwise
        (1, 8, PublicShare(None, 8)),
        (8, 8, PublicShare(8, 8)),
        (0, 8, PublicShare(0, 8)),
        (6, 12, PublicShare(6, 12)),
        (7, 12, PublicShare(None, 12)),
        (5, 5, PublicShare(None, None)),  # under six in all: no counts
        (0, 0, PublicShare(None, None)),
    ],
)
def test_a_share_is_printed_only_with_its_complement(x: int, n: int, shown: PublicShare) -> None:
    assert suppress_share(x, n) == shown


def test_under_six_cases_in_all_there_are_no_counts_at_all() -> None:
    assert suppress_counts([0, 3, 2]) == ((None, None, None), None)


def test_what_cannot_be_counted_is_refused() -> None:
    with pytest.raises(ValueError, match="never negative"):
        suppress_counts([-1])
    with pytest.raises(ValueError, match="cannot be"):
        suppress_share(9, 8)
