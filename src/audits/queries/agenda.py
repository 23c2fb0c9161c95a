"""A meeting's agenda: what it must decide and what it has decided, in an order that stays."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from audits.actions import qeg_cutoff, why_brought
from audits.domain.days import day_in_words
from audits.domain.errors import NotFoundError
from audits.domain.partnership import MeetingRole
from audits.domain.remedies import Remedy, Verb
from audits.domain.status import ActionStatus, CycleStatus
from audits.storage import (
    ActionRow,
    ActionUpdate,
    Cycle,
    Meeting,
    SignOff,
    View,
    is_before,
    one_of,
)
from audits.workspace import Workspace

from .action_list import action_of


class ItemKind(StrEnum):
    """What a meeting decides about."""

    FINDINGS = "findings"  # all those of one audit
    ACTION = "actions"


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """One thing that a meeting decides: the findings of an audit, or an action.

    ``asks`` is what has to be decided, ``decided`` what was, with its ``minute``; one of them is
    "". ``ref`` is the audit or the action.
    """

    kind: ItemKind
    ref: str
    title: str
    asks: str
    decided: str = ""
    minute: str = ""


@dataclass(frozen=True, slots=True)
class Agenda:
    """What one meeting of the quality group decides.

    ``takes_decisions`` from its day on, until there was another; what waits is on its agenda alone.
    """

    day: date
    body: str
    is_to_come: bool
    takes_decisions: bool
    items: tuple[AgendaItem, ...]

    @property
    def decided(self) -> int:
        """Return how many items are decided."""
        return sum(bool(item.decided) for item in self.items)

    @property
    def unminuted(self) -> int:
        """Return how many decisions are minuted nowhere yet."""
        return sum(bool(item.decided) and not item.minute for item in self.items)


@dataclass(frozen=True, slots=True)
class AgendaRows:
    """What an agenda is made of; ``updates`` are this meeting's, the last of each action last."""

    days: Sequence[date]
    updates: Sequence[ActionUpdate]
    agreed: Sequence[SignOff]
    actions: Sequence[ActionRow]
    cycles: Sequence[Cycle]


def agenda_of(day: date, *, workspace: Workspace) -> Agenda:
    """Return what a meeting decides, in five statements.

    Raises:
        NotFoundError: if no meeting of that day is known.
    """
    with workspace.open_view() as view:
        rows = agenda_rows(day, view=view, workspace=workspace)
    return agenda_from(rows, day, workspace=workspace)


def agenda_rows(day: date, *, view: View, workspace: Workspace, action: str = "") -> AgendaRows:
    """Return what an agenda is made of; with an ``action``, all that was ever said of that too."""
    body = workspace.partnership.meeting(MeetingRole.QUALITY_GROUP)
    days = view.values(Meeting.day, Meeting.body == body.code, order_by=Meeting.day)
    is_wanted = ActionUpdate.meeting == day
    if action:
        is_wanted |= ActionUpdate.action == action
    updates = view.all(ActionUpdate, is_wanted, order_by=ActionUpdate.id)
    agreed = view.all(SignOff, SignOff.held_on == day, order_by=SignOff.cycle)
    decided = {update.action for update in updates if update.meeting == day}
    signed = [row.cycle for row in agreed]
    if day not in days and not decided and not signed:
        raise NotFoundError(
            f"No meeting of {body.name} on {day_in_words(day)} is known.",
            remedy=Remedy(Verb.ADD_MEETING),
        )
    is_listed = one_of(ActionRow.id, decided) | one_of(ActionRow.cycle, signed)
    is_current = one_of(Cycle.ref, signed)
    if _is_last(day, days, workspace.today()):
        is_listed |= _waits(day)
        is_current |= Cycle.status == CycleStatus.ANALYSED
    actions = view.all(ActionRow, is_listed, order_by=ActionRow.id)
    if action:
        of_action = {row.cycle for row in actions if row.id == action}
        is_current |= one_of(Cycle.ref, of_action - {None})
    cycles = view.all(Cycle, is_current, order_by=Cycle.opened_on)
    return AgendaRows(days, updates, agreed, actions, cycles)


def agenda_from(rows: AgendaRows, day: date, *, workspace: Workspace) -> Agenda:
    """Return a meeting's agenda from what it is made of."""
    today = workspace.today()
    return Agenda(
        day=day,
        body=workspace.partnership.meeting(MeetingRole.QUALITY_GROUP).name,
        is_to_come=day > today,
        takes_decisions=day <= today and _is_last(day, rows.days, today),
        items=(*_audits(rows), *_actions(rows, day)),
    )


def _is_last(day: date, days: Collection[date], today: date) -> bool:
    """Tell whether no later meeting was held: what waits then waits for that one no more."""
    return not any(day < later <= today for later in days)


def _waits(day: date) -> bool:
    is_late = (ActionRow.status == ActionStatus.OPEN) & is_before(ActionRow.due, qeg_cutoff(day))
    return one_of(ActionRow.status, (ActionStatus.PROPOSED, ActionStatus.COMPLETE)) | is_late


def _audits(rows: AgendaRows) -> Iterator[AgendaItem]:
    """Yield the audits whose findings are to be agreed or were, the oldest first."""
    agreed = {row.cycle: row for row in rows.agreed}
    for cycle in rows.cycles:
        sign_off = agreed.get(cycle.ref)
        if sign_off is not None:
            yield AgendaItem(
                ItemKind.FINDINGS, cycle.ref, cycle.title, "", "Agreed.", sign_off.minute
            )
        elif cycle.status is CycleStatus.ANALYSED:
            asks = "Are the findings fair, and are their actions taken on?"
            yield AgendaItem(ItemKind.FINDINGS, cycle.ref, cycle.title, asks)


def _actions(rows: AgendaRows, day: date) -> Iterator[AgendaItem]:
    """Yield the actions to decide about and those decided, in the order of their numbers."""
    updates = {update.action: update for update in rows.updates if update.meeting == day}
    minutes = {row.cycle: row.minute for row in rows.agreed}
    for row in sorted(rows.actions, key=_by_number):
        item = _action(row, updates, minutes, day)
        if item.decided or item.asks:
            yield item


def _action(
    row: ActionRow,
    updates: Mapping[str, ActionUpdate],
    minutes: Mapping[str, str],
    day: date,
) -> AgendaItem:
    update = updates.get(row.id)
    if update is not None:
        return AgendaItem(ItemKind.ACTION, row.id, row.title, "", update.text, update.minute)
    if row.cycle and row.cycle in minutes:
        decided = f"Decided with the findings of {row.cycle}."
        return AgendaItem(ItemKind.ACTION, row.id, row.title, "", decided, minutes[row.cycle])
    return AgendaItem(ItemKind.ACTION, row.id, row.title, why_brought(action_of(row), day))


def _by_number(row: ActionRow) -> tuple[int, str]:
    return len(row.id), row.id
