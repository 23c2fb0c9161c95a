"""Decisions that were made, beside what those who audited would have decided."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from operator import attrgetter, eq, gt, lt

from audits.domain.finding import Method, Part
from audits.domain.question import Question, Scale
from audits.domain.spelling import folded
from audits.queries.case_answers import case_answers
from audits.queries.estimates import eligible_by_stratum
from audits.reporting import ComparedFact
from audits.statistics import estimate_of
from audits.storage import Case, Cycle, View, is_empty, is_false
from audits.templates import template_of


DIFFER = "agencies differ"
NONE = "no decision"
SIDES: Mapping[str, Callable[[int, int], bool]] = {
    "at the level that was decided again": eq,
    "above the level that was decided again": gt,
    "below the level that was decided again": lt,
}
Decided = Mapping[str, str]  # by case: a choice's label, or one of the two above


def compared_decisions(cycle: Cycle, view: View) -> Iterator[ComparedFact]:
    """Yield, for each question that decides again, a table of what was made and what was decided.

    Only cases drawn at random count; a case on which agencies differ is told as such. What was
    made is the case's stratum: the template is refused where it is anything else.
    """
    template = template_of(cycle.template)
    for question in template.questions:
        if question.beside and question.scale is not None:
            cases = view.all(
                Case, Case.cycle == cycle.ref, is_empty(Case.replaced_by), is_false(Case.targeted)
            )
            decided = _decided(question, cycle, view)
            sizes = eligible_by_stratum(cycle, view)
            yield _fact(question.asks, question.scale, cases, decided, sizes)


def _decided(question: Question, cycle: Cycle, view: View) -> Decided:
    labels: dict[str, set[str]] = defaultdict(set)
    for answer in case_answers(cycle, view):
        if answer.question == question.id and answer.value and question.scale:
            choice = question.scale.choice(answer.value)
            if choice in question.scale.judged and choice is not None:
                labels[answer.case].add(choice.label)
    decided = {}
    for case, given in labels.items():
        decided[case] = DIFFER
        if len(given) == 1:
            [decided[case]] = given
    return decided


def _fact(
    asks: str, scale: Scale, cases: list[Case], decided: Decided, sizes: Mapping[str, int]
) -> ComparedFact:
    height = {choice.label: choice.score or 0 for choice in scale.judged}
    level_of = dict(zip(map(folded, height), height, strict=True))
    met = Counter((case.stratum, decided.get(case.ref, NONE)) for case in cases)
    made = sorted(sizes, key=lambda name: (-height.get(level_of.get(folded(name), ""), -1), name))
    columns = (*height, DIFFER, NONE)
    levels = {name: level_of[folded(name)] for name in made if folded(name) in level_of}
    table = []
    for name in made:
        table.append(tuple(met[name, column] for column in columns))
    return ComparedFact(
        asks=asks,
        made=tuple(made),
        decided=columns,
        table=tuple(table),
        frame=tuple(map(sizes.__getitem__, made)),
        says=tuple(_sentences(levels, height, met, sizes)),
    )


def _sentences(
    levels: Mapping[str, str],
    height: Mapping[str, int],
    met: Counter[tuple[str, str]],
    sizes: Mapping[str, int],
) -> Iterator[str]:
    """Yield how often the two were alike, too high and too low, of all that could be drawn."""
    for words, is_so in SIDES.items():
        parts = []
        for name, level in levels.items():
            x = n = 0
            for again in height:
                n += met[name, again]
                if is_so(height[level], height[again]):
                    x += met[name, again]
            parts.append(Part(name, x, n, sizes[name]))
        if any(map(attrgetter("n"), parts)):
            yield _sentence(words, parts)


def _sentence(words: str, parts: list[Part]) -> str:
    counted = estimate_of(parts, method=Method.WEIGHTED).interval
    return (
        f"The decision made was {words} in {counted.x} of {counted.n}; each outcome counted at its "
        f"size, in between {counted.low:,} and {counted.high:,} of {counted.frame:,}."
    )
