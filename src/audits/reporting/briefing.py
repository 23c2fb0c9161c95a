"""The briefing for teams: one page in seven parts, of sentences that give no child away."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from math import ceil

from audits.domain.amounts import many
from audits.domain.days import day_in_words
from audits.domain.finding import FindingKind

from .facts import CycleFacts, FindingFact
from .paper import Block, Heading, Items, Paper, Text
from .public import FEW, public_said, public_total
from .report_parts import NOTHING_MET, check_professional


# Of one page in large letters, in points: what its headings leave, a line, and what is between two.
ROOM, LINE, GAP, LETTERS = 620, 17, 10, 72
MOST_FOUND, MOST_TO_DO, QUESTIONS = 3, 4, 3  # of each kind: what one page holds
NO_PUBLIC = (
    "The briefing is for the teams of the agencies that took part and has no public version. "
    "Publish the findings report."
)
FOR_ANY_TEAM = (
    "Which of these findings do we recognise in our own work?",
    "What will we do differently from this week on?",
    "How will we know that it worked?",
)


def briefing(facts: CycleFacts, version: str) -> Paper:
    """Return the briefing; its sentences are those that the public may read.

    Raises:
        UserError: if the public version is asked for.
    """
    check_professional(version, NO_PUBLIC)
    names = facts.partnership
    blocks = tuple(_blocks(facts))
    return Paper(
        title=f"{facts.title}: briefing for teams",
        subtitle="One page for your next team meeting",
        marking=f"{names.markings.official}. For everybody in the agencies that took part.",
        footer=f"{names.name}. {facts.ref}. Made on {day_in_words(facts.made_on)}.",
        blocks=blocks,
        is_poster=_height(blocks) <= ROOM,
    )


def _height(blocks: Iterable[Block]) -> int:
    """Return how many points its sentences take in large letters."""
    height = 0
    for block in blocks:
        texts: tuple[str, ...] = ()
        if isinstance(block, Text):
            texts = (block.text,)
        elif isinstance(block, Items):
            texts = tuple(filter(None, (block.lead, *block.items)))
        for text in texts:
            height += GAP + LINE * ceil(len(text) / LETTERS)
    return height


def _blocks(facts: CycleFacts) -> Iterator[Block]:
    areas = _weightiest(facts, FindingKind.DEVELOPMENT)
    strengths = _weightiest(facts, FindingKind.STRENGTH)
    yield Heading("1. Why it matters")
    yield Text(f"We asked: {facts.asks}")
    if facts.report.why_now:
        yield Text(facts.report.why_now)
    yield Heading("2. What we looked at")
    yield Text(_looked_at(facts))
    yield Heading("3. What we found")
    yield from _found(facts, strengths, areas)
    yield Heading("4. What good looks like")
    yield Items("", tuple(_good(strengths, areas)))
    yield Heading("5. What to do now")
    yield Items("", tuple(_to_do(facts)))
    yield Heading("6. Three questions for your team")
    yield Items("", tuple(_questions(facts, areas)))
    yield Heading("7. Where to learn more")
    group = facts.partnership.quality_group
    yield Text(
        f"Ask your agency's member of the {group.name} for the findings report of {facts.ref}. "
        "It says how cases were chosen and how sure each number is."
    )


def _weightiest(facts: CycleFacts, kind: FindingKind) -> list[FindingFact]:
    """Return the findings of a kind that most cases show."""

    def share(finding: FindingFact) -> Fraction:
        return Fraction(finding.x, finding.n) if finding.n else Fraction(0)

    return sorted(facts.findings_of(kind), key=share, reverse=True)[:MOST_FOUND]


def _looked_at(facts: CycleFacts) -> str:
    total = public_total(facts)
    if total is None:
        return FEW
    if not total:
        return "No case was answered for, so nothing was found."
    until = day_in_words(facts.until)
    since = f"from {day_in_words(facts.since)} to {until}" if facts.since else f"up to {until}"
    agencies = ""
    if facts.issued:
        agencies = f" {many(facts.returned, 'workbook')} came back from agencies."
    return f"{many(total, 'case')} {since}.{agencies}"


def _found(
    facts: CycleFacts, strengths: list[FindingFact], areas: list[FindingFact]
) -> Iterator[Block]:
    for lead, findings in (("Worked well:", strengths), ("Needs to improve:", areas)):
        if findings:
            yield Items(lead, tuple(public_said(finding, facts) for finding in findings))
    if not facts.findings:
        yield Text(NOTHING_MET)


def _good(strengths: list[FindingFact], areas: list[FindingFact]) -> Iterator[str]:
    """Yield what the audit would have called a strength, or what it did."""
    good = [finding.good for finding in areas if finding.good]
    good += [finding.public_text for finding in strengths]
    yield from list(dict.fromkeys(good))[:MOST_FOUND] or (
        "The record shows what was done, why, and what the child made of it.",
    )


def _to_do(facts: CycleFacts) -> Iterator[str]:
    for action in facts.actions[:MOST_TO_DO]:
        yield f"{action.title.rstrip('.')}."
    if not facts.actions:
        yield "No action follows from it so far. Talk about the questions below."


def _questions(facts: CycleFacts, areas: list[FindingFact]) -> Iterator[str]:
    """Yield three questions: what was asked of each area, and then what any team may ask."""
    asked = {question.id: question.asks for question, _ in facts.judged}
    of_areas = [asked[finding.question] for finding in areas if finding.question in asked]
    own = [f"In your last three cases: {asks}" for asks in dict.fromkeys(of_areas)]
    yield from [*own[: QUESTIONS - 1], *FOR_ANY_TEAM][:QUESTIONS]
