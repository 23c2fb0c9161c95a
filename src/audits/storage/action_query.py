"""The action list as one query: filters and colours are worked out where the rows are."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, case, func, literal, or_, true, union_all
from sqlmodel import Session, col, select

from audits.domain.action import ActionOrder, Origin, Rag, Standing
from audits.domain.status import ENDED_ACTION, UNFINISHED_ACTION, ActionStatus

from .ordering import in_order, order_of
from .tables_action import ActionAgency, ActionFinding, ActionMeasure, ActionRow, ActionUpdate
from .tables_board import Agency, Unit


@dataclass(frozen=True, slots=True)
class ActionsWanted:
    """Which actions to list. The days come from the rule on colours; None and "" filter nothing.

    ``owner`` is an agency, with all its units, or one unit; ``owners`` are these alone, without the
    units of an agency; ``agencies`` are those whose actions alone may be seen, and those that they
    contribute to, unless they must be ``owned``; None where all may.
    ``for_meeting`` with ``overdue_before`` are those a meeting must decide: proposed, complete, or
    due before that day; ``decided_at`` those that a meeting decided.
    """

    today: date
    soon: date
    stale: date
    stale_before: datetime
    half_done: int
    moved_too_often: int
    decide_before: date
    owner: str = ""
    owners: Sequence[str] = ()
    agencies: Sequence[str] | None = None
    standing: Standing = Standing.ALL
    order: ActionOrder = ActionOrder.OVERDUE
    overdue: bool = False
    rag: Rag | None = None
    source: str = ""
    theme: str = ""
    status: ActionStatus | None = None
    for_meeting: date | None = None
    overdue_before: date | None = None
    ref: str = ""
    cycle: str = ""
    due_from: date | None = None
    due_until: date | None = None
    words: str = ""
    owned: bool = False
    limit: int | None = None
    offset: int = 0


@dataclass(frozen=True, slots=True)
class ListedAction:
    """One action with what hangs on it."""

    row: ActionRow
    findings: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    measure: ActionMeasure | None = field(default=None)


def actions_wanted(session: Session, wanted: ActionsWanted) -> list[ListedAction]:
    """Return the actions in the order that is wanted, then by the day they are due."""
    query = select(ActionRow, ActionMeasure).join(
        ActionMeasure, col(ActionMeasure.action) == col(ActionRow.id), isouter=True
    )
    query = query.where(*_filters(wanted))
    query = query.order_by(*_order(wanted, session.get_bind().dialect.name))
    if wanted.limit is not None:
        query = query.limit(wanted.limit).offset(wanted.offset)
    rows = list(session.exec(query))
    ids = [row.id for row, _ in rows]
    every = wanted.limit is None
    findings = _linked(session, ActionFinding.action, ActionFinding.finding, ids, every=every)
    agencies = _linked(session, ActionAgency.action, ActionAgency.agency, ids, every=every)
    return [
        ListedAction(row, tuple(findings[row.id]), tuple(agencies[row.id]), measure)
        for row, measure in rows
    ]


def count_actions(session: Session, wanted: ActionsWanted) -> tuple[int, dict[Standing, int]]:
    """Return how many actions are wanted, and how many of all that may be seen stand how."""
    counts = [func.count().filter(and_(true(), *_filters(wanted)))]
    for standing in Standing:
        counts.append(func.count().filter(_stands(standing, wanted)))
    query: Any = select(*counts).select_from(ActionRow).where(_may_be_seen(wanted))
    number, *standings = session.execute(query).one()
    return number, dict(zip(Standing, standings, strict=True))


def owners_and_themes(session: Session, wanted: ActionsWanted) -> list[tuple[str, str]]:
    """Return whose the actions are that may be seen, each with the themes they are about."""
    query = select(ActionRow.owner, ActionRow.theme).where(_may_be_seen(wanted)).distinct()
    return list(session.exec(query))


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
    filters: list[Any] = [_may_be_seen(wanted)]
    if wanted.overdue:
        filters.append(_is_late(wanted))
    if wanted.rag:
        filters.append(colour(wanted) == str(wanted.rag))
    conditions: tuple[tuple[object, Callable[[], Any]], ...] = (
        (wanted.owner, lambda: _owned_by([wanted.owner])),
        (wanted.owners, lambda: col(row.owner).in_(wanted.owners)),
        (wanted.standing, lambda: _stands(wanted.standing, wanted)),
        (wanted.source, lambda: _from_source(wanted.source)),
        (wanted.theme, lambda: _about_theme(wanted.theme)),
        (wanted.status, lambda: col(row.status) == wanted.status),
        (wanted.for_meeting, lambda: _of_meeting(wanted)),
        (wanted.ref, lambda: col(row.id) == wanted.ref),
        (wanted.cycle, lambda: col(row.cycle) == wanted.cycle),
        (wanted.due_from, lambda: col(row.due) >= wanted.due_from),
        (wanted.due_until, lambda: col(row.due) <= wanted.due_until),
        (wanted.words, lambda: _says(wanted.words)),
    )
    return filters + [condition() for value, condition in conditions if value]


def _order(wanted: ActionsWanted, dialect: str) -> list[Any]:
    by_due = list(order_of(ActionRow, ActionRow.due, dialect))
    if wanted.order is ActionOrder.OWNER:
        return [*in_order(ActionRow.owner, dialect), *by_due]
    if wanted.order is ActionOrder.STATUS:
        places = {status: place for place, status in enumerate(ActionStatus)}
        return [case(places, value=col(ActionRow.status)), *by_due]
    if wanted.order is ActionOrder.DUE:
        return by_due
    return [case((_is_late(wanted), 0), else_=1), *by_due]


def _may_be_seen(wanted: ActionsWanted) -> Any:
    """Limit to actions that agencies own or contribute to, where not all may be seen."""
    if wanted.agencies is None:
        return true()
    if wanted.owned:
        return _owned_by(wanted.agencies)
    return or_(_owned_by(wanted.agencies), _with_help_of(wanted.agencies))


def _owned_by(agencies: Sequence[str]) -> Any:
    """Limit to actions of agencies, all their units among them."""
    return _is_one_of(col(ActionRow.owner), agencies)


def _with_help_of(agencies: Sequence[str]) -> Any:
    """Limit to actions that agencies or their units contribute to, whoever owns them."""
    helper = col(ActionAgency.agency)
    helped = select(ActionAgency.action).where(_is_one_of(helper, agencies))
    return col(ActionRow.id).in_(helped)


def _is_one_of(column: Any, agencies: Sequence[str]) -> Any:
    units = select(Unit.code).where(col(Unit.agency).in_(agencies))
    return or_(column.in_(agencies), column.in_(units))


def _is_late(wanted: ActionsWanted) -> Any:
    return and_(col(ActionRow.status).in_(UNFINISHED_ACTION), col(ActionRow.due) < wanted.today)


def _stands(standing: Standing, wanted: ActionsWanted) -> Any:
    status = col(ActionRow.status)
    if standing is Standing.ALL:
        return true()
    if standing is Standing.OPEN:
        return status.not_in(ENDED_ACTION)
    if standing is Standing.ENDED:
        return status.in_(ENDED_ACTION)
    return _is_late(wanted) if standing is Standing.OVERDUE else _waits(wanted.decide_before)


def _says(words: str) -> Any:
    """Limit to actions with these words in what they are called, or of this number."""
    is_its_number = func.lower(col(ActionRow.id)) == words.lower()
    return or_(col(ActionRow.title).icontains(words, autoescape=True), is_its_number)


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
    return or_(was_decided, _waits(wanted.overdue_before))


def _waits(overdue_before: date) -> Any:
    """Limit to what waits for a decision: proposed, called complete, or long overdue."""
    status = col(ActionRow.status)
    is_long_overdue = and_(status == ActionStatus.OPEN, col(ActionRow.due) < overdue_before)
    return or_(status.in_((ActionStatus.PROPOSED, ActionStatus.COMPLETE)), is_long_overdue)


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
