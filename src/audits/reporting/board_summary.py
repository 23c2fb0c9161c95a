"""One page on a year: what improved, what is improving, what is still to do."""

from collections.abc import Iterable, Iterator

from audits.domain.action import Rag
from audits.domain.amounts import many
from audits.domain.days import day_in_words
from audits.domain.finding import FindingKind
from audits.domain.partnership import YearlyReport
from audits.domain.status import ActionStatus

from .board_facts import BoardFacts, TrackedAction
from .paper import Block, Heading, Items, Paper, Text
from .report_parts import NAMES_WHO_IS_LATE, check_professional, day_or_none, how_to_read


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
    cycles = len(facts.cycles)
    if cycles or facts.actions:
        kinds, actions = many(len(facts.chapters), "kind"), many(len(facts.actions), "action")
        yield Text(f"{many(cycles, 'audit')} of {kinds} and {actions}.")
    else:
        yield Text("No audit was agreed in this year, and there are no actions.")
    yield from _part(headings.improved, improved(facts), "Nothing can be called improved yet.")
    yield from _part(headings.improving, improving(facts), "Nothing can be called improving yet.")
    yield from _part(headings.to_do, to_do(facts), "Nothing is outstanding.")
    yield from how_to_read(METHOD.format(quality_group=facts.partnership.quality_group.short))


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
