"""The year plan as a calendar: the settings' programme, and templates that have a schedule."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from operator import attrgetter

from audits.domain.days import day_in_words
from audits.domain.programme import ROUTINE, Opening, days_of_year, warnings_for
from audits.domain.remedies import Outstanding, Remedies, Remedy, Verb
from audits.storage import Cycle, TrailEntry
from audits.templates import AuditTemplate
from audits.workspace import Workspace


MISSED = "audit missed"  # as the trail says it


@dataclass(frozen=True, slots=True)
class PlannedOpening:
    """One audit of a year: what it is, when it opens and is due, and which agencies are asked.

    ``routine`` is the weekly work of a year, not a project.
    """

    kind: str
    title: str
    cycle: str
    opens: date
    due: date
    agencies: tuple[str, ...]
    routine: bool


@dataclass(frozen=True, slots=True)
class YearPlan:
    """A year of the plan, ``warnings`` about what will not go well, and what to do about them."""

    year: str
    openings: tuple[PlannedOpening, ...]
    warnings: tuple[str, ...]
    remedy: Remedies


def plan_year(year: str, *, workspace: Workspace) -> YearPlan:
    """Return what opens and is due in a year such as 2016/17, in order, with warnings.

    Raises:
        UserError: if the year is written otherwise.
        NotFoundError: if the plan names a kind that there is not.
    """
    first, last = days_of_year(year)
    for line in workspace.programme:
        workspace.template(line.kind)
    openings: list[Opening] = []
    for template in workspace.templates.values():
        openings += _openings(template, first, last, workspace)
    openings.sort(key=attrgetter("opens", "kind"))
    warnings = list(warnings_for(openings, workspace.calendar))
    remedies: list[Remedy] = []
    for missed in _missed(first, last, workspace):
        warnings.append(missed.says)
        remedies += missed.remedy
    return YearPlan(
        year=year,
        openings=tuple(_planned(opening, workspace) for opening in openings),
        warnings=tuple(warnings),
        remedy=tuple(remedies),
    )


def planned_days(kind: str, *, workspace: Workspace) -> tuple[date, ...]:
    """Return the days on which the year plan opens a kind; none where its own schedule does."""
    days: set[date | None] = set()
    for line in workspace.programme:
        if line.kind == kind:
            days.add(line.opens(workspace.calendar))
    return tuple(sorted(filter(None, days)))


def _missed(first: date, last: date, workspace: Workspace) -> Iterator[Outstanding]:
    """Yield a sentence for each audit of these days that was missed, and never opened since."""
    with workspace.open_view() as view:
        for entry in view.all(TrailEntry, TrailEntry.verb == MISSED, order_by=TrailEntry.seq):
            on = date.fromisoformat(entry.facts["on"])
            if first <= on <= last and view.find(Cycle, entry.about) is None:
                yield Outstanding(
                    f"{entry.about} was to open on {day_in_words(on)} and was missed: nothing ran "
                    "then.",
                    (Remedy(Verb.OPEN_MISSED, entry.facts["kind"], on.isoformat()),),
                )


def _openings(
    template: AuditTemplate, first: date, last: date, workspace: Workspace
) -> Iterator[Opening]:
    planned = planned_days(template.kind, workspace=workspace)
    days = [day for day in planned if first <= day <= last]
    if not planned and template.schedule is not None:
        days = list(template.schedule.days(first, last))
    for day in days:
        opening = _opening(template, day, workspace)
        yield replace(opening, is_routine=len(days) >= ROUTINE)


def _opening(template: AuditTemplate, day: date, workspace: Workspace) -> Opening:
    due = workspace.calendar.add_working_days(day, template.timeline.return_within)
    return Opening(
        template.kind, template.cycle_ref(day), day, due, template.respondents, title=template.title
    )


def _planned(opening: Opening, workspace: Workspace) -> PlannedOpening:
    return PlannedOpening(
        kind=opening.kind,
        title=workspace.templates[opening.kind].title,
        cycle=opening.ref,
        opens=opening.opens,
        due=opening.due,
        agencies=opening.agencies,
        routine=opening.is_routine,
    )
