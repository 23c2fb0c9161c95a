"""Who the children of a cycle were, as it was counted when its findings were frozen."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter

from audits.reporting import BreakdownFact
from audits.storage import Breakdown, BreakdownPart, View


def breakdown_facts(ref: str, view: View) -> Iterator[BreakdownFact]:
    """Yield each characteristic that was counted, in the alphabet's order."""
    rows = view.all(Breakdown, Breakdown.cycle == ref, order_by=Breakdown.place)
    rows.sort(key=attrgetter("title", "name"))
    for (title, _), lines in groupby(rows, key=attrgetter("title", "name")):
        yield _fact(title, list(lines))


def _fact(title: str, lines: Sequence[Breakdown]) -> BreakdownFact:
    counts = {line.part: line.audited or 0 for line in lines}
    if BreakdownPart.ALL not in counts:
        return BreakdownFact(title)
    groups = [line for line in lines if line.part is BreakdownPart.GROUP]
    return BreakdownFact(
        title,
        counts[BreakdownPart.ALL],
        counts[BreakdownPart.NOT_RECORDED],
        counts[BreakdownPart.IN_OTHER_WORDS],
        tuple((line.value, line.audited, line.others) for line in groups),
    )
