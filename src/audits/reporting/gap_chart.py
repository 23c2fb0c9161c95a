"""The chart of rare cases: how many lie between one and the next, and which gap is evidence."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from audits.domain.amounts import many

from .charts import Chart, alt_text
from .drawing import INK, PAPER, QUIET, draw
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
    bars = [(_name(i, gaps), count) for i, count in enumerate(gaps.counts)][first:]

    def paint(axes: "Axes") -> None:
        axes.set_title(title, loc="left", fontweight="bold")
        for place, (_, count) in enumerate(bars):
            is_growing = gaps.growing and place == len(bars) - 1
            look = (PAPER, (0, (2, 2))) if is_growing else ("#b7cfe5", "solid")
            axes.bar(place, count, 0.7, color=look[0], edgecolor=INK, linestyle=look[1])
            weight = "bold" if count > gaps.limit else "normal"
            axes.annotate(
                f"{count:,}", (place, count), (0, 3), textcoords="offset points", ha="center",
                fontsize=8, fontweight=weight,
                bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 0.8},
            )  # fmt: skip
        axes.axhline(gaps.limit, color=INK, linewidth=1.2)
        axes.axhline(gaps.usual, color=QUIET, linewidth=1, linestyle=(0, (5, 3)))
        axes.set_ylim(0, 1.12 * max([gaps.limit, *(count for _, count in bars)]))
        axes.set_yticks([gaps.usual, gaps.limit], [f"{gaps.usual:,}", f"{gaps.limit:,}"])
        axes.set_xlim(-0.6, max(len(bars), 6) - 0.4)
        axes.set_xticks(range(len(bars)), [name for name, _ in bars], fontsize=8)
        axes.set_xlabel(_key(gaps), fontsize=8, color=QUIET, loc="left")

    rows = tuple((name, f"{count:,}", _evidence(count, gaps)) for name, count in bars)
    table = Table(title, ("Gap", "Cases", "Evidence of improvement"), rows, (2, 2, 3))
    return Chart(*draw(_WIDE, _HIGH, paint), alt_text(title, _lines(bars, gaps)), table)


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


def _lines(bars: Sequence[tuple[str, int]], gaps: Gaps) -> list[str]:
    long = ", ".join(name for name, count in bars if count > gaps.limit) or "none"
    return [
        *(f"gap {name}: {many(count, 'case')}" for name, count in bars),
        f"half of all gaps are above {many(gaps.usual, 'case')}",
        f"above {many(gaps.limit, 'case')}, which is evidence of improvement: {long}",
    ]
