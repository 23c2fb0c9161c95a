"""The paper of a self-assessment: who returned it first, then counts, never an interval."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from audits.domain.amounts import many
from audits.domain.days import day_in_words
from audits.domain.finding import JudgedCase
from audits.domain.question import Question, Scale

from .facts import CycleFacts
from .forbidden_claims import BARE
from .paper import Block, Items, Paper, Table, Text
from .public import MARKING as PUBLISHED, RULE, public_findings, public_plan, public_row, shown_as
from .report_parts import (
    actions,
    agreement,
    found,
    grades,
    how_to_read,
    numbers,
    response,
    returns,
    state_of,
)
from .suppression import suppress_share


MARKING = "Counts of what organisations said of themselves."
NARROW = 8  # letters
ENOUGH = 4  # organisations: of fewer no half and no quarter can be said
METHOD = (
    "Everybody was asked, so what came back is counted and nothing is estimated. Who did not "
    "return it is in no count: not returned is not the same as not met. 'Not applicable' answers "
    "are not counted. Scores are what each organisation says of itself; they are never added up."
)


def census(facts: CycleFacts, version: str) -> Paper:
    """Return the paper of an audit in which everybody was asked; in public it names nobody."""
    if version == "public":
        footer = f"{facts.partnership.name}. {facts.made_on.year}"
        return Paper(facts.title, facts.asks, PUBLISHED, footer, tuple(_public(facts)))
    made = f"{facts.ref}, {state_of(facts)}. Made on {day_in_words(facts.made_on)}."
    footer = f"{facts.partnership.name}. {made}"
    title = f"{facts.title}: {facts.ref}"
    marking = f"{facts.partnership.markings.official}. {MARKING}"
    return Paper(title, facts.asks, marking, footer, tuple(_blocks(facts)))


def _blocks(facts: CycleFacts) -> Iterator[Block]:
    yield Text(_rate(facts))
    if not facts.came:
        yield Text("Nothing can be said of what organisations have in place.")
    yield from returns(facts)
    yield from response(facts.report.response)
    yield from found(facts, "How many")
    yield from grades(facts)
    yield from agreement(facts)
    for scale, judged in _by_scale(facts):
        yield _counted(scale, judged)
        yield from _spread(scale, judged)
    yield from numbers(facts)
    yield from map(Text, facts.beside)
    yield from _before(facts)
    yield from actions(facts.actions, "Actions")
    yield from how_to_read(METHOD)


def _rate(facts: CycleFacts) -> str:
    if not facts.issued:
        return "Nobody was asked, so nothing came back."
    rate = f"{facts.came:,} of {many(facts.issued, 'workbook')} came back"
    if facts.issued >= BARE:
        rate += f" ({100 * facts.came / facts.issued:.0f}%)"
    if facts.still_asked:
        rate += f"; {facts.still_asked:,} of them must still be completed"
    return f"{rate}."


def _public(facts: CycleFacts) -> Iterator[Block]:
    share = suppress_share(facts.came, facts.issued)
    if share.x is not None and share.n is not None:
        yield Text(f"{share.x:,} of {many(share.n, 'organisation')} answered.")
    elif facts.came:
        yield Text("Not every organisation answered.")
    else:
        yield Text("Nobody answered.")
    if facts.waived:
        yield Text("Not every organisation was asked for an answer in the end.")
    yield from public_findings(facts, counted=False)
    for scale, judged in _by_scale(facts):
        labels = tuple(choice.label for choice in scale.choices)
        rows = []
        for question, cases in judged:
            counts = _public_counts(cases, scale)
            if counts is not None:
                rows.append((question.asks, *map(shown_as, counts)))
        widths = (14, *map(_width, labels), 3)
        if rows:
            yield Table(scale.title, ("Asked", *labels, "No answer"), tuple(rows), widths)
        yield from _withheld(scale, judged)
    yield from public_plan(facts)
    yield from how_to_read(f"'c' stands for a number that is left out. {RULE}")


def _withheld(
    scale: Scale, judged: Sequence[tuple[Question, tuple[JudgedCase, ...]]]
) -> Iterator[Block]:
    """Yield each question of which no number may be printed, how many they are, and why."""
    asked = tuple(q.asks for q, cases in judged if _public_counts(cases, scale) is None)
    if asked:
        yield Items(
            f"Of {len(asked)} of the {many(len(judged), 'question')} no numbers are printed, "
            "because so few organisations gave each answer that one could be known by it. "
            "This follows from how many gave each answer, never from whether it was good or bad:",
            asked,
        )


def _public_counts(cases: tuple[JudgedCase, ...], scale: Scale) -> tuple[int | None, ...] | None:
    return public_row(tuple(map(int, _counts(cases, scale))))


def _counted(scale: Scale, judged: Sequence[tuple[Question, tuple[JudgedCase, ...]]]) -> Table:
    labels = tuple(choice.label for choice in scale.choices)
    rows = tuple((question.asks, *_counts(cases, scale)) for question, cases in judged)
    return Table(scale.title, ("Asked", *labels, "No answer"), rows, (14, *map(_width, labels), 2))


def _spread(
    scale: Scale, judged: Sequence[tuple[Question, tuple[JudgedCase, ...]]]
) -> Iterator[Block]:
    """Yield how many of the questions each organisation has at the best, without saying whose.

    Only of those that answered every one of them: who did not answer is no organisation that has
    nothing in place.
    """
    answers: dict[str, list[str | None]] = defaultdict(list)
    for _, cases in judged:
        for case in cases:
            answers[case.case].append(case.value)
    whole = [given for given in answers.values() if None not in given and len(given) == len(judged)]
    counts = sorted(given.count(scale.best.code) for given in whole)
    if len(counts) < ENOUGH or len(judged) < ENOUGH:
        return
    yield Text(_in_quarters(counts, scale.best.label, len(judged)) + _not_in_it(answers, whole))


def _in_quarters(counts: Sequence[int], best: str, most: int) -> str:
    low, middle, high = (counts[round(q * (len(counts) - 1))] for q in (0.25, 0.5, 0.75))
    return (
        f"{many(len(counts), 'organisation')} answered all {many(most, 'question')}. Half of them "
        f"gave '{best}' to at least {middle}, a quarter to at least {high}, and three quarters to "
        f"at least {low}. The fewest were {counts[0]}, the most {counts[-1]}."
    )


def _not_in_it(answers: Mapping[str, Sequence[str | None]], whole: Sequence[object]) -> str:
    silent = sum(not any(given) for given in answers.values())
    in_part = len(answers) - len(whole) - silent
    parts = []
    if in_part:
        parts.append(f"{in_part} answered only some")
    if silent:
        parts.append(f"{silent} none")
    if not parts:
        return ""
    return f" Not counted here: {' and '.join(parts)}."


def _before(facts: CycleFacts) -> Iterator[Block]:
    rows = tuple((p.text, p.now, p.actions) for p in facts.report.previous)
    if rows:
        caption = f"What {facts.report.previous[0].cycle} asked for, looked at again"
        yield Table(caption, ("Found then", "Now", "Actions since"), rows, (4, 5, 5))


def _by_scale(
    facts: CycleFacts,
) -> Iterator[tuple[Scale, list[tuple[Question, tuple[JudgedCase, ...]]]]]:
    scales = {q.scale.id: q.scale for q, cases in facts.judged if q.scale and cases}
    for scale in scales.values():
        yield scale, [pair for pair in facts.judged if pair[0].scale == scale]


def _width(label: str) -> int:
    """Return how wide a column of counts is beside the others, by the longest word over it."""
    if max(map(len, label.split())) > NARROW:
        return 3
    return 2


def _counts(cases: tuple[JudgedCase, ...], scale: Scale) -> tuple[str, ...]:
    counts = Counter(case.value for case in cases)
    return (*(str(counts[choice.code]) for choice in scale.choices), str(counts[None]))
