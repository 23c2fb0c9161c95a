"""The week's paper for the MASH operational meeting: one page, ten squares a question."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from audits.domain.amounts import many
from audits.domain.days import day_in_words
from audits.domain.finding import JudgedCase
from audits.domain.question import Choice, Question, Scale, Standing

from .equality import gaps_in_recording
from .facts import CycleFacts, drawn_at_random
from .paper import Block, Heading, Level, Mark, Paper, Strip, Strips, Table, Text
from .report_parts import (
    SIDES,
    check_professional,
    concerns_in_words,
    footer_of,
    for_those_who_took_part,
    how_to_read,
    waived_in_words,
)
from .what_it_says import what_it_says


LETTERS = {
    "outstanding": "O", "good": "G", "requires_improvement": "R", "inadequate": "I",
    "yes": "Y", "partly": "P", "no": "N",
}  # fmt: skip
ASIDE = {Standing.NOT_APPLICABLE: "-", Standing.CANNOT_TELL: "?"}
UNANSWERED = Mark("\u00b7", Level.ASIDE, "not answered")
NOT_ASKED = Mark("/", Level.ASIDE, "not asked")
METHOD = (
    "A case counts once for each question, by the weakest answer of the agencies asked. Where more "
    "was drawn from one group of cases than from another, each case counts for as many as it "
    "stands for. If the sample were drawn again and again, at least 19 ranges in 20 would hold the "
    "true number. So few cases show where to look; they cannot show a trend."
)
NO_PUBLIC = (
    "The week's paper has no public version: numbers "
    "about ten cases could identify a child. Publish the quarter's or the year's."
)


def mash_week(facts: CycleFacts, version: str) -> Paper:
    """Return the week's paper.

    Raises:
        UserError: if the public version is asked for.
    """
    check_professional(version, NO_PUBLIC)
    return Paper(
        title=f"{facts.title}: {facts.ref}",
        subtitle=facts.asks,
        marking=for_those_who_took_part(facts.partnership),
        footer=footer_of(facts),
        blocks=tuple(_blocks(facts)),
    )


def _blocks(facts: CycleFacts) -> Iterator[Block]:
    columns = _columns(facts)
    if facts.report.answered:
        yield from what_it_says(facts, concerns_in_words(facts.concerns))
    else:
        yield Text(concerns_in_words(facts.concerns))
    strips = tuple(_strips(facts, columns))
    if strips:
        yield Strips("What each case showed: one column is one case", strips, _legend(columns))
    else:
        yield Text("No case was answered for, so nothing can be said of the week.")
    for kind, words in reversed(SIDES):
        rows = tuple((finding.text, f"{finding.says}.") for finding in facts.findings_of(kind))
        if rows:
            yield Table(words, ("Finding", "What we found, and the likely range"), rows, (5, 6))
    if not facts.findings and not facts.report.answered:
        yield Text("No clear strength or concern emerged this week.")
    yield from gaps_in_recording(facts.report.breakdowns)
    if facts.actions:
        actions = tuple((a.id, a.title, a.owner, _day(a.due)) for a in facts.actions)
        yield Table("Actions", ("No.", "What", "Who", "By"), actions, (1, 8, 3, 3))
    yield Heading("How it was done")
    yield Text(_drawn(facts))
    yield Text(_returned(facts))
    yield from how_to_read(METHOD)


def _drawn(facts: CycleFacts) -> str:
    window = "up to"
    if facts.since:
        window = f"from {_day(facts.since)} to"
    frame = f"{facts.eligible:,} eligible of the {facts.population:,} closed {window} "
    frame += _day(facts.until)
    if facts.excluded:
        reasons = [f"{count} {why.replace('_', ' ')}" for why, count in facts.excluded.items()]
        frame += f" (left out: {', '.join(reasons)})"
    if not facts.drawn:
        return f"No case was drawn: there are {frame}."
    text = f"{many(facts.drawn, 'case')} drawn at random from {frame}"
    if facts.targeted:
        text += f". {facts.targeted} more chosen by a person and in no count"
    return text + ". Anyone can draw them again from the certificate."


def _returned(facts: CycleFacts) -> str:
    sent = "No pack was sent out."
    if facts.returns:
        outcomes = "; ".join(f"{line.unit}: {line.outcome}" for line in facts.returns)
        sent = f"Returns: {outcomes}."
        if facts.waived:
            sent += f" {waived_in_words(facts)}"
    return " ".join((sent, *facts.went_ahead))


def _columns(facts: CycleFacts) -> tuple[str, ...]:
    """Return the references of the randomly drawn cases, a column each, in their order."""
    drawn: set[str] = set()
    for _, cases in facts.judged:
        drawn.update(case.case for case in drawn_at_random(cases))
    return tuple(sorted(drawn, key=lambda ref: (len(ref), ref)))


def _legend(columns: tuple[str, ...]) -> str:
    ends = "none"
    if columns:
        ends = f"{columns[0]} on the left, {columns[-1]} on the right"
    return (
        f"Each column is one case: {ends}. Y yes, P partly, N no, ? cannot tell, "
        "- not applicable, \u00b7 not answered, / not asked; "
        "grades: O outstanding, G good, R requires improvement, I inadequate."
    )


def _strips(facts: CycleFacts, columns: tuple[str, ...]) -> Iterator[Strip]:
    """Yield each question with the same case in the same column all the way down."""
    themes = Counter(question.theme for question, cases in facts.judged if cases)
    for question, cases in facts.judged:
        if cases and question.scale:
            by_ref = {case.case: case for case in drawn_at_random(cases)}
            marks = tuple(_square(question.scale, by_ref.get(ref)) for ref in columns)
            yield Strip(_label(question, themes), marks, _words(question.scale, marks))


def _square(scale: Scale, case: JudgedCase | None) -> Mark:
    if case is None:
        return NOT_ASKED
    return _mark(scale, case)


def _label(question: Question, themes: Counter[str]) -> str:
    """Return a name that no other row has: of one theme's questions, what each is about."""
    if question.is_grade:
        return f"{question.number}. Overall grade"
    label = f"{question.number}. {question.theme}"
    if themes[question.theme] > 1:
        label += f": {question.id.replace('_', ' ')}"
    return label


def strip_of(label: str, question: Question, cases: tuple[JudgedCase, ...]) -> Strip:
    """Return the randomly drawn cases of one question as squares, the weakest first."""
    scale = question.scale
    assert scale is not None  # noqa: S101 -- only questions on a scale are judged
    weakest_first = scale.codes[::-1]

    def place(case: JudgedCase) -> tuple[bool, int]:
        """Put the judged first, and who was not answered for before those put aside."""
        at = weakest_first.index(case.value) if case.value in weakest_first else 0
        return case.standing is not Standing.JUDGED, at

    marks = tuple(_mark(scale, case) for case in sorted(drawn_at_random(cases), key=place))
    return Strip(label, marks, _words(scale, marks))


def _mark(scale: Scale, case: JudgedCase) -> Mark:
    choice = scale.choice(case.value) if case.value else None
    if choice is None:
        return UNANSWERED
    if choice.standing is not Standing.JUDGED:
        return Mark(ASIDE[choice.standing], Level.ASIDE, choice.label.casefold())
    letter = LETTERS.get(choice.code, choice.label[:1].upper())
    return Mark(letter, _level(scale, choice), choice.label.casefold())


def _level(scale: Scale, choice: Choice) -> Level:
    if choice in scale.good:
        return Level.BEST
    if choice.score == scale.worst.score:
        return Level.WORST
    return Level.MIDDLE


def _words(scale: Scale, marks: tuple[Mark, ...]) -> str:
    """Return how many squares mean what, in the order of the scale, then what is on none."""
    counts = Counter(mark.means for mark in marks)
    order = dict.fromkeys([*map(str.casefold, scale.labels), *counts])
    return ", ".join(f"{counts[means]} {means}" for means in order if counts[means])


def _day(day: date | None) -> str:
    return day_in_words(day) if day else ""
