"""The paper of a self-assessment: who returned it first, then counts, never an interval."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import starmap

from audits.domain.amounts import many
from audits.domain.finding import JudgedCase
from audits.domain.question import Question, Scale

from .facts import CycleFacts
from .forbidden_claims import BARE
from .grade_parts import agreement, grades
from .mash_week import strip_of
from .paper import Block, Items, Paper, Strips, Table, Text
from .public import MARKING as PUBLISHED, RULE, public_findings, public_plan, public_row, shown_as
from .report_parts import (
    actions,
    findings,
    findings_in_numbers,
    footer_of,
    how_to_read,
    looked_at_again,
    numbers,
    response,
    returns,
)
from .suppression import suppress_share
from .what_it_says import what_it_says


Judged = Sequence[tuple[Question, tuple[JudgedCase, ...]]]
MARKING = "Counts of what organisations said of themselves."
MOST_SQUARES = 48  # answers to one question: three lines of squares
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
    title = f"{facts.title}: {facts.ref}"
    marking = f"{facts.partnership.markings.official}. {MARKING}"
    return Paper(title, facts.asks, marking, footer_of(facts), tuple(_blocks(facts)))


def _blocks(facts: CycleFacts) -> Iterator[Block]:
    yield Text(_rate(facts))
    if facts.came:
        yield from what_it_says(facts)
    else:
        yield Text("Nothing can be said of what organisations have in place.")
    yield from findings(facts)
    for scale, judged in _by_scale(facts):
        yield from _squares(scale, judged)
    yield from grades(facts)
    yield from agreement(facts)
    yield from actions(facts.actions, "Actions")
    yield from findings_in_numbers(facts)
    for scale, judged in _by_scale(facts):
        yield _counted(scale, judged)
        yield from _spread(scale, judged)
    yield from numbers(facts)
    yield from map(Text, facts.beside)
    yield from looked_at_again(facts.report.previous)
    yield from returns(facts)
    yield from response(facts.report.response)
    yield from how_to_read(METHOD)


def _rate(facts: CycleFacts) -> str:
    if not facts.issued:
        return "Nobody was asked, so nothing came back."
    rate = f"{facts.came:,} of {many(facts.issued, 'workbook')} came back"
    if facts.issued >= BARE:
        rate += f" ({100 * facts.came / facts.issued:.0f} %)"
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
        yield from _public_scale(scale, judged)
    yield from public_plan(facts)
    yield from how_to_read(f"'c' stands for a number that is left out. {RULE}")


def _public_scale(scale: Scale, judged: Judged) -> Iterator[Block]:
    """Yield the counts of each question on a scale that may be printed, then the others."""
    rows, withheld = [], []
    for question, cases in judged:
        counts = public_row(_counts(cases, scale))
        if counts is None:
            withheld.append(question.asks)
        else:
            rows.append((question.asks, *map(shown_as, counts)))
    if rows:
        yield _table(scale, rows, last=3)
    if withheld:
        yield Items(
            f"Of {len(withheld)} of the {many(len(judged), 'question')} no numbers are printed, "
            "because so few organisations gave each answer that one could be known by it. "
            "This follows from how many gave each answer, never from whether it was good or bad:",
            tuple(withheld),
        )


def _squares(scale: Scale, judged: Judged) -> Iterator[Block]:
    """Yield a square for each organisation's answer, the weakest first; whose it is nobody sees."""
    most = max(len(cases) for _, cases in judged)
    if most <= MOST_SQUARES:
        strips = tuple(strip_of(q.asks, q, cases) for q, cases in judged)
        letters = {m.letter: m.means for strip in strips for m in strip.marks}
        means = ", ".join(starmap("{} {}".format, letters.items()))
        legend = f"One square is one answer, the weakest first. {means}."
        yield Strips(f"{scale.title}: each answer", strips, legend)


def _counted(scale: Scale, judged: Judged) -> Table:
    rows = [(question.asks, *map(str, _counts(cases, scale))) for question, cases in judged]
    return _table(scale, rows, last=2)


def _table(scale: Scale, rows: Sequence[tuple[str, ...]], *, last: int) -> Table:
    """Return how often each choice was given, a question a row; ``last`` is the last's width."""
    headings = ("Asked", *scale.labels, "No answer")
    return Table(scale.title, headings, tuple(rows), (14, *map(_width, scale.labels), last))


def _spread(scale: Scale, judged: Judged) -> Iterator[Block]:
    """Yield how many of the questions each organisation has at the best, without saying whose.

    Only of those that answered every one of them: who did not answer is no organisation that has
    nothing in place.
    """
    answers: dict[str, list[str | None]] = defaultdict(list)
    for _, cases in judged:
        for case in cases:
            answers[case.case].append(case.value)
    silent, counts = 0, []
    for values in answers.values():
        if not any(values):
            silent += 1
        elif None not in values and len(values) == len(judged):
            counts.append(values.count(scale.best.code))
    if len(counts) < ENOUGH or len(judged) < ENOUGH:
        return
    in_quarters = _in_quarters(sorted(counts), scale.best.label, len(judged))
    yield Text(in_quarters + _not_in_it(silent, len(answers) - len(counts) - silent))


def _in_quarters(counts: Sequence[int], best: str, most: int) -> str:
    """Say the quartiles of counts that are sorted."""
    last = len(counts) - 1
    low, middle, high = (counts[round(share * last)] for share in (0.25, 0.5, 0.75))
    return (
        f"{many(len(counts), 'organisation')} answered all {many(most, 'question')}. Half of them "
        f"gave '{best}' to at least {middle}, a quarter to at least {high}, and three quarters to "
        f"at least {low}. The fewest were {counts[0]}, the most {counts[-1]}."
    )


def _not_in_it(silent: int, in_part: int) -> str:
    parts = []
    if in_part:
        parts.append(f"{in_part} answered only some")
    if silent:
        parts.append(f"{silent} none")
    if not parts:
        return ""
    return f" Not counted here: {' and '.join(parts)}."


def _by_scale(facts: CycleFacts) -> Iterator[tuple[Scale, Judged]]:
    """Yield each scale on which anything was answered, with the questions that are on it."""
    scales = {q.scale.id: q.scale for q, cases in facts.judged if q.scale and cases}
    for scale in scales.values():
        yield scale, [pair for pair in facts.judged if pair[0].scale == scale]


def _width(label: str) -> int:
    """Return how wide a column of counts is beside the others, by the longest word over it."""
    if max(map(len, label.split())) > NARROW:
        return 3
    return 2


def _counts(cases: tuple[JudgedCase, ...], scale: Scale) -> tuple[int, ...]:
    """Return how many cases have each choice, and how many have none."""
    counts = Counter(case.value for case in cases)
    return tuple(counts[code] for code in (*scale.codes, None))
