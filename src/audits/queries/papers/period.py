"""What papers say of a month or a quarter of weekly audits."""

from collections import Counter
from collections.abc import Iterator, Sequence

from audits.domain.errors import NotFoundError
from audits.domain.frequency import plainest
from audits.domain.question import Question
from audits.domain.remedies import Remedy, Verb
from audits.domain.status import AGREED_OR_LATER
from audits.queries.actions_about import actions_about
from audits.queries.return_status import return_status
from audits.reporting import ItemFact, PeriodFacts, Strip, WeekFact, strip_of
from audits.statistics import estimate_in_words, estimate_of, method_of, word_for
from audits.storage import (
    Case,
    Concern,
    Cycle,
    FindingRow,
    View,
    is_empty,
    one_of,
)
from audits.templates import partnership_of, template_of
from audits.workspace import Workspace

from .period_cells import cells
from .period_trends import alarms, rare, trend
from .period_waits import waits_of
from .period_weeks import Period, Week, alike, day_of, good_of, week_of


def period_facts(
    paper: str, period: Period, *, view: View, workspace: Workspace
) -> dict[str, PeriodFacts]:
    """Return the facts of each kind of audit whose template names this paper.

    Raises:
        NotFoundError: if QEG has agreed no such cycle in the period; naming those that wait.
    """
    wanted = [
        c
        for c in view.all(Cycle, order_by=Cycle.opened_on)
        if paper in template_of(c.template).papers
    ]
    inside = [c for c in wanted if period.holds(day_of(c))]
    kinds = sorted({c.kind for c in inside if c.status in AGREED_OR_LATER})
    if not kinds:
        waiting = ", ".join(f"{c.ref} is {c.status}" for c in inside) or "there is no such cycle"
        group = workspace.partnership.quality_group.short
        raise NotFoundError(
            f"{group} has agreed no cycle of {period.words} whose template names the paper "
            f"'{paper}': "
            f"{waiting}.",
            remedy=Remedy(Verb.SIGN_OFF),
        )
    end = period.months[-1]
    facts = {}
    for kind in kinds:
        mine = [c for c in wanted if c.kind == kind and (day_of(c).year, day_of(c).month) <= end]
        weeks = [week_of(c, view) for c in mine if c.status in AGREED_OR_LATER]
        not_yet = [f"{c.ref} ({c.status})" for c in inside if c.kind == kind and _waits(c)]
        facts[kind] = _facts(period, weeks, tuple(not_yet), view=view, workspace=workspace)
    return facts


def _waits(cycle: Cycle) -> bool:
    return cycle.status not in AGREED_OR_LATER


def _facts(
    period: Period, weeks: list[Week], waiting: tuple[str, ...], *, view: View, workspace: Workspace
) -> PeriodFacts:
    """Return the facts of one kind; ``weeks`` are all that were agreed up to the period's end."""
    now = [week for week in weeks if period.holds(week.day)]
    refs = [week.cycle.ref for week in now]
    template = now[-1].template
    graded = [q for q in template.questions if q.is_grade and q.scale]
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
        trends=tuple(trend(q, good_of(q, template), weeks) for q in graded),
        alarms=tuple(alarms(template, weeks, period)),
        rare=tuple(rare(q, weeks) for q in graded),
        found=tuple(_found(refs, view)),
        actions=actions_about(refs, view),
        reworded=tuple(_reworded(template.questions, weeks)),
        concerns=view.count(Concern, one_of(Concern.cycle, refs)),
        waits=waits_of(period, weeks, view),
    )


def _week_fact(week: Week, view: View) -> WeekFact:
    ref = week.cycle.ref
    cases = view.all(Case, Case.cycle == ref, is_empty(Case.replaced_by))
    targeted = sum(case.targeted for case in cases)
    so_far = return_status(ref, view)
    issued = sum(map(len, (so_far.back, so_far.waived, so_far.waiting)))
    return WeekFact(
        ref, week.cycle.eligible or 0, len(cases) - targeted, targeted, issued, len(so_far.back),
        waived=len(so_far.waived),
    )  # fmt: skip


def _items(weeks: Sequence[Week]) -> Iterator[ItemFact]:
    """Yield each question of the last week over all weeks that asked it alike."""
    template = weeks[-1].template
    for question in (q for q in template.questions if q.scale):
        good = good_of(question, template)
        both = list(alike(question, weeks))
        parts = cells(both, good)
        estimate = estimate_of(parts, method=method_of((part.drawn, part.frame) for part in parts))
        words = estimate_in_words(estimate)
        if estimate.silent:
            words += f"; nothing is known of {', '.join(part.name for part in estimate.silent)}"
        beside = {
            "not applicable": sum(len(t.not_applicable) for _, t in both),
            "cannot tell": sum(len(t.cannot_tell) for _, t in both),
            "not answered": sum(len(t.unanswered) for _, t in both),
        }
        yield ItemFact(
            label=f"{question.number}. {question.asks}",
            good=_labels(question, good),
            x=estimate.interval.x,
            n=estimate.interval.n,
            says=words,
            word=word_for(estimate) or "",
            aside=", ".join(f"{count} {what}" for what, count in beside.items() if count) or "none",
            not_judged=sum(beside.values()),
        )


def _labels(question: Question, codes: Sequence[str]) -> str:
    scale = question.scale
    return " or ".join(c.label for c in scale.choices if c.code in codes) if scale else ""


def _strips(graded: Sequence[Question], weeks: Sequence[Week]) -> Iterator[Strip]:
    for question in graded[:1]:
        for week, _ in alike(question, weeks):
            yield strip_of(week.cycle.ref, *week.judged[question.id])


def _found(refs: Sequence[str], view: View) -> Iterator[tuple[str, str, int]]:
    rows = view.all(FindingRow, one_of(FindingRow.cycle, refs), order_by=FindingRow.number)
    counts = Counter((str(row.kind), plainest(row.text)) for row in rows)
    for (kind, text), weeks in counts.most_common():
        yield ("Strength" if kind == "strength" else "To develop"), text, weeks


def _reworded(questions: Sequence[Question], weeks: Sequence[Week]) -> Iterator[str]:
    for question in (q for q in questions if q.scale):
        same = {week.cycle.ref for week, _ in alike(question, weeks)}
        other = [w.cycle.ref for w in weeks if question.id in w.judged and w.cycle.ref not in same]
        if other:
            yield (
                f"Question {question.number} was asked in other words in {', '.join(other)}: those "
                "weeks are not counted with the others."
            )
