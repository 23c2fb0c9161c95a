"""Charts of what came of a draw: who fell out on the way, and when returns came in."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from .charts import Chart, alt_text
from .drawing import INK, QUIET, arrow, bare, box, draw, whole_numbers
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
        if min(self.count, *(count for _, count in self.lost), 0) < 0:
            raise ValueError(f"a stage never holds fewer than none: {self.label}")


def exclusion_flow(title: str, stages: Sequence[Stage]) -> Chart:
    """Return the stages from the register to what was analysed, and everyone who fell out.

    Raises:
        ValueError: if a stage and those lost on the way to it do not add up to the one before.
    """
    _check_sums(stages)
    heights = [max(1.0, 0.42 * len(stage.lost) + 0.3) for stage in stages]

    def paint(axes: "Axes") -> None:
        bare(axes, 10, 1)
        axes.set_title(title, loc="left", fontweight="bold")
        top = 0.1
        for place, (stage, height) in enumerate(zip(stages, heights, strict=True)):
            if place:
                gap = max(0.75, height - 0.25 if stage.lost else 0)
                arrow(axes, (2, top), (2, top + gap))
                _lost(axes, stage, top, gap)
                top += gap
            box(axes, (0.1, top), (3.8, 1), linewidth=1.2)
            axes.text(2, top + 0.34, f"{stage.count:,}", ha="center", va="center", weight="bold")
            axes.text(2, top + 0.72, stage.label, ha="center", va="center", fontsize=8)
            top += 1
        axes.set_ylim(top + 0.1, 0)

    rows = [
        row
        for stage in stages
        for row in (*((f"  {why}", f"−{count:,}") for why, count in stage.lost),
                    (stage.label, f"{stage.count:,}"))
    ]  # fmt: skip
    lines = [f"{label.strip()}: {count}" for label, count in rows]
    table = Table(title, ("Stage", "Number"), tuple(rows), (7, 2))
    inches = 0.42 * (sum(heights) + len(stages))
    return Chart(*draw(6.0, max(inches, 1.5), paint), alt_text(title, lines), table)


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
        lost = sum(count for _, count in after.lost)
        if before.count != after.count + lost:
            raise ValueError(
                f"{before.label} ({before.count}) less {lost} is not {after.label} ({after.count})"
            )


def response_curve(
    title: str, returned: Sequence[int], *, expected: int, due_day: int, reminders: Sequence[int]
) -> Chart:
    """Return how many units had returned by each working day after the packs went out.

    ``returned`` has one number a working day from day 0; ``due_day`` and ``reminders`` are days.
    """

    def paint(axes: "Axes") -> None:
        axes.set_title(title, loc="left", fontweight="bold")
        days = range(len(returned))
        axes.step(days, returned, where="post", color=INK, linewidth=1.8)
        axes.axhline(expected, color=QUIET, linewidth=1, linestyle=(0, (5, 3)))
        axes.axvline(due_day, color=INK, linewidth=1)
        axes.text(0, expected, f" all {expected}", va="bottom", fontsize=8, color=QUIET)
        axes.text(due_day, 0, " due", va="bottom", fontsize=8)
        if reminders:
            axes.plot(reminders, [0] * len(reminders), "^", color=INK, clip_on=False, ms=7)
        if returned:
            last = len(returned) - 1
            axes.plot(last, returned[-1], "o", color=INK, ms=5)
            axes.annotate(
                f"{returned[-1]}", (last, returned[-1]), (6, 0), va="center",
                textcoords="offset points", weight="bold",
            )  # fmt: skip
        axes.set_ylim(0, expected * 1.15 + 0.5)
        axes.set_xlim(-0.2, max(len(returned) - 1, due_day) + 0.6)
        whole_numbers(axes)
        axes.set(ylabel="Units returned", xlabel="Working days since packs went out (▲ reminder)")

    rows = tuple((str(day), f"{count} of {expected}") for day, count in enumerate(returned))
    table = Table(title, ("Working day", "Units returned"), rows, (2, 3))
    lines = _response_lines(returned, expected, due_day, reminders)
    return Chart(*draw(6.0, 2.8, paint), alt_text(title, lines), table)


def _response_lines(
    returned: Sequence[int], expected: int, due_day: int, reminders: Sequence[int]
) -> list[str]:
    lines = [f"due on working day {due_day}"]
    if returned:
        last = len(returned) - 1
        lines.append(f"{returned[-1]} of {expected} units had returned by day {last}")
    else:
        lines.append("nothing has been returned yet")
    days = ", ".join(map(str, reminders))
    return [*lines, f"reminders on day {days}"] if reminders else lines
