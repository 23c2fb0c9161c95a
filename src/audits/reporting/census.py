"""The paper of a self-assessment: who returned it first, then counts, never an interval."""

from collections import Counter
from collections.abc import Iterator

from audits.domain.days import day_in_words
from audits.domain.finding import FindingKind, JudgedCase
from audits.domain.question import Question, Scale

from .facts import CycleFacts
from .paper import Block, Heading, Paper, Table, Text


MARKING = "OFFICIAL. Counts of what organisations said of themselves."
NARROW = 8  # letters
METHOD = (
    "Everybody was asked, so what came back is counted and nothing is estimated. Who did not "
    "return it is in no count: not returned is not the same as not met. 'Not applicable' leaves "
    "the count. Scores are what each organisation says of itself; they are never added up."
)


def census(facts: CycleFacts, version: str) -> Paper:
    """Return the paper of an audit in which everybody was asked; in public it names nobody."""
    state = "agreed by QEG" if facts.agreed else "a draft, not yet agreed by QEG"
    return Paper(
        title=f"{facts.title}: {facts.ref}",
        subtitle=facts.asks,
        marking=MARKING,
        footer=f"{facts.board}. {facts.ref}, {state}. Made on {day_in_words(facts.made_on)}.",
        blocks=tuple(_blocks(facts, names=facts.names_units and version == "professional")),
    )


def _blocks(facts: CycleFacts, *, names: bool) -> Iterator[Block]:
    yield Text(f"{facts.returned:,} of {facts.issued:,} workbooks came back.")
    if names:
        rows = tuple((each.unit, each.outcome) for each in facts.returns)
        yield Table("Returns", ("From", "What came back"), rows, (5, 6))
    yield from _found(facts)
    for scale, judged in _by_scale(facts):
        labels = tuple(choice.label for choice in scale.choices)
        counted = tuple((question.asks, *_counts(cases, scale)) for question, cases in judged)
        widths = (14, *map(_width, labels), 2)
        yield Table(scale.title, ("Asked", *labels, "No answer"), counted, widths)
    for sentence in facts.beside:
        yield Text(sentence)
    if facts.actions:
        acts = tuple(
            (a.id, a.title, a.owner, day_in_words(a.due) if a.due else "") for a in facts.actions
        )
        yield Table("Actions", ("No.", "What", "Who", "By"), acts, (1, 8, 3, 3))
    yield Heading("How to read this")
    yield Text(METHOD)


def _found(facts: CycleFacts) -> Iterator[Block]:
    for kind, words in (
        (FindingKind.DEVELOPMENT, "Areas for development"),
        (FindingKind.STRENGTH, "Strengths"),
    ):
        said = tuple((f.text, f"{f.says}.") for f in facts.findings if f.kind is kind)
        if said:
            yield Table(words, ("Finding", "How many"), said, (5, 6))
    if not facts.findings:
        yield Text("No question met its rule for a finding.")


def _by_scale(
    facts: CycleFacts,
) -> Iterator[tuple[Scale, list[tuple[Question, tuple[JudgedCase, ...]]]]]:
    scales = {q.scale.id: q.scale for q, _ in facts.judged if q.scale}
    for scale in scales.values():
        yield scale, [each for each in facts.judged if each[0].scale == scale]


def _width(label: str) -> int:
    """Return how wide a column of counts is beside the others, by the longest word over it."""
    return 3 if max(map(len, label.split())) > NARROW else 2


def _counts(cases: tuple[JudgedCase, ...], scale: Scale) -> tuple[str, ...]:
    counts = Counter(case.value for case in cases)
    return (*(str(counts[choice.code]) for choice in scale.choices), str(counts[None]))
