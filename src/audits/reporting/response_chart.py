"""The chart of when returns came in, with who was given more time and who was let off."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from audits.domain.amounts import many, were

from .charts import Chart, alt_text
from .drawing import INK, QUIET, draw, usual_level, whole_numbers
from .paper import Table


if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True, slots=True)
class _Curve:
    """What `response_curve` is given."""

    returned: Sequence[int]
    expected: int
    due_day: int
    reminders: Sequence[int]
    extended: Sequence[int]
    still_expected: Sequence[int]


def response_curve(
    title: str,
    returned: Sequence[int],
    *,
    expected: int,
    due_day: int,
    reminders: Sequence[int],
    extended: Sequence[int] = (),
    still_expected: Sequence[int] = (),
) -> Chart:
    """Return how many units had returned by each working day after the packs went out.

    ``returned`` has one number a working day from day 0; ``due_day`` and ``reminders`` are days.
    ``extended`` are the days that units were given until, ``still_expected`` of how many a return
    was expected by each day where some were waived; ``expected`` is all that were asked.
    """
    curve = _Curve(returned, expected, due_day, reminders, extended, still_expected)

    def paint(axes: "Axes") -> None:
        _lines(curve, axes)
        _marks(curve, axes)
        _frame(curve, axes)

    expected_by_day = still_expected or [expected] * len(returned)
    rows = tuple(
        (str(day), f"{count} of {most}{_waived(expected - most)}")
        for day, (count, most) in enumerate(zip(returned, expected_by_day, strict=True))
    )
    table = Table(title, ("Working day", "Units returned"), rows, (2, 3))
    words = [*_came(curve), *_given_time(extended), *_let_off(curve)]
    return Chart(*draw(6.0, 2.8, paint, title), alt_text(title, words), table)


def _lines(curve: _Curve, axes: "Axes") -> None:
    days = range(len(curve.returned))
    axes.step(days, curve.returned, where="post", color=INK, linewidth=1.8)
    usual_level(axes, curve.expected)
    expected = f" all {curve.expected}"
    if curve.still_expected:
        axes.step(days, curve.still_expected, where="post", color=QUIET, linewidth=1.2)
        expected += f", {curve.still_expected[-1]} still expected"
    axes.text(0, curve.expected, expected, va="bottom", fontsize=8, color=QUIET)


def _marks(curve: _Curve, axes: "Axes") -> None:
    axes.axvline(curve.due_day, color=INK, linewidth=1)
    axes.text(curve.due_day, 0, " due", va="bottom", fontsize=8)
    if curve.reminders:
        axes.plot(curve.reminders, [0] * len(curve.reminders), "^", color=INK, clip_on=False, ms=7)
    if curve.extended:
        axes.plot(curve.extended, [0] * len(curve.extended), "D", color=QUIET, clip_on=False, ms=6)
    if curve.returned:
        last = len(curve.returned) - 1
        axes.plot(last, curve.returned[-1], "o", color=INK, ms=5)
        axes.annotate(
            f"{curve.returned[-1]}", (last, curve.returned[-1]), (6, 0), va="center",
            textcoords="offset points", weight="bold",
        )  # fmt: skip


def _frame(curve: _Curve, axes: "Axes") -> None:
    axes.set_ylim(0, curve.expected * 1.15 + 0.5)
    axes.set_xlim(-0.2, max(len(curve.returned) - 1, curve.due_day, *curve.extended) + 0.6)
    whole_numbers(axes)
    marks = "▲ reminder, ◆ more time until" if curve.extended else "▲ reminder"
    axes.set(ylabel="Units returned", xlabel=f"Working days since packs went out ({marks})")


def _came(curve: _Curve) -> list[str]:
    lines = [f"due on working day {curve.due_day}"]
    if curve.returned:
        count, last = curve.returned[-1], len(curve.returned) - 1
        lines.append(f"{count} of {many(curve.expected, 'unit')} had returned by day {last}")
    else:
        lines.append("nothing has been returned yet")
    if curve.reminders:
        lines.append(f"reminders on day {', '.join(map(str, curve.reminders))}")
    return lines


def _given_time(extended: Sequence[int]) -> Iterator[str]:
    for day, units in sorted(Counter(extended).items()):
        yield f"{units} {were(units)} given until day {day}"


def _let_off(curve: _Curve) -> Iterator[str]:
    if curve.still_expected:
        left = curve.still_expected[-1]
        waived = curve.expected - left
        if waived:
            yield (
                f"{waived} of the {curve.expected} {were(waived)} waived, so {left} are expected "
                "to return"
            )


def _waived(count: int) -> str:
    return f", {count} waived" if count else ""
