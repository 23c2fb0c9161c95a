"""The charts of papers, each a picture with the words and the table that say the same.

A chart never says anything by colour alone: a letter, a number or a shape says it too.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import nan
from textwrap import fill
from typing import TYPE_CHECKING, Any

from .drawing import (
    INK,
    PAPER,
    QUIET,
    SHADES,
    a_word_a_line,
    bare,
    box,
    draw,
    key_below,
    usual_level,
)
from .paper import Level, Strip, Table


if TYPE_CHECKING:
    from matplotlib.axes import Axes

LINE = 88  # letters above a bar that a line holds
_WIDE = 6.3  # inches: between the margins of a page of A4
QUARTERS = range(0, 101, 25)  # of a hundred
_LEVELS: dict[Level, dict[str, Any]] = {
    Level.BEST: {"facecolor": "#dcebdd"},
    Level.MIDDLE: {"facecolor": "#e8b04a"},
    Level.WORST: {"facecolor": "#8c1d18"},
    Level.ASIDE: {"facecolor": PAPER, "linestyle": (0, (2, 2))},
}


@dataclass(frozen=True, slots=True)
class Chart:
    """One picture twice, what it shows in words, and its data as a table to stand beside it."""

    svg: bytes
    png: bytes
    alt: str
    table: Table


@dataclass(frozen=True, slots=True)
class Month:
    """``x`` of ``n`` cases with the limits in cases; ``signals`` if chance does not explain it."""

    label: str
    x: int
    n: int
    low: int
    high: int
    signals: bool = False

    def in_100(self, cases: int) -> float:
        """Return so many of its cases in every hundred; not a number where it has none."""
        if not self.n:
            return nan
        return 100 * cases / self.n


@dataclass(frozen=True, slots=True)
class GradedTwice:
    """How many units gave themselves each grade of a scale, and how many have it moderated."""

    label: str
    self_grades: tuple[int, ...]
    moderated: tuple[int, ...]


def strip_chart(title: str, strips: Sequence[Strip], legend: str) -> Chart:
    """Return a row of squares for each week, one a case, with no limits and no arrows."""
    widest = max((len(strip.marks) for strip in strips), default=1)

    def paint(axes: "Axes") -> None:
        bare(axes, widest + 3.5, len(strips) + 1)
        for row, strip in enumerate(strips):
            axes.text(3.2, row + 0.5, strip.label, ha="right", va="center")
            for place, mark in enumerate(strip.marks):
                box(axes, (3.5 + place + 0.06, row + 0.06), (0.88, 0.88), **_LEVELS[mark.level])
                ink = PAPER if mark.level is Level.WORST else INK
                at = (3.5 + place + 0.5, row + 0.52)
                axes.text(*at, mark.letter, ha="center", va="center", color=ink, fontweight="bold")
        axes.text(3.5, len(strips) + 0.5, legend, color=QUIET, fontsize=8, va="center")

    lines = [f"{strip.label}: {strip.words}" for strip in strips]
    table = Table(title, ("Week", "Cases", "In words"), tuple(map(_strip_row, strips)), (2, 3, 5))
    height = 0.45 * (len(strips) + 1) + 0.5
    return Chart(*draw(_WIDE, height, paint, title), alt_text(title, lines), table)


def month_chart(title: str, months: Sequence[Month], *, centre: float | None, trial: bool) -> Chart:
    """Return cases a month within the limits of chance; months that signal are named.

    With ``trial`` limits the picture says so.
    """
    judged = [(i, month) for i, month in enumerate(months) if month.n]

    def paint(axes: "Axes") -> None:
        for i, month in judged:
            low, high = month.in_100(month.low), month.in_100(month.high)
            axes.fill_between([i - 0.42, i + 0.42], low, high, color="#e6e6e6", linewidth=0)
        if centre is not None:
            usual_level(axes, 100 * centre)
        if not judged:
            axes.text(0, 50, "No case was judged.", color=QUIET)
        shares = [month.in_100(month.x) for month in months]
        axes.plot(range(len(months)), shares, color=INK, linewidth=1)
        for i, month in judged:
            _month_mark(axes, (i, shares[i]), month)
        axes.set_ylim(0, 108)
        axes.set_yticks(QUARTERS, list(map("{} in 100".format, QUARTERS)))
        under = a_word_a_line(month.label for month in months)
        axes.set_xticks(range(len(months)), under, fontsize=8)
        key_below(axes, _month_key(trial))

    headings = ("Month", "Cases", "Explained by chance", "Signal")
    table = Table(title, headings, tuple(map(_month_row, months)), (3, 2, 3, 2))
    alt = alt_text(title, _month_lines(months, trial))
    return Chart(*draw(_WIDE, 3.0, paint, title), alt, table)


def _month_mark(axes: "Axes", at: tuple[float, float], month: Month) -> None:
    style, size, weight = ("D", 9, "bold") if month.signals else ("o", 5, "normal")
    axes.plot(*at, style, color=INK, ms=size)
    is_below = month.signals and month.x < month.low
    height = -16 if is_below else 8
    axes.annotate(
        f"{month.x}/{month.n}", at, (0, height), textcoords="offset points",
        ha="center", fontsize=7, fontweight=weight,
    )  # fmt: skip


def _month_row(month: Month) -> tuple[str, ...]:
    signal = "yes" if month.signals else "no"
    return month.label, f"{month.x} of {month.n}", f"{month.low} to {month.high}", signal


def _month_key(trial: bool) -> str:
    key = "Grey: what chance alone explains. Dashes: the usual share. Diamond: more than chance."
    if trial:
        return f"Trial limits: fewer than twelve months.\n{key}"
    return key


def _month_lines(months: Sequence[Month], trial: bool) -> list[str]:
    lines, empty, signals = [], [], []
    for month in months:
        if month.n:
            lines.append(f"{month.label}: {month.x} of {month.n}")
        else:
            empty.append(f"{month.label}: no case judged")
        if month.signals:
            signals.append(month.label)
    if not lines:
        return ["no case was judged"]
    lines += empty
    if signals:
        lines.append(f"more than chance in {', '.join(signals)}")
    else:
        lines.append("no change detectable")
    if trial:
        lines.append("the limits are a trial")
    return lines


def grades_chart(title: str, scale: Sequence[str], items: Sequence[GradedTwice]) -> Chart:
    """Return two bars an item, one above the other: grades given to oneself, and moderated."""
    rows, lines, most = [], [], 1
    for item in items:
        for who, grades in (("self", item.self_grades), ("moderated", item.moderated)):
            label = f"{item.label}: {who}"
            rows.append((label, *map(str, grades)))
            lines.append(f"{label} {_counted(scale, grades)}")
            most = max(most, sum(grades))
    labels = [fill(item.label, LINE) for item in items]
    tops, height = _tops(labels)

    def paint(axes: "Axes") -> None:
        for label, item, top in zip(labels, items, tops, strict=True):
            axes.text(0, top - 0.55, label, va="bottom", fontsize=8)
            for place, grades in enumerate((item.self_grades, item.moderated)):
                _bar(axes, top + place, grades, narrow=0.04 * most)
        places = [top + place for top in tops for place in (0, 1)]
        axes.set_yticks(places, ["self", "moderated"] * len(items))
        axes.set_ylim(height, 0)
        axes.set_xlim(0, most)
        axes.set_xticks([])
        axes.spines[["bottom", "left"]].set_visible(False)
        axes.tick_params(length=0)
        _grade_key(axes, scale)

    table = Table(title, ("Graded", *scale), tuple(rows), (4, *[2] * len(scale)))
    return Chart(*draw(_WIDE, 0.3 * height + 1.1, paint, title), alt_text(title, lines), table)


def _tops(labels: Sequence[str]) -> tuple[list[float], float]:
    """Return where the upper bar of each item stands, below its label, and the whole height."""
    tops: list[float] = []
    below = 0.0
    for label in labels:
        lines = label.count("\n") + 1
        tops.append(below + 0.6 * lines + 0.7)
        below = tops[-1] + 1.6
    return tops, below or 1.0


def _bar(axes: "Axes", place: float, grades: Sequence[int], *, narrow: float) -> None:
    if not sum(grades):
        axes.text(0, place, " none graded", va="center", color=QUIET, fontsize=8)
    left = 0
    for count, (shade, ink) in zip(grades, _shades(len(grades)), strict=True):
        if count:
            axes.barh(place, count, 0.85, left, color=shade, edgecolor=INK, linewidth=0.8)
            size = 9 if count >= narrow else 6
            middle = left + count / 2
            axes.text(middle, place, str(count), ha="center", va="center", color=ink, fontsize=size)
        left += count


def _grade_key(axes: "Axes", scale: Sequence[str]) -> None:
    from matplotlib.patches import Patch

    patches = []
    for place, (shade, _) in enumerate(_shades(len(scale))):
        label = f"{place + 1}. {scale[place]}"
        patches.append(Patch(facecolor=shade, edgecolor=INK, linewidth=0.8, label=label))
    axes.figure.legend(
        handles=patches, loc="outside lower left", ncols=min(len(scale), 4), frameon=False,
        fontsize=8, title="From left to right", title_fontsize=8, alignment="left",
        handlelength=1.2, columnspacing=1.2,
    )  # fmt: skip


def _shades(many: int) -> list[tuple[str, str]]:
    """Return so many shades from light to dark, as far apart as there are."""
    last = len(SHADES) - 1
    return [SHADES[round(place * last / max(many - 1, 1))] for place in range(many)]


def _strip_row(strip: Strip) -> tuple[str, ...]:
    return strip.label, " ".join(mark.letter for mark in strip.marks), strip.words


def _counted(scale: Sequence[str], grades: Sequence[int]) -> str:
    return ", ".join(f"{count} {grade}" for grade, count in zip(scale, grades, strict=True))


def alt_text(title: str, lines: Sequence[str]) -> str:
    """Return a picture's title and its facts as sentences."""
    stop = "" if title.endswith(("?", ".")) else "."
    facts = "; ".join(lines) or "nothing to show"
    return f"{title}{stop} {facts[0].upper()}{facts[1:]}."
