"""What each week, and each stratum of a week, says: the parts that a period's share is made of."""

from collections import Counter
from collections.abc import Iterator, Sequence

from audits.domain.finding import Method, Part
from audits.findings import Tally

from .period_weeks import Week, good_in


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
            counted = good_in(tally, tuple(good)), len(tally.judged)
            whole.append(Part(week.cycle.ref, *counted, week.cycle.eligible or 0))
    return [*whole, *_joined(fine)]


def _strata(week: Week, tally: Tally, good: Sequence[str]) -> Iterator[tuple[str, Part]]:
    judged = Counter(week.strata[case.case] for case in tally.judged)
    well = Counter(week.strata[case.case] for case in tally.judged if case.value in good)
    for name, frame in week.frames.items():
        if frame:
            cell = f"{week.cycle.ref}, {name}"
            yield name, Part(cell, well[name], judged[name], frame)


def _joined(fine: Sequence[tuple[str, Part]]) -> Iterator[Part]:
    silent = {name for name, part in fine if not part.n}
    yield from (part for name, part in fine if name not in silent)
    for stratum in sorted(silent):
        of = [part for name, part in fine if name == stratum]
        x, n, frame = (sum(getattr(part, key) for part in of) for key in ("x", "n", "frame"))
        yield Part(stratum, x, n, frame)


def method_of(parts: Sequence[Part]) -> Method:
    """Tell whether every part gave its cases the same chance; seldom, as weeks differ in size."""
    rates = {(part.n * parts[0].frame) == (parts[0].n * part.frame) for part in parts}
    return Method.EXACT if rates <= {True} else Method.WEIGHTED
