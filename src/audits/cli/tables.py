"""A table on the screen: as wide as the window, its words and keys never cut."""

from collections.abc import Iterator, Sequence
from operator import sub
from shutil import get_terminal_size

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from .words import in_words


GAP = 2  # between two columns
READABLE = 12  # a column of sentences is no narrower, unless they are shorter
Row = Sequence[object]


def print_table(headings: Sequence[str], rows: Sequence[Row], *, wide: bool) -> None:
    """Print rows below their headings, wrapped between words to the width of the window.

    Where the window is too narrow even for that, each row is printed as lines of its own. Printed
    to no window, or ``wide``, nothing is wrapped.
    """
    widths = column_widths(headings, rows, room=_room(wide=wide))
    if widths is None:
        lines = Text("\n".join(_stacked(headings, rows)))
        Console(highlight=False, soft_wrap=True).print(lines)
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading, width in zip(headings, widths, strict=True):
        table.add_column(Text(heading), width=width)
    for row in rows:
        table.add_row(*map(Text, map(in_words, row)))
    Console(highlight=False, width=sum(widths) + GAP * (len(widths) - 1)).print(table)


def column_widths(
    headings: Sequence[str], rows: Sequence[Row], *, room: int | None
) -> list[int] | None:
    """Return how many characters wide each column is, or None if the room is too narrow.

    No column is narrower than its longest word; what room is left is shared among those that want
    it. ``room`` is the window's width, None for no limit.
    """
    longest, widths = [], []
    for column in zip(headings, *rows, strict=True):
        longest.append(max(map(_width, column)))
        widths.append(max(map(_narrowest, column)))
    if room is None:
        return longest
    spare = room - GAP * (len(widths) - 1) - sum(widths)
    if spare < 0:
        return None
    wants = list(map(sub, longest, widths))
    modest_first = sorted(range(len(widths)), key=wants.__getitem__)
    for served, place in enumerate(modest_first):
        more = min(wants[place], spare // (len(widths) - served))
        widths[place] += more
        spare -= more
    return widths


def _width(value: object) -> int:
    return cell_len(in_words(value))


def _narrowest(value: object) -> int:
    """Return how narrow a value may be: no word of it is cut."""
    longest_word = max(map(cell_len, in_words(value).split()), default=0)
    return max(longest_word, min(_width(value), READABLE))


def _room(*, wide: bool) -> int | None:
    """Return the width of the window, or what COLUMNS says it is; None if there is neither."""
    return None if wide else get_terminal_size((0, 0)).columns or None


def _stacked(headings: Sequence[str], rows: Sequence[Row]) -> Iterator[str]:
    """Yield each row as lines, the first flush left; what is empty is left out."""
    for row in rows:
        indent = ""
        for heading, value in zip(headings, row, strict=True):
            text = in_words(value)
            if text:
                yield f"{indent}{heading}: {text}"
                indent = "  "
