"""A year's audits side by side: who returned in time, and what changed since the time before."""

from collections.abc import Iterator, Sequence

from audits.domain.amounts import many

from .bars import HIGH, WIDE
from .board_facts import BoardFacts, ChapterFact
from .facts import CycleFacts, FindingFact
from .forbidden_claims import BARE
from .measured import LastTime
from .paper import Block, FindingBar, Heading, Shape, Table, Text


ON_TIME, LATE, NONE, LINE = "#173a5e", "#8fb3d5", "#ffffff", "#595959"
MOST_IN_A_ROW = 13  # audits of one kind in a row: a quarter of weeks
A_YEAR_APART = 4  # audits of one kind in a year; of more, the time before is no year ago
LEGEND = (
    "Each bar is all the workbooks sent out. Dark: back on time. Lighter: back late. White: none."
)


def returns_trend(facts: BoardFacts) -> Iterator[Block]:
    """Yield how many workbooks came back on time, late and not at all, a bar a kind of audit."""
    bars = [_bar(chapter) for chapter in facts.chapters if _issued(chapter)]
    if bars:
        yield Heading("Did agencies return on time?")
        yield from bars
        yield Text(LEGEND)


def _issued(chapter: ChapterFact) -> int:
    return sum(cycle.issued for cycle in chapter.cycles)


def _bar(chapter: ChapterFact) -> FindingBar:
    asked = [cycle for cycle in chapter.cycles if cycle.issued]
    issued, late = sum(c.issued for c in asked), sum(c.late for c in asked)
    on_time = sum(map(_on_time, asked))
    words = f"{on_time:,} of {many(issued, 'workbook')} came back on time"
    if issued >= BARE:
        words += f" ({100 * on_time / issued:.0f} %)"
    waived = sum(count for cycle in asked for _, count in cycle.waived)
    none = max(issued - on_time - late - waived, 0)
    words += f", {late:,} late and {none:,} not at all."
    if waived:
        words += f" {waived:,} need not come back."
    if len(asked) > 1:
        latest = asked[-MOST_IN_A_ROW:]
        row = ", ".join(f"{_on_time(cycle)} of {cycle.issued}" for cycle in latest)
        words += f" On time in each, the latest last: {row}."
    shapes = tuple(_stacked((on_time, late, none + waived)))
    return FindingBar(chapter.title, words, f"{chapter.title}: {words}", shapes)


def _on_time(cycle: CycleFacts) -> int:
    return max(cycle.came - cycle.late, 0)


def _stacked(counts: Sequence[int]) -> Iterator[Shape]:
    total, left = sum(counts), 0
    yield Shape(0, 16, WIDE, HIGH - 32, LINE)
    for count, shade in zip(counts, (ON_TIME, LATE, NONE), strict=True):
        right = left + count
        start, end = 3 + round(left * (WIDE - 6) / total), 3 + round(right * (WIDE - 6) / total)
        if end > start:
            yield Shape(start, 19, end - start, HIGH - 38, shade)
        left = right


def against_last(facts: BoardFacts) -> Iterator[Block]:
    """Yield each finding that was counted the time before too: then, now, and what became of it."""
    rows = []
    for chapter in facts.chapters:
        if len(chapter.cycles) <= A_YEAR_APART:
            for finding in chapter.cycles[-1].findings:
                if finding.measured and finding.measured.before:
                    rows.append(_row(chapter, finding, finding.measured.before))
    if rows:
        headings = ("Audit", "Finding", "Last time", "This time", "It is")
        yield Table("This year against last", headings, tuple(rows), (4, 8, 2, 2, 2))


def _row(chapter: ChapterFact, finding: FindingFact, before: LastTime) -> tuple[str, ...]:
    then, now = f"{before.x:,} of {before.n:,}", f"{finding.x:,} of {finding.n:,}"
    return chapter.title, finding.text, then, now, before.change
