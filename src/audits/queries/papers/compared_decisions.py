"""Decisions that were made, beside what those who audited would have decided."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from operator import eq, gt, lt

from audits.domain.finding import Method, Part
from audits.domain.question import Question, Scale
from audits.domain.spelling import folded
from audits.queries.case_answers import case_answers
from audits.reporting import ComparedFact
from audits.statistics import estimate_of
from audits.storage import Case, Cycle, Draw, View, is_empty, is_false
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
            yield _fact(question.asks, question.scale, cases, decided, _sizes(cycle, view))


def _decided(question: Question, cycle: Cycle, view: View) -> Decided:
    labels: dict[str, set[str]] = defaultdict(set)
    for answer in case_answers(cycle, view):
        if answer.question == question.id and answer.value and question.scale:
            choice = question.scale.choice(answer.value)
            if choice in question.scale.judged and choice is not None:
                labels[answer.case].add(choice.label)
    return {
        case: next(iter(words)) if len(words) == 1 else DIFFER for case, words in labels.items()
    }


def _sizes(cycle: Cycle, view: View) -> dict[str, int]:
    draw = view.find(Draw, cycle.ref)
    if draw is None:
        return {}
    return {name: counts["eligible"] for name, counts in draw.certificate["strata"].items()}


def _fact(
    asks: str, scale: Scale, cases: list[Case], decided: Decided, sizes: Mapping[str, int]
) -> ComparedFact:
    height = {choice.label: choice.score or 0 for choice in scale.judged}
    level_of = {folded(label): label for label in height}
    met = Counter((case.stratum, decided.get(case.ref, NONE)) for case in cases)
    made = sorted(sizes, key=lambda name: (-height.get(level_of.get(folded(name), ""), -1), name))
    columns = (*height, DIFFER, NONE)
    known = {name: level_of[folded(name)] for name in made if folded(name) in level_of}
    table = []
    for name in made:
        table.append(tuple(met[name, column] for column in columns))
    return ComparedFact(
        asks=asks,
        made=tuple(made),
        decided=columns,
        table=tuple(table),
        frame=tuple(sizes[name] for name in made),
        says=tuple(_says(known, height, met, sizes)),
    )


def _says(
    known: Mapping[str, str],
    height: Mapping[str, int],
    met: Counter[tuple[str, str]],
    sizes: Mapping[str, int],
) -> Iterator[str]:
    """Yield how often the two were alike, too high and too low, of all that could be drawn."""
    for words, is_so in SIDES.items():
        parts = []
        for name, was in known.items():
            alike = [again for again in height if is_so(height[was], height[again])]
            x = sum(met[name, again] for again in alike)
            n = sum(met[name, again] for again in height)
            parts.append(Part(name, x, n, sizes[name]))
        if any(part.n for part in parts):
            yield _sentence(words, parts)


def _sentence(words: str, parts: list[Part]) -> str:
    counted = estimate_of(parts, method=Method.WEIGHTED).interval
    return (
        f"The decision made was {words} in {counted.x} of {counted.n}; each outcome counted at its "
        f"size, in between {counted.low:,} and {counted.high:,} of {counted.frame:,}."
    )
