"""The year plan as a calendar: the settings' programme, and templates that have a schedule."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import starmap
from operator import attrgetter
from typing import NamedTuple

from audits.domain.days import day_in_words
from audits.domain.programme import APRIL, ROUTINE, Opening, days_of_year, warnings_for
from audits.domain.remedies import Outstanding, Remedies, Remedy, Verb
from audits.domain.status import CycleStatus
from audits.storage import Agency, Cycle, ProgrammeChange, TrailEntry, View
from audits.templates import AuditTemplate
from audits.workspace import Workspace

from .held_packs import packs_not_sent


MONTHS = 12
MISSED = "audit missed"  # as the trail says it


@dataclass(frozen=True, slots=True)
class PlannedOpening:
    """One audit of a year: what it is, when it opens and is due, and which agencies are asked.

    ``routine`` is the weekly work of a year, not a project. ``planned`` tells whether the year
    plan names its day; otherwise its own schedule does. ``opened`` is where the audit stands, and
    ``opened_on`` the day it was opened for, if it was; ``packs_not_sent`` are the units that their
    pack has not gone to.
    """

    kind: str
    title: str
    cycle: str
    opens: date
    due: date
    agencies: tuple[str, ...]
    routine: bool
    planned: bool
    opened: CycleStatus | None
    opened_on: date | None
    packs_not_sent: int


@dataclass(frozen=True, slots=True)
class UnplannedOpening:
    """An audit that was opened in a year and that no plan names."""

    title: str
    cycle: str
    status: CycleStatus
    packs_not_sent: int
    opened_on: date
    due_at: datetime | None
    why: str


@dataclass(frozen=True, slots=True)
class PlanChanged:
    """A planned audit that was moved, added (no day before) or dropped (no day now)."""

    title: str
    was: date | None
    now: date | None
    why: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class MonthLoad:
    """How many audits land on an agency in each month of a year, April first; no routine ones."""

    agency: str
    months: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class YearPlan:
    """A year of the plan, ``warnings`` about what will not go well, and what to do about them.

    ``names`` are those of the agencies, by their codes.
    """

    year: str
    openings: tuple[PlannedOpening, ...]
    unplanned: tuple[UnplannedOpening, ...]
    load: tuple[MonthLoad, ...]
    changes: tuple[PlanChanged, ...]
    warnings: tuple[str, ...]
    remedy: Remedies
    names: Mapping[str, str]


class _Opened(NamedTuple):
    """An audit that was opened, without its frozen texts."""

    ref: str
    title: str
    status: CycleStatus
    opened_on: date
    due_at: datetime | None
    why_now: str
    packs_not_sent: int = 0


Days = Mapping[str, tuple[date, ...]]  # on which the year plan opens a kind, of those it names


def plan_year(year: str, *, workspace: Workspace) -> YearPlan:
    """Return what opens and is due in a year such as 2016/17, in order, with warnings.

    Raises:
        UserError: if the year is written otherwise.
        NotFoundError: if the plan names a kind that there is not.
    """
    first, last = days_of_year(year)
    for line in workspace.programme:
        workspace.template(line.kind)
    with workspace.open_view() as view:
        changes = view.all(ProgrammeChange, order_by=ProgrammeChange.id)
        missed = view.all(TrailEntry, TrailEntry.verb == MISSED, order_by=TrailEntry.seq)
        opened = _opened(view)
        names = view.values_by(Agency.code, Agency.name)
    days = _days(changes, workspace)
    openings: list[Opening] = []
    for template in workspace.templates.values():
        openings += _openings(template, days, first, last, workspace)
    openings.sort(key=attrgetter("opens", "kind"))
    today = workspace.today()
    warnings = list(warnings_for(openings, workspace.calendar, today, names))
    remedies: list[Remedy] = []
    for entry in _missed(missed, opened, first, last):
        warnings.append(entry.says)
        remedies += entry.remedy
    planned = [_planned(opening, days, opened) for opening in openings]
    return YearPlan(
        year=year,
        openings=tuple(planned),
        unplanned=tuple(_unplanned(opened, openings, first, last)),
        load=tuple(_load(openings, names)),
        changes=tuple(_changes(changes, first, last, workspace)),
        warnings=tuple(warnings),
        remedy=tuple(remedies),
        names=names,
    )


def _opened(view: View) -> dict[str, _Opened]:
    """Return every audit that was opened, in that order, by its reference."""
    shown = (
        Cycle.ref, Cycle.title, Cycle.status, Cycle.opened_on, Cycle.due_at, Cycle.why_now,
    )  # fmt: skip
    rows = starmap(_Opened, view.columns(shown, order_by=Cycle.opened_on))
    not_sent = packs_not_sent(view)
    return {row.ref: row._replace(packs_not_sent=not_sent.get(row.ref, 0)) for row in rows}


def planned_days(*, workspace: Workspace) -> Days:
    """Return the days on which the year plan opens each kind that it names, as changed since.

    Any other kind opens as its own schedule says.
    """
    with workspace.open_view() as view:
        return planned_days_in(view, workspace)


def planned_days_in(view: View, workspace: Workspace) -> Days:
    """Return what `planned_days` does, of a view that is open."""
    return _days(view.all(ProgrammeChange, order_by=ProgrammeChange.id), workspace)


def is_called_off(kind: str, on: date, *, workspace: Workspace) -> bool:
    """Tell whether an audit was planned for a day and was moved or dropped since."""
    with workspace.open_view() as view:
        changes = view.all(ProgrammeChange, ProgrammeChange.kind == kind)
    is_changed = on in {change.was for change in changes}
    return is_changed and on not in planned_days(workspace=workspace).get(kind, ())


def _days(changes: Iterable[ProgrammeChange], workspace: Workspace) -> Days:
    days: dict[str, set[date]] = {}
    for line in workspace.programme:
        day = line.opens(workspace.calendar)
        if day is not None:
            days.setdefault(line.kind, set()).add(day)
    for change in changes:
        of_kind = days.setdefault(change.kind, set())
        of_kind -= {change.was}
        of_kind |= {change.now} - {None}  # type: ignore[arg-type]  # without None they are days
    return {kind: tuple(sorted(of_kind)) for kind, of_kind in days.items()}


def _missed(
    entries: Iterable[TrailEntry], opened: Collection[str], first: date, last: date
) -> Iterator[Outstanding]:
    """Yield a sentence for each audit of these days that was missed, and never opened since."""
    for entry in entries:
        on = date.fromisoformat(entry.facts["on"])
        if first <= on <= last and entry.about not in opened:
            yield Outstanding(
                f"{entry.about} was to open on {day_in_words(on)} and was missed: nothing ran "
                "then.",
                (Remedy(Verb.OPEN_MISSED, entry.facts["kind"], on.isoformat()),),
            )


def _openings(
    template: AuditTemplate, planned: Days, first: date, last: date, workspace: Workspace
) -> Iterator[Opening]:
    days = [day for day in planned.get(template.kind, ()) if first <= day <= last]
    if template.kind not in planned and template.schedule is not None:
        days = list(template.schedule.days(first, last))
    title = workspace.titles()[template.kind]
    for day in days:
        due = workspace.calendar.add_working_days(day, template.timeline.return_within)
        yield Opening(
            template.kind,
            template.cycle_ref(day),
            day,
            due,
            template.respondents,
            title=title,
            is_routine=len(days) >= ROUTINE,
        )


def _planned(opening: Opening, planned: Days, opened: Mapping[str, _Opened]) -> PlannedOpening:
    cycle = opened.get(opening.ref)
    status, opened_on = (cycle.status, cycle.opened_on) if cycle else (None, None)
    not_sent = cycle.packs_not_sent if cycle else 0
    return PlannedOpening(
        kind=opening.kind,
        title=opening.title,
        cycle=opening.ref,
        opens=opening.opens,
        due=opening.due,
        agencies=opening.agencies,
        routine=opening.is_routine,
        planned=opening.kind in planned,
        opened=status,
        opened_on=opened_on,
        packs_not_sent=not_sent,
    )


def _unplanned(
    opened: Mapping[str, _Opened], openings: Iterable[Opening], first: date, last: date
) -> Iterator[UnplannedOpening]:
    known = set(map(attrgetter("ref"), openings))
    for ref, cycle in opened.items():
        if ref not in known and first <= cycle.opened_on <= last:
            yield UnplannedOpening(
                cycle.title,
                ref,
                cycle.status,
                cycle.packs_not_sent,
                cycle.opened_on,
                cycle.due_at,
                cycle.why_now,
            )


def _load(openings: Iterable[Opening], names: Mapping[str, str]) -> Iterator[MonthLoad]:
    """Yield each agency that is asked in a year, with how many audits land on it each month."""
    landing: dict[str, list[int]] = {}
    for opening in openings:
        if not opening.is_routine:
            for agency in opening.agencies:
                months = landing.setdefault(agency, [0] * MONTHS)
                months[(opening.opens.month - APRIL) % MONTHS] += 1
    for agency, months in sorted(landing.items()):
        yield MonthLoad(names.get(agency, agency), tuple(months))


def _changes(
    changes: Iterable[ProgrammeChange], first: date, last: date, workspace: Workspace
) -> Iterator[PlanChanged]:
    """Yield what was changed about days of a year, the last first."""
    titles = workspace.titles()
    for row in sorted(changes, key=attrgetter("at"), reverse=True):
        days = filter(None, (row.was, row.now))
        if any(first <= day <= last for day in days):
            title = titles.get(row.kind, row.kind)
            yield PlanChanged(title, row.was, row.now, row.why, row.decided_by, row.at)
