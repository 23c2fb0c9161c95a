"""How long families waited for a decision, as the papers on a month and a quarter say it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from math import ceil

from audits.domain.amounts import are, many

from .paper import Block, Heading, Picture, Text
from .suppression import SMALLEST_SHOWN
from .waits_chart import Limits, WaitWeek, waits_chart


TITLE = "Working hours until half of a week's contacts were decided"
NO_HOURS = (
    "Median and 90th-centile working hours to a decision are not given: these registers keep days, "
    "not hours."
)
FEWEST_WEEKS = 2  # of which a range is published


@dataclass(frozen=True, slots=True)
class WaitsFact:
    """The weeks up to the end of a period whose waits are known, with the limits of chance.

    ``inside`` names those of the period, ``without`` those of it whose register had no times,
    ``otherwise`` those counted by other office hours; these are from ``opens`` to ``closes``.
    """

    weeks: tuple[WaitWeek, ...]
    inside: frozenset[str]
    without: tuple[str, ...]
    limits: Limits | None
    trial: bool
    opens: str
    closes: str
    otherwise: tuple[str, ...] = ()

    @property
    def of_the_period(self) -> tuple[WaitWeek, ...]:
        """Return the weeks of the period itself."""
        return tuple(week for week in self.weeks if week.label in self.inside)


def waits_blocks(facts: WaitsFact | None) -> Iterator[Block]:
    """Yield the part of a professional paper on waiting; one sentence where no times are known."""
    yield Heading("How long families waited for a decision")
    if facts is None:
        yield Text(NO_HOURS)
        return
    yield Text(" ".join(_counted(facts)))
    yield _chart(facts)
    yield Text(" ".join(_signals(facts)))


def waits_in_public(facts: WaitsFact | None) -> Iterator[Block]:
    """Yield one sentence without a week's name or a count of contacts, where it says anything.

    Weeks in which fewer than six contacts were decided are in no number.
    """
    if facts is None:
        return
    hours = []
    for week in facts.of_the_period:
        if week.median is not None and week.decided >= SMALLEST_SHOWN:
            hours.append(ceil(week.median))
    if len(hours) >= FEWEST_WEEKS:
        low, high = min(hours), max(hours)
        yield Text(
            f"Half of the contacts that came in a week were decided within {_span(low, high)} "
            f"working hours, in {many(len(hours), 'week')} of this period. {_clock(facts)}"
        )


def _span(low: int, high: int) -> str:
    if low == high:
        return str(low)
    return f"{low} to {high}"


@lru_cache(maxsize=64)  # drawing takes most of the time, and three formats show one picture
def _chart(facts: WaitsFact) -> Picture:
    chart = waits_chart(TITLE, facts.weeks, limits=facts.limits, trial=facts.trial)
    table = replace(chart.table, caption="Waiting, week by week")
    return Picture(chart.svg, chart.png, chart.alt, table, 90)


def _counted(facts: WaitsFact) -> Iterator[str]:
    came = not_timed = 0
    for week in facts.of_the_period:
        came += week.came
        not_timed += week.not_timed
    yield (
        f"All {many(came, 'contact')} that came in the weeks of this paper {are(came)} counted, "
        "not only those drawn, so no range is given."
    )
    yield _clock(facts)
    yield (
        "A contact still open when the week's register was run counts as waiting until then; where "
        "too many are open, the hours are not yet known."
    )
    if not_timed:
        yield f"{not_timed:,} are in no hours, as their times are not given or cannot be right."
    if facts.without:
        yield f"No times at all are known of {', '.join(facts.without)}."
    if facts.otherwise:
        yield f"Left out, as counted by other office hours: {', '.join(facts.otherwise)}."


def _clock(facts: WaitsFact) -> str:
    return (
        f"Hours are those from {facts.opens} to {facts.closes} on working days in England, from "
        "when a contact was received to when it was decided."
    )


def _signals(facts: WaitsFact) -> Iterator[str]:
    signals = []
    for week in facts.of_the_period:
        if week.signals:
            signals.append(f"{week.label} ({', '.join(week.signals)})")
    if facts.limits is None:
        yield "There are too few weeks to tell a change from chance."
    elif signals:
        yield f"Worth a look: {'; '.join(signals)}. Ask what was different then."
    else:
        yield "No week of this paper stands out from the others."
    if facts.trial and facts.limits:
        yield "The limits are a trial, as there are fewer than twelve weeks."
    if facts.limits:
        yield (
            "Weeks are picked by the rules of NHS England's Making Data Count. They pick some week "
            "in two of five years in which nothing changed, so a pick alone proves nothing."
        )
