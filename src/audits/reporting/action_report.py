"""The action plan for the quality group: what is late, what waits for a decision, and the rest."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from audits.domain.action import Rag
from audits.domain.amounts import are, many
from audits.domain.days import day_in_words
from audits.domain.status import ActionStatus

from .board_facts import BoardFacts, TrackedAction
from .paper import Block, Heading, Items, Paper, Table, Text
from .report_parts import NAMES_WHO_IS_LATE, check_professional, day_or_none, how_to_read


PARTS = (
    (Rag.RED, "Red: overdue, or moved twice"),
    (Rag.BLUE, "Blue: complete, and {quality_group} decides whether practice has changed"),
    (Rag.AMBER, "Amber: due soon, without a date, or not heard of for a month"),
    (Rag.GREY, "Grey: not started"),
    (Rag.GREEN, "Green: on track"),
)
METHOD = (
    "Colours are worked out from dates and updates; nobody types them. Complete is the "
    "owner's word, with "
    "evidence. Closed is {quality_group}'s: it has seen that practice changed."
)


def action_report(facts: BoardFacts, version: str) -> Paper:
    """Return the action report.

    Raises:
        UserError: if the public version is asked for.
    """
    check_professional(version, NAMES_WHO_IS_LATE)
    names = facts.partnership
    return Paper(
        title="Action report",
        subtitle="Who does what, by when, and what is late",
        marking=f"{names.markings.official}. For {names.quality_group.short}.",
        footer=f"{names.name}. As of {day_in_words(facts.made_on)}.",
        blocks=tuple(_blocks(facts)),
    )


def _blocks(facts: BoardFacts) -> Iterator[Block]:
    group = facts.partnership.quality_group.short
    counts = Counter(action.rag for action in facts.actions)
    if not facts.actions:
        yield Text("There are no actions.")
        return
    yield Heading(_headline(facts))
    yield Items(
        "",
        (
            f"{many(len(facts.actions), 'action')} in all: {counts[Rag.RED]} red, "
            f"{counts[Rag.AMBER]} amber, {counts[Rag.GREEN]} green, {counts[Rag.GREY]} not started "
            f"and {counts[Rag.BLACK]} closed or withdrawn.",
            f"{group} is asked to decide on {many(counts[Rag.BLUE], 'action')} marked complete.",
        ),
    )
    for rag, caption in PARTS:
        actions = facts.in_colour(rag)
        table = _decisions if rag is Rag.BLUE else _plan
        if actions:
            yield table(caption.format(quality_group=group), actions)
    closed = facts.in_status(ActionStatus.CLOSED)
    if closed:
        yield _closed(closed, group)
    yield from how_to_read(METHOD.format(quality_group=group))


def _headline(facts: BoardFacts) -> str:
    """Say how many actions are late, or that none is."""
    late = sum(map(_is_late, facts.actions))
    if not late:
        return f"None of the {many(len(facts.actions), 'action')} is late."
    return f"{many(late, 'action')} of {len(facts.actions):,} {are(late)} late."


def _is_late(action: TrackedAction) -> bool:
    return action.overdue_days > 0


def _plan(caption: str, actions: list[TrackedAction]) -> Table:
    headings = ("No.", "What", "Who", "By", "How we will know it worked")
    return Table(caption, headings, tuple(map(_planned, actions)), (2, 9, 4, 5, 7))


def _planned(action: TrackedAction) -> tuple[str, ...]:
    who, measure = action.owner or "nobody yet", action.measure or "not said"
    return action.id, action.title, who, _by(action), measure


def _by(action: TrackedAction) -> str:
    facts = [day_or_none(action.due)]
    if action.overdue_days:
        facts.append(f"{many(action.overdue_days, 'day')} late")
    if action.times_moved:
        facts.append(f"moved {many(action.times_moved, 'time')}")
    return ", ".join(facts)


def _decisions(caption: str, actions: list[TrackedAction]) -> Table:
    headings = ("No.", "What", "Who", "Evidence", "Decision")
    return Table(caption, headings, tuple(map(_to_decide, actions)), (2, 8, 4, 8, 4))


def _to_decide(action: TrackedAction) -> tuple[str, ...]:
    who, evidence = action.owner or "nobody", action.evidence or "none"
    return action.id, action.title, who, evidence, "close / keep open / reopen"


def _closed(actions: list[TrackedAction], group: str) -> Table:
    """Return what was closed, the latest first: who said so, when, and on what."""
    latest = sorted(actions, key=_closing_day, reverse=True)
    rows = tuple(
        (a.id, a.title, a.owner or "nobody", _complete(a), _impact(a, group)) for a in latest
    )
    headings = ("No.", "What", "Who", "Complete, on what evidence", "Closed, on what impact")
    return Table(f"Closed by {group}", headings, rows, (2, 6, 3, 8, 8))


def _closing_day(action: TrackedAction) -> date:
    return action.closed_on or date.min


def _complete(action: TrackedAction) -> str:
    return f"{day_or_none(action.completed_on)}, {action.completed_by}: {action.evidence}"


def _impact(action: TrackedAction, group: str) -> str:
    words = f"{day_or_none(action.closed_on)}, {action.closed_by}: {action.impact}"
    why = action.closed_why
    if why and why not in action.impact:
        words += f" {group}'s reason: {why}"
    return words
