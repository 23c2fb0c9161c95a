"""Everything whose time is over by the schedule: found class by class, and which holds keep it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from audits.domain.days import day_in_words
from audits.domain.retention import KeptClass
from audits.domain.status import ActionStatus, CycleStatus
from audits.storage import (
    ActionEvidence,
    ActionRow,
    AnswerRow,
    AuditedChild,
    Case,
    Cycle,
    Destroyed,
    Destruction,
    Dispatch,
    FindingRow,
    IssuedPack,
    Register,
    ReturnFile,
    TrailEntry,
    View,
    is_empty,
    one_of,
)
from audits.workspace import Workspace

from .holds import Held, what_is_held


AGREED = ("cycle agreed", "cycle cancelled")
CLOSED = ("cycle published", "cycle closed", "cycle cancelled")
OVER = (CycleStatus.PUBLISHED, CycleStatus.CLOSED, CycleStatus.CANCELLED)
SIGNED_OFF = (*OVER, CycleStatus.AGREED)
REGISTER = "register "
KEY_LISTS = "key-list/"


@dataclass(frozen=True, slots=True)
class Kept:
    """One thing that is kept for a time: of which class, since when, until when, how much."""

    kept_class: KeptClass
    about: str  # a cycle, a return, an action, a certificate, or "register 3"
    title: str
    since: date
    due: date
    numbers: Mapping[str, int]
    held_by: tuple[str, ...] = ()


def what_is_over(view: View, workspace: Workspace) -> Iterator[Kept]:
    """Yield everything whose time is over and that is not destroyed, held or not."""
    known = _Known(view, workspace)
    for find in (_identities, _registers, _answers, _single_returns, _audited_before, _findings,
                 _actions, _certificates):  # fmt: skip
        for item in find(known):
            if item.due <= known.today and (item.kept_class, item.about) not in known.destroyed:
                yield item


@dataclass
class _Known:
    """What several classes ask, each asked once of the database."""

    view: View
    workspace: Workspace
    cycles: list[Cycle] = field(init=False)
    held: Held = field(init=False)
    today: date = field(init=False)
    destroyed: set[tuple[KeptClass, str]] = field(init=False)

    def __post_init__(self) -> None:
        self.cycles = self.view.all(
            Cycle, one_of(Cycle.status, SIGNED_OFF), order_by=Cycle.opened_on
        )
        self.held = what_is_held(self.view)
        self.today = self.workspace.today()
        self.destroyed = set(self.view.columns((Destroyed.kept_class, Destroyed.about)))

    @cached_property
    def agreed(self) -> Mapping[str, date]:
        """The day on which each cycle was signed off; of one of before our time, as it says."""
        return {cycle.ref: cycle.opened_on for cycle in self.cycles} | self._last(AGREED)

    @cached_property
    def closed(self) -> Mapping[str, date]:
        """The day on which each cycle was published, or cancelled."""
        over = {cycle.ref: cycle.opened_on for cycle in self.cycles if cycle.status in OVER}
        last = self._last(CLOSED)
        return {ref: last.get(ref, day) for ref, day in over.items()}

    @cached_property
    def cycle_of_case(self) -> Mapping[str, str]:
        return self.view.values_by(Case.ref, Case.cycle)

    def of_cycle(
        self,
        kept: KeptClass,
        cycle: Cycle,
        since: date,
        numbers: Mapping[str, int],
        held_by: Iterable[str] = (),
    ) -> Kept:
        """Return what is kept of a cycle."""
        holds = dict.fromkeys((*self.held.cycles.get(cycle.ref, ()), *held_by))
        title = f"{cycle.title}, {cycle.ref}"
        return self.item(kept, cycle.ref, title, since, numbers, tuple(holds))

    def item(
        self,
        kept: KeptClass,
        about: str,
        title: str,
        since: date,
        numbers: Mapping[str, int],
        held_by: tuple[str, ...] = (),
    ) -> Kept:
        """Return what is kept since a day, with the day on which its time is over."""
        due = self.workspace.partnership.retention.due_on(kept, since)
        return Kept(kept, about, title, since, due, numbers, held_by)

    def day(self, moment: datetime) -> date:
        return self.workspace.calendar.local_date(moment)

    def _last(self, verbs: tuple[str, ...]) -> dict[str, date]:
        entries = self.view.columns(
            (TrailEntry.about, TrailEntry.at), one_of(TrailEntry.verb, verbs),
            order_by=TrailEntry.seq,
        )  # fmt: skip
        return {ref: self.day(at) for ref, at in entries}


def _identities(known: _Known) -> Iterator[Kept]:
    vault = known.workspace.vault
    cases = Counter(known.cycle_of_case.get(ref, "") for ref in vault.names("case", ""))
    lists = Counter(name.split("/")[1] for name in vault.names("secret", KEY_LISTS))
    for cycle in known.cycles:
        numbers = {"cases": cases[cycle.ref], "key lists": lists[cycle.ref]}
        if any(numbers.values()):
            since = known.agreed[cycle.ref]
            yield known.of_cycle(KeptClass.IDENTITIES, cycle, since, numbers)


def _registers(known: _Known) -> Iterator[Kept]:
    """Yield each register that nothing under way is drawn from."""
    drawn: dict[str, list[str]] = defaultdict(list)
    for ref, sha256 in known.view.columns((Cycle.ref, Cycle.register_sha256)):
        drawn[str(sha256)].append(ref)
    for row in known.view.all(Register, order_by=Register.id):
        cycles = drawn[row.sha256]
        if not set(cycles) <= known.agreed.keys():
            continue
        loaded = known.day(row.loaded_at)
        since = max([loaded, *map(known.agreed.__getitem__, cycles)])
        held = [*known.held.registers.get(row.id or 0, ())]
        for ref in cycles:
            held.extend(known.held.cycles.get(ref, ()))
        about = register_about(row.id, row.loaded_at)
        title = f"Register {row.name}, loaded {day_in_words(loaded)}"
        holds = tuple(dict.fromkeys(held))
        yield known.item(KeptClass.IDENTITIES, about, title, since, {"rows": row.rows_in}, holds)


def register_about(number: int | None, loaded_at: datetime) -> str:
    """Return what a certificate calls a register: SQLite may give its number out again."""
    return f"{REGISTER}{number} of {loaded_at:%Y-%m-%d}"


def _answers(known: _Known) -> Iterator[Kept]:
    returns = known.view.counts_by(ReturnFile.cycle)
    answers = known.view.counts_by(AnswerRow.cycle)
    books = known.view.counts_by(IssuedPack.cycle)
    for cycle in known.cycles:
        ref = cycle.ref
        numbers = {
            "returns": returns.get(ref, 0),
            "answers": answers.get(ref, 0),
            "workbooks": books.get(ref, 0),
        }
        if ref in known.closed and (numbers["answers"] or numbers["workbooks"]):
            yield known.of_cycle(KeptClass.ANSWERS, cycle, known.closed[ref], numbers)


def _single_returns(known: _Known) -> Iterator[Kept]:
    """Yield each return that is of no cycle: refused, of a stranger, or about actions."""
    alone = known.view.columns(
        (ReturnFile.id, ReturnFile.received_at), is_empty(ReturnFile.cycle), order_by=ReturnFile.id
    )
    for ref, at in alone:
        yield known.item(
            KeptClass.ANSWERS, ref, f"Return {ref}, of no audit", known.day(at), {"returns": 1}
        )


def _audited_before(known: _Known) -> Iterator[Kept]:
    children = known.view.counts_by(AuditedChild.cycle)
    for cycle in known.cycles:
        if count := children.get(cycle.ref, 0):
            since = cycle.opened_on
            yield known.of_cycle(KeptClass.AUDITED_BEFORE, cycle, since, {"keyed hashes": count})


def _findings(known: _Known) -> Iterator[Kept]:
    """Yield the findings of each cycle whose actions are all over."""
    findings = known.view.counts_by(FindingRow.cycle)
    cases = known.view.counts_by(Case.cycle)
    letters = known.view.counts_by(Dispatch.cycle)
    actions: dict[str, list[ActionRow]] = defaultdict(list)
    for row in known.view.all(ActionRow, order_by=ActionRow.id):
        actions[row.cycle or ""].append(row)
    for cycle in known.cycles:
        ref = cycle.ref
        ended = list(map(_ended_at, actions[ref]))
        numbers = {
            "findings": findings.get(ref, 0),
            "cases": cases.get(ref, 0),
            "letters": letters.get(ref, 0),
        }
        if ref not in known.closed or None in ended or not any(numbers.values()):
            continue
        since = max([known.closed[ref], *(known.day(at) for at in ended if at)])
        held_by = [hold for row in actions[ref] for hold in known.held.actions.get(row.id, ())]
        yield known.of_cycle(KeptClass.FINDINGS, cycle, since, numbers, held_by)


def _actions(known: _Known) -> Iterator[Kept]:
    files = known.view.counts_by(ActionEvidence.action)
    for row in known.view.all(ActionRow, order_by=ActionRow.id):
        ended = _ended_at(row)
        if ended is not None:
            numbers = {"actions": 1, "files of evidence": files.get(row.id, 0)}
            held_by = known.held.actions.get(row.id, ())
            yield known.item(
                KeptClass.ACTIONS, row.id, f"Action {row.id}", known.day(ended), numbers, held_by
            )


def _ended_at(row: ActionRow) -> datetime | None:
    """Return when an action was closed or withdrawn; None for one that is still to be done."""
    if row.status is ActionStatus.CLOSED:
        return row.closed_at
    if row.status is ActionStatus.WITHDRAWN:
        return row.updated_at
    return None


def _certificates(known: _Known) -> Iterator[Kept]:
    for row in known.view.all(Destruction, order_by=Destruction.at):
        if row.ended_at is not None:
            since = known.day(row.ended_at)
            title = f"Certificate {row.id}"
            yield known.item(KeptClass.CERTIFICATES, row.id, title, since, {"certificates": 1})
