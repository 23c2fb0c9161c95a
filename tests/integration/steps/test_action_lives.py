"""Whatever is typed, in whatever order: no action is green unheard of, or closed on nothing."""

import shutil
import tempfile
from datetime import date, timedelta
from pathlib import Path

import pytest
from builders import workspace as ws
from builders.actions import JUNE, a_board, an_open_action, filled_in
from hypothesis import HealthCheck, settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from audits.actions import Better, MeasureKind
from audits.domain.action import Rag
from audits.domain.errors import UserError
from audits.domain.level import Dated, level_from
from audits.domain.status import ActionStatus
from audits.queries.action_list import ActionFilter
from audits.queries.actions import describe_action, list_actions
from audits.queries.trail import trail_faults
from audits.steps.action_packs.decide_agenda import decide_agenda
from audits.steps.action_packs.write import export_agenda
from audits.steps.actions.change import Change, update_action
from audits.steps.actions.keep_evidence import EvidenceFile
from audits.steps.actions.measure import Measured, measure_action


A_FILE = EvidenceFile(b"%PDF-1.7 all told", "pdf", "Nine of ten were told")
WORDS = st.sampled_from(["", " ", "Seen", "Two teams trained"])
ON = st.sampled_from([None, date(2017, 3, 1), date(2017, 6, 14)])
DECISIONS = ("Take on", "Close", "Keep open", "Reopen", "Withdraw")


class Lives(RuleBasedStateMachine):
    """Two actions of one board, through the steps that the commands call, on a real database."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.home = Path(self.folder.name) / "home"
        self.now = ws.FIVE
        self.workspace = a_board(self.home)
        self.refs = [an_open_action(self.workspace), an_open_action(self.workspace, owner="police")]

    def teardown(self) -> None:
        assert trail_faults(workspace=self.workspace) == ()
        self.folder.cleanup()
        shutil.rmtree(self.folder.name, ignore_errors=True)

    @initialize(measured=st.booleans())
    def one_is_measured(self, measured: bool) -> None:
        if not measured:
            return
        said = Measured(
            "timeliness", MeasureKind.QUESTION, Better.UP,
            baseline=Dated(level_from("4/20"), date(2017, 1, 9)),
        )  # fmt: skip
        measure_action(self.refs[0], said, workspace=self.workspace)

    @rule(days=st.integers(1, 40))
    def days_pass(self, days: int) -> None:
        self.now += timedelta(days=days)
        self.workspace = ws.workspace_of(self.home, now=self.now)

    @rule(
        which=st.integers(0, 1), text=WORDS, status=st.sampled_from([None, *ActionStatus]),
        evidence=WORDS, reason=WORDS, meeting=ON, done=st.sampled_from([None, 0, 60, 100, 150]),
        due=st.sampled_from([None, JUNE, date(2017, 9, 1), date(2016, 1, 1)]),
        colour=st.sampled_from([None, *Rag]), files=st.sampled_from([(), (A_FILE,)]),
    )  # fmt: skip
    def somebody_types_an_update(self, which: int, **said: object) -> None:
        change = Change(
            str(said["text"]), said["done"], said["due"], said["status"],
            evidence=said["evidence"], reason=said["reason"], meeting=said["meeting"],
            typed_rag=said["colour"], files=said["files"],
        )  # fmt: skip
        self._try(which, change)

    def _try(self, which: int, change: Change) -> None:
        """Make a change; one that is refused leaves everything as it was."""
        before = describe_action(self.refs[which], workspace=self.workspace)
        try:
            update_action(self.refs[which], workspace=self.workspace, text="", change=change)
        except UserError:
            assert describe_action(self.refs[which], workspace=self.workspace) == before

    @rule(which=st.integers(0, 1), evidence=WORDS, files=st.sampled_from([(), (A_FILE,)]))
    def an_owner_calls_it_complete(self, which: int, **said: object) -> None:
        self._try(which, Change("Done", status=ActionStatus.COMPLETE, **said))

    @rule(which=st.integers(0, 1), reason=WORDS, meeting=ON)
    def somebody_closes_it(self, which: int, **said: object) -> None:
        self._try(which, Change("It worked", status=ActionStatus.CLOSED, **said))

    @rule(which=st.integers(0, 1))
    def it_is_reopened(self, which: int) -> None:
        self._try(which, Change("Not yet", status=ActionStatus.OPEN))

    @rule(decision=st.sampled_from(DECISIONS), reason=WORDS)
    def a_meeting_decides_in_excel(self, decision: str, reason: str) -> None:
        try:
            _, book = export_agenda(self.workspace.today(), workspace=self.workspace)
        except UserError:
            return
        row = {"What QEG decides": decision, "What has changed": reason.strip() or None}
        decide_agenda(
            filled_in(book, dict.fromkeys(self.refs, row)), "a.xlsx", workspace=self.workspace
        )

    @rule()
    def it_is_measured_again(self) -> None:
        said = Measured("timeliness", after=Dated(level_from("18/20"), date(2017, 3, 8)))
        measure_action(self.refs[0], said, workspace=self.workspace)

    @invariant()
    def green_is_fresh_and_not_due(self) -> None:
        today = self.workspace.today()
        for record in list_actions(ActionFilter(rag=Rag.GREEN), workspace=self.workspace):
            said = record.updated_at.date()
            assert (today - said).days < 30
            assert record.due >= today

    @invariant()
    def closed_says_who_when_on_what_and_at_which_meeting(self) -> None:
        closed = ActionFilter(status=ActionStatus.CLOSED)
        for record in list_actions(closed, workspace=self.workspace):
            named = ("completed_at", "completed_by", "evidence", "closed_at", "closed_by", "impact")
            assert all(str(getattr(record, name) or "").strip() for name in (*named, "meeting"))
            history = describe_action(record.id, workspace=self.workspace).history
            moves = [update for update in history if update.status_after]
            assert [update.status_after for update in moves[-2:]] == ["complete", "closed"]
            assert moves[-1].meeting


TestLives = pytest.mark.slow(Lives.TestCase)
TestLives.settings = settings(
    deadline=None, max_examples=12, stateful_step_count=15,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
