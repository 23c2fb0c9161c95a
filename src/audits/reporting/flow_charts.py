"""Charts of what came of a draw: who fell out on the way, and when returns came in."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from .charts import Chart, alt_text
from .drawing import QUIET, arrow, bare, box, draw
from .paper import Table


if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True, slots=True)
class Stage:
    """How many were left at one stage, and how many were ``lost`` on the way to it, by reason.

    Raises:
        ValueError: if a number is negative.
    """

    label: str
    count: int
    lost: tuple[tuple[str, int], ...] = ()

    def __post_init__(self) -> None:
        if min(self.count, 0, *self.losses) < 0:
            raise ValueError(f"a stage never holds fewer than none: {self.label}")

    @property
    def losses(self) -> tuple[int, ...]:
        """Return how many were lost, by reason."""
        return tuple(count for _, count in self.lost)


def exclusion_flow(title: str, stages: Sequence[Stage]) -> Chart:
    """Return the stages from the register to what was analysed, and everyone who fell out.

    Raises:
        ValueError: if a stage and those lost on the way to it do not add up to the one before.
    """
    _check_sums(stages)
    heights = [max(1.0, 0.42 * len(stage.lost) + 0.3) for stage in stages]

    def paint(axes: "Axes") -> None:
        bare(axes, 10, 1)
        top = 0.1
        for place, (stage, height) in enumerate(zip(stages, heights, strict=True)):
            if place:
                gap = 0.75
                if stage.lost:
                    gap = max(gap, height - 0.25)
                arrow(axes, (2, top), (2, top + gap))
                _lost(axes, stage, top, gap)
                top += gap
            box(axes, (0.1, top), (3.8, 1), linewidth=1.2)
            axes.text(2, top + 0.34, f"{stage.count:,}", ha="center", va="center", weight="bold")
            axes.text(2, top + 0.72, stage.label, ha="center", va="center", fontsize=8)
            top += 1
        axes.set_ylim(top + 0.1, 0)

    rows = []
    for stage in stages:
        for why, count in stage.lost:
            rows.append((f"  {why}", f"−{count:,}"))
        rows.append((stage.label, f"{stage.count:,}"))
    lines = [f"{label.strip()}: {count}" for label, count in rows]
    table = Table(title, ("Stage", "Number"), tuple(rows), (7, 2))
    inches = 0.42 * (sum(heights) + len(stages))
    return Chart(*draw(6.0, max(inches, 1.5), paint, title), alt_text(title, lines), table)


def _lost(axes: "Axes", stage: Stage, top: float, gap: float) -> None:
    if not stage.lost:
        return
    middle, tall = top + gap / 2, 0.42 * len(stage.lost) + 0.12
    arrow(axes, (2, middle), (4.9, middle))
    box(axes, (4.9, middle - tall / 2), (5, tall), edgecolor=QUIET)
    for line, (why, count) in enumerate(stage.lost):
        at = middle + 0.42 * (line - (len(stage.lost) - 1) / 2)
        axes.text(5.1, at, f"{count:,} {why}", va="center", fontsize=8)


def _check_sums(stages: Sequence[Stage]) -> None:
    for before, after in pairwise(stages):
        lost = sum(after.losses)
        if before.count != after.count + lost:
            raise ValueError(
                f"{before.label} ({before.count}) less {lost} is not {after.label} ({after.count})"
            )
