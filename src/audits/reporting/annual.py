"""The auditing chapter of the annual report: what each audit found, and what came of it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from audits.domain.finding import FindingKind

from .board_facts import BoardFacts, ChapterFact
from .facts import ActionFact, CycleFacts, FindingFact
from .paper import Block, Heading, Items, Paper, Text
from .public import MARKING as PUBLISHED, RULE, public_findings, public_total
from .report_parts import NOTHING_MET, day_or_none, how_to_read, many


MARKING = "OFFICIAL. A draft for the annual report; the public version leaves small numbers out."
DONE = frozenset({"complete", "closed"})
METHOD = (
    "Each number says how many of the cases that could be judged, and between how many of "
    "all cases the "
    "true number lies. Findings without a number come from reports that printed none."
)


def annual_chapter(facts: BoardFacts, version: str) -> Paper:
    """Return a year's chapter on auditing; in public without any number that identifies."""
    public = version == "public"
    return Paper(
        title=f"Auditing {facts.year}",
        subtitle="What the board's audits found, and what was done as a result",
        marking=PUBLISHED if public else MARKING,
        footer=f"{facts.board}. {facts.year}.",
        blocks=(*_chapters(facts, public=public), *how_to_read(RULE if public else METHOD)),
    )


def _chapters(facts: BoardFacts, *, public: bool) -> Iterator[Block]:
    if not facts.chapters:
        yield Text("No audit was agreed in this year.")
    for chapter in facts.chapters:
        yield Heading(chapter.title)
        yield Text(chapter.cycles[0].asks)
        if len(chapter.cycles) > 1:
            yield Text(f"{many(len(chapter.cycles), 'audit')} were made in the year.")
            yield from _found_in_many(chapter)
        elif public:
            yield from _in_public(chapter.cycles[0], chapter)
        else:
            yield from _found(chapter.cycles[0], chapter)
        yield from _results(chapter, public=public)


def _found(cycle: CycleFacts, chapter: ChapterFact) -> Iterator[Block]:
    if not cycle.findings:
        yield Text(_nothing(chapter))
        return
    said = tuple(f"{f.text} {f.says}." if chapter.on_record else f.text for f in _ordered(cycle))
    yield Items("It found:", said)
    if not chapter.on_record:
        yield Text("The report gives no numbers.")


def _nothing(chapter: ChapterFact) -> str:
    return NOTHING_MET if chapter.on_record else "No findings were printed."


def _in_public(cycle: CycleFacts, chapter: ChapterFact) -> Iterator[Block]:
    total = public_total(cycle)
    if total and not cycle.report.is_census:
        yield Text(f"It looked at {many(total, 'case')}.")
    if cycle.findings:
        yield Text("It found:")
        yield from public_findings(cycle)
    else:
        yield Text(_nothing(chapter))


def _found_in_many(chapter: ChapterFact) -> Iterator[Block]:
    """Yield what many audits of one kind found, and in how many of them: no case is counted."""
    total = len(chapter.cycles)
    times = Counter(
        (f.kind, f.text) for c in chapter.cycles for f in {f.text: f for f in c.findings}.values()
    )
    ranked = sorted(times.items(), key=lambda each: (_side(each[0][0]), -each[1], each[0][1]))
    said = tuple(f"{text} This was found in {n} of the {total} audits." for (_, text), n in ranked)
    yield Items("They found:", said) if said else Text(_nothing(chapter))


def _ordered(cycle: CycleFacts) -> list[FindingFact]:
    return sorted(cycle.findings, key=lambda finding: _side(finding.kind))


def _side(kind: FindingKind) -> int:
    return int(kind is not FindingKind.STRENGTH)


def _results(chapter: ChapterFact, *, public: bool) -> Iterator[Block]:
    plan = [action for cycle in chapter.cycles for action in cycle.actions]
    named = all(cycle.names_units for cycle in chapter.cycles)
    plan = plan if named else [replace(action, owner="") for action in plan]
    if plan:
        said = dict.fromkeys(_result(action, public=public) for action in plan)
        yield Items("As a result:", tuple(said))
    elif any(cycle.findings for cycle in chapter.cycles):
        yield Text("No action is recorded as a result.")


def _result(action: ActionFact, *, public: bool) -> str:
    text = action.title.rstrip(".")
    if action.status in DONE:
        return f"{text}."
    when = "" if public else f"by {day_or_none(action.due)}" if action.due else "no date yet"
    beside = ", ".join(part for part in (action.owner, when) if part)
    return f"To be done: {text}{f' ({beside})' if beside else ''}."
