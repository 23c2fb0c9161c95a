"""One page on a year: what improved, what is improving, what is still to do."""

from collections import Counter
from collections.abc import Iterable, Iterator

from audits.domain.action import Rag
from audits.domain.amounts import are, many
from audits.domain.days import day_in_words
from audits.domain.finding import FindingKind
from audits.domain.partnership import YearlyReport
from audits.domain.status import ActionStatus

from .board_facts import BoardFacts, ChapterFact, TrackedAction
from .paper import Block, Heading, Items, Paper, Table, Text
from .report_parts import NAMES_WHO_IS_LATE, check_professional, day_or_none, how_to_read
from .what_it_says import headline
from .year_on_year import against_last, returns_trend


LATER_A_STRENGTH = "Now a strength"
METHOD = (
    "'Improved' is said only where {quality_group} closed an action because it saw practice "
    "change, or where an audit looked again, found a strength, and chance alone does not "
    "explain it. "
    "'Improving' needs evidence too: an action that is done and shows it, or a later audit's "
    "strength. An action that is on track, or was opened again, is still to do."
)


def board_summary(facts: BoardFacts, version: str) -> Paper:
    """Return the summary of a year for the body that runs the audits.

    Raises:
        UserError: if the public version is asked for.
    """
    check_professional(version, NAMES_WHO_IS_LATE)
    names = facts.partnership
    return Paper(
        title=f"{names.yearly_report.title} in {facts.year}: summary for the {names.noun}",
        subtitle=_subtitle(names.yearly_report),
        marking=f"{names.markings.official}. For the {names.noun}.",
        footer=f"{names.name}. As of {day_in_words(facts.made_on)}.",
        blocks=tuple(_blocks(facts)),
    )


def _subtitle(headings: YearlyReport) -> str:
    first, *others = (headings.improved, headings.improving, headings.to_do)
    return ", ".join([first, *(other[:1].lower() + other[1:] for other in others)])


def _blocks(facts: BoardFacts) -> Iterator[Block]:
    headings = facts.partnership.yearly_report
    if facts.cycles or facts.actions:
        yield Heading(_headline(facts))
        yield Items("", tuple(_in_short(facts)))
    else:
        yield Text("No audit was agreed in this year, and there are no actions.")
    yield from _part(headings.improved, improved(facts), "Nothing can be called improved yet.")
    yield from _part(headings.improving, improving(facts), "Nothing can be called improving yet.")
    yield from _part(headings.to_do, to_do(facts), "Nothing is outstanding.")
    yield from returns_trend(facts)
    yield from against_last(facts)
    yield from _audits(facts)
    yield from how_to_read(METHOD.format(quality_group=facts.partnership.quality_group.short))


def _headline(facts: BoardFacts) -> str:
    """Say how much improved, how much is on its way, and how much is left or late."""
    done, under_way = len(tuple(improved(facts))), len(tuple(improving(facts)))
    left = len(tuple(to_do(facts)))
    sentence = "Nothing is shown to have improved yet"
    if done:
        sentence = f"{many(done, 'thing')} improved this year"
    if under_way:
        sentence += f", {under_way:,} may be improving"
    sentence += f" and {left:,} {are(left)} still to do"
    late = sum(action.overdue_days > 0 for action in facts.actions)
    if late:
        sentence += f"; {many(late, 'action')} {are(late)} late"
    return f"{sentence}."


def _in_short(facts: BoardFacts) -> Iterator[str]:
    """Say what was looked at, how sure it is, what is being done and what is asked."""
    names = facts.partnership
    audits = many(len(facts.cycles), "audit")
    yield f"We agreed {audits} on {many(len(facts.chapters), 'subject')} in the year."
    yield (
        "Only what an audit or evidence shows is called improved; what may be chance is still "
        "improving."
    )
    plan = Counter(action.rag for action in facts.actions)
    if facts.actions:
        yield (
            f"Of {many(len(facts.actions), 'action')}, {plan[Rag.BLACK]} {are(plan[Rag.BLACK])} "
            f"closed, {plan[Rag.BLUE]} {are(plan[Rag.BLUE])} said to be complete and "
            f"{plan[Rag.RED]} {are(plan[Rag.RED])} overdue or moved twice."
        )
    late = {a.owner for a in facts.actions if a.overdue_days > 0}
    if late:
        whose = " and ".join(sorted(filter(None, late))) or "nobody yet"
        yield f"The {names.noun} is asked to hear from those whose actions are late: {whose}."
    else:
        yield f"The {names.noun} is asked to note it. No action is late."


def _audits(facts: BoardFacts) -> Iterator[Block]:
    """Yield what each subject's audits came to: how many, and what most needs to improve."""
    rows = tuple(map(_audit_row, facts.chapters))
    if rows:
        headings = ("Audit", "Times", "What stood out the last time")
        yield Table("What the audits found", headings, rows, (4, 1, 8))


def _audit_row(chapter: ChapterFact) -> tuple[str, ...]:
    return chapter.title, f"{len(chapter.cycles)}", headline(chapter.cycles[-1])


def _part(title: str, sentences: Iterable[str], nothing: str) -> Iterator[Block]:
    yield Heading(title)
    items = tuple(sentences)
    if items:
        yield Items("", items)
    else:
        yield Text(nothing)


def improved(facts: BoardFacts) -> Iterator[str]:
    """Yield of each action that was closed, and of each later strength, what improved."""
    for action in facts.in_status(ActionStatus.CLOSED):
        yield f"{_named(action)}. {action.impact}".strip()
    yield from _now_a_strength(facts, proven=True)


def improving(facts: BoardFacts) -> Iterator[str]:
    """Yield what is done, or found a strength, and is not proven to have improved anything."""
    for action in facts.in_status(ActionStatus.COMPLETE):
        if action.evidence.strip():
            yield f"{_named(action)}: done; whether it worked is not yet seen."
    yield from _now_a_strength(facts, proven=False)


def _now_a_strength(facts: BoardFacts, *, proven: bool) -> Iterator[str]:
    """Say what a later audit found a strength; only where its numbers prove it did it improve."""
    for cycle in facts.cycles:
        for earlier in cycle.report.previous:
            if earlier.now.startswith(LATER_A_STRENGTH) and earlier.is_proven is proven:
                yield f"{earlier.text} Looked at again in {cycle.ref}: {earlier.now}"


def to_do(facts: BoardFacts) -> Iterator[str]:
    """Yield what is outstanding, late first, and which findings have no action."""
    yield from map(_outstanding, facts.in_colour(Rag.RED, Rag.AMBER, Rag.GREY))
    for action in facts.in_status(ActionStatus.COMPLETE):
        if not action.evidence.strip():
            yield f"{_named(action)}: said to be done; nothing shows it yet."
    for action in facts.in_colour(Rag.GREEN):
        yield f"{_named(action)}: on track for {day_or_none(action.due)}."
    # Audits of one kind find the same again: each is said once.
    yield from dict.fromkeys(_without_action(facts))


def _without_action(facts: BoardFacts) -> Iterator[str]:
    """Say which areas for development no action cites."""
    cited: set[str] = set()
    for action in facts.actions:
        cited.update(action.findings)
    for cycle in facts.cycles:
        for finding in cycle.findings_of(FindingKind.DEVELOPMENT):
            if finding.id not in cited:
                yield f"{finding.text} No action is recorded for it."


def _outstanding(action: TrackedAction) -> str:
    who = action.owner or "nobody is accountable yet"
    due = day_or_none(action.due)
    if action.overdue_days:
        due += f", {many(action.overdue_days, 'day')} late"
    return f"{_title(action)} ({action.id}; {who}; {due})."


def _named(action: TrackedAction) -> str:
    return f"{_title(action)} ({action.id})"


def _title(action: TrackedAction) -> str:
    return action.title.rstrip(".")
