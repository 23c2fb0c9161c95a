"""The audits of a year, in the order of its chapter, and the actions that belong to it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import partial

from audits.actions import is_unfinished, overdue_days, rag
from audits.domain.action import Action
from audits.domain.programme import days_of_year
from audits.domain.status import AGREED_OR_LATER, ActionStatus
from audits.queries.action_list import action_of
from audits.queries.return_status import unit_names
from audits.reporting import BoardFacts, ChapterFact, TrackedAction
from audits.storage import ActionFinding, ActionRow, Agency, Cycle, View, one_of
from audits.templates import template_of
from audits.workspace import Workspace

from .cycle import cycle_facts


LAST = 1_000  # the place of a kind whose template gives it none


def board_facts(year: str, *, workspace: Workspace) -> BoardFacts:
    """Return what a year such as 2016/17 brought, from April to March; without one, the plan today.

    Raises:
        UserError: if the year is written otherwise.
    """
    first, last = days_of_year(year) if year else (date.min, date.max)
    with workspace.open_view() as view:
        chapters: Iterator[ChapterFact] = iter(())
        if year:
            chapters = _chapters(_agreed(first, last, view), view, workspace)
        return BoardFacts(
            partnership=workspace.partnership,
            year=year,
            made_on=workspace.today(),
            chapters=tuple(chapters),
            actions=tuple(_actions(first, last, view, workspace)),
        )


def _agreed(first: date, last: date, view: View) -> list[Cycle]:
    """Return the cycles that opened in these days and are agreed, in that order."""
    return view.all(
        Cycle, Cycle.opened_on >= first, Cycle.opened_on <= last,
        one_of(Cycle.status, AGREED_OR_LATER), order_by=Cycle.opened_on,
    )  # fmt: skip


def _chapters(cycles: list[Cycle], view: View, workspace: Workspace) -> Iterator[ChapterFact]:
    by_kind: dict[str, list[Cycle]] = defaultdict(list)
    for cycle in cycles:
        by_kind[cycle.kind].append(cycle)
    for kind in sorted(by_kind, key=lambda kind: _place(kind, workspace)):
        facts = map(partial(cycle_facts, view=view, workspace=workspace), by_kind[kind])
        yield ChapterFact(template_of(by_kind[kind][-1].template).title, tuple(facts))


def _place(kind: str, workspace: Workspace) -> int:
    template = workspace.templates.get(kind)
    if template is None:
        return LAST
    return template.chapter or LAST


def _actions(first: date, last: date, view: View, workspace: Workspace) -> Iterator[TrackedAction]:
    """Yield what was closed in these days, and what was open then and is still, latest first.

    An action that its owner calls complete is still open to the quality group: a later year may
    find the same thing again.
    """
    names = view.values_by(Agency.code, Agency.name) | unit_names(view)
    findings: dict[str, list[str]] = defaultdict(list)
    for link in view.all(ActionFinding, order_by=ActionFinding.finding):
        findings[link.action].append(link.finding)
    tracked = []
    for row in view.all(ActionRow, order_by=ActionRow.due):
        action = action_of(row, findings[row.id])
        if row.status is ActionStatus.WITHDRAWN:
            continue
        touched = row.opened_on
        if row.updated_at:
            touched = workspace.calendar.local_date(row.updated_at)
        belongs = first <= touched <= last
        if is_unfinished(action) or row.status is ActionStatus.COMPLETE:
            belongs = row.opened_on <= last
        if belongs:
            tracked.append(_tracked(row, action, names, workspace))
    yield from sorted(tracked, key=lambda action: -action.overdue_days)  # the rest as it came


def _tracked(
    row: ActionRow, action: Action, names: Mapping[str, str], workspace: Workspace
) -> TrackedAction:
    today = workspace.today()

    def day(at: datetime | None) -> date | None:
        return workspace.calendar.local_date(at) if at else None

    return TrackedAction(
        id=row.id,
        title=row.title,
        owner=names.get(row.owner, row.owner),
        due=row.due,
        status=row.status,
        rag=rag(action, today, workspace.calendar),
        overdue_days=overdue_days(action, today),
        times_moved=row.times_moved,
        measure=row.measure,
        evidence=row.evidence,
        impact=row.impact,
        findings=action.findings,
        completed_on=day(row.completed_at),
        completed_by=row.completed_by,
        closed_on=day(row.closed_at),
        closed_by=row.closed_by,
        closed_why=row.closed_why,
    )
