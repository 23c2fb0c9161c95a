"""Review the action plan: colours are derived, dates that move keep what they were."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from audits.actions import overdue_days, qeg_cutoff, rag, rag_days
from audits.actions.rag import HALF_DONE, MOVED_TOO_OFTEN
from audits.domain.action import Action, ActionOrder, Rag, Standing
from audits.domain.status import ActionStatus
from audits.storage import ActionRow, ActionsWanted, ListedAction, View
from audits.workspace import Workspace


Reviewed = tuple[ListedAction, Action, Rag, int]


@dataclass(frozen=True, slots=True)
class ActionFilter:
    """Which actions to list; what is left out filters nothing.

    ``owner`` is an agency, with all its units, or one unit; ``owners`` are these alone, without
    the units of an agency; ``source`` a kind of origin or the words of one source; ``theme`` a core
    question or a theme's name; ``meeting`` the day of one that decided, or has to; ``words`` stand
    in what it is called; ``agencies`` are those whose actions alone may be seen, and what they
    contribute to unless they must be ``owned``, None where all may.
    """

    owner: str = ""
    overdue: bool = False
    rag: Rag | None = None
    source: str = ""
    theme: str = ""
    meeting: date | None = None
    status: ActionStatus | None = None
    ref: str = ""
    cycle: str = ""
    due_from: date | None = None
    due_until: date | None = None
    words: str = ""
    owned: bool = False
    limit: int | None = None
    offset: int = 0
    standing: Standing = Standing.ALL
    order: ActionOrder = ActionOrder.OVERDUE
    agencies: tuple[str, ...] | None = None
    owners: tuple[str, ...] = ()


EVERY = ActionFilter()


def action_of(row: ActionRow, findings: Sequence[str] = ()) -> Action:
    """Return an action as the rules take it."""
    return Action(
        id=row.id,
        title=row.title,
        source=row.source,
        cycle=row.cycle or "",
        owner=row.owner,
        due=row.due,
        status=row.status,
        opened_on=row.opened_on,
        measure=row.measure,
        findings=tuple(findings),
        original_due=row.original_due,
        times_moved=row.times_moved,
        percent_done=row.percent_done,
        updated_at=row.updated_at,
        recommendation=row.recommendation,
        typed_rag=row.typed_rag,
    )


def review_actions(*, workspace: Workspace) -> tuple[tuple[Action, Rag, int], ...]:
    """Return every action with its colour and the days it is overdue, most overdue first."""
    with workspace.open_view() as view:
        rows = reviewed(EVERY, view=view, workspace=workspace)
    return tuple((action, colour, late) for _, action, colour, late in rows)


def reviewed(wanted: ActionFilter, *, view: View, workspace: Workspace) -> list[Reviewed]:
    """Return the actions that are wanted, each as kept, as the rules take it, and as it stands."""
    today = workspace.today()
    actions = []
    for kept in view.actions(actions_wanted(wanted, workspace=workspace)):
        action = action_of(kept.row, kept.findings)
        late = overdue_days(action, today)
        actions.append((kept, action, rag(action, today, workspace.calendar), late))
    return actions


def actions_wanted(wanted: ActionFilter, *, workspace: Workspace) -> ActionsWanted:
    """Return what is asked of the database, with the days of the rule on colours."""
    days = rag_days(workspace.today(), workspace.calendar)
    query = ActionsWanted(
        today=days.today,
        soon=days.soon,
        stale=days.stale,
        stale_before=days.stale_before,
        half_done=HALF_DONE,
        moved_too_often=MOVED_TOO_OFTEN,
        decide_before=qeg_cutoff(days.today),
        owner=wanted.owner,
        owners=wanted.owners,
        agencies=wanted.agencies,
        standing=wanted.standing,
        order=wanted.order,
        overdue=wanted.overdue,
        rag=wanted.rag,
        source=wanted.source,
        theme=wanted.theme,
        status=wanted.status,
        ref=wanted.ref,
        cycle=wanted.cycle,
        due_from=wanted.due_from,
        due_until=wanted.due_until,
        words=wanted.words,
        owned=wanted.owned,
        limit=wanted.limit,
        offset=wanted.offset,
    )
    if wanted.meeting is None:
        return query
    return _at_meeting(query, wanted.meeting)


def _at_meeting(query: ActionsWanted, meeting: date) -> ActionsWanted:
    is_past = meeting < query.today
    before = None if is_past else qeg_cutoff(meeting)
    return replace(query, for_meeting=meeting, overdue_before=before)
