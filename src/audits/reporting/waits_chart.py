"""The chart of working hours to a decision, week by week, within the limits of chance."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .charts import Chart, alt_text
from .drawing import INK, draw, key_below, usual_level
from .paper import Table


if TYPE_CHECKING:
    from matplotlib.axes import Axes

_WIDE, _HIGH = 6.3, 2.8  # inches
_MOST_TICKS = 14
_ROOM = 1.12  # above the highest point
NOT_KNOWN = "not yet known"
HEADINGS = (
    "Week", "Contacts", "Open", "No times", "Half decided within", "Nine in ten within", "Signal",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class WaitWeek:
    """One week: how many contacts came, and the working hours to their decision.

    ``median`` and ``ninetieth`` are None while too many are open to tell; ``signals`` say why the
    median is more than chance.
    """

    label: str
    came: int
    decided: int
    still_open: int
    not_timed: int
    median: float | None
    ninetieth: float | None
    signals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Limits:
    """The mean of the weekly medians and what chance alone explains about it, in hours."""

    mean: float
    low: float
    high: float


def waits_chart(
    title: str, weeks: Sequence[WaitWeek], *, limits: Limits | None, trial: bool
) -> Chart:
    """Return the weekly medians with their limits; weeks that signal are named.

    With ``trial`` limits the picture says so; without limits it shows the points alone.
    """
    places, medians = [], []
    for place, week in enumerate(weeks):
        if week.median is not None:
            places.append(place)
            medians.append(week.median)

    def paint(axes: "Axes") -> None:
        if limits:
            axes.axhspan(max(limits.low, 0), limits.high, color="#e6e6e6", linewidth=0)
            usual_level(axes, limits.mean)
        if places:
            axes.plot(places, medians, color=INK, linewidth=1)
        for place, hours in zip(places, medians, strict=True):
            style, size = ("D", 8) if weeks[place].signals else ("o", 4)
            axes.plot(place, hours, style, color=INK, ms=size)
        highest = limits.high if limits else 1
        top = max([*medians, highest])
        axes.set(xlim=(-0.6, len(weeks) - 0.4), ylim=(0, _ROOM * top))
        axes.set_ylabel("working hours", fontsize=8)
        _name_weeks(axes, weeks)
        key_below(axes, _key(limits, trial))

    table = Table(title, HEADINGS, tuple(map(_row, weeks)), (4, 2, 2, 2, 3, 3, 3))
    lines = [f"{week.label}: {hours_in_words(week.median)}" for week in weeks]
    lines += _limits_in_words(limits, trial)
    return Chart(*draw(_WIDE, _HIGH, paint, title), alt_text(title, lines), table)


def hours_in_words(hours: float | None) -> str:
    """Return working hours as a paper gives them, to the minute and without a decimal.

    >>> hours_in_words(5.5)
    '5 h 30 min'
    """
    if hours is None:
        return NOT_KNOWN
    whole, minutes = divmod(round(hours * 60), 60)
    if not minutes:
        return f"{whole} h"
    if not whole:
        return f"{minutes} min"
    return f"{whole} h {minutes} min"


def _row(week: WaitWeek) -> tuple[str, ...]:
    counts = map("{:,}".format, (week.came, week.still_open, week.not_timed))
    hours = map(hours_in_words, (week.median, week.ninetieth))
    return week.label, *counts, *hours, "; ".join(week.signals) or "no"


def _name_weeks(axes: "Axes", weeks: Sequence[WaitWeek]) -> None:
    """Put as many names of weeks below as there is room for, the last among them."""
    step = max(1, -(-len(weeks) // _MOST_TICKS))
    places = list(range((len(weeks) - 1) % step, len(weeks), step))
    names = ["\n".join(weeks[place].label.rsplit("-", 2)[-2:]) for place in places]
    axes.set_xticks(places, names, fontsize=7)


def _key(limits: Limits | None, trial: bool) -> str:
    if limits is None:
        return "Too few weeks for limits."
    key = "Grey: what chance alone explains. Dashes: the usual level. Diamond: more than chance."
    if trial:
        return f"Trial limits: fewer than twelve weeks.\n{key}"
    return key


def _limits_in_words(limits: Limits | None, trial: bool) -> list[str]:
    if limits is None:
        return ["too few weeks for limits"]
    low, mean = hours_in_words(max(limits.low, 0)), hours_in_words(limits.mean)
    high = hours_in_words(limits.high)
    facts = [f"the weeks lie about {mean}; chance alone explains {low} to {high}"]
    if trial:
        facts.append("the limits are a trial")
    return facts
