"""The papers on a month and on a quarter of weekly audits."""

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from operator import attrgetter

from audits.domain.amounts import many, were
from audits.domain.days import day_in_words
from audits.domain.errors import UserError
from audits.domain.finding import FindingKind

from .charts import Chart, month_chart, strip_chart
from .facts import ActionFact
from .gap_chart import gap_chart
from .paper import Block, Heading, Items, Paper, Picture, Table, Text
from .period_facts import ItemFact, PeriodFacts, PeriodFinding, RareFact, TrendFact, WeekFact
from .report_parts import (
    check_professional,
    concerns_in_words,
    day_or_none,
    for_those_who_took_part,
    how_to_read,
)
from .suppression import HIDDEN, SMALLEST_SHOWN, suppress_counts
from .waiting_times import waits_blocks, waits_in_public
from .what_it_says import NOTHING, being_done


SURE = "Beside each number stands the range in which the truth is likely to lie."
PUBLIC_MARKING = "Counts of one to five are hidden, and what would give them away."
FEW_WEEKS = 5
WHICH_WAY = {FindingKind.STRENGTH: "Strength", FindingKind.DEVELOPMENT: "To develop"}
LEGEND = "One square a case, the weakest first; ? cannot tell, - not applicable, · not answered."
NO_PUBLIC = (
    "The month's paper has no public version: beside the quarter's, one could be taken from the "
    "other. Publish the quarter's."
)
TOO_FEW = "There are too few cases in this quarter to publish any count of them."
METHOD = (
    "A case counts once for each question, by the weakest answer of the agencies asked. Each week "
    "counts at its size, so that busy weeks, which give no more cases than quiet ones, are not "
    "under-counted; where a week drew more of one outcome than of another, so does each outcome of "
    "the week; the range holds the true number about 19 times in 20 or more. Cases that a "
    "person chose are in no count. Not applicable, cannot tell and not answered are never taken "
    "for good or bad: they are not counted with the others."
)
HOW_IT_IS_HIDDEN = (
    f"{HIDDEN}: a count of one to five, or one that would give such a count away. A word is "
    "printed only where the whole range of what the true number may be bears it."
)
LIMITS = (
    "A month's grey bar is what chance alone explains (exact limits). Below twelve months "
    "the limits are a trial. A single week has no limits and no arrow: ten cases cannot bear one."
)


def month_paper(facts: PeriodFacts, version: str) -> Paper:
    """Return the month's paper for the operational meeting.

    Raises:
        UserError: if the public version is asked for.
    """
    check_professional(version, NO_PUBLIC)
    return _paper(facts, for_those_who_took_part(facts.partnership), tuple(_professional(facts)))


def quarter_paper(facts: PeriodFacts, version: str) -> Paper:
    """Return the quarter's paper; in public, with small numbers hidden.

    Raises:
        UserError: if nothing may be published of so few cases.
    """
    if version == "professional":
        return _paper(
            facts, for_those_who_took_part(facts.partnership), tuple(_professional(facts))
        )
    marking = f"{facts.partnership.markings.official}. {PUBLIC_MARKING}"
    return _paper(facts, marking, tuple(_public(facts)))


def _paper(facts: PeriodFacts, marking: str, blocks: tuple[Block, ...]) -> Paper:
    names = facts.partnership
    footer = (
        f"{names.name}. {facts.title}, agreed by {names.quality_group.short}. "
        f"Made on {day_in_words(facts.made_on)}."
    )
    return Paper(facts.title, facts.asks, marking, footer, blocks)


def _professional(facts: PeriodFacts) -> Iterator[Block]:
    yield Heading(_headline(facts))
    done = being_done(facts.actions, agreed=True)
    yield Items("", (_drawn(facts), SURE, done, concerns_in_words(facts.concerns)))
    if facts.strips:
        chart = strip_chart("Overall grade, week by week", facts.strips, LEGEND)
        share = 80 if len(facts.strips) <= FEW_WEEKS else 52
        yield _picture("Week by week", chart, share)
    yield from _over_time(facts)
    yield from waits_blocks(facts.waits)
    yield from _findings(facts)
    yield Table(
        "What the cases showed",
        ("Question", "Good means", "What we found, and the likely range", "Not counted"),
        tuple(map(_item_row, facts.items)),
        (7, 3, 6, 3),
    )
    yield from _rests_on(facts)
    yield from how_to_read(METHOD, LIMITS)


def _headline(facts: PeriodFacts) -> str:
    """Return what was found in most of the weeks: what to develop before what is good."""
    if not facts.findings:
        return NOTHING
    areas = [finding for finding in facts.findings if finding.kind is FindingKind.DEVELOPMENT]
    first = max(areas or facts.findings, key=attrgetter("weeks"))
    weeks = f"{first.weeks} of {many(len(facts.weeks), 'week')}"
    return f"{first.text} This was found in {weeks}."


@lru_cache(maxsize=64)  # drawing takes most of the time, and three formats show one picture
def _months(trend: TrendFact) -> Picture:
    chart = month_chart(trend.title, trend.months, centre=trend.centre, trial=trend.trial)
    return _picture("Month by month", chart, 85)


def _picture(caption: str, chart: Chart, share: int) -> Picture:
    """Return a chart under a caption of its own: its title stands in the picture."""
    return Picture(chart.svg, chart.png, chart.alt, replace(chart.table, caption=caption), share)


def _item_row(item: ItemFact) -> tuple[str, ...]:
    return item.label, item.good, f"{item.says}.", item.aside


def _week_row(week: WeekFact) -> tuple[str, ...]:
    back = f"{week.returned} of {week.issued}"
    if week.waived:
        back += f", {week.waived} waived"
    return week.ref, f"{week.eligible:,}", f"{week.drawn}", f"{week.targeted}", back


def _rests_on(facts: PeriodFacts) -> Iterator[Block]:
    headings = ("Week", "Eligible", "Drawn at random", "Chosen by a person", "Workbooks returned")
    yield Table("The weeks", headings, tuple(map(_week_row, facts.weeks)), (3, 2, 3, 3, 3))
    if facts.not_in_it:
        yield Text(f"Not in this paper: {'; '.join(facts.not_in_it)}.")


def _drawn(facts: PeriodFacts, *, with_chosen: bool = True) -> str:
    drawn = eligible = chosen = 0
    for week in facts.weeks:
        drawn += week.drawn
        eligible += week.eligible
        chosen += week.targeted
    text = f"{many(drawn, 'case')} {were(drawn)} drawn at random from {eligible:,} eligible"
    text += f" in {many(len(facts.weeks), 'week')} that "
    text += f"{facts.partnership.quality_group.short} has agreed."
    if chosen and with_chosen:
        text += f" {chosen} more {were(chosen)} chosen by a person."
    return text


def _over_time(facts: PeriodFacts) -> Iterator[Block]:
    for trend in facts.trends:
        yield _months(trend) if _is_a_line(trend) else Text(_one_month(trend))
    yield from map(Text, facts.alarms)
    for rare in facts.rare:
        yield from _rare(rare)
    yield from map(Text, facts.reworded)


def _is_a_line(trend: TrendFact) -> bool:
    """Tell whether there are months to compare: one dot shows nothing over time."""
    return sum(month.n > 0 for month in trend.months) > 1


def _one_month(trend: TrendFact) -> str:
    """Say what a trend of one month holds, or of none."""
    judged = [f"{m.label}: {m.x} of {m.n}" for m in trend.months if m.n]
    counted = "; ".join(judged) or "no case was judged"
    return f"{trend.title}. {counted}. There is no other month to compare with yet."


@lru_cache(maxsize=64)
def _rare(rare: RareFact) -> tuple[Block, ...]:
    sentence = Text(rare.says)
    if rare.gaps is None:
        return (sentence,)
    return _picture("Between rare cases", gap_chart(rare.title, rare.gaps), 70), sentence


def _findings(facts: PeriodFacts) -> Iterator[Block]:
    rows = tuple(map(_finding_row, facts.findings))
    if rows:
        yield Table("Found in the weeks", ("Which way", "Finding", "Weeks"), rows, (2, 8, 1))
    else:
        yield Text("No clear strength or concern emerged in these weeks.")
    if facts.actions:
        actions = tuple(map(_action_row, facts.actions))
        yield Table("Actions", ("No.", "What", "Who", "By"), actions, (1, 8, 3, 3))


def _finding_row(finding: PeriodFinding) -> tuple[str, ...]:
    return WHICH_WAY[finding.kind], finding.text, f"{finding.weeks}"


def _action_row(action: ActionFact) -> tuple[str, ...]:
    return action.id, action.title, action.owner or "nobody yet", day_or_none(action.due)


def _public(facts: PeriodFacts) -> Iterator[Block]:
    if sum(week.drawn for week in facts.weeks) < SMALLEST_SHOWN:
        raise UserError(TOO_FEW)
    yield Text(_drawn(facts, with_chosen=False))
    headings = ("Question", "Good means", "Good", "Not good", "Not judged", "In a word")
    rows = tuple(map(_public_row, facts.items))
    yield Table("What the cases showed", headings, rows, (7, 3, 2, 2, 2, 4))
    yield from waits_in_public(facts.waits)
    yield from how_to_read(METHOD, HOW_IT_IS_HIDDEN)


def _public_row(item: ItemFact) -> tuple[str, ...]:
    """Return one question's cases, those not judged among them: all add up to those drawn."""
    counts, total = suppress_counts((item.x, item.n - item.x, item.not_judged))
    if total is None:
        counts = (None,) * len(counts)
    return item.label, item.good, *map(_shown, counts), item.word or "no one word is certain"


def _shown(count: int | None) -> str:
    return HIDDEN if count is None else f"{count}"
