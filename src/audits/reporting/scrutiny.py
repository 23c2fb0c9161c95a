"""The scrutineer's pack on one audit: what somebody independent needs to check it, and where."""

from collections.abc import Iterator
from operator import attrgetter

from audits.domain.amounts import are, many

from .audit_report import corrections, every_case, flow, method, strata
from .facts import CycleFacts
from .grade_parts import agreement, grades
from .paper import Block, Heading, Items, Paper, Table, Text
from .report_parts import (
    actions,
    check_professional,
    findings_in_numbers,
    footer_of,
    for_those_who_took_part,
    how_to_read,
    looked_at_again,
    returns,
)


NO_PUBLIC = (
    "The scrutineer's pack names units and cases, and has no public version. "
    "Publish the findings report."
)
METHOD = (
    "Every number is one that the audit's other papers print; none is new. A range says where the "
    "truth for all eligible cases is likely to lie. In 19 draws of 20 or more it would hold the "
    "true number."
)
NOTHING_MISSING = "Nothing is missing that the audit asked for."


def scrutiny_pack(facts: CycleFacts, version: str) -> Paper:
    """Return the pack on one audit.

    Raises:
        UserError: if the public version is asked for.
    """
    check_professional(version, NO_PUBLIC)
    return Paper(
        title=f"{facts.title}: scrutineer's pack",
        subtitle=f"What you need to check {facts.ref}, and where to check it",
        marking=for_those_who_took_part(facts.partnership),
        footer=footer_of(facts),
        blocks=tuple(_blocks(facts)),
    )


def _blocks(facts: CycleFacts) -> Iterator[Block]:
    gaps = tuple(missing(facts))
    yield Heading(_headline(facts, len(gaps)))
    yield Items("", tuple(_in_short(facts)))
    yield Heading("1. How cases were drawn")
    yield from map(Text, method(facts))
    yield from map(attrgetter("table"), flow(facts))  # who checks numbers needs no picture of them
    yield from strata(facts)
    yield Heading("2. Who returned")
    yield Text(_came_back(facts))
    yield from returns(facts)
    yield Heading("3. How answers were graded and agreed")
    yield from _judged(facts)
    yield Heading("4. What was found, and the likely range")
    yield from _findings(facts)
    yield Heading("5. What is done, and whether it worked")
    yield from _done(facts)
    yield Heading("6. Challenges and disagreements")
    yield from _challenges(facts)
    yield Heading("7. What is missing")
    yield Items("", gaps or (NOTHING_MISSING,))
    yield from every_case(facts)
    yield Heading("8. Where to check each part")
    yield where(facts.ref)
    yield from how_to_read(METHOD)


def _headline(facts: CycleFacts, gaps: int) -> str:
    findings = many(len(facts.findings), "finding")
    challenges = many(len(facts.report.corrections), "challenge")
    return f"{findings} and {challenges} to check; {how_much(gaps)} missing."


def how_much(gaps: int) -> str:
    """Return in words how many things are, to be followed by "missing"."""
    if not gaps:
        return "nothing is"
    return f"{many(gaps, 'thing')} {are(gaps)}"


def _in_short(facts: CycleFacts) -> Iterator[str]:
    yield f"{facts.report.answered:,} of {many(facts.drawn, 'case')} drawn were answered for."
    if facts.report.is_census:
        yield "Everybody was asked, so nothing was drawn and nothing is estimated."
    elif facts.report.commitment:
        yield "You can do the draw again yourself, and must get the same cases."
    if facts.report.moderators:
        yield "Others than the agencies themselves looked at grades again."
    else:
        yield "Nobody looked at grades again."
    yield "The last part says where to check each part."


def _came_back(facts: CycleFacts) -> str:
    if not facts.issued:
        return "No workbook was sent out."
    came = f"{facts.came:,} of {many(facts.issued, 'workbook')} came back"
    return f"{came}, {facts.late:,} of them late." if facts.late else f"{came}, none of them late."


def _judged(facts: CycleFacts) -> Iterator[Block]:
    if facts.report.moderators:
        yield Text(f"Grades were looked at again by {', '.join(facts.report.moderators)}.")
    else:
        yield Text("Each grade is the agency's own.")
    yield from grades(facts)
    yield from agreement(facts)
    if not facts.report.raters:
        yield Text("No case was graded twice by people who did not know each other's grade.")


def _findings(facts: CycleFacts) -> Iterator[Block]:
    rows = tuple((f.id, f.text, f.says) for f in facts.findings)
    if not rows:
        yield Text("No clear strength or concern emerged.")
        return
    yield Table("Findings", ("No.", "Finding", "How many, and likely of all"), rows, (3, 5, 6))
    yield from findings_in_numbers(facts)


def _done(facts: CycleFacts) -> Iterator[Block]:
    yield from actions(facts.actions)
    if not facts.actions:
        yield Text("No action follows from it so far.")
    yield from looked_at_again(facts.report.previous)
    changes = []
    for finding in facts.findings:
        if finding.measured and finding.measured.before:
            changes.append(f"{finding.text} {finding.measured.before.words}.")
    if changes:
        yield Items("Measured the time before too:", tuple(changes))
    elif not facts.report.previous:
        yield Text("No earlier audit asked the same, so no change can be shown yet.")


def _challenges(facts: CycleFacts) -> Iterator[Block]:
    if facts.report.corrections:
        yield from corrections(facts)
    else:
        yield Text("No agency said that a draft finding was wrong.")
    disagreements = [line for rater in facts.report.raters for line in rater.disagreements]
    if disagreements:
        yield Text(f"{many(len(disagreements), 'grade')} of two raters differ; part 3 lists them.")


def missing(facts: CycleFacts) -> Iterator[str]:
    """Yield what an audit asked for and does not have, a sentence each."""
    yield from _not_back(facts)
    unanswered = facts.drawn - facts.report.answered
    if unanswered > 0:
        yield f"Nobody answered for {many(unanswered, 'case')} of {facts.drawn:,} drawn."
    for concern in facts.report.concerns:
        if not concern.taken_up:
            yield f"Nobody has taken up a concern raised by {concern.unit}."
    if facts.findings and not facts.actions:
        yield "No action follows from the findings."
    if not facts.agreed:
        yield f"{facts.partnership.quality_group.short} has not agreed the findings."


def _not_back(facts: CycleFacts) -> Iterator[str]:
    waived = sum(count for _, count in facts.waived)
    silent = max(facts.issued - facts.came - waived, 0)
    if silent:
        yield f"{many(silent, 'workbook')} did not come back."
    if waived:
        yield f"{many(waived, 'workbook')} {are(waived)} not expected any more."
    if facts.still_asked:
        yield f"{many(facts.still_asked, 'workbook')} must still be completed."


def where(ref: str) -> Table:
    """Return where each part of an audit can be checked."""
    rows = (
        ("The draw, and doing it again", f"The draw of {ref}: its certificate says how"),
        ("Returns, as they came", f"Returns of {ref}: each file opens as it was sent"),
        ("Grades before and after", f"Moderation of {ref}: each grade, who gave it and why"),
        ("Findings", f"Findings of {ref}: follow one to each answer, its sheet and cell"),
        ("Challenges to the draft", f"Findings of {ref}: under the finding that was called wrong"),
        ("Actions and their evidence", "Actions: follow one to its history and files"),
        ("Who did what, when and why", "Trail: each entry holds the fingerprint of the one before"),
    )
    return Table("Where to check it", ("What", "On the website"), rows, (4, 8))
