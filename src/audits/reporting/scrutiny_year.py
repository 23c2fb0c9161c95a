"""The scrutineer's pack on a year: its audits side by side, and where each can be checked."""

from collections.abc import Iterator

from audits.domain.amounts import are, many
from audits.domain.days import day_in_words

from .board_facts import BoardFacts
from .facts import CycleFacts
from .paper import Block, Heading, Items, Paper, Table, Text
from .report_parts import check_professional, day_or_none, for_those_who_took_part, how_to_read
from .scrutiny import METHOD, NO_PUBLIC, NOTHING_MISSING, how_much, missing, where
from .year_on_year import against_last, returns_trend


def scrutiny_of_year(facts: BoardFacts, version: str) -> Paper:
    """Return the pack on a year's agreed audits.

    Raises:
        UserError: if the public version is asked for.
    """
    check_professional(version, NO_PUBLIC)
    names = facts.partnership
    return Paper(
        title=f"{names.yearly_report.title} {facts.year}: scrutineer's pack",
        subtitle="What you need to check the year's audits, and where to check it",
        marking=for_those_who_took_part(names),
        footer=f"{names.name}. As of {day_in_words(facts.made_on)}.",
        blocks=tuple(_blocks(facts)),
    )


def _blocks(facts: BoardFacts) -> Iterator[Block]:
    ours = [cycle for cycle in facts.cycles if cycle.report.on_record]
    gaps = tuple(_missing(ours))
    findings = sum(len(cycle.findings) for cycle in ours)
    yield Heading(
        f"{many(len(ours), 'audit')} with {many(findings, 'finding')} to check; "
        f"{how_much(len(gaps))} missing."
    )
    yield Items("", tuple(_in_short(facts, ours)))
    yield from _audits(ours)
    yield from returns_trend(facts)
    yield from _findings(ours)
    yield from against_last(facts)
    yield from _actions(facts)
    yield from _challenges(ours)
    yield Heading("What is missing")
    yield Items("", gaps or (NOTHING_MISSING,))
    yield where("each audit")
    yield from how_to_read(METHOD)


def _in_short(facts: BoardFacts, ours: list[CycleFacts]) -> Iterator[str]:
    yield "Each draw can be done again: you must get the same cases."
    yield f"{many(len(facts.actions), 'action')} {are(len(facts.actions))} in the plan."
    older = len(facts.cycles) - len(ours)
    if older:
        yield f"{many(older, 'audit')} of an earlier report cannot be checked here."
    yield "Make the pack of one audit to see its draw, its returns and its grades."


def _audits(ours: list[CycleFacts]) -> Iterator[Block]:
    rows = []
    for cycle in ours:
        counts = (cycle.eligible, cycle.drawn, cycle.report.answered, cycle.issued, cycle.came)
        rows.append((f"{cycle.title}, {cycle.ref}", *(f"{count:,}" for count in counts)))
    if rows:
        headings = ("Audit", "Eligible", "Drawn", "Answered for", "Sent out", "Came back")
        yield Table("How cases were drawn, and who returned", headings, tuple(rows),
                    (6, 2, 2, 2, 2, 2))  # fmt: skip


def _findings(ours: list[CycleFacts]) -> Iterator[Block]:
    rows = tuple((f.id, f.text, f.says) for cycle in ours for f in cycle.findings)
    if rows:
        headings = ("No.", "Finding", "How many, and likely of all")
        yield Table("What was found, and the likely range", headings, rows, (3, 6, 6))


def _actions(facts: BoardFacts) -> Iterator[Block]:
    rows = []
    for action in facts.actions:
        shown = action.impact or action.evidence or "nothing yet"
        stands, due = action.status.value.capitalize(), day_or_none(action.due)
        rows.append((action.id, action.title, stands, due, shown))
    if rows:
        headings = ("No.", "What", "Stands", "By", "What shows that it worked")
        yield Table("What is done, and whether it worked", headings, tuple(rows), (2, 6, 3, 3, 5))


def _challenges(ours: list[CycleFacts]) -> Iterator[Block]:
    rows = []
    for cycle in ours:
        for challenge in cycle.report.corrections:
            rows.append((challenge.finding, challenge.unit, challenge.decision, challenge.why))
    if rows:
        headings = ("Finding", "Who said so", "Decision", "Why")
        yield Table("What was said of drafts", headings, tuple(rows), (3, 3, 2, 6))
    else:
        yield Text("No agency said that a draft finding was wrong.")


def _missing(ours: list[CycleFacts]) -> Iterator[str]:
    for cycle in ours:
        for gap in missing(cycle):
            yield f"{cycle.ref}: {gap}"
