"""Whatever happens to an action: it is never green unheard of, and never closed but by QEG."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import settings, strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from audits.actions import Decision, decided, rag
from audits.domain.action import TYPED, Action, Rag
from audits.domain.errors import StatusError
from audits.domain.moves import check_move
from audits.domain.status import ACTION_MOVES, ActionStatus
from audits.domain.working_days import WorkingCalendar


CALENDAR = WorkingCalendar(is_holiday=lambda _: False)
OPENED = date(2017, 3, 9)


class Life(RuleBasedStateMachine):
    """One action over random days, updates, moves and decisions, by the rules alone."""

    def __init__(self) -> None:
        super().__init__()
        self.now = datetime(2017, 3, 9, 17, tzinfo=UTC)
        self.heard: date | None = None  # when somebody last said something
        self.closed_by_qeg = False
        self.action = Action(
            "A1", "Tell", "audit", "", "police", OPENED + timedelta(days=90),
            ActionStatus.PROPOSED, OPENED, original_due=OPENED + timedelta(days=90),
        )  # fmt: skip

    @property
    def today(self) -> date:
        return CALENDAR.local_date(self.now)

    def said(self, **what: object) -> None:
        self.heard = self.today
        self.action = replace(self.action, updated_at=self.now, **what)

    @initialize(status=st.sampled_from([ActionStatus.OPEN, ActionStatus.PROPOSED]))
    def it_begins(self, status: ActionStatus) -> None:
        self.action = replace(self.action, status=status)

    @rule(hours=st.sampled_from([1, 24, 24 * 13, 24 * 29, 24 * 30, 24 * 31, 24 * 63]))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule(done=st.integers(0, 100))
    def the_owner_says_how_much_is_done(self, done: int) -> None:
        self.said(percent_done=done)

    @precondition(lambda self: self.action.percent_done > 60)  # or hardly any would stay unmoved
    @rule(days=st.integers(0, 200))
    def the_date_moves(self, days: int) -> None:
        due = self.today + timedelta(days=days)
        if due != self.action.due:
            self.said(due=due, times_moved=self.action.times_moved + 1)

    @rule(colour=st.sampled_from([*TYPED, None]))
    def somebody_calls_it_worse_or_takes_that_back(self, colour: Rag | None) -> None:
        self.said(typed_rag=colour)

    @rule()
    def the_owner_calls_it_complete(self) -> None:
        try:
            check_move(ACTION_MOVES, self.action.status, ActionStatus.COMPLETE, "A1")
        except StatusError:
            return
        self.said(status=ActionStatus.COMPLETE, percent_done=100)

    @rule(decision=st.sampled_from(Decision))
    def a_meeting_decides(self, decision: Decision) -> None:
        before = self.action.status
        try:
            status = decided("A1", before, decision, "QEG")
        except StatusError:
            return
        if status is not None:
            check_move(ACTION_MOVES, before, status, "A1")
        self.closed_by_qeg = before is ActionStatus.COMPLETE and decision is Decision.CLOSE
        self.said(status=status or before)

    @invariant()
    def green_means_heard_of_within_thirty_days_and_not_due(self) -> None:
        if rag(self.action, self.today, CALENDAR) is not Rag.GREEN:
            return
        assert self.heard is not None
        assert (self.today - self.heard).days < 30
        assert self.action.due is not None
        assert self.action.due >= self.today
        assert self.action.status is ActionStatus.OPEN
        assert self.action.typed_rag is None
        assert self.action.times_moved == 0

    @precondition(lambda self: self.action.status is ActionStatus.CLOSED)
    @invariant()
    def closed_means_that_a_meeting_closed_what_was_complete(self) -> None:
        assert self.closed_by_qeg
        assert rag(self.action, self.today, CALENDAR) is Rag.BLACK


TestLife = Life.TestCase
TestLife.settings = settings(deadline=None, max_examples=200, stateful_step_count=30)
