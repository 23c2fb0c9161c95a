"""Two years, day by day: the clock moves, the ticks run, agencies and the board do their part."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from audits.demo.demo_workspace import HandClock
from audits.demo.truth import Fact
from audits.domain.errors import NotFoundError

from .agency_fills_in import fill_again, fill_first, fill_otherwise
from .agency_processes import Desks, Pending
from .agenda import WEEKLY, Opening
from .board import Board
from .calendar import is_worked, working_days_on
from .intent import Intent, Key, Wrong
from .opening import Office
from .play_days import FOLLOW_UP, GO_ON, MODERATE, SIGN_OFF
from .record import Told
from .ticks import chase_tick, collect_tick, send_tick


LONDON = ZoneInfo("Europe/London")
MORNING, NOON, AFTERNOON, EVENING = time(9), time(12), time(14), time(17)


@dataclass
class Arrival:
    """A workbook on its way: whose it is, what work makes it, and what it says on its file."""

    told: Told
    unit: str
    ticket: Pending[bytes]
    what: str
    taken: bool = True


@dataclass
class Play:
    """The programme as it is played, and the truth that was written down beside it."""

    home: Path
    office: Office
    clock: HandClock
    desks: Desks
    seed: int
    tell: Callable[[date, "Play"], None]
    told: dict[str, Told] = field(default_factory=dict)
    arrivals: dict[date, list[Arrival]] = field(default_factory=lambda: defaultdict(list))
    board_days: dict[date, list[Callable[[], None]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    first_packs: dict[tuple[str, str], bytes] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        self.board = Board(self.home, self.office.workspace, self.seed)

    def run(self, openings: Mapping[date, list[Opening]]) -> None:
        """Play every day from the first opening until nothing is left to do."""
        day, last = min(openings), max(openings)
        while day <= last or self._is_under_way(day):
            if is_worked(day):
                self._morning(day)
            if self.arrivals.get(day):
                self._noon(day)
            if self.board_days.get(day):
                self._afternoon(day)
            for opening in openings.get(day, ()):
                self._evening(opening)
            self.tell(day, self)
            day += timedelta(days=1)

    def _is_under_way(self, day: date) -> bool:
        return max((*self.arrivals, *self.board_days), default=date.min) >= day

    def _at(self, day: date, hour: time) -> None:
        self.clock.now = datetime.combine(day, hour, LONDON)

    def _morning(self, day: date) -> None:
        self._at(day, MORNING)
        if chase_tick(self.office.workspace):
            send_tick(self.office.workspace)

    def _noon(self, day: date) -> None:
        self._at(day, NOON)
        arrived = self.arrivals.pop(day)
        for place, each in enumerate(arrived):
            name = f"{place:03d} {each.told.ref} {each.unit} {each.what}.xlsx"
            (self.home / "inbox" / name).write_bytes(each.ticket.result())
            if each.taken:
                each.told.taken.append((day, each.unit))
        collect_tick(self.office.workspace)
        send_tick(self.office.workspace)
        for each in arrived:
            if each.what == "return":
                self._asked_again(each.told, each.unit, day)
        self.board.take_up_concerns()

    def _afternoon(self, day: date) -> None:
        self._at(day, AFTERNOON)
        for act in self.board_days.pop(day):
            act()

    def _evening(self, opening: Opening) -> None:
        self._at(opening.on, EVENING)
        told = self.office.open(opening.kind, opening.on)
        self.told[told.ref] = told
        send_tick(self.office.workspace)
        for unit, intent in told.intents.items():
            self._expect(told, unit, intent)
        self._plan_board(told)

    def _plan_board(self, told: Told) -> None:
        due = working_days_on(told.opened, told.days)
        on = self.board_days
        on[working_days_on(due, GO_ON)].append(
            lambda: self.board.go_on(told, self.clock.now.date())
        )
        moderation = working_days_on(due, MODERATE)
        on[moderation].append(lambda: self.board.moderate(told, self.clock.now.date()))
        on[working_days_on(due, SIGN_OFF)].append(lambda: self.board.sign_off(told))
        on[working_days_on(due, FOLLOW_UP)].append(lambda: self.board.update_actions(told))

    def _expect(self, told: Told, unit: str, intent: Intent) -> None:
        """Have a unit's first return under way, and with it whatever it gets wrong."""
        if intent.returns_on is None:
            return
        pack = self._pack(told, unit, 1)
        if told.kind == WEEKLY or intent.wrong is Wrong.OLDER_EDITION:
            self.first_packs[told.ref, unit] = pack
        if intent.wrong is Wrong.OTHER_CYCLE:
            self._old_one(unit, intent.returns_on)
        ticket = self.desks.hand_in(fill_first, pack, intent)
        self.arrivals[intent.returns_on].append(Arrival(told, unit, ticket, "return"))

    def _old_one(self, unit: str, on: date) -> None:
        """Send the pack of an audit that is over, once there is one."""
        for old in self.told.values():
            over = working_days_on(working_days_on(old.opened, old.days), SIGN_OFF)
            pack = self.first_packs.get((old.ref, unit))
            if pack and over < on and old.intents[unit].manner == "clean" and not old.quarantined:
                intent = old.intents[unit]
                ticket = self.desks.hand_in(fill_otherwise, pack, intent, _otherwise(old, unit))
                self.arrivals[on].append(Arrival(old, unit, ticket, "again", taken=False))
                old.quarantined += 1
                return

    def _asked_again(self, told: Told, unit: str, day: date) -> None:
        """Have what was asked again under way, in the edition that lies in the outbox."""
        intent = told.intents[unit]
        if intent.queries_after is None:
            return
        told.queries_answered.add(unit)
        on = working_days_on(day, intent.queries_after)
        try:
            pack = self._pack(told, unit, 2)
        except NotFoundError:
            return  # the engine asked nothing; the comparison will say so
        ticket = self.desks.hand_in(fill_again, pack, intent)
        self.arrivals[on].append(Arrival(told, unit, ticket, "queries"))
        if intent.wrong is Wrong.OLDER_EDITION:
            whole = replace(intent, no_notes=frozenset())
            first = self.first_packs[told.ref, unit]
            old = self.desks.hand_in(fill_otherwise, first, whole, _otherwise(told, unit))
            then = working_days_on(on, 1)
            self.arrivals[then].append(Arrival(told, unit, old, "older edition"))

    def _pack(self, told: Told, unit: str, edition: int) -> bytes:
        path = self.home / "outbox" / unit / f"{told.ref}-{unit}-pack-{edition}.xlsx"
        if not path.exists():
            raise NotFoundError(f"{path.name} has not come.")
        return path.read_bytes()


def _otherwise(told: Told, unit: str) -> dict[Key, Fact]:
    """Return one answer better than the truth: a contradiction that must not count."""
    asked = told.by_key(unit)
    for key, fact in told.intents[unit].facts.items():
        question = asked.get(key[1])
        if question and question.scale and fact.value != question.scale.best.code:
            return {key: Fact(question.scale.best.code, question.scale.best.label)}
    return {}
