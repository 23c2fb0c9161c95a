"""The chart of rare cases: how many lie between one and the next, and which gap is evidence."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from audits.domain.amounts import many

from .charts import Chart, alt_text
from .drawing import INK, PAPER, draw, key_below, usual_level
from .paper import Table


if TYPE_CHECKING:
    from matplotlib.axes import Axes

SHOWN = 12  # gaps: more do not fit beside each other with their numbers
_WIDE, _HIGH = 6.3, 2.6  # inches


@dataclass(frozen=True, slots=True)
class Gaps:
    """Cases from one rare case to the next, the oldest first; the last may be still ``growing``.

    ``usual`` is the gap that half of all exceed; only one above ``limit`` is evidence that such
    cases have become rarer. A short one is evidence of nothing, so there is no lower limit.
    """

    counts: tuple[int, ...]
    growing: bool
    usual: int
    limit: int


def gap_chart(title: str, gaps: Gaps) -> Chart:
    """Return the last gaps as bars under the one limit there is, and their table."""
    first = max(0, len(gaps.counts) - SHOWN)
    counts = gaps.counts[first:]
    names = [_name(place, gaps) for place in range(first, len(gaps.counts))]

    def paint(axes: "Axes") -> None:
        for place, count in enumerate(counts):
            is_growing = gaps.growing and place == len(counts) - 1
            look = (PAPER, (0, (2, 2))) if is_growing else ("#b7cfe5", "solid")
            axes.bar(place, count, 0.7, color=look[0], edgecolor=INK, linestyle=look[1])
            weight = "bold" if count > gaps.limit else "normal"
            axes.annotate(
                f"{count:,}", (place, count), (0, 3), textcoords="offset points", ha="center",
                fontsize=8, fontweight=weight,
                bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 0.8},
            )  # fmt: skip
        axes.axhline(gaps.limit, color=INK, linewidth=1.2)
        usual_level(axes, gaps.usual)
        axes.set_ylim(0, 1.12 * max([gaps.limit, *counts]))
        axes.set_yticks([gaps.usual, gaps.limit], [f"{gaps.usual:,}", f"{gaps.limit:,}"])
        axes.set_xlim(-0.6, max(len(counts), 6) - 0.4)
        axes.set_xticks(range(len(counts)), names, fontsize=8)
        key_below(axes, _key(gaps))

    rows, lines, long = [], [], []
    for name, count in zip(names, counts, strict=True):
        rows.append((name, f"{count:,}", _evidence(count, gaps)))
        lines.append(f"gap {name}: {many(count, 'case')}")
        if count > gaps.limit:
            long.append(name)
    lines.append(f"half of all gaps are above {many(gaps.usual, 'case')}")
    evidence = ", ".join(long) or "none"
    limit = many(gaps.limit, "case")
    lines.append(f"above {limit}, which is evidence of improvement: {evidence}")
    table = Table(title, ("Gap", "Cases", "Evidence of improvement"), tuple(rows), (2, 2, 3))
    return Chart(*draw(_WIDE, _HIGH, paint, title), alt_text(title, lines), table)


def _name(place: int, gaps: Gaps) -> str:
    if gaps.growing and place == len(gaps.counts) - 1:
        return "now"
    return str(place + 1)


def _evidence(count: int, gaps: Gaps) -> str:
    return "yes" if count > gaps.limit else "no"


def _key(gaps: Gaps) -> str:
    key = (
        "Line: only a gap above it is evidence of improvement. Dashes: half of all gaps are above."
    )
    if gaps.growing:
        key += "\nBroken outline: the cases since the last, still growing."
    return key
