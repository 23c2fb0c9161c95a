"""A meeting's agenda: what it must decide and what it has decided, in an order that stays."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from audits.actions import qeg_cutoff, why_brought
from audits.domain.agenda import ItemKind
from audits.domain.days import day_in_words
from audits.domain.errors import NotFoundError
from audits.domain.partnership import MeetingRole
from audits.domain.remedies import Remedy, Verb
from audits.domain.status import ActionStatus
from audits.reporting import NEVER_PUBLIC
from audits.storage import (
    ActionRow,
    ActionUpdate,
    AtMeeting,
    Meeting,
    View,
    is_before,
    one_of,
)
from audits.workspace import Workspace

from .action_list import action_of


PAGE = 100  # items
CALLED = {
    ItemKind.FINDINGS: "Findings of {}",
    ItemKind.DRAW: "Draw of {}",
    ItemKind.PAPER: "Paper {}",
    ItemKind.ACTION: "{}",
}
ASKS = {
    ItemKind.FINDINGS: "Are the findings fair, and are their actions taken on?",
    ItemKind.DRAW: "May these cases be audited?",
    ItemKind.PAPER: "May the public version go out?",
}


class ItemKey(NamedTuple):
    """Which thing is decided: ``ref`` is the audit, the paper's place or the action."""

    kind: ItemKind
    ref: str


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """One thing that a meeting decides: findings, a draw or a paper of an audit, or an action.

    ``asks`` is what has to be decided, ``decided`` what was, with its ``minute``; one of them is
    "".
    """

    kind: ItemKind
    ref: str
    title: str
    asks: str
    decided: str = ""
    minute: str = ""


@dataclass(frozen=True, slots=True)
class Agenda:
    """What one meeting of the quality group decides, and where each decision is minuted.

    ``takes_decisions`` from its day on, until there was another; what waits is on its agenda alone.
    """

    day: date
    body: str
    is_to_come: bool
    takes_decisions: bool
    keys: Sequence[ItemKey]
    minutes: Mapping[ItemKey, str]  # of what is decided, "" where that is minuted nowhere yet

    @property
    def decided(self) -> int:
        """Return how many items are decided."""
        return len(self.minutes)

    @property
    def unminuted(self) -> int:
        """Return how many decisions are minuted nowhere yet."""
        return list(self.minutes.values()).count("")

    @property
    def has_actions(self) -> bool:
        """Tell whether actions wait, which its workbook asks about."""
        return any(key.kind is ItemKind.ACTION and key not in self.minutes for key in self.keys)

    @property
    def pages(self) -> int:
        """Return on how many pages its items stand."""
        return max(1, -(-len(self.keys) // PAGE))

    def next_waiting(self, place: int = -1) -> ItemKey | None:
        """Return what waits next after the item at a place, then before it; never that itself."""
        for key in (*self.keys[place + 1 :], *self.keys[: max(place, 0)]):
            if key not in self.minutes:
                return key
        return None


@dataclass(frozen=True, slots=True)
class AgendaRows:
    """What an agenda is made of; ``updates`` are this meeting's, the last of each action last.

    ``actions`` are all that are decided or wait, in the order of their numbers.
    """

    days: Sequence[date]
    updates: Sequence[ActionUpdate]
    audits: Sequence[AtMeeting]
    actions: Sequence[tuple[str, str | None]]  # each with the audit that it came from


def agenda_of(day: date, *, workspace: Workspace) -> Agenda:
    """Return what a meeting decides, in four statements.

    Raises:
        NotFoundError: if no meeting of that day is known.
    """
    with workspace.open_view() as view:
        rows = agenda_rows(day, view=view, workspace=workspace)
    return agenda_from(rows, day, workspace=workspace)


def agenda_page(
    day: date, page: int, *, workspace: Workspace
) -> tuple[Agenda, tuple[AgendaItem, ...]]:
    """Return what a meeting decides and one page of its items, the first is 1, in five statements.

    Raises:
        NotFoundError: if no meeting of that day is known.
    """
    with workspace.open_view() as view:
        rows = agenda_rows(day, view=view, workspace=workspace)
        agenda = agenda_from(rows, day, workspace=workspace)
        keys = agenda.keys[(page - 1) * PAGE : page * PAGE]
        refs = [key.ref for key in keys if key.kind is ItemKind.ACTION]
        actions = view.rows_by(ActionRow, ActionRow.id, one_of(ActionRow.id, refs))
    return agenda, tuple(items_of(keys, rows, actions, day))


def agenda_rows(day: date, *, view: View, workspace: Workspace, action: str = "") -> AgendaRows:
    """Return what an agenda is made of; with an ``action``, all that was ever said of that too."""
    body = workspace.partnership.meeting(MeetingRole.QUALITY_GROUP)
    days = view.values(Meeting.day, Meeting.body == body.code, order_by=Meeting.day)
    is_last = _is_last(day, days, workspace.today())
    is_wanted = ActionUpdate.meeting == day
    if action:
        is_wanted |= ActionUpdate.action == action
    updates = view.all(ActionUpdate, is_wanted, order_by=ActionUpdate.id)
    audits = list(filter(_may_stand, view.audits_at_meeting(day, with_waiting=is_last)))
    decided = {update.action for update in updates if update.meeting == day}
    settled = [audit for audit in audits if audit.minute is not None]
    agreed = [audit.audit for audit in settled if audit.kind is ItemKind.FINDINGS]
    if day not in days and not decided and not settled:
        raise NotFoundError(
            f"No meeting of {body.name} on {day_in_words(day)} is known.",
            remedy=Remedy(Verb.ADD_MEETING),
        )
    is_listed = one_of(ActionRow.id, decided) | one_of(ActionRow.cycle, agreed)
    if is_last:
        is_listed |= _waits(day)
    actions = view.columns((ActionRow.id, ActionRow.cycle), is_listed, order_by=ActionRow.id)
    return AgendaRows(days, updates, audits, actions)


def agenda_from(rows: AgendaRows, day: date, *, workspace: Workspace) -> Agenda:
    """Return a meeting's agenda from what it is made of."""
    today = workspace.today()
    keys = list(map(key_of, rows.audits))
    keys.extend(ItemKey(ItemKind.ACTION, ref) for ref, _ in rows.actions)
    return Agenda(
        day=day,
        body=workspace.partnership.meeting(MeetingRole.QUALITY_GROUP).name,
        is_to_come=day > today,
        takes_decisions=day <= today and _is_last(day, rows.days, today),
        keys=keys,
        minutes=dict(_minutes(rows, day)),
    )


def audit_items(day: date, *, view: View, workspace: Workspace) -> Iterator[AgendaItem]:
    """Return what a meeting decides about audits, in two statements, be it known or not."""
    body = workspace.partnership.meeting(MeetingRole.QUALITY_GROUP)
    days = view.values(Meeting.day, Meeting.body == body.code, order_by=Meeting.day)
    is_last = _is_last(day, days, workspace.today())
    return map(_audit, filter(_may_stand, view.audits_at_meeting(day, with_waiting=is_last)))


def items_of(
    keys: Sequence[ItemKey], rows: AgendaRows, actions: Mapping[str, ActionRow], day: date
) -> Iterator[AgendaItem]:
    """Yield these items of an agenda, whose actions are given by their numbers."""
    audits = dict(zip(map(key_of, rows.audits), rows.audits, strict=True))
    updates = _updates(rows, day)
    for key in keys:
        if key in audits:
            yield _audit(audits[key])
        else:
            yield _action(actions[key.ref], updates.get(key.ref), audits, day)


def key_of(audit: AtMeeting) -> ItemKey:
    """Return which thing is decided about an audit: a paper by where it is kept."""
    ref = f"{audit.audit}-{audit.paper}" if audit.paper else audit.audit
    return ItemKey(audit.kind, ref)


def called(item: AgendaItem) -> str:
    """Return what an item is called, in a few words."""
    return CALLED[item.kind].format(item.ref)


def _may_stand(audit: AtMeeting) -> bool:
    """Tell whether this is decided at all: a paper without a public version is not."""
    return audit.paper not in NEVER_PUBLIC


def _is_last(day: date, days: Collection[date], today: date) -> bool:
    """Tell whether no later meeting was held: what waits then waits for that one no more."""
    return not any(day < later <= today for later in days)


def _waits(day: date) -> bool:
    is_late = (ActionRow.status == ActionStatus.OPEN) & is_before(ActionRow.due, qeg_cutoff(day))
    return one_of(ActionRow.status, (ActionStatus.PROPOSED, ActionStatus.COMPLETE)) | is_late


def _minutes(rows: AgendaRows, day: date) -> Iterator[tuple[ItemKey, str]]:
    """Yield each thing that is decided, with where that is minuted."""
    agreed: dict[str | None, str] = {}
    for audit in rows.audits:
        if audit.minute is not None:
            if audit.kind is ItemKind.FINDINGS:
                agreed[audit.audit] = audit.minute
            yield key_of(audit), audit.minute
    updates = _updates(rows, day)
    for ref, audit_ref in rows.actions:
        if ref in updates:
            yield ItemKey(ItemKind.ACTION, ref), updates[ref].minute
        elif audit_ref in agreed:
            yield ItemKey(ItemKind.ACTION, ref), agreed[audit_ref]


def _updates(rows: AgendaRows, day: date) -> Mapping[str, ActionUpdate]:
    """Return the last that this meeting said of each action."""
    return {update.action: update for update in rows.updates if update.meeting == day}


def _audit(audit: AtMeeting) -> AgendaItem:
    kind, ref = key_of(audit)
    if audit.minute is not None:
        return AgendaItem(kind, ref, audit.title, "", audit.decided, audit.minute)
    return AgendaItem(kind, ref, audit.title, ASKS[kind])


def _action(
    row: ActionRow, update: ActionUpdate | None, audits: Mapping[ItemKey, AtMeeting], day: date
) -> AgendaItem:
    if update is not None:
        return AgendaItem(ItemKind.ACTION, row.id, row.title, "", update.text, update.minute)
    audit = audits.get(ItemKey(ItemKind.FINDINGS, row.cycle or ""))
    if audit is not None and audit.minute is not None:
        decided = f"Decided with the findings of {audit.audit}."
        return AgendaItem(ItemKind.ACTION, row.id, row.title, "", decided, audit.minute)
    return AgendaItem(ItemKind.ACTION, row.id, row.title, why_brought(action_of(row), day))
