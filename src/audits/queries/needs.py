"""What waits for a person, one thing after the other: what the first page shows."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from itertools import groupby
from operator import attrgetter

from audits.domain.status import CycleStatus, DispatchStatus
from audits.domain.unit_request import RequestKind
from audits.storage import (
    Concern,
    Contact,
    Cycle,
    Dispatch,
    UnitRequest,
    View,
    is_empty,
    is_filled,
    one_of,
)
from audits.workspace import Workspace

from .cycle_titles import CycleTitle, title_of
from .engine.status import what_waits_in
from .letters_to_approve import waits_to_be_approved


class NeedKind(StrEnum):
    """What somebody has to do; in the order in which it is urgent."""

    CONCERN = "concern"
    OVERDUE = "overdue"
    MORE_TIME = "more time"
    OTHER_PERSON = "other person"
    FILE = "file"
    BOUNCED = "bounced"
    MESSAGE = "message"
    LETTERS = "letters"
    DRAW = "draw"
    RECIPIENTS = "recipients"
    REGISTER = "register"
    TO_DRAW = "to draw"
    MODERATION = "moderation"
    FACTS = "facts"
    FINDINGS = "findings"
    PAPERS = "papers"
    ACTIONS = "actions"


OF_STATUS = {
    CycleStatus.PLANNED: NeedKind.REGISTER,
    CycleStatus.FRAMED: NeedKind.TO_DRAW,
    CycleStatus.DRAWN: NeedKind.DRAW,
    CycleStatus.MODERATING: NeedKind.MODERATION,
    CycleStatus.ANALYSED: NeedKind.FINDINGS,
    CycleStatus.AGREED: NeedKind.PAPERS,
}
URGENT = (
    NeedKind.CONCERN, NeedKind.OVERDUE, NeedKind.MORE_TIME, NeedKind.OTHER_PERSON, NeedKind.FILE,
    NeedKind.BOUNCED, NeedKind.MESSAGE,
)  # fmt: skip
ORDER = {kind: place for place, kind in enumerate(NeedKind)}


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that waits for a person.

    ``about`` is what it is done to: a cycle, a concern's number, a return, a message's key or a
    contact's number; ``who`` the unit's name, "" where there is none; ``since`` when it began to
    wait or was due; ``count`` how many there are where they are one line; ``detail`` the case of a
    concern, the address that takes no mail, the register that an audit waits for, why a unit asks
    for more time, or whom it names instead of a contact; ``has_come`` tells of an overdue unit that
    it has returned, and is late with what it was asked again.
    """

    kind: NeedKind
    about: str
    cycle: CycleTitle | None = None
    unit: str = ""
    who: str = ""
    since: datetime | date | None = None
    count: int = 1
    detail: str = field(default="", repr=False)
    has_come: bool = False

    @property
    def is_urgent(self) -> bool:
        """Tell whether somebody waits for it, or something may be lost."""
        return self.kind in URGENT


@dataclass(frozen=True, slots=True)
class Needs:
    """Everything that waits for a person, the most urgent first, and how much is under way."""

    needs: tuple[Need, ...]
    under_way: tuple[CycleTitle, ...]
    before: datetime | None  # when the account was here the last time, None if never
    done_since: Mapping[str, int]  # by the engine, as the trail calls it

    def by_kind(self) -> list[tuple[NeedKind, list[Need]]]:
        """Return what waits in groups, the most urgent kind first."""
        kinds = attrgetter("kind")
        return [(kind, list(needs)) for kind, needs in groupby(self.needs, key=kinds)]


def what_needs_somebody(
    *,
    account: str = "",
    trail_end: int = 0,
    is_asked: Callable[[NeedKind], bool],
    workspace: Workspace,
) -> Needs:
    """Return what waits for somebody, in nine statements however much there is.

    ``is_asked`` tells whether they are asked for things of a kind; ``account`` is theirs, and
    ``trail_end`` the last entry of the trail.
    """
    with workspace.open_view() as view:
        names, requests = view.units_and_requests()
        calls = view.cycles_and_calls((*OF_STATUS, *RUNNING))
        open_cycles = [cycle for cycle, _, _ in calls]
        titles = {row.ref: replace(title_of(row), packs_not_sent=count) for row, _, count in calls}
        counts = what_waits_in(view, workspace)
        messages, waiting = _of_people(view, workspace)
        needs = [
            *_concerns(view, titles, names),
            *_overdue(view, titles, names),
            *_asked_for(requests, titles, names),
            *_files(view),
            *_bounced(view, names),
            *_messages(messages, titles, names),
            *_gates(open_cycles, titles, workspace),
            *_facts(calls, titles),
        ]
        running = [titles[row.ref] for row in open_cycles if row.status in RUNNING]
        before, done = view.done_since(account, trail_end)
    for kind, count in (
        (NeedKind.LETTERS, len(waiting)),
        (NeedKind.RECIPIENTS, counts["recipients_to_confirm"]),
        (NeedKind.ACTIONS, counts["actions_to_decide"]),
    ):
        if count:
            needs.append(Need(kind, "", count=count))
    mine = sorted((need for need in needs if is_asked(need.kind)), key=_order)
    return Needs(tuple(mine), tuple(running), before, done)


def _order(need: Need) -> int:
    return ORDER[need.kind]


RUNNING = (CycleStatus.APPROVED, CycleStatus.ISSUED)
Titles = dict[str, CycleTitle]
Names = dict[str, str]


def _concerns(view: View, titles: Titles, names: Names) -> Iterator[Need]:
    for row in view.all(Concern, is_empty(Concern.acknowledged_at), order_by=Concern.raised_at):
        cycle = titles.get(row.cycle)
        who = names.get(row.unit, row.unit)
        need = Need(NeedKind.CONCERN, str(row.id), cycle, row.unit, who, row.raised_at)
        yield replace(need, detail=row.case_ref)


def _overdue(view: View, titles: Titles, names: Names) -> Iterator[Need]:
    for cycle, unit, due_at, has_come in view.overdue_packs():
        who = names.get(unit, unit)
        need = Need(NeedKind.OVERDUE, cycle, titles.get(cycle), unit, who, due_at)
        yield replace(need, has_come=has_come)


def _asked_for(requests: Iterable[UnitRequest], titles: Titles, names: Names) -> Iterator[Need]:
    """Yield what units ask for: more time, or another person to be written to."""
    kinds = {
        RequestKind.MORE_TIME: NeedKind.MORE_TIME,
        RequestKind.OTHER_PERSON: NeedKind.OTHER_PERSON,
    }
    for row in requests:
        cycle, who = titles.get(row.cycle or ""), names.get(row.unit, row.unit)
        need = Need(kinds[row.kind], str(row.id), cycle, row.unit, who, row.until or row.asked_at)
        named = row.person if row.email else ""
        yield replace(need, detail=row.why or named)


def _files(view: View) -> Iterator[Need]:
    for row in view.files_set_aside():
        yield Need(NeedKind.FILE, row.id, since=row.received_at)


def _bounced(view: View, names: Names) -> Iterator[Need]:
    bouncing = view.all(
        Contact, is_empty(Contact.left_on), is_filled(Contact.bounced_at), order_by=Contact.unit
    )
    for row in bouncing:
        who = names.get(row.unit, row.unit)
        need = Need(NeedKind.BOUNCED, str(row.id), unit=row.unit, who=who, since=row.bounced_at)
        yield replace(need, detail=row.email)


def _of_people(view: View, workspace: Workspace) -> tuple[list[Dispatch], list[Dispatch]]:
    """Return the messages that may not have arrived, and those that wait to be approved."""
    wanted = [DispatchStatus.UNCONFIRMED, DispatchStatus.REFUSED]
    if workspace.approves_letters:
        wanted.append(DispatchStatus.DUE)
    unsettled, waiting = [], []
    for row in view.all(Dispatch, one_of(Dispatch.status, wanted), order_by=Dispatch.due_at):
        if row.status is not DispatchStatus.DUE:
            unsettled.append(row)
        elif waits_to_be_approved(row, workspace):
            waiting.append(row)
    return unsettled, waiting


def _messages(unsettled: list[Dispatch], titles: Titles, names: Names) -> Iterator[Need]:
    for row in unsettled:
        cycle = titles.get(row.cycle or "")
        who = names.get(row.unit, row.unit)
        yield Need(NeedKind.MESSAGE, row.key, cycle, row.unit, who, row.due_at)


def _gates(open_cycles: list[Cycle], titles: Titles, workspace: Workspace) -> Iterator[Need]:
    for row in open_cycles:
        if row.status not in OF_STATUS:
            continue
        need = Need(OF_STATUS[row.status], row.ref, titles[row.ref], since=row.opened_on)
        yield replace(need, detail=_register(row, workspace))


def _facts(calls: list[tuple[Cycle, int, int]], titles: Titles) -> Iterator[Need]:
    """Yield each audit of which units call findings factually wrong."""
    for row, number, _ in calls:
        if number and row.status is CycleStatus.ANALYSED:
            yield Need(NeedKind.FACTS, row.ref, titles[row.ref], count=number)


def _register(cycle: Cycle, workspace: Workspace) -> str:
    """Return which register an audit waits for; "" if for none that is loaded."""
    template = workspace.templates.get(cycle.kind)
    if template is None or cycle.status is not CycleStatus.PLANNED:
        return ""
    return template.population.register or ""
