"""What a report says of grades: how moderation moved them, and whether two blind raters agree."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from audits.domain.amounts import many
from audits.domain.grade import GradedAnswer, Layer
from audits.domain.naming import Audience, naming_of
from audits.domain.question import Question, Scale
from audits.findings import Change, changes
from audits.reporting import GradesFact, RatersFact
from audits.statistics import Range, Ratings, agreement, cross_tab
from audits.templates import AuditTemplate


LAYERS = {
    Layer.MODERATED: "at the desk", Layer.PANEL: "in the panel", Layer.SECOND: "blind, second",
}  # fmt: skip
RatedTwice = tuple[GradedAnswer, tuple[str, str]]  # with the first and the second code


def moderators(graded: Sequence[GradedAnswer]) -> Iterator[str]:
    """Yield who gave grades, and where, each once for each place."""
    for layer, where in LAYERS.items():
        for name in dict.fromkeys(_graders(layer, graded)):
            yield f"{name} ({where})"


def _graders(layer: Layer, graded: Sequence[GradedAnswer]) -> Iterator[str]:
    for answer in graded:
        for grade in (answer.moderated, answer.panel, answer.visible_second):
            if grade and grade.layer is layer:
                yield grade.by


def grades_facts(template: AuditTemplate, graded: Sequence[GradedAnswer]) -> Iterator[GradesFact]:
    """Yield how moderation moved the grades of each question that was graded again."""
    moved: dict[str, list[Change]] = defaultdict(list)
    for change in changes(graded):
        moved[change.question].append(change)
    for question, scale, answers in _by_question(template, graded):
        if any(answer.moderated or answer.panel for answer in answers):
            label = _label(question, template)
            yield _grades_fact(question, scale, answers, moved[question.id], label=label)


def _by_question(
    template: AuditTemplate, graded: Sequence[GradedAnswer]
) -> Iterator[tuple[Question, Scale, list[GradedAnswer]]]:
    """Yield each question on a scale that moderation is about, with its grades."""
    by_question: dict[str, list[GradedAnswer]] = defaultdict(list)
    for answer in graded:
        by_question[answer.question.id].append(answer)
    for question in template.moderated_questions():
        if question.scale is not None:
            yield question, question.scale, by_question[question.id]


def _grades_fact(
    question: Question,
    scale: Scale,
    answers: Sequence[GradedAnswer],
    moved: Sequence[Change],
    *,
    label: str,
) -> GradesFact:
    pairs: Counter[tuple[str, str]] = Counter()
    for answer in answers:
        if answer.own and answer.standing:
            pairs[answer.own.value, answer.standing.value] += 1
    table = []
    for own in scale.codes:
        table.append(tuple(pairs[own, other] for other in scale.codes))
    ways: Counter[str] = Counter()
    for change in moved:
        ways.update(
            raised=change.raised, lowered=change.lowered, same=change.same, apart=change.apart
        )
    return GradesFact(
        label=label,
        scale=scale.labels,
        own=tuple(map(sum, table)),
        moderated=tuple(map(sum, zip(*table, strict=True))),
        table=tuple(table),
        raised=ways["raised"],
        lowered=ways["lowered"],
        same=ways["same"],
        apart=ways["apart"],
        is_ranked=question.is_ranked,
    )


def _label(question: Question, template: AuditTemplate) -> str:
    is_only = sum(asked.is_grade for asked in template.questions) == 1
    return "Overall grade" if question.is_grade and is_only else question.asks


def raters_facts(
    template: AuditTemplate, graded: Sequence[GradedAnswer], names: Mapping[str, str]
) -> Iterator[RatersFact]:
    """Yield how two blind raters agree on each question; ``names`` are the units' by their code."""
    for question, scale, answers in _by_question(template, graded):
        rated = list(_rated_twice(answers))
        if not rated:
            continue
        ratings = Ratings(scale.codes, tuple(pair for _, pair in rated))
        apart = [rated[place] for place in ratings.disagreements()]
        yield RatersFact(
            label=_label(question, template),
            scale=scale.labels,
            table=cross_tab(ratings),
            says=tuple(_agreement_in_words(ratings)),
            disagreements=tuple(_disagreements(apart, scale, template, names)),
        )


def _rated_twice(answers: Sequence[GradedAnswer]) -> Iterator[RatedTwice]:
    for answer in answers:
        second = answer.visible_second
        if answer.own and second:
            yield answer, (answer.own.value, second.value)


def _disagreements(
    apart: Sequence[RatedTwice], scale: Scale, template: AuditTemplate, names: Mapping[str, str]
) -> Iterator[str]:
    labels = dict(zip(scale.codes, scale.labels, strict=True))
    naming = naming_of(template, Audience.READERS)
    for answer, (first, second) in apart:
        case = naming.lead(f"{answer.subject.case}, ")
        yield (
            f"{case}{names[answer.subject.unit]}: first {labels[first].lower()}, "
            f"second {labels[second].lower()}"
        )


def _agreement_in_words(ratings: Ratings) -> Iterator[str]:
    measured = agreement(ratings)
    same = measured.cases - len(ratings.disagreements())
    yield f"Both raters gave the same grade in {same} of {many(measured.cases, 'pair')}."
    named = (
        ("Gwet's AC2", measured.ac2, measured.ac2_range),
        ("Gwet's AC1", measured.ac1, measured.ac1_range),
        ("Krippendorff's alpha", measured.alpha, measured.alpha_range),
    )
    coefficients = []
    for name, value, between in named:
        if value is not None:
            coefficients.append(_coefficient(name, value, between))
    if coefficients:
        yield f"Beyond chance: {'; '.join(coefficients)}. 1 is full agreement, 0 is chance."
    yield from measured.notes


def _coefficient(name: str, value: float, between: Range | None) -> str:
    """Say a coefficient with where the true one may lie; two decimals are what cases can bear."""
    if between is None:
        return f"{name} {value:.2f}"
    low, high = between
    return f"{name} {value:.2f}, and the true figure may be anywhere from {low:.2f} to {high:.2f}"
