"""The newest entries of the trail, of those that somebody looks for."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from audits.domain.formulas import guarded
from audits.domain.working_days import ENGLAND
from audits.storage import TrailEntry, any_of, holds, one_of
from audits.workspace import Workspace


AT_ONCE = 100
COLUMNS = ("seq", "at", "actor", "verb", "about", "why", "digest")


@dataclass(frozen=True, slots=True)
class TrailFilter:
    """Which entries are looked for; what is left out filters nothing.

    ``about`` is a cycle, an action, an account; ``who`` and ``what`` are parts of a name and of
    what was done, ``verbs`` what else the trail calls that; the days are England's, both among
    them; ``before`` is an entry's number.
    """

    about: str = ""
    who: str = ""
    what: str = ""
    verbs: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    before: int = 0


def recent_trail(
    wanted: TrailFilter, *, workspace: Workspace, limit: int = AT_ONCE
) -> tuple[TrailEntry, ...]:
    """Return the newest entries that are wanted, the newest first."""
    with workspace.open_view() as view:
        rows = view.newest(TrailEntry, *_conditions(wanted), by=TrailEntry.seq, limit=limit)
    return tuple(rows)


def trail_as_csv(wanted: TrailFilter, *, workspace: Workspace) -> bytes:
    """Return all entries that are wanted as a CSV file, the oldest first."""
    with workspace.open_view() as view:
        entries = view.all(TrailEntry, *_conditions(wanted), order_by=TrailEntry.seq)
    file = io.StringIO()
    lines = csv.writer(file, lineterminator="\n")
    lines.writerow(COLUMNS)
    lines.writerows(map(_cells, entries))
    return file.getvalue().encode("utf-8-sig")


def _conditions(wanted: TrailFilter) -> Iterator[bool]:
    if wanted.about:
        yield TrailEntry.about == wanted.about
    if wanted.who:
        yield holds(TrailEntry.actor, wanted.who)
    if wanted.what:
        yield any_of(holds(TrailEntry.verb, wanted.what), one_of(TrailEntry.verb, wanted.verbs))
    if wanted.since:
        yield TrailEntry.at >= _begin_of(wanted.since)
    if wanted.until:
        yield TrailEntry.at < _begin_of(wanted.until + timedelta(days=1))
    if wanted.before:
        yield TrailEntry.seq < wanted.before


def _begin_of(day: date) -> datetime:
    return datetime.combine(day, time.min, ENGLAND)


def _cells(entry: TrailEntry) -> list[str]:
    return [guarded(str(getattr(entry, name))) for name in COLUMNS]
