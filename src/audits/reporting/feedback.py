"""The feedback sheet of one unit: its own answers, and those of all the others together."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from audits.domain.amounts import many
from audits.domain.days import day_in_words
from audits.domain.question import Question

from .bars import share_drawn
from .facts import ActionFact, CycleFacts, FindingFact
from .paper import Block, FindingBar, Heading, Items, Paper, Table, Text
from .report_parts import actions, check_professional, how_to_read, state_of
from .suppression import HIDDEN, suppress_counts
from .what_it_says import headline


LEAST_OTHERS = 2  # units: what one other answered would be known to be its own
FIRST_LOOKS = 3  # themes shown first
MOST_WORDS = 12  # of a theme, so that a headline is read in ten seconds
NO_PUBLIC = (
    "A feedback sheet is for the one unit whose answers it shows, and has no public version. "
    "Publish the findings report."
)
LEGEND = (
    "Each square is one answer. Dark squares: answers that fall short, which is below the best, "
    "or below good where a case is graded as a whole."
)
METHOD = (
    "Your answers are those that count now. Where moderation changed a grade, both are shown. "
    "The others are all other units together, and no unit is named or placed above another. "
    "Their numbers from 1 to 5, and numbers from which those could be worked out, are shown as 'c'."
)
ONE_OTHER = "Fewer than two other units answered, so the others' answers are not shown."
CHOSEN = "Cases that a person chose, and not chance, are in no number."


@dataclass(frozen=True, slots=True)
class OwnQuestion:
    """One question: a unit's answers as it gave them, as they count, and all the others'.

    Each has a count for each choice of the scale, in its order, and last those not answered.
    ``cases`` are the unit's own whose answer that counts falls short.
    """

    question: Question
    given: tuple[int, ...]
    own: tuple[int, ...]
    others: tuple[int, ...]
    cases: tuple[str, ...] = ()

    @property
    def theme(self) -> str:
        """Return what it is about."""
        return self.question.theme or self.question.section


@dataclass(frozen=True, slots=True)
class FeedbackFacts:
    """What one unit answered in one audit, beside all others; ``outcome`` says when it came back.

    ``others`` is how many other units answered; ``actions`` are those that the unit owns.
    """

    cycle: CycleFacts
    unit: str
    outcome: str
    others: int
    questions: tuple[OwnQuestion, ...]
    actions: tuple[ActionFact, ...]

    @property
    def made_on(self) -> date:
        """Return the day on which it is made."""
        return self.cycle.made_on


@dataclass(frozen=True, slots=True)
class _Theme:
    """A unit's judged answers on one theme: how many, how many fall short, in which cases."""

    title: str
    below: int
    judged: int
    cases: tuple[str, ...]


def feedback_sheet(facts: FeedbackFacts, version: str) -> Paper:
    """Return the feedback sheet of one unit.

    Raises:
        UserError: if the public version is asked for.
    """
    check_professional(version, NO_PUBLIC)
    cycle = facts.cycle
    names = cycle.partnership
    made = f"{cycle.ref}, {state_of(cycle)}. Made on {day_in_words(cycle.made_on)}."
    return Paper(
        title=f"{cycle.title}: feedback for {facts.unit}",
        subtitle=f"What you answered in {cycle.ref}, and what all the others answered together",
        marking=f"{names.markings.sensitive}. For {facts.unit} alone.",
        footer=f"{names.name}. {made}",
        blocks=tuple(_blocks(facts)),
    )


def _blocks(facts: FeedbackFacts) -> Iterator[Block]:
    themes = _themes(facts.questions)
    yield Heading(_headline(themes))
    yield Items("", tuple(_in_short(facts)))
    yield from _first_looks(themes)
    yield from actions(facts.actions, "What you are asked to do")
    yield from _answers(facts)
    notes = [METHOD]
    if facts.others < LEAST_OTHERS:
        notes.append(ONE_OTHER)
    if facts.cycle.targeted:
        notes.append(CHOSEN)
    yield from how_to_read(*notes)


def _themes(questions: Iterable[OwnQuestion]) -> list[_Theme]:
    """Return the themes of a unit's answers, that with the largest share that falls short first."""
    by_theme: dict[str, list[OwnQuestion]] = {}
    for question in questions:
        if question.question.is_ranked:
            by_theme.setdefault(question.theme, []).append(question)
    themes = [_theme(title, of_theme) for title, of_theme in by_theme.items()]
    return sorted(themes, key=_share, reverse=True)


def _share(theme: _Theme) -> Fraction:
    return Fraction(theme.below, theme.judged) if theme.judged else Fraction(0)


def _theme(title: str, questions: Sequence[OwnQuestion]) -> _Theme:
    below = judged = 0
    cases: dict[str, None] = {}
    for one in questions:
        if one.question.scale is None:
            continue
        for choice, count in zip(one.question.scale.choices, one.own, strict=False):
            if choice in one.question.scale.judged:
                judged += count
                below += count * one.question.falls_short(choice.code)
        cases.update(dict.fromkeys(one.cases))
    return _Theme(title, below, judged, tuple(sorted(cases)))


def _headline(themes: Sequence[_Theme]) -> str:
    if not themes or not themes[0].judged:
        return "None of your answers can be counted."
    first = themes[0]
    if not first.below:
        return "None of your answers falls short."
    return f"{_named(first)}: {_below(first)}. Look there first."


def _named(theme: _Theme) -> str:
    """Return a theme's title as a headline can hold it."""
    words = theme.title.rstrip(".").split()
    if len(words) > MOST_WORDS:
        return " ".join(words[:MOST_WORDS]) + "…"
    return " ".join(words)


def _below(theme: _Theme) -> str:
    return f"{theme.below} of your {many(theme.judged, 'answer')} could be better"


def _in_short(facts: FeedbackFacts) -> Iterator[str]:
    yield f"Your return: {facts.outcome}."
    missing = sum(question.own[-1] for question in facts.questions)
    if missing:
        yield f"{many(missing, 'answer')} of yours {'is' if missing == 1 else 'are'} missing."
    yield f"The audit as a whole: {headline(replace(facts.cycle, findings=_in_words(facts)))}"
    if facts.actions:
        yield f"You own {many(len(facts.actions), 'action')} that follow from it, listed below."
    else:
        yield "No action that follows from it is yours."


def _in_words(facts: FeedbackFacts) -> tuple[FindingFact, ...]:
    """Return the findings in words that tell no number: with few others it would be theirs."""
    return tuple(replace(finding, text=finding.public_text) for finding in facts.cycle.findings)


def _first_looks(themes: Sequence[_Theme]) -> Iterator[Block]:
    """Yield the themes that most of a unit's answers fall short on, a square an answer."""
    looks = [theme for theme in themes if theme.below][:FIRST_LOOKS]
    if not looks:
        return
    yield Heading("Where to look first")
    for theme in looks:
        words = f"{theme.below} of {theme.judged} {'falls' if theme.below == 1 else 'fall'} short."
        if theme.cases:
            words += f" Cases: {', '.join(theme.cases)}."
        shapes = share_drawn(theme.below, theme.judged)
        yield FindingBar(f"{theme.title.rstrip('.')}.", words, f"{theme.title}: {words}", shapes)
    yield Text(LEGEND)


def _answers(facts: FeedbackFacts) -> Iterator[Block]:
    """Yield each question with a unit's answers and the others', a table a theme."""
    by_theme: dict[str, list[OwnQuestion]] = {}
    for question in facts.questions:
        by_theme.setdefault(question.theme, []).append(question)
    shows_others = facts.others >= LEAST_OTHERS
    if facts.questions:
        yield Heading("Your answers, question by question")
    for theme, questions in by_theme.items():
        moved = any(one.given != one.own for one in questions)
        headings = ["Question", "You answered"]
        if moved:
            headings.append("After moderation")
        if shows_others:
            headings.append("All others together")
        rows = tuple(_row(one, moved=moved, shows_others=shows_others) for one in questions)
        yield Table(theme, tuple(headings), rows, (6, *[3] * (len(headings) - 1)))


def _row(one: OwnQuestion, *, moved: bool, shows_others: bool) -> tuple[str, ...]:
    cells = [one.question.asks, _in_counts(one, one.given)]
    if moved:
        cells.append(_in_counts(one, one.own))
    if shows_others:
        shown, _ = suppress_counts(one.others)
        cells.append(_in_counts(one, shown))
    return tuple(cells)


def _in_counts(one: OwnQuestion, counts: Sequence[int | None]) -> str:
    """Return counts with the words of the scale, noughts left out; one alone is its word."""
    if one.question.scale is None or not any(count is None or count for count in counts):
        return "Not asked"
    if all(count in (None, 0) for count in counts):
        return "Too few to show"
    words = [*one.question.scale.labels, "Not answered"]
    parts = []
    for word, count in zip(words, counts, strict=True):
        if count is None or count:
            parts.append(f"{word}: {HIDDEN if count is None else f'{count:,}'}")
    if sum(count or 0 for count in counts) == 1 and len(parts) == 1:
        return parts[0].removesuffix(": 1")
    return "; ".join(parts)
