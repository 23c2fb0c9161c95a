"""Nothing hidden comes back: every table is attacked with everything that is printed of it."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import example, given, settings, strategies as st
from scipy.optimize import linprog

from audits.reporting.suppression import (
    PublicShare,
    PublicTable,
    suppress_counts,
    suppress_share,
    suppress_table,
)


Cell = tuple[int, int]
counts = st.one_of(st.integers(0, 7), st.integers(0, 60))
tables = st.tuples(st.integers(1, 5), st.integers(1, 5)).flatmap(
    lambda size: st.lists(
        st.lists(counts, min_size=size[1], max_size=size[1]), min_size=size[0], max_size=size[0]
    )
)


def grid(table: PublicTable) -> list[list[int | None]]:
    """Return the table as printed, totals last."""
    rows = [[*row, total] for row, total in zip(table.rows, table.row_totals, strict=True)]
    return [*rows, [*table.column_totals, table.total]]


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


@given(tables)
@example([[1, 1, 9], [1, 1, 9], [9, 9, 9]])
@example([[3, 0, 0], [0, 40, 0], [0, 0, 50]])
@settings(deadline=None, max_examples=600)
def test_no_hidden_count_is_given_back_by_what_is_printed(rows: list[list[int]]) -> None:
    table = suppress_table(rows)
    if table.counts_allowed:
        assert given_away(grid(table), with_totals(rows)) == set()


@given(tables)
@settings(deadline=None, max_examples=1_000)
def test_no_small_count_is_printed_and_what_is_printed_is_true(rows: list[list[int]]) -> None:
    table = suppress_table(rows)
    for printed, true in zip(grid(table), with_totals(rows), strict=True):
        for number, count in zip(printed, true, strict=True):
            assert number is None or number == count
            assert number is None or not 1 <= number <= 5
            assert number == 0 or count or not table.counts_allowed  # a nought is shown


@given(st.lists(counts, min_size=1, max_size=8))
@settings(deadline=None, max_examples=400)
def test_no_count_of_a_list_is_given_back_by_its_total(some: list[int]) -> None:
    shown, total = suppress_counts(some)
    assert not any(n is not None and 1 <= n <= 5 for n in (*shown, total))
    if sum(some) >= 6:
        assert given_away([[*shown, total]], [[*some, sum(some)]]) == set()


@given(tables)
@settings(deadline=None, max_examples=300)
def test_a_table_without_small_counts_is_printed_whole(rows: list[list[int]]) -> None:
    great = [[6 * count for count in row] for row in rows]
    table = suppress_table(great)
    assert table.rows == tuple(map(tuple, great))
    assert table.total == sum(map(sum, great))


def test_the_attack_does_find_what_is_only_hidden_because_it_is_small() -> None:
    truth = with_totals([[3, 20], [10, 40], [2, 60]])
    one = [[None, 20, 23], [10, 40, 50], [2, 60, 62], [15, 120, 135]]
    assert given_away(one, truth) == {(0, 0)}
    two = [[None, None, 23], [10, 40, 50], [None, 60, 62], [15, 120, 135]]
    assert given_away(two, truth) == {(0, 0), (0, 1), (2, 0)}
    four = [[None, None, 23], [10, 40, 50], [None, None, 62], [15, 120, 135]]
    assert given_away(four, truth) == set()


def test_one_small_count_takes_the_cheapest_three_with_it_and_no_total() -> None:
    table = suppress_table([[3, 20, 30], [10, 40, 50], [60, 70, 80]])
    assert table.rows == ((None, None, 30), (None, None, 50), (60, 70, 80))
    assert (table.row_totals, table.column_totals, table.total) == (
        (53, 100, 210),
        (73, 130, 160),
        363,
    )


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
    table = suppress_table([[0, 3], [2, 0]])
    assert not table.counts_allowed
    assert all(number is None for row in grid(table) for number in row)
    assert suppress_counts([0, 3, 2]) == ((None, None, None), None)


@pytest.mark.parametrize("rows", [[], [[]], [[0, 0]]])
def test_an_empty_table_is_printed_as_it_is(rows: list[list[int]]) -> None:
    assert suppress_table(rows).total == 0


def test_a_table_of_twenty_by_twenty_takes_no_time() -> None:
    rows = [[(7 * i * j + 3 * i) % 40 for j in range(20)] for i in range(20)]
    assert suppress_table(rows).counts_allowed


def test_what_cannot_be_a_table_is_refused() -> None:
    with pytest.raises(ValueError, match="equally long"):
        suppress_table([[1, 2], [3]])
    with pytest.raises(ValueError, match="never negative"):
        suppress_counts([-1])
    with pytest.raises(ValueError, match="cannot be"):
        suppress_share(9, 8)
