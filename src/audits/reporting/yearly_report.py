"""The yearly report of a partnership: its sections, with what is kept here put in."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from audits.domain.days import day_in_words
from audits.domain.partnership import Partner, Partnership, ReportContent, ReportSection
from audits.domain.programme import days_of_year

from .annual import METHOD as HOW_COUNTED, annual_chapter, chapters, since_last_year
from .board_facts import BoardFacts
from .board_summary import METHOD, improved, improving, to_do
from .paper import Block, Heading, Items, Paper, Text
from .public import MARKING as PUBLISHED, RULE
from .report_parts import how_to_read


MARKING = "A draft for you to complete; the public version leaves small numbers out."
IN_PUBLIC = frozenset({ReportContent.PARTNERS, ReportContent.AUDITS})  # what names no late owner
NOTHING = "Nothing is recorded."


def yearly_report(facts: BoardFacts, version: str) -> Paper:
    """Return a year's report with every section; in public only those that are filled in here.

    A partnership that names no sections has the chapter on auditing alone.
    """
    names = facts.partnership
    if not names.yearly_report.sections:
        return annual_chapter(facts, version)
    marking = f"{names.markings.official}. {MARKING}"
    sections = names.yearly_report.sections
    public = version == "public"
    if public:
        marking = PUBLISHED
        sections = tuple(section for section in sections if section.shows in IN_PUBLIC)
    return Paper(
        title=f"{names.yearly_report.name} {facts.year}",
        subtitle=names.name,
        marking=marking,
        footer=f"{names.name}. {facts.year}.",
        blocks=tuple(_blocks(facts, sections, public=public)),
    )


def _blocks(
    facts: BoardFacts, sections: Sequence[ReportSection], *, public: bool
) -> Iterator[Block]:
    for section in sections:
        yield Heading(section.title)
        if not public:
            yield Text(f"To write: {section.asks}")
        match section.shows:
            case ReportContent.PARTNERS:
                yield from _partners(facts.partnership, facts.year)
            case ReportContent.AUDITS:
                yield from _audits(facts, section.title, public=public)
            case ReportContent.IMPROVED:
                yield from _improved(facts)
            case ReportContent.TO_DO:
                yield from _items("Still to do:", to_do(facts))
    if public:
        yield from how_to_read(RULE)
    else:
        group = facts.partnership.quality_group.short
        yield from how_to_read(HOW_COUNTED, METHOD.format(quality_group=group))


def _audits(facts: BoardFacts, title: str, *, public: bool) -> Iterator[Block]:
    """Yield what audits found, each kind under a heading that says which section it is of."""
    for block in chapters(facts, public=public):
        if isinstance(block, Heading):
            yield Heading(f"{title}: {block.text}")
        else:
            yield block
    yield from since_last_year(facts, public=public)


def _partners(partnership: Partnership, year: str) -> Iterator[Block]:
    first, last = days_of_year(year)
    for lead, partners in (
        ("Safeguarding partners:", partnership.statutory_partners),
        ("Relevant agencies:", partnership.relevant_agencies),
        ("Designated childcare and education agencies:", partnership.designated_agencies),
    ):
        in_force = [partner for partner in partners if partner.is_in_force(first, last)]
        if in_force:
            yield Items(lead, tuple(_with_days(partner, first, last) for partner in in_force))


def _with_days(partner: Partner, first: date, last: date) -> str:
    """Return a partner's name, with its first and last day if they are in the year."""
    days = []
    if partner.in_force_from and partner.in_force_from > first:
        days.append(f"from {day_in_words(partner.in_force_from)}")
    if partner.in_force_to and partner.in_force_to < last:
        days.append(f"until {day_in_words(partner.in_force_to)}")
    if not days:
        return partner.name
    return f"{partner.name} ({', '.join(days)})"


def _improved(facts: BoardFacts) -> Iterator[Block]:
    headings = facts.partnership.yearly_report
    yield from _items(f"{headings.improved}:", improved(facts))
    yield from _items(f"{headings.improving}:", improving(facts))


def _items(lead: str, sentences: Iterable[str]) -> Iterator[Block]:
    yield Items(lead, tuple(sentences) or (NOTHING,))
