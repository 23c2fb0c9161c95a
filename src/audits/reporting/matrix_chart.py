"""The chart of two graders: how often each grade of the one met each of the other."""

from collections.abc import Sequence
from itertools import chain
from typing import TYPE_CHECKING

from audits.domain.amounts import many

from .charts import Chart, alt_text
from .drawing import RULE, SHADES, a_word_a_line, box, draw
from .paper import Table


if TYPE_CHECKING:
    from matplotlib.axes import Axes


def matrix_chart(
    title: str, scale: Sequence[str], table: Sequence[Sequence[int]], graders: tuple[str, str]
) -> Chart:
    """Return how often each grade of one grader met each of the other; agreement is outlined."""
    most = max(chain.from_iterable(table), default=0) or 1

    def paint(axes: "Axes") -> None:
        for i, row in enumerate(table):
            for j, count in enumerate(row):
                shade, ink = SHADES[min(3, -(-3 * count // most))]
                line = {"linewidth": 2.2, "zorder": 3} if i == j else {"edgecolor": RULE}
                box(axes, (j, i), (1, 1), facecolor=shade, **line)
                axes.text(
                    j + 0.5, i + 0.5, str(count), ha="center", va="center", color=ink, zorder=4
                )
        size = len(scale)
        axes.set(xlim=(-0.03, size + 0.03), ylim=(size + 0.03, -0.03))
        middles = [place + 0.5 for place in range(size)]
        axes.set_xticks(middles, a_word_a_line(scale))
        axes.set_yticks(middles, a_word_a_line(scale))
        axes.tick_params(length=0)
        axes.spines[["bottom", "left"]].set_visible(False)
        axes.set(ylabel=graders[0], xlabel=f"{graders[1]}\nOutlined: both gave the same grade.")

    rows = tuple((grade, *map(str, row)) for grade, row in zip(scale, table, strict=True))
    lines = _matrix_lines(scale, table, graders)
    beside = Table(title, (f"{graders[0]} / {graders[1]}", *scale), rows, (3, *[2] * len(scale)))
    return Chart(*draw(5.0, 0.62 * len(scale) + 1.5, paint, title), alt_text(title, lines), beside)


def _matrix_lines(
    scale: Sequence[str], table: Sequence[Sequence[int]], graders: tuple[str, str]
) -> list[str]:
    """Return in how many cases two graders agreed, and then each pair of grades that was given."""
    first, second = graders
    same, total, pairs = 0, 0, []
    for i, row in enumerate(table):
        same += row[i]
        total += sum(row)
        for j, count in enumerate(row):
            if count:
                pairs.append(f"{first} {scale[i]}, {second} {scale[j]}: {count}")
    agreed = f"{first} and {second} gave the same grade in {same} of {many(total, 'case')}"
    return [agreed, *pairs]
