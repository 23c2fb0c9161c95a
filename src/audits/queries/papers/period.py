"""What papers say of a month or a quarter of weekly audits."""

from collections import Counter
from collections.abc import Iterator, Sequence

from audits.domain.errors import NotFoundError
from audits.domain.frequency import plainest
from audits.domain.question import Question
from audits.domain.remedies import Remedy, Verb
from audits.domain.status import AGREED_OR_LATER
from audits.findings import Tally
from audits.queries.actions_about import actions_about
from audits.queries.current_rows import drawn_and_targeted
from audits.queries.return_status import return_status
from audits.queries.still_kept import check_answers_are_kept, without_answers
from audits.reporting import ItemFact, PeriodFacts, PeriodFinding, Strip, WeekFact, strip_of
from audits.statistics import estimate_in_words, estimate_of, method_of, word_for
from audits.storage import (
    Concern,
    Cycle,
    FindingRow,
    View,
    one_of,
)
from audits.templates import partnership_of, template_of
from audits.workspace import Workspace

from .period_cells import cells
from .period_trends import alarms, rare, trend
from .period_waits import waits_of
from .period_weeks import (
    Period,
    Week,
    alike,
    day_of,
    good_of,
    labels_of,
    refs_of,
    week_of,
    weeks_in,
)


def period_facts(
    paper: str, period: Period, *, view: View, workspace: Workspace
) -> dict[str, PeriodFacts]:
    """Return the facts of each kind of audit whose template names this paper.

    Raises:
        NotFoundError: if the quality group has agreed no such cycle in the period; naming those
            that wait.
        StatusError: if the answers of one in the period were destroyed.
    """
    cycles = [
        cycle
        for cycle in view.all(Cycle, order_by=Cycle.opened_on)
        if paper in template_of(cycle.template).papers
    ]
    inside = [cycle for cycle in cycles if period.holds(day_of(cycle))]
    kinds = sorted({cycle.kind for cycle in inside if _is_agreed(cycle)})
    if not kinds:
        raise _nothing_agreed(paper, period, inside, workspace)
    for cycle in inside:
        check_answers_are_kept(cycle, view, workspace)
    gone = without_answers(view)
    facts = {}
    for kind in kinds:
        weeks, waiting = [], []
        for cycle in cycles:
            if cycle.kind != kind or cycle.ref in gone:
                continue
            if _is_agreed(cycle) and not period.is_before(day_of(cycle)):
                weeks.append(week_of(cycle, view))
            elif not _is_agreed(cycle) and period.holds(day_of(cycle)):
                waiting.append(f"{cycle.ref} ({cycle.status})")
        facts[kind] = _facts(period, weeks, tuple(waiting), view=view, workspace=workspace)
    return facts


def _is_agreed(cycle: Cycle) -> bool:
    return cycle.status in AGREED_OR_LATER


def _nothing_agreed(
    paper: str, period: Period, inside: Sequence[Cycle], workspace: Workspace
) -> NotFoundError:
    waiting = ", ".join(f"{cycle.ref} is {cycle.status}" for cycle in inside)
    group = workspace.partnership.quality_group.short
    return NotFoundError(
        f"{group} has agreed no cycle of {period.words} whose template names the paper "
        f"'{paper}': {waiting or 'there is no such cycle'}.",
        remedy=Remedy(Verb.SIGN_OFF),
    )


def _facts(
    period: Period, weeks: list[Week], waiting: tuple[str, ...], *, view: View, workspace: Workspace
) -> PeriodFacts:
    """Return the facts of one kind; ``weeks`` are all that were agreed up to the period's end."""
    now = weeks_in(period, weeks)
    refs = refs_of(now)
    template = now[-1].template
    graded = [question for question in template.questions if question.is_grade and question.scale]
    trends, rares = [], []
    for question in graded:
        trends.append(trend(question, good_of(question, template), weeks))
        rares.append(rare(question, weeks))
    return PeriodFacts(
        name=period.name,
        title=f"{template.title}: {period.words}",
        asks=template.asks,
        partnership=partnership_of(now[-1].cycle.partnership),
        made_on=workspace.today(),
        weeks=tuple(_week_fact(week, view) for week in now),
        not_in_it=waiting,
        items=tuple(_items(now)),
        strips=tuple(_strips(graded, now)),
        trends=tuple(trends),
        alarms=tuple(alarms(template, weeks, period)),
        rare=tuple(rares),
        findings=tuple(_findings(refs, view)),
        actions=actions_about(refs, view),
        reworded=tuple(_reworded(template.questions, weeks)),
        concerns=view.count(Concern, one_of(Concern.cycle, refs)),
        waits=waits_of(period, weeks, view),
    )


def _week_fact(week: Week, view: View) -> WeekFact:
    ref = week.cycle.ref
    drawn, targeted = drawn_and_targeted(ref, view)
    so_far = return_status(ref, view)
    return WeekFact(
        ref, week.cycle.eligible or 0, drawn, targeted, so_far.issued, len(so_far.back),
        waived=len(so_far.waived),
    )  # fmt: skip


def _items(weeks: Sequence[Week]) -> Iterator[ItemFact]:
    """Yield each question of the last week over all weeks that asked it alike."""
    template = weeks[-1].template
    for question in template.questions:
        if question.scale is not None:
            yield _item(question, good_of(question, template), list(alike(question, weeks)))


def _item(
    question: Question, good: tuple[str, ...], weeks: Sequence[tuple[Week, Tally]]
) -> ItemFact:
    parts = cells(weeks, good)
    estimate = estimate_of(parts, method=method_of((part.drawn, part.frame) for part in parts))
    words = estimate_in_words(estimate)
    if estimate.silent:
        words += f"; nothing is known of {', '.join(part.name for part in estimate.silent)}"
    not_judged = _not_judged(weeks)
    counts = [f"{count} {what}" for what, count in not_judged.items() if count]
    return ItemFact(
        label=f"{question.number}. {question.asks}",
        good=labels_of(question, good),
        x=estimate.interval.x,
        n=estimate.interval.n,
        says=words,
        word=word_for(estimate) or "",
        aside=", ".join(counts) or "none",
        not_judged=not_judged.total(),
    )


def _not_judged(weeks: Sequence[tuple[Week, Tally]]) -> Counter[str]:
    """Return how many cases no judgement was made of, by the reason."""
    counts: Counter[str] = Counter()
    for _, cases in weeks:
        counts["not applicable"] += len(cases.not_applicable)
        counts["cannot tell"] += len(cases.cannot_tell)
        counts["not answered"] += len(cases.unanswered)
    return counts


def _strips(graded: Sequence[Question], weeks: Sequence[Week]) -> Iterator[Strip]:
    for question in graded[:1]:
        for week, _ in alike(question, weeks):
            yield strip_of(week.cycle.ref, *week.judged[question.id])


def _findings(refs: Sequence[str], view: View) -> Iterator[PeriodFinding]:
    rows = view.all(FindingRow, one_of(FindingRow.cycle, refs), order_by=FindingRow.number)
    counts = Counter((row.kind, plainest(row.text)) for row in rows)
    for (kind, text), weeks in counts.most_common():
        yield PeriodFinding(kind, text, weeks)


def _reworded(questions: Sequence[Question], weeks: Sequence[Week]) -> Iterator[str]:
    for question in questions:
        other = [week for week in weeks if _asks_otherwise(week, question)]
        if question.scale is not None and other:
            yield (
                f"Question {question.number} was asked in other words in "
                f"{', '.join(refs_of(other))}: those weeks are not counted with the others."
            )


def _asks_otherwise(week: Week, question: Question) -> bool:
    return question.id in week.judged and not week.asks_alike(question)
