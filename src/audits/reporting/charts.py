"""The charts of papers, each a picture with the words and the table that say the same.

A chart never says anything by colour alone: a letter, a number or a shape says it too.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import nan
from textwrap import fill
from typing import TYPE_CHECKING, Any

from audits.domain.amounts import many

from .drawing import INK, PAPER, QUIET, RULE, SHADES, bare, box, draw
from .paper import Level, Strip, Table


if TYPE_CHECKING:
    from matplotlib.axes import Axes

LINE = 88  # letters above a bar that a line holds
_WIDE = 6.3  # inches: between the margins of a page of A4
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
        axes.set_title(title, loc="left", fontweight="bold")
        for row, strip in enumerate(strips):
            axes.text(3.2, row + 0.5, strip.label, ha="right", va="center")
            for place, mark in enumerate(strip.marks):
                box(axes, (3.5 + place + 0.06, row + 0.06), (0.88, 0.88), **_LEVELS[mark.level])
                ink = PAPER if mark.level is Level.WORST else INK
                at = (3.5 + place + 0.5, row + 0.52)
                axes.text(*at, mark.letter, ha="center", va="center", color=ink, fontweight="bold")
        axes.text(3.5, len(strips) + 0.5, legend, color=QUIET, fontsize=8, va="center")

    rows = tuple((strip.label, _letters(strip), strip.words) for strip in strips)
    lines = [f"{strip.label}: {strip.words}" for strip in strips]
    table = Table(title, ("Week", "Cases", "In words"), rows, (2, 3, 5))
    height = 0.45 * (len(strips) + 1) + 0.5
    return Chart(*draw(_WIDE, height, paint), alt_text(title, lines), table)


def month_chart(title: str, months: Sequence[Month], *, centre: float | None, trial: bool) -> Chart:
    """Return cases a month within the limits of chance; months that signal are named.

    With ``trial`` limits the picture says so.
    """
    judged = [(i, month) for i, month in enumerate(months) if month.n]

    def paint(axes: "Axes") -> None:
        axes.set_title(title, loc="left", fontweight="bold")
        for i, month in judged:
            low, high = (100 * end / month.n for end in (month.low, month.high))
            axes.fill_between([i - 0.42, i + 0.42], low, high, color="#e6e6e6", linewidth=0)
        if centre is not None:
            axes.axhline(100 * centre, color=QUIET, linewidth=1, linestyle=(0, (5, 3)))
        if not judged:
            axes.text(0, 50, "No case was judged.", color=QUIET)
        shares = [100 * month.x / month.n if month.n else nan for month in months]
        axes.plot(range(len(months)), shares, color=INK, linewidth=1)
        for i, month in judged:
            _month_mark(axes, (i, shares[i]), month)
        axes.set_ylim(0, 108)
        axes.set_yticks(range(0, 101, 25), [f"{tick} in 100" for tick in range(0, 101, 25)])
        under = [month.label.replace(" ", "\n") for month in months]
        axes.set_xticks(range(len(months)), under, fontsize=8)
        axes.set_xlabel(_month_key(trial), fontsize=8, color=QUIET, loc="left")

    rows = tuple(
        (m.label, f"{m.x} of {m.n}", f"{m.low} to {m.high}", "yes" if m.signals else "no")
        for m in months
    )
    table = Table(title, ("Month", "Cases", "Explained by chance", "Signal"), rows, (3, 2, 3, 2))
    return Chart(*draw(_WIDE, 3.0, paint), alt_text(title, _month_lines(months, trial)), table)


def _month_mark(axes: "Axes", at: tuple[float, float], month: Month) -> None:
    style, size, weight = ("D", 9, "bold") if month.signals else ("o", 5, "normal")
    axes.plot(*at, style, color=INK, ms=size)
    is_below = month.signals and month.x < month.low
    height = -16 if is_below else 8
    axes.annotate(
        f"{month.x}/{month.n}", at, (0, height), textcoords="offset points",
        ha="center", fontsize=7, fontweight=weight,
    )  # fmt: skip


def _month_key(trial: bool) -> str:
    key = "Grey: what chance alone explains. Dashes: the usual share. Diamond: more than chance."
    if trial:
        return f"Trial limits: fewer than twelve months.\n{key}"
    return key


def _month_lines(months: Sequence[Month], trial: bool) -> list[str]:
    lines = [f"{month.label}: {month.x} of {month.n}" for month in months if month.n]
    lines += [f"{month.label}: no case judged" for month in months if not month.n]
    if not any(month.n for month in months):
        return ["no case was judged"]
    signals = [month.label for month in months if month.signals]
    if signals:
        lines.append(f"more than chance in {', '.join(signals)}")
    else:
        lines.append("no change detectable")
    if trial:
        lines.append("the limits are a trial")
    return lines


def grades_chart(title: str, scale: Sequence[str], items: Sequence[GradedTwice]) -> Chart:
    """Return two bars an item, one above the other: grades given to oneself, and moderated."""
    bars = [
        (f"{item.label}: {who}", grades)
        for item in items
        for who, grades in (("self", item.self_grades), ("moderated", item.moderated))
    ]
    most = max((sum(grades) for _, grades in bars), default=0) or 1
    labels = [fill(item.label, LINE) for item in items]
    tops, height = _tops([label.count("\n") + 1 for label in labels])

    def paint(axes: "Axes") -> None:
        axes.set_title(title, loc="left", fontweight="bold")
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

    rows = tuple((label, *map(str, grades)) for label, grades in bars)
    lines = [f"{label} {_counted(scale, grades)}" for label, grades in bars]
    table = Table(title, ("Graded", *scale), rows, (4, *[2] * len(scale)))
    return Chart(*draw(_WIDE, 0.3 * height + 1.1, paint), alt_text(title, lines), table)


def _tops(lines: Sequence[int]) -> tuple[list[float], float]:
    """Return where the upper bar of each item stands, below so many lines, and the whole height."""
    tops: list[float] = []
    below = 0.0
    for count in lines:
        tops.append(below + 0.6 * count + 0.7)
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

    patches = [
        Patch(facecolor=shade, edgecolor=INK, linewidth=0.8, label=f"{place}. {grade}")
        for place, (grade, (shade, _)) in enumerate(
            zip(scale, _shades(len(scale)), strict=True), start=1
        )
    ]
    axes.figure.legend(
        handles=patches, loc="outside lower left", ncols=min(len(scale), 4), frameon=False,
        fontsize=8, title="From left to right", title_fontsize=8, alignment="left",
        handlelength=1.2, columnspacing=1.2,
    )  # fmt: skip


def _shades(many: int) -> list[tuple[str, str]]:
    """Return so many shades from light to dark, as far apart as there are."""
    last = len(SHADES) - 1
    return [SHADES[round(place * last / max(many - 1, 1))] for place in range(many)]


def matrix_chart(
    title: str, scale: Sequence[str], table: Sequence[Sequence[int]], graders: tuple[str, str]
) -> Chart:
    """Return how often each grade of one grader met each of the other; agreement is outlined."""
    most = max((count for row in table for count in row), default=0) or 1

    def paint(axes: "Axes") -> None:
        axes.set_title(title, loc="left", fontweight="bold")
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
        axes.set_xticks(middles, [grade.replace(" ", "\n") for grade in scale])
        axes.set_yticks(middles, [grade.replace(" ", "\n") for grade in scale])
        axes.tick_params(length=0)
        axes.spines[["bottom", "left"]].set_visible(False)
        axes.set(ylabel=graders[0], xlabel=f"{graders[1]}\nOutlined: both gave the same grade.")

    rows = tuple((grade, *map(str, row)) for grade, row in zip(scale, table, strict=True))
    same, total = sum(table[k][k] for k in range(len(scale))), sum(map(sum, table))
    lines = [
        f"{graders[0]} and {graders[1]} gave the same grade in {same} of {many(total, 'case')}"
    ]
    lines += [
        f"{graders[0]} {scale[i]}, {graders[1]} {scale[j]}: {count}"
        for i, row in enumerate(table)
        for j, count in enumerate(row)
        if count
    ]
    beside = Table(title, (f"{graders[0]} / {graders[1]}", *scale), rows, (3, *[2] * len(scale)))
    return Chart(*draw(5.0, 0.62 * len(scale) + 1.5, paint), alt_text(title, lines), beside)


def _letters(strip: Strip) -> str:
    return " ".join(mark.letter for mark in strip.marks)


def _counted(scale: Sequence[str], grades: Sequence[int]) -> str:
    return ", ".join(f"{count} {grade}" for grade, count in zip(scale, grades, strict=True))


def alt_text(title: str, lines: Sequence[str]) -> str:
    """Return a picture's title and its facts as sentences."""
    stop = "" if title.endswith(("?", ".")) else "."
    facts = "; ".join(lines) or "nothing to show"
    return f"{title}{stop} {facts[0].upper()}{facts[1:]}."
