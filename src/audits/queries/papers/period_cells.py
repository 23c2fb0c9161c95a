"""What each week, and each stratum of a week, says: the parts that a period's share is made of."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from audits.domain.finding import JudgedCase, Part
from audits.findings import Tally
from audits.queries.estimates import parts_of

from .period_weeks import Week


_COUNTS = ("x", "n", "frame", "not_applicable", "unknown")


def cells(weeks: Sequence[tuple[Week, Tally]], good: Sequence[str]) -> list[Part]:
    """Return the parts of a period: a week each, or a stratum of a week where chances differ.

    A week whose draw took more of one stratum than of another would otherwise count its cases as
    if they had been drawn alike. A stratum of which one week judged nothing is put together over
    these weeks, for it is likelier to be as it is in other weeks than to be anything at all; a
    week of which nothing was judged stays a part of its own, of which nothing is known.
    """
    whole, fine = [], []
    for week, tally in weeks:
        if week.frames and tally.judged:
            fine += list(_strata(week, tally, good))
        else:
            everywhere = dict.fromkeys(tally.cases, week.cycle.ref)
            frame = {week.cycle.ref: week.cycle.eligible or 0}
            whole += parts_of(_well(tally, good), tally, frame, everywhere)
    return [*whole, *_joined(fine)]


def _strata(week: Week, tally: Tally, good: Sequence[str]) -> Iterator[tuple[str, Part]]:
    for part in parts_of(_well(tally, good), tally, week.frames, week.strata):
        if part.frame:
            yield part.name, replace(part, name=f"{week.cycle.ref}, {part.name}")


def _well(tally: Tally, good: Sequence[str]) -> list[JudgedCase]:
    return [case for case in tally.judged if case.value in good]


def _joined(fine: Sequence[tuple[str, Part]]) -> Iterator[Part]:
    silent = {name for name, part in fine if not part.known}
    totals: dict[str, Counter[str]] = defaultdict(Counter)
    for name, part in fine:
        if name in silent:
            totals[name].update({count: getattr(part, count) for count in _COUNTS})
        else:
            yield part
    for stratum in sorted(silent):
        yield Part(stratum, **totals[stratum])
