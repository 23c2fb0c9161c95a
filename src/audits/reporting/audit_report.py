"""The findings report of an audit of cases: what was found, how surely, and what is done."""

from collections import Counter
from collections.abc import Iterable, Iterator

from audits.domain.amounts import many, were
from audits.domain.days import day_in_words
from audits.domain.finding import FindingKind, JudgedCase
from audits.domain.question import Question, Standing

from .equality import gaps_in_public, who_they_were
from .facts import CycleFacts, drawn_at_random, values_at_random
from .flow_charts import Stage, exclusion_flow
from .grade_parts import agreement, grades
from .paper import Block, Heading, Items, Paper, Picture, Table, Text
from .public import FEW, MARKING, RULE, public_findings, public_grades, public_plan, public_total
from .report_facts import CorrectionFact, StratumFact
from .report_parts import (
    actions,
    findings,
    findings_in_numbers,
    footer_of,
    for_those_who_took_part,
    how_to_read,
    looked_at_again,
    numbers,
    picture,
    response,
    returns,
    state_of,
)
from .what_it_says import what_it_says


VOICE = "voice_of_child"  # of the core question bank
METHOD = (
    "A case counts once for each question, by the weakest answer of the agencies asked; a grade "
    "that the panel or the desk gave stands for the agency's own. Cases that a person chose are in "
    "no count. If samples of this size were drawn again and again, about 19 ranges in 20, or more, "
    "would hold the true number; where parts of the draw differ in their chances, each counts at "
    "its size."
)
LIMITS = (
    "The sample is small: it shows how practice looks, and much less how common it is.",
    "Agencies answered from their own records. What is not recorded may still have been done.",
    "'Not applicable' and 'cannot tell from the record' leave a count; a table says how many.",
)


def audit_report(facts: CycleFacts, version: str) -> Paper:
    """Return the findings report; in public, sentences that give no child away."""
    if version == "public":
        return _public(facts)
    return Paper(
        title=f"{facts.title}: findings report",
        subtitle=facts.asks,
        marking=for_those_who_took_part(facts.partnership),
        footer=footer_of(facts),
        blocks=tuple(_blocks(facts)),
    )


def _public(facts: CycleFacts) -> Paper:
    total = public_total(facts)
    cases = FEW
    if total:
        cases = f"The audit looked at {many(total, 'case')}."
    elif total == 0:
        cases = "No case was answered for, so nothing was found."
    blocks: list[Block] = [Text(cases), *public_findings(facts), *public_grades(facts)]
    blocks += [*gaps_in_public(facts.report.breakdowns), *public_plan(facts), *how_to_read(RULE)]
    footer = f"{facts.partnership.name}. {facts.made_on.year}."
    return Paper(facts.title, facts.asks, MARKING, footer, tuple(blocks))


def _blocks(facts: CycleFacts) -> Iterator[Block]:
    if facts.report.answered:
        yield from what_it_says(facts, _in_short(facts))
    else:
        yield Text(_in_short(facts))
    yield from findings(facts)
    yield from grades(facts)
    yield from agreement(facts)
    yield from _voice(facts)
    yield from who_they_were(facts.report.breakdowns)
    yield from _concerns(facts)
    yield from actions(facts.actions)
    yield from findings_in_numbers(facts)
    yield from _compared(facts)
    yield from numbers(facts)
    yield from _across(facts)
    yield from looked_at_again(facts.report.previous)
    yield Heading("Why, and for whom")
    yield from map(Text, _why(facts))
    yield Heading("How it was done")
    yield from map(Text, method(facts))
    yield from flow(facts)
    yield from strata(facts)
    yield from returns(facts)
    yield from response(facts.report.response)
    yield from every_case(facts)
    yield from corrections(facts)
    yield Heading("Limits")
    yield Items("", LIMITS)
    yield Heading("Summary for the public")
    yield from public_findings(facts)
    yield from how_to_read(METHOD)


def _in_short(facts: CycleFacts) -> str:
    if not facts.eligible:
        return "No case was eligible, so nothing was drawn and nothing can be said."
    if not facts.report.answered:
        return f"No case of the {facts.drawn} drawn was answered for, so nothing was found."
    kinds = Counter(finding.kind for finding in facts.findings)
    strengths = many(kinds[FindingKind.STRENGTH], "strength")
    areas = many(kinds[FindingKind.DEVELOPMENT], "area")
    n = facts.report.answered
    answered = f"{many(n, 'case')} of {facts.drawn} drawn {were(n)} answered for."
    return f"{answered} {strengths} and {areas} for development were found."


def _why(facts: CycleFacts) -> Iterator[str]:
    yield f"Asked: {facts.asks}"
    if facts.report.why_now:
        yield f"Why now: {facts.report.why_now}"
    made_by = f"Made by {facts.partnership.name}; {state_of(facts)}."
    yield f"Period: {_window(facts)}. {made_by}"
    if facts.report.legal_basis:
        yield f"Legal basis: {facts.report.legal_basis}"


def _window(facts: CycleFacts) -> str:
    until = day_in_words(facts.until)
    if facts.since is None:
        return f"up to {until}"
    return f"from {day_in_words(facts.since)} to {until}"


def method(facts: CycleFacts) -> Iterator[str]:
    """Yield how cases were drawn and who looked at grades again, a sentence each."""
    drawn = f"{many(facts.drawn, 'case')} drawn at random from {facts.eligible:,} eligible of the "
    drawn += f"{facts.population:,} in the period"
    if facts.targeted:
        drawn += f"; {facts.targeted} more chosen by a person are in no count"
    yield f"{drawn}."
    if facts.report.commitment:
        yield (
            "Anyone can draw them again: the list of eligible cases and a secret key were fixed "
            f"before the draw, under the fingerprint {facts.report.commitment}"
        )
    if facts.report.moderators:
        yield f"Grades were looked at again by {', '.join(facts.report.moderators)}."
    else:
        yield "Grades were not moderated."


def flow(facts: CycleFacts) -> Iterator[Picture]:
    """Yield who fell out on the way from the register to what was answered."""
    outside = facts.report.out_of_scope
    spare = facts.eligible - facts.drawn - facts.targeted
    if not facts.population or spare < 0 or facts.report.answered > facts.drawn:
        return
    not_at_random = [("not drawn", spare)]
    if facts.targeted:
        not_at_random.append(("chosen by a person", facts.targeted))
    silent = facts.drawn - facts.report.answered
    stages = [
        Stage("in the register", facts.population + sum(outside.values())),
        Stage("in the period and scope", facts.population, _lost(outside.items())),
        Stage("eligible", facts.eligible, _lost(facts.excluded.items())),
        Stage("drawn at random", facts.drawn, _lost(not_at_random)),
        Stage("answered for", facts.report.answered, _lost([("not answered for", silent)])),
    ]
    if facts.population == facts.eligible + sum(facts.excluded.values()):
        yield picture("From the register to the cases", exclusion_flow("", stages), 55)


def _lost(reasons: Iterable[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    return tuple((why.replace("_", " "), count) for why, count in reasons if count)


def strata(facts: CycleFacts) -> Iterator[Block]:
    """Yield the parts of the draw: eligible, drawn and answered for, a row each."""
    parts = facts.report.strata
    if parts:
        headings = ("Group of cases", "Eligible", "Drawn", "Answered for")
        rows = tuple(map(_stratum_row, parts))
        yield Table("What the sample is made of", headings, rows, (5, 2, 2, 2))
        if any(stratum.drawn and not stratum.answered for stratum in parts):
            yield Text("Of a part that nobody answered for, nothing here says anything.")


def _stratum_row(stratum: StratumFact) -> tuple[str, ...]:
    answered = f"{stratum.answered}" if stratum.answered else "none"
    return stratum.name, f"{stratum.frame:,}", f"{stratum.drawn}", answered


def _compared(facts: CycleFacts) -> Iterator[Block]:
    """Yield decisions made beside decisions made again: too high, too low, or alike."""
    for compared in facts.report.compared:
        rows = tuple(
            (name, f"{frame:,}", *map(str, counts))
            for name, frame, counts in zip(
                compared.made, compared.frame, compared.table, strict=True
            )
        )
        widths = (4, 2, *[3] * len(compared.decided))
        headings = ("Decision made", "Eligible", *compared.decided)
        yield Table("Decisions made, and what would be decided now", headings, rows, widths)
        yield from map(Text, compared.says)


def _voice(facts: CycleFacts) -> Iterator[Block]:
    for question, cases in facts.judged:
        if VOICE in (question.core, question.id):
            yield Heading("The child's voice")
            yield Text(f"{question.asks} {_counted(question, cases)}")
            yield from (Text(f.text) for f in facts.findings if f.question == question.id)


def _counted(question: Question, cases: tuple[JudgedCase, ...]) -> str:
    counts = values_at_random(cases)
    if not counts:
        return "Nobody answered it."
    parts = []
    if question.scale:
        for choice in question.scale.choices:
            if counts[choice.code]:
                parts.append(f"{choice.label.lower()} in {counts[choice.code]}")
    if counts[None]:
        parts.append(f"not answered in {counts[None]}")
    return f"Of {many(counts.total(), 'case')}: {', '.join(parts)}."


def _across(facts: CycleFacts) -> Iterator[Block]:
    """Yield in how many agencies' answers a finding shows; which they are ranks nobody."""
    rows = []
    for finding in facts.findings_of(FindingKind.DEVELOPMENT):
        shows, asked = finding.seen_in
        if asked > 1:
            rows.append((finding.text, f"{shows} of {many(asked, 'agency', 'agencies')}"))
    if rows:
        yield Table("Across agencies", ("Area for development", "Shows in"), tuple(rows), (5, 2))


def every_case(facts: CycleFacts) -> Iterator[Block]:
    """Yield what became of every drawn case under each question: nothing leaves a count unsaid."""
    rows = []
    for question, cases in facts.judged:
        counts = _standings(cases)
        if any(counts[1:]):
            rows.append((question.asks, *map(str, counts)))
    if rows:
        headings = ("Asked", "Judged", "Not applicable", "Cannot tell", "Not answered")
        yield Table("Cases that are not in a count", headings, tuple(rows), (9, 2, 3, 3, 3))


def _standings(cases: tuple[JudgedCase, ...]) -> tuple[int, ...]:
    order = (Standing.JUDGED, Standing.NOT_APPLICABLE, Standing.CANNOT_TELL, None)
    counts = Counter(case.standing for case in drawn_at_random(cases))
    return tuple(counts[standing] for standing in order)


def _concerns(facts: CycleFacts) -> Iterator[Block]:
    yield Heading("Immediate concerns")
    if not facts.report.concerns:
        yield Text("None was raised.")
        return
    sentences = []
    for concern in facts.report.concerns:
        outcome = "nobody has taken it up yet."
        if concern.taken_up:
            outcome = f"taken up. {concern.done}"
        sentences.append(f"{concern.case}, raised by {concern.unit}: {outcome}")
    yield Items("Passed on the day they came in, outside this report:", tuple(sentences))


def corrections(facts: CycleFacts) -> Iterator[Block]:
    """Yield what agencies said of draft findings, and what became of it."""
    rows = tuple(map(_correction_row, facts.report.corrections))
    if rows:
        headings = ("Finding", "Who said so", "Decision", "Words now", "Why")
        yield Table("What was said of the draft", headings, rows, (3, 3, 2, 5, 4))


def _correction_row(correction: CorrectionFact) -> tuple[str, ...]:
    words_now = "unchanged"
    if correction.after != correction.before:
        words_now = correction.after
    return correction.finding, correction.unit, correction.decision, words_now, correction.why
