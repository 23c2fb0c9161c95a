"""A meeting's agenda on paper: the findings to agree, and the actions to decide about."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from audits.domain.amounts import many
from audits.domain.days import day_in_words, weekday_in_words
from audits.domain.partnership import Partnership

from .paper import Block, Items, Paper, Table, Text
from .report_parts import day_or_none


@dataclass(frozen=True, slots=True)
class AuditOnAgenda:
    """One audit whose findings are to be agreed or were; each finding a sentence with its range."""

    ref: str
    title: str
    findings: tuple[str, ...]
    decided: str


@dataclass(frozen=True, slots=True)
class OtherOnAgenda:
    """A draw to approve or a paper to sign, or what was decided: then ``asks`` is ""."""

    ref: str
    title: str
    asks: str
    decided: str


@dataclass(frozen=True, slots=True)
class ActionOnAgenda:
    """One action to decide about, or decided: ``decided`` is "" while it waits."""

    ref: str
    title: str
    owner: str
    due: date | None
    asks: str
    evidence: str
    impact: str
    decided: str


@dataclass(frozen=True, slots=True)
class AgendaFacts:
    """All that stands on one meeting's agenda, on the day that it is put on paper."""

    partnership: Partnership
    day: date
    made_on: date
    audits: tuple[AuditOnAgenda, ...]
    others: tuple[OtherOnAgenda, ...]
    actions: tuple[ActionOnAgenda, ...]


def agenda_paper(facts: AgendaFacts) -> Paper:
    """Return a meeting's agenda as a paper for those who meet."""
    names = facts.partnership
    return Paper(
        title=f"Agenda, {weekday_in_words(facts.day)}",
        subtitle="What has to be decided, and on what evidence",
        marking=f"{names.markings.sensitive}. For {names.quality_group.short}.",
        footer=f"{names.name}. As of {day_in_words(facts.made_on)}.",
        blocks=tuple(_blocks(facts)),
    )


def _blocks(facts: AgendaFacts) -> Iterator[Block]:
    count = len(facts.audits) + len(facts.others) + len(facts.actions)
    if not count:
        yield Text("Nothing waits for this meeting.")
        return
    yield Text(f"{many(count, 'decision')} in all.")
    for audit in facts.audits:
        lead = f"{audit.ref}, {audit.title}: are the findings agreed? {audit.decided}"
        yield Items(lead.strip(), audit.findings)
    if facts.others:
        yield Table(
            "Draws and papers", ("What", "Audit", "Decision"), tuple(map(_other, facts.others)),
            (7, 10, 10),
        )  # fmt: skip
    if facts.actions:
        headings = ("No.", "What", "Who, by when", "Evidence and measure", "Decision")
        rows = tuple(map(_row, facts.actions))
        yield Table("Actions to decide about", headings, rows, (2, 7, 4, 8, 6))


def _other(item: OtherOnAgenda) -> tuple[str, ...]:
    return item.ref, item.title, item.decided or item.asks


def _row(action: ActionOnAgenda) -> tuple[str, ...]:
    who = f"{action.owner or 'nobody yet'}, {day_or_none(action.due)}"
    shows = " ".join(filter(None, (action.evidence, action.impact)))
    return action.ref, action.title, who, shows or "none", action.decided or action.asks
