"""Parts that several reports share: returns, findings, actions."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from operator import attrgetter
from statistics import median

from audits.domain.amounts import many, were
from audits.domain.days import day_in_words
from audits.domain.errors import UserError
from audits.domain.finding import FindingKind
from audits.domain.partnership import Partnership

from .bars import finding_bars, legend_of
from .charts import Chart
from .facts import ActionFact, CycleFacts, FindingFact
from .forbidden_claims import BARE
from .measured import MeasuredFact
from .paper import Block, Heading, Picture, Table, Text
from .report_facts import NumberFact, PreviousFact, ResponseFact
from .response_chart import response_curve


SIDES = ((FindingKind.STRENGTH, "Strengths"), (FindingKind.DEVELOPMENT, "Areas for development"))
UNTITLED = ""  # a chart under a heading needs no title of its own
NAMES_WHO_IS_LATE = (
    "This paper names who is late, and has no public version: the year's chapter has one."
)
NOTHING_MET = "No clear strength or concern emerged."


def day_or_none(day: date | None) -> str:
    """Return a day in words, or that there is none."""
    if day is None:
        return "no date"
    return day_in_words(day)


def state_of(facts: CycleFacts) -> str:
    """Say whether what a paper tells is agreed."""
    group = facts.partnership.quality_group.short
    if facts.agreed:
        return f"agreed by {group}"
    return f"a draft, not yet agreed by {group}"


def footer_of(facts: CycleFacts) -> str:
    """Return who made a paper on a cycle, of what, and when."""
    made = f"{facts.ref}, {state_of(facts)}. Made on {day_in_words(facts.made_on)}."
    return f"{facts.partnership.name}. {made}"


def check_professional(version: str, why: str) -> None:
    """Refuse any version but the one for those who took part.

    Raises:
        UserError: saying why there is no public one.
    """
    if version != "professional":
        raise UserError(why)


def for_those_who_took_part(partnership: Partnership) -> str:
    """Return the marking of a paper that is not published."""
    sensitive = partnership.markings.sensitive
    return f"{sensitive}. For the agencies that took part; not for publication."


def picture(caption: str, chart: Chart, share: int = 100) -> Picture:
    """Return a chart without a title of its own as a block under a heading, ``share`` wide."""
    alt = f"{caption}: {chart.alt.lstrip('. ')}"
    return Picture(chart.svg, chart.png, alt, replace(chart.table, caption=caption), share)


def returns(facts: CycleFacts) -> Iterator[Block]:
    """Yield who returned a workbook and when, where units are named, and who need not."""
    if facts.waived:
        yield Text(waived_in_words(facts))
    yield from map(Text, facts.went_ahead)
    if facts.returns:
        rows = tuple(map(attrgetter("unit", "outcome"), facts.returns))
        yield Table("Returns", ("From", "What came back"), rows, (5, 6))


def waived_in_words(facts: CycleFacts) -> str:
    """Say how the packs sent out add up, those waived apart from those that did not come."""
    waived, reasons = 0, []
    for reason, count in facts.waived:
        waived += count
        reasons.append(f"{count} {reason}")
    why = "; ".join(reasons)
    if len(facts.waived) == 1:
        ((why, _),) = facts.waived
    missing = facts.issued - facts.returned - facts.still_asked - waived
    let_off = f"{waived:,} {were(waived)} waived ({why})"
    gone = f"{missing:,} {'has' if missing == 1 else 'have'} not come"
    sent = f"Of {many(facts.issued, 'workbook')} sent out"
    back = f"{facts.returned:,} came back"
    if facts.still_asked:
        back += f", {facts.still_asked:,} came and must be completed"
    return f"{sent}, {back}, {let_off} and {gone}."


def concerns_in_words(count: int) -> str:
    """Say how many immediate concerns were raised."""
    if not count:
        return "No immediate concern was raised."
    return f"Immediate concerns raised and passed on the same day: {count}."


def response(fact: ResponseFact | None) -> Iterator[Block]:
    """Yield when returns came in, if any was asked for."""
    if fact is not None:
        curve = response_curve(
            UNTITLED, fact.returned, expected=fact.expected, due_day=fact.due_day,
            reminders=fact.reminders, extended=fact.extended, still_expected=fact.still_expected,
        )  # fmt: skip
        rows = list(curve.table.rows[:1])
        for day in range(1, len(fact.returned)):
            if _is_shown(fact, day):
                rows.append(curve.table.rows[day])
        short = replace(curve, table=replace(curve.table, rows=tuple(rows)))
        yield picture("When the returns came in", short, 60)


def _is_shown(fact: ResponseFact, day: int) -> bool:
    """Tell whether a day after the first changes anything, or is the last."""
    return (
        day == len(fact.returned) - 1
        or _changes(fact.returned, day)
        or _changes(fact.still_expected or fact.returned, day)
    )


def _changes(counts: Sequence[int], day: int) -> bool:
    return counts[day] != counts[day - 1]


def findings(facts: CycleFacts) -> Iterator[Block]:
    """Yield strengths and areas for development, each as a sentence, a bar and its numbers."""
    for kind, words in SIDES:
        of_kind = facts.findings_of(kind)
        if of_kind:
            yield Heading(words)
            yield from finding_bars(of_kind)
    yield from legend_of(facts.findings)
    if not facts.findings:
        yield Text(NOTHING_MET)


def findings_in_numbers(facts: CycleFacts) -> Iterator[Block]:
    """Yield the table behind the bars: of twenty cases or more, theme by theme."""
    ordered = sorted(facts.findings, key=attrgetter("theme"))
    rows = tuple(_number_row_of(f, f.measured) for f in ordered if f.measured and f.n >= BARE)
    if rows:
        headings = ("Theme", "Finding", "Found in", "Likely in all", "Last time", "Target")
        yield Table("The numbers behind the bars", headings, rows, (3, 8, 2, 4, 2, 2))


def _number_row_of(finding: FindingFact, numbers: MeasuredFact) -> tuple[str, ...]:
    before = ""
    if numbers.before:
        before = f"{numbers.before.x:,} of {numbers.before.n:,}"
    shown = f"{numbers.x:,} of {numbers.n:,}"
    target = numbers.target_words.removeprefix("Target: ")
    return finding.theme, finding.text, shown, numbers.in_all, before, target


def actions(plan: tuple[ActionFact, ...], caption: str = "Action plan") -> Iterator[Block]:
    """Yield who does what by when, and how we will know that it worked."""
    if plan:
        headings = ("No.", "What", "Who", "By", "How we will know it worked")
        yield Table(caption, headings, tuple(map(_action_row, plan)), (2, 9, 4, 4, 7))


def _action_row(action: ActionFact) -> tuple[str, ...]:
    who, measure = action.owner or "nobody yet", action.measure or "not said"
    return action.id, action.title, who, day_or_none(action.due), measure


def looked_at_again(previous: Sequence[PreviousFact]) -> Iterator[Block]:
    """Yield what the cycle before asked for, and how the same comes out now."""
    if previous:
        caption = f"What {previous[0].cycle} asked for, looked at again"
        rows = tuple(map(attrgetter("text", "now", "actions"), previous))
        yield Table(caption, ("Found then", "Now", "Actions since"), rows, (4, 5, 5))


def numbers(facts: CycleFacts) -> Iterator[Block]:
    """Yield the numbers that agencies gave: each of them, the middle one, the ends."""
    given = filter(attrgetter("values"), facts.report.numbers)
    rows = tuple(map(_number_row, given))
    if rows:
        headings = ("Asked", "Answers, the smallest first", "Median", "Range", "Not answered")
        yield Table("Numbers that were given", headings, rows, (8, 8, 2, 3, 3))


def _number_row(number: NumberFact) -> tuple[str, ...]:
    values = number.values
    spread = f"{values[0]:,g} to {values[-1]:,g}"
    middle, unanswered = f"{median(values):,g}", f"{number.unanswered:,}"
    return number.asks, _each_number(values), middle, spread, unanswered


def _each_number(values: Sequence[float]) -> str:
    """Return sorted numbers one by one; one that was given more than once says how often."""
    numbers = []
    for value, times in Counter(values).items():
        number = f"{value:,g}"
        if times > 1:
            number += f" ({many(times, 'time')})"
        numbers.append(number)
    return ", ".join(numbers)


def how_to_read(*texts: str) -> Iterator[Block]:
    """Yield the end of a paper: how its numbers were made."""
    yield Heading("How to read this")
    yield from map(Text, texts)
