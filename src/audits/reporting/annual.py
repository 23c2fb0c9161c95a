"""The auditing chapter of the yearly report: what each audit found, and what came of it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from operator import attrgetter, itemgetter

from audits.domain.amounts import many
from audits.domain.finding import FindingKind
from audits.domain.naming import Audience, naming_of

from .board_facts import BoardFacts, ChapterFact
from .facts import AccountFact, ActionFact, CycleFacts, FindingFact
from .paper import Block, Heading, Items, Paper, Text
from .public import MARKING as PUBLISHED, RULE, public_sentences, public_total
from .report_parts import NOTHING_MET, day_or_none
from .year_on_year import against_last


MARKING = "A draft for the annual report; the public version leaves small numbers out."
PLACES = ("first", "second", "third", "fourth")  # more audits of one kind are told of together
DONE = frozenset({"complete", "closed"})
NOTES = "Notes: how often, and the likely range:"
METHOD = (
    "Each number says in how many of the cases it was so, and what that allows to be said of all "
    "cases, or of all those to which the question applies. Findings without a number come from "
    "reports that printed none."
)


def annual_chapter(facts: BoardFacts, version: str) -> Paper:
    """Return a year's chapter on auditing; in public without any number that identifies."""
    public = version == "public"
    names = facts.partnership
    marking, how_it_is_read = f"{names.markings.official}. {MARKING}", METHOD
    if public:
        marking, how_it_is_read = PUBLISHED, RULE
    return Paper(
        title=f"{names.yearly_report.title} {facts.year}",
        subtitle=names.yearly_report.subtitle,
        marking=marking,
        footer=f"{names.name}. {facts.year}.",
        blocks=(
            Text(how_it_is_read),
            *chapters(facts, public=public),
            *since_last_year(facts, public=public),
        ),
    )


def since_last_year(facts: BoardFacts, *, public: bool) -> Iterator[Block]:
    """Yield this year's findings against the last; not in public, for it prints small numbers."""
    if not public:
        yield from against_last(facts)


def chapters(facts: BoardFacts, *, public: bool) -> Iterator[Block]:
    """Yield a part on each kind of audit: what it found, and what came of it."""
    if not facts.chapters:
        yield Text("No audit was agreed in this year.")
    for chapter in facts.chapters:
        yield Heading(chapter.title)
        for cycle in chapter.cycles:
            if cycle.account is not None:
                yield from _from_its_report(cycle, cycle.account)
        ours = tuple(cycle for cycle in chapter.cycles if cycle.account is None)
        if ours:
            yield from _made(replace(chapter, cycles=ours), public=public)


def _from_its_report(cycle: CycleFacts, account: AccountFact) -> Iterator[Block]:
    """Yield an audit of an earlier year as its report tells it: no more, in that order."""
    yield from map(Text, account.context)
    if cycle.findings:
        yield Items("It found:", tuple(map(attrgetter("text"), cycle.findings)))
    if account.came_of_it:
        yield Items(account.lead, account.came_of_it)
    if not (account.context or cycle.findings or account.came_of_it):
        yield Text("No findings were printed.")


def _made(chapter: ChapterFact, *, public: bool) -> Iterator[Block]:
    """Yield what our own audits of a kind found, with their numbers, and what is done."""
    yield Text(chapter.cycles[0].asks)
    audits = len(chapter.cycles)
    if audits > len(PLACES):
        yield Text(f"{many(audits, 'audit')} were made in the year.")
        yield from _found_in_many(chapter)
    else:
        for place, cycle in zip(PLACES, chapter.cycles, strict=False):
            who = f"The {place} audit" if audits > 1 else "It"
            yield from _found(cycle, who, public=public)
    yield from _results(chapter, public=public)


def _found(cycle: CycleFacts, who: str, *, public: bool) -> Iterator[Block]:
    total = public_total(cycle) if public else cycle.report.answered
    if total and not cycle.report.is_census:
        looked_at = many(total, "case")
        if not public and total != cycle.drawn:
            looked_at += f" of {cycle.drawn} drawn"
        yield Text(f"{who} looked at {looked_at}.")
    if not cycle.findings:
        printed = NOTHING_MET if cycle.report.on_record else "No findings were printed."
        if who != "It":
            printed = f"{who}: {printed}"
        yield Text(printed)
        return
    if public:
        yield Items(f"{who} found:", _numbered(public_sentences(cycle)))
        return
    ordered = _ordered(cycle)
    yield Items(f"{who} found:", _numbered(map(attrgetter("text"), ordered)))
    if not cycle.report.on_record:
        yield Text("Its report gives no numbers.")
        return
    yield Items(NOTES, _numbered(map(_note, ordered)))


def _numbered(sentences: Iterable[str]) -> tuple[str, ...]:
    """Return sentences each with its number, by which its note is found."""
    return tuple(f"({number}) {sentence}" for number, sentence in enumerate(sentences, start=1))


def _note(finding: FindingFact) -> str:
    """Return what a finding's sentence rests on, and what became of it since the time before."""
    note = f"{finding.says}."
    if finding.measured and finding.measured.before:
        before = finding.measured.before
        note += f" {before.words}."
        if before.change:
            note += f" This year it is {before.change}."
    return note


def _found_in_many(chapter: ChapterFact) -> Iterator[Block]:
    """Yield what many audits of one kind found, and in how many of them: no case is counted."""
    total = len(chapter.cycles)
    times: Counter[tuple[str, FindingKind]] = Counter()
    for cycle in chapter.cycles:
        kinds = {finding.public_text: finding.kind for finding in cycle.findings}
        times.update(kinds.items())

    def rank(finding: tuple[str, FindingKind]) -> tuple[int, int, str]:
        """Put strengths first, and of each kind the commonest."""
        text, kind = finding
        return _side(kind), -times[finding], text

    sentences = []
    for text, kind in sorted(times, key=rank):
        in_so_many = f"{times[text, kind]} of the {many(total, 'audit')}"
        sentences.append(f"{text} This was found in {in_so_many}.")
    if sentences:
        yield Items("They found:", tuple(sentences))
    else:
        yield Text(NOTHING_MET)


def _ordered(cycle: CycleFacts) -> list[FindingFact]:
    return sorted(cycle.findings, key=lambda finding: _side(finding.kind))


def _side(kind: FindingKind) -> int:
    return int(kind is not FindingKind.STRENGTH)


def _results(chapter: ChapterFact, *, public: bool) -> Iterator[Block]:
    alike: dict[tuple[bool, str, str], list[ActionFact]] = {}
    for action in _plan(chapter):
        key = (action.status not in DONE, action.title, action.owner)
        alike.setdefault(key, []).append(action)
    if alike:
        done_first = sorted(alike, key=itemgetter(0))
        sentences = dict.fromkeys(_result(alike[key], public=public) for key in done_first)
        yield Items("As a result:", tuple(sentences))
    elif any(cycle.findings for cycle in chapter.cycles if cycle.report.on_record):
        yield Text("No action is recorded as a result.")


def _plan(chapter: ChapterFact) -> Iterable[ActionFact]:
    """Return the actions of a kind's audits, without owners unless every audit may name them.

    What several audits found again is one action; the later audit's account of it is the same.
    """
    by_id: dict[str, ActionFact] = {}
    names_owners = True
    for cycle in chapter.cycles:
        names_owners = names_owners and naming_of(cycle, Audience.PUBLIC).owners
        for action in cycle.actions:
            by_id[action.id] = action
    if names_owners:
        return by_id.values()
    return [replace(action, owner="") for action in by_id.values()]


def _last_day(action: ActionFact) -> date:
    return action.due or date.max


def _result(same: Sequence[ActionFact], *, public: bool) -> str:
    """Return what is done or to be done; what several audits asked of one agency is told once."""
    action = min(same, key=_last_day)
    text = action.title.rstrip(".")
    if action.status in DONE:
        return f"{text}."
    beside = []
    if action.owner:
        beside.append(action.owner)
    if not public:
        when = f"by {day_or_none(action.due)}" if action.due else "no date yet"
        beside.append(when)
        if len(same) > 1:
            beside.append(f"the first of {len(same)}")
    if beside:
        text += f" ({', '.join(beside)})"
    return f"To be done: {text}."
