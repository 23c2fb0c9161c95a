"""The action list as one query: filters and colours are worked out where the rows are."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, case, literal, or_, union_all
from sqlmodel import Session, col, select

from audits.domain.action import Origin, Rag
from audits.domain.status import UNFINISHED_ACTION, ActionStatus

from .ordering import in_order, order_of
from .tables_action import ActionAgency, ActionFinding, ActionMeasure, ActionRow, ActionUpdate
from .tables_board import Agency, Unit


@dataclass(frozen=True, slots=True)
class ActionsWanted:
    """Which actions to list. The days come from the rule on colours; None and "" filter nothing.

    ``for_meeting`` with ``overdue_before`` are those a meeting must decide: proposed, complete, or
    due before that day; ``decided_at`` those that a meeting decided.
    """

    today: date
    soon: date
    stale: date
    stale_before: datetime
    half_done: int
    moved_too_often: int
    owners: Sequence[str] = ()
    overdue: bool = False
    rag: Rag | None = None
    source: str = ""
    theme: str = ""
    status: ActionStatus | None = None
    for_meeting: date | None = None
    overdue_before: date | None = None
    ref: str = ""
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class ListedAction:
    """One action with what hangs on it."""

    row: ActionRow
    findings: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    measure: ActionMeasure | None = field(default=None)


def actions_wanted(session: Session, wanted: ActionsWanted) -> list[ListedAction]:
    """Return the actions, most overdue first, then by the day they are due."""
    query = select(ActionRow, ActionMeasure).join(
        ActionMeasure, col(ActionMeasure.action) == col(ActionRow.id), isouter=True
    )
    query = query.where(*_filters(wanted))
    is_late = and_(col(ActionRow.status).in_(UNFINISHED_ACTION), col(ActionRow.due) < wanted.today)
    dialect = session.get_bind().dialect.name
    query = query.order_by(
        case((is_late, 0), else_=1), *order_of(ActionRow, ActionRow.due, dialect)
    )
    if wanted.limit is not None:
        query = query.limit(wanted.limit)
    rows = list(session.exec(query))
    ids = [row.id for row, _ in rows]
    every = wanted.limit is None
    findings = _linked(session, ActionFinding.action, ActionFinding.finding, ids, every=every)
    agencies = _linked(session, ActionAgency.action, ActionAgency.agency, ids, every=every)
    return [
        ListedAction(row, tuple(findings[row.id]), tuple(agencies[row.id]), measure)
        for row, measure in rows
    ]


def owners(session: Session) -> dict[str, str]:
    """Return the codes of agencies and units with their names; an agency's own name wins."""
    both = union_all(select(Unit.code, Unit.name), select(Agency.code, Agency.name))
    rows: Any = session.execute(both).all()  # a result itself looks like a mapping
    return dict(rows)


def colour(wanted: ActionsWanted) -> Any:
    """Return the colour of an action as a column: the rule of `audits.actions.rag`, in SQL."""
    status, due = col(ActionRow.status), col(ActionRow.due)
    moved, typed = col(ActionRow.times_moved), col(ActionRow.typed_rag)
    done, updated = col(ActionRow.percent_done), col(ActionRow.updated_at)
    is_soon = and_(due <= wanted.soon, done < wanted.half_done)
    is_stale = or_(
        updated < wanted.stale_before,
        and_(updated.is_(None), col(ActionRow.opened_on) <= wanted.stale),
    )
    is_red = or_(due < wanted.today, moved >= wanted.moved_too_often, typed == Rag.RED)
    over = (ActionStatus.CLOSED, ActionStatus.WITHDRAWN)
    rules = (
        (status.in_(over), Rag.BLACK),
        (status == ActionStatus.COMPLETE, Rag.BLUE),
        (is_red, Rag.RED),
        (status == ActionStatus.PROPOSED, Rag.GREY),
        (or_(due.is_(None), moved > 0, is_soon, typed == Rag.AMBER), Rag.AMBER),
        (and_(updated.is_(None), done == 0), Rag.GREY),
        (is_stale, Rag.AMBER),
    )
    return case(*((when, literal(str(rag))) for when, rag in rules), else_=str(Rag.GREEN))


def _filters(wanted: ActionsWanted) -> list[Any]:
    row = ActionRow
    filters: list[Any] = []
    if wanted.overdue:
        filters += [col(row.status).in_(UNFINISHED_ACTION), col(row.due) < wanted.today]
    if wanted.rag:
        filters.append(colour(wanted) == str(wanted.rag))
    conditions: tuple[tuple[object, Callable[[], Any]], ...] = (
        (wanted.owners, lambda: col(row.owner).in_(wanted.owners)),
        (wanted.source, lambda: _from_source(wanted.source)),
        (wanted.theme, lambda: _about_theme(wanted.theme)),
        (wanted.status, lambda: col(row.status) == wanted.status),
        (wanted.for_meeting, lambda: _of_meeting(wanted)),
        (wanted.ref, lambda: col(row.id) == wanted.ref),
    )
    return filters + [condition() for value, condition in conditions if value]


def _from_source(source: str) -> Any:
    if source in set(Origin):
        return col(ActionRow.origin) == Origin(source)
    return col(ActionRow.source) == source


def _about_theme(theme: str) -> Any:
    from .tables_learning import FindingRow  # asked for seldom

    about = select(ActionFinding.action).join(
        FindingRow, col(FindingRow.id) == col(ActionFinding.finding)
    )
    about = about.where(or_(col(FindingRow.question) == theme, col(FindingRow.theme) == theme))
    return or_(col(ActionRow.theme) == theme, col(ActionRow.id).in_(about))


def _of_meeting(wanted: ActionsWanted) -> Any:
    """Return what a meeting decided; and what it must decide, where it is still to come."""
    decided = select(ActionUpdate.action).where(col(ActionUpdate.meeting) == wanted.for_meeting)
    was_decided = col(ActionRow.id).in_(decided)
    if wanted.overdue_before is None:
        return was_decided
    waits = col(ActionRow.status).in_((ActionStatus.PROPOSED, ActionStatus.COMPLETE))
    is_open = col(ActionRow.status) == ActionStatus.OPEN
    return or_(was_decided, waits, and_(is_open, col(ActionRow.due) < wanted.overdue_before))


def _linked(
    session: Session, action: Any, other: Any, ids: Sequence[str], *, every: bool
) -> dict[str, list[str]]:
    """Return what hangs on actions; for all of them at once where all are listed."""
    query = select(action, other).order_by(*in_order(other, session.get_bind().dialect.name))
    if not every:
        query = query.where(action.in_(ids))
    linked: dict[str, list[str]] = defaultdict(list)
    for ref, linked_to in session.exec(query):
        linked[ref].append(linked_to)
    return linked
