"""What is due to be destroyed by the schedule, what holds keep back, and what was destroyed."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from audits.domain.backup import BACKUP_MADE
from audits.domain.days import day_in_words
from audits.domain.errors import NotFoundError
from audits.domain.remedies import Remedy, Verb
from audits.domain.retention import KeptClass, months_after
from audits.domain.status import CycleStatus
from audits.storage import Cycle, Destroyed, Destruction, TrailEntry, View, is_empty
from audits.workspace import Workspace

from .what_is_over import AGREED, Kept, what_is_over


@dataclass(frozen=True, slots=True)
class OldBackup:
    """A backup that was made so long ago that it may hold what is destroyed since."""

    file: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class RetentionList:
    """What is to be destroyed today, what is not although its time is over, and what is left."""

    schedule: Mapping[str, int]  # months
    due: tuple[Kept, ...]
    held: tuple[Kept, ...]
    not_published: tuple[str, ...]  # signed off longer ago than answers are kept
    begun: tuple[str, ...]  # certificates of which some is still to be done
    backups: tuple[OldBackup, ...]


@dataclass(frozen=True, slots=True)
class DestroyedLine:
    """One line of a certificate."""

    kept_class: KeptClass
    about: str
    title: str
    since: date
    due: date
    numbers: Mapping[str, int]
    destroyed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Certificate:
    """What was destroyed at once: by whom, why, when, by which schedule, and what was kept back."""

    id: str
    at: datetime
    by: str
    why: str
    schedule: Mapping[str, int]
    ended_at: datetime | None
    lines: tuple[DestroyedLine, ...]
    kept_back: tuple[Mapping[str, object], ...]


def retention_list(*, workspace: Workspace) -> RetentionList:
    """Return what the schedule says today."""
    with workspace.open_view() as view:
        over = list(what_is_over(view, workspace))
        begun = view.values(Destruction.id, is_empty(Destruction.ended_at), order_by=Destruction.at)
        not_published = tuple(_not_published(view, workspace))
        backups = tuple(_old_backups(view, workspace))
    return RetentionList(
        schedule=schedule_of(workspace),
        due=tuple(item for item in over if not item.held_by),
        held=tuple(item for item in over if item.held_by),
        not_published=not_published,
        begun=tuple(begun),
        backups=backups,
    )


def schedule_of(workspace: Workspace) -> dict[str, int]:
    """Return for how many months each class is kept here."""
    retention = workspace.partnership.retention
    return {str(kept): retention.months(kept) for kept in KeptClass}


def certificates(*, workspace: Workspace) -> list[Certificate]:
    """Return every certificate, the oldest first."""
    with workspace.open_view() as view:
        rows = view.all(Destruction, order_by=Destruction.at)
        lines: dict[str, list[Destroyed]] = defaultdict(list)
        for line in view.all(Destroyed, order_by=Destroyed.id):
            lines[line.certificate].append(line)
        return [_certificate(row, lines[row.id]) for row in rows]


def certificate_of(ref: str, *, workspace: Workspace) -> Certificate:
    """Return one certificate.

    Raises:
        NotFoundError: if there is none of this number.
    """
    with workspace.open_view() as view:
        row = view.find(Destruction, ref)
        if row is None:
            remedy = Remedy(Verb.SEE_RETENTION)
            raise NotFoundError(f"There is no certificate '{ref}'.", remedy=remedy)
        lines = view.all(Destroyed, Destroyed.certificate == ref, order_by=Destroyed.id)
        return _certificate(row, lines)


def _not_published(view: View, workspace: Workspace) -> Iterator[str]:
    """Yield each audit that was signed off longer ago than answers are kept, and not published."""
    months = workspace.partnership.retention.months(KeptClass.ANSWERS)
    agreed = view.values(Cycle.ref, Cycle.status == CycleStatus.AGREED, order_by=Cycle.ref)
    entries = view.columns(
        (TrailEntry.about, TrailEntry.at), TrailEntry.verb == AGREED[0], order_by=TrailEntry.seq
    )
    signed_off = {ref: workspace.calendar.local_date(at) for ref, at in entries}
    for ref in agreed:
        if ref in signed_off and months_after(signed_off[ref], months) <= workspace.today():
            yield ref


def _old_backups(view: View, workspace: Workspace) -> Iterator[OldBackup]:
    """Yield backups older than the shortest time, each file as it was last written."""
    made: dict[str, datetime] = {}
    for entry in view.all(TrailEntry, TrailEntry.verb == BACKUP_MADE, order_by=TrailEntry.seq):
        at = entry.at
        made[str(entry.facts.get("file") or f"made on {day_in_words(at)}")] = at
    months = workspace.partnership.retention.shortest()
    for file, at in made.items():
        if months_after(workspace.calendar.local_date(at), months) <= workspace.today():
            yield OldBackup(file, at)


def _certificate(row: Destruction, lines: Iterable[Destroyed]) -> Certificate:
    return Certificate(
        id=row.id,
        at=row.at,
        by=row.by,
        why=row.why,
        schedule=row.schedule,
        ended_at=row.ended_at,
        lines=tuple(map(_line, lines)),
        kept_back=tuple(row.kept_back),
    )


def _line(row: Destroyed) -> DestroyedLine:
    return DestroyedLine(
        row.kept_class, row.about, row.title, row.since, row.due, row.numbers, row.at
    )
