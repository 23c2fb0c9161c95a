"""Small numbers hidden before a paper leaves the house, so that no sum gives them back.

Counts of one to five are hidden, noughts are shown, and then as few further counts as it takes
(Department for Education, Children in need statistics, methodology: "c" with secondary
suppression). What is promised is against a reader who knows the rule, every number that is
printed and that each hidden count is one or more: for every hidden count at least two values
remain possible. Two tables of the same cases that are printed together are not looked at together.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush


SMALLEST_SHOWN = 6  # fewer cases than this in all: no counts at all
HIDDEN = "c"  # how a hidden count is printed

_Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class PublicTable:
    """Rows and columns with their totals, None where a count is hidden.

    ``counts_allowed`` is False under six cases in all, when nothing but words may be printed.
    """

    rows: tuple[tuple[int | None, ...], ...]
    row_totals: tuple[int | None, ...]
    column_totals: tuple[int | None, ...]
    total: int | None
    counts_allowed: bool = True


@dataclass(frozen=True, slots=True)
class PublicShare:
    """``x`` of ``n`` for the public: both, the number of cases alone, or neither."""

    x: int | None
    n: int | None


def is_small(count: int) -> bool:
    """Tell whether a count identifies by being small: one to five."""
    return 0 < count < SMALLEST_SHOWN


def suppress_share(x: int, n: int) -> PublicShare:
    """Return a share with its complement checked: seven of eight says that one is otherwise.

    Raises:
        ValueError: if there cannot be so many.
    """
    if not 0 <= x <= n:
        raise ValueError(f"{x} of {n} cannot be")
    if n < SMALLEST_SHOWN:
        return PublicShare(None, None)
    if is_small(x) or is_small(n - x):
        return PublicShare(None, n)
    return PublicShare(x, n)


def suppress_counts(counts: Sequence[int]) -> tuple[tuple[int | None, ...], int | None]:
    """Return a list of counts and their total, small ones hidden and enough others with them.

    Raises:
        ValueError: if a count is negative.
    """
    _check([counts])
    total = sum(counts)
    if 0 < total < SMALLEST_SHOWN:
        return tuple(None for _ in counts), None
    hidden = {place for place, count in enumerate(counts) if is_small(count)}
    others = sorted((c, i) for i, c in enumerate(counts) if c >= SMALLEST_SHOWN)
    for _, place in others:
        if not hidden or not _is_known(counts, hidden):
            break
        hidden.add(place)
    shown = tuple(None if i in hidden else count for i, count in enumerate(counts))
    return shown, None if _is_known(counts, hidden) else total


def _is_known(counts: Sequence[int], hidden: set[int]) -> bool:
    """Tell whether the total gives a hidden count away: alone, or each as small as can be."""
    return bool(hidden) and (len(hidden) == 1 or sum(counts[i] for i in hidden) == len(hidden))


def suppress_table(rows: Sequence[Sequence[int]]) -> PublicTable:
    """Return a table and its totals, small counts hidden and enough others with them.

    Totals are hidden only where nothing within the table would do, the grand total last.

    Raises:
        ValueError: if the rows differ in length or a count is negative.
    """
    _check(rows)
    cells = _with_totals(rows)
    last = len(rows), len(rows[0]) if rows else 0
    total = cells[last]
    if 0 < total < SMALLEST_SHOWN:
        return _table(cells, set(cells), last, counts_allowed=False)
    hidden = {place for place, count in cells.items() if is_small(count)}
    for place in sorted(hidden):
        if not _may_vary(cells, hidden, place, last):
            hidden |= _cheapest_cover(cells, hidden, place, last)
    return _table(cells, hidden, last, counts_allowed=True)


def public_claim(
    x: int, n: int, rest: int, words: Sequence[str | None]
) -> tuple[PublicShare, str | None]:
    """Return a share or a word for ``x`` of ``n`` judged, beside ``rest`` others that were not.

    ``words`` holds the word for every count from none to ``n``. A word stands only where no number
    does, and where at least two counts without a number have it: it would be a number otherwise.
    """
    if _is_open(x, n, rest):
        return PublicShare(x, n), None
    word = None
    if x < len(words):
        word = words[x]
    hidden = [c for c, other in enumerate(words) if other == word and not _is_open(c, n, rest)]
    if len(hidden) < 2:
        word = None
    return PublicShare(None, None), word


def _is_open(x: int, n: int, rest: int) -> bool:
    shown, total = suppress_counts((x, n - x, rest))
    return total is not None and None not in shown


def _check(rows: Sequence[Sequence[int]]) -> None:
    if len({len(row) for row in rows}) > 1:
        raise ValueError("the rows of a table are equally long")
    if any(count < 0 for row in rows for count in row):
        raise ValueError("a count is never negative")


def _with_totals(rows: Sequence[Sequence[int]]) -> dict[_Place, int]:
    wide = [[*row, sum(row)] for row in rows]
    sums = [sum(column) for column in zip(*wide, strict=True)] or [0]
    return {(i, j): count for i, row in enumerate([*wide, sums]) for j, count in enumerate(row)}


def _may_vary(
    cells: Mapping[_Place, int], hidden: set[_Place], place: _Place, last: _Place
) -> bool:
    """Tell whether another value at ``place`` fits everything that is shown."""
    within = {other: cells[other] for other in hidden}
    return any(_ring(within, hidden, place, last, up=up) is not None for up in (True, False))


def _cheapest_cover(
    cells: Mapping[_Place, int], hidden: set[_Place], place: _Place, last: _Place
) -> set[_Place]:
    """Return the counts to hide so that ``place`` may vary, the least lost by it.

    There always are such: hiding the totals of its row and its column and the grand total.
    """
    filled = {other: count for other, count in cells.items() if count}
    rings = [_ring(filled, hidden, place, last, up=up) for up in (True, False)]
    _, ring = min(ring for ring in rings if ring is not None)
    return set(ring)


def _ring(
    cells: Mapping[_Place, int], hidden: set[_Place], place: _Place, last: _Place, *, up: bool
) -> tuple[int, list[_Place]] | None:
    """Return the cheapest ring of counts through ``place`` that can all move by one, and its cost.

    Every row and every column adds up to its total, so counts move only in rings: along rows and
    columns by turns, one up and one down (a total the other way round). A hidden count can go up
    without end and down to one. This is a shortest path in the flow's residual network
    (L. H. Cox, "Network models for complementary cell suppression", Journal of the American
    Statistical Association 90, 1995, pages 1453 to 1462).
    """
    if not _moves(place, cells[place], last, up=up):
        return None
    start, goal = (place[1], place[0]) if up else (place[0], place[1])
    queue: list[tuple[int, int, bool, list[_Place]]] = [(0, start, up, [place])]
    done: set[tuple[int, bool]] = set()
    while queue:
        cost, node, in_column, path = heappop(queue)
        if node == goal and in_column != up:
            return cost, path
        if (node, in_column) in done:
            continue
        done.add((node, in_column))
        for other, count in cells.items():
            if other == place or other[in_column] != node:
                continue
            if _moves(other, count, last, up=not in_column):
                price = 0 if other in hidden else _price(other, count, last)
                step = (cost + price, other[not in_column], not in_column, [*path, other])
                heappush(queue, step)
    return None


def _moves(place: _Place, count: int, last: _Place, *, up: bool) -> bool:
    """Tell whether a ring can take a count this way; a total goes down when the ring goes up."""
    is_margin = (place[0] == last[0]) != (place[1] == last[1])
    return up != is_margin or count > 1


def _price(place: _Place, count: int, last: _Place) -> int:
    """Return what hiding a count loses: its cases, a thousandfold for each total that it is."""
    margins = (place[0] == last[0]) + (place[1] == last[1])
    return int((count + 1) * 10 ** (6 * margins))


def _table(
    cells: Mapping[_Place, int], hidden: set[_Place], last: _Place, *, counts_allowed: bool
) -> PublicTable:
    def shown(row: int, column: int) -> int | None:
        if (row, column) in hidden:
            return None
        return cells[row, column]

    height, width = last
    rows = []
    for row in range(height):
        rows.append(tuple(shown(row, column) for column in range(width)))
    return PublicTable(
        rows=tuple(rows),
        row_totals=tuple(shown(row, width) for row in range(height)),
        column_totals=tuple(shown(height, column) for column in range(width)),
        total=shown(height, width),
        counts_allowed=counts_allowed,
    )
