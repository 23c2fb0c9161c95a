"""One page on a year: what improved, what is improving, what is still to do."""

from collections.abc import Iterator, Sequence

from audits.domain.action import Rag
from audits.domain.amounts import many
from audits.domain.days import day_in_words
from audits.domain.errors import UserError
from audits.domain.finding import FindingKind
from audits.domain.partnership import YearlyReport
from audits.domain.status import ActionStatus

from .board_facts import BoardFacts, TrackedAction
from .paper import Block, Heading, Items, Paper, Text
from .report_parts import day_or_none, how_to_read


NO_PUBLIC = "This paper names who is late, and has no public version: the year's chapter has one."
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
    if version != "professional":
        raise UserError(NO_PUBLIC)
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
    cycles = sum(len(chapter.cycles) for chapter in facts.chapters)
    if cycles or facts.actions:
        kinds, actions = many(len(facts.chapters), "kind"), many(len(facts.actions), "action")
        yield Text(f"{many(cycles, 'audit')} of {kinds} and {actions}.")
    else:
        yield Text("No audit was agreed in this year, and there are no actions.")
    yield from _part(headings.improved, _improved(facts), "Nothing can be called improved yet.")
    yield from _part(headings.improving, _improving(facts), "Nothing can be called improving yet.")
    yield from _part(headings.to_do, _to_do(facts), "Nothing is outstanding.")
    yield from how_to_read(METHOD.format(quality_group=facts.partnership.quality_group.short))


def _part(title: str, sentences: Sequence[str], nothing: str) -> Iterator[Block]:
    yield Heading(title)
    if sentences:
        yield Items("", tuple(sentences))
    else:
        yield Text(nothing)


def _improved(facts: BoardFacts) -> list[str]:
    closed = [a for a in facts.actions if a.status is ActionStatus.CLOSED]
    sentences = [f"{_title(a)} ({a.id}). {a.impact}".strip() for a in closed]
    return sentences + _now_a_strength(facts, proven=True)


def _improving(facts: BoardFacts) -> list[str]:
    done = [a for a in facts.actions if a.status is ActionStatus.COMPLETE and a.evidence.strip()]
    sentences = [f"{_title(a)} ({a.id}): done; whether it worked is not yet seen." for a in done]
    return sentences + _now_a_strength(facts, proven=False)


def _now_a_strength(facts: BoardFacts, *, proven: bool) -> list[str]:
    """Say what a later audit found a strength; only where its numbers prove it did it improve."""
    cycles = (cycle for chapter in facts.chapters for cycle in chapter.cycles)
    return [
        f"{p.text} Looked at again in {cycle.ref}: {p.now}"
        for cycle in cycles
        for p in cycle.report.previous
        if p.now.startswith(LATER_A_STRENGTH) and p.is_proven is proven
    ]


def _to_do(facts: BoardFacts) -> list[str]:
    open_ = [a for a in facts.actions if a.rag in (Rag.RED, Rag.AMBER, Rag.GREY)]
    unseen = [
        a for a in facts.actions if a.status is ActionStatus.COMPLETE and not a.evidence.strip()
    ]
    on_track = [a for a in facts.actions if a.rag is Rag.GREEN]
    cited = {finding for action in facts.actions for finding in action.findings}
    without = [
        finding
        for chapter in facts.chapters
        for cycle in chapter.cycles
        for finding in cycle.findings
        if finding.kind is FindingKind.DEVELOPMENT and finding.id not in cited
    ]
    texts = dict.fromkeys(f"{finding.text} No action is recorded for it." for finding in without)
    return [
        *map(_outstanding, open_),
        *(f"{_title(a)} ({a.id}): said to be done; nothing shows it yet." for a in unseen),
        *(f"{_title(a)} ({a.id}): on track for {day_or_none(a.due)}." for a in on_track),
        *texts,
    ]


def _outstanding(action: TrackedAction) -> str:
    who = action.owner or "nobody is accountable yet"
    due = day_or_none(action.due)
    if action.overdue_days:
        due += f", {many(action.overdue_days, 'day')} late"
    return f"{_title(action)} ({action.id}; {who}; {due})."


def _title(action: TrackedAction) -> str:
    return action.title.rstrip(".")
