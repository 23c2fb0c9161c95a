"""What goes on by itself: a cycle as far as it may, and each tick although a part of it fails."""

from dataclasses import replace

import pytest
from builders import stages, workspace as ws
from builders.delivery import FakeChannel

from audits.collection import FolderInbox
from audits.domain.errors import NotFoundError, StatusError, WorkspaceError
from audits.domain.message import Purpose
from audits.domain.status import CycleStatus, DispatchStatus
from audits.queries.returns import list_returns
from audits.steps.cycle.cancel import cancel_cycle
from audits.steps.cycle.open import open_cycle
from audits.steps.progress.advance import advance
from audits.steps.progress.approve import approve_cycle
from audits.steps.returns.allow import waive_return
from audits.steps.ticks.chase_everything import chase_everything
from audits.steps.ticks.collect_everything import collect_everything
from audits.steps.ticks.runner import OneByOne
from audits.steps.ticks.send_everything import send_everything
from audits.storage import Dispatch


def opened(home):
    workspace = ws.workspace_of(home)
    open_cycle(ws.KIND, ws.THURSDAY, workspace=workspace)
    return workspace


def test_a_cycle_goes_as_far_as_it_may_and_no_further(loaded, tmp_path):
    workspace = opened(ws.copy_of(loaded, tmp_path / "home"))
    assert advance(ws.REF, workspace=workspace) is CycleStatus.ISSUED
    assert advance(ws.REF, workspace=workspace) is None, "nothing has come back"


def test_a_draw_that_a_person_approves_waits_for_one(loaded, tmp_path):
    home = ws.copy_of(loaded, tmp_path / "home")
    stages.STAGES["drawn for a person"][1](home)
    workspace = ws.workspace_of(home)
    assert advance(ws.REF, workspace=workspace) is None
    assert approve_cycle(ws.REF, workspace=workspace) is CycleStatus.APPROVED
    assert advance(ws.REF, workspace=workspace) is CycleStatus.ISSUED


def test_a_cancelled_cycle_goes_nowhere(loaded, tmp_path):
    workspace = opened(ws.copy_of(loaded, tmp_path / "home"))
    cancel_cycle(ws.REF, "opened by mistake", workspace=workspace)
    assert advance(ws.REF, workspace=workspace) is None


def test_approving_an_issued_cycle_is_to_go_on_without_somebody(issued, tmp_path):
    workspace = ws.workspace_of(ws.copy_of(issued, tmp_path / "home"))
    with pytest.raises(StatusError, match="Nothing has come back"):
        approve_cycle(ws.REF, workspace=workspace)
    stands = approve_cycle(ws.REF, workspace=workspace, decision="Nobody will answer")
    assert stands is CycleStatus.ANALYSED
    with pytest.raises(StatusError):
        approve_cycle(ws.REF, workspace=workspace, decision="Once more")


def test_a_cycle_is_analysed_when_the_last_return_that_it_waits_for_is_waived(answered, tmp_path):
    home = ws.copy_of(answered, tmp_path / "home")
    (home / "inbox" / "health.xlsx").unlink()
    workspace = ws.workspace_of(home)
    ws.collect(workspace)
    became = waive_return(ws.REF, "health", why="Not needed", workspace=workspace)
    assert became is CycleStatus.ANALYSED


def test_an_inbox_that_cannot_be_used_stops_no_other_and_nothing_that_follows(answered, tmp_path):
    workspace = ws.workspace_of(ws.copy_of(answered, tmp_path / "home"))
    [(name, works)] = workspace.inboxes.items()
    gone = FolderInbox(tmp_path / "gone", workspace.clock)
    run = OneByOne(workspace)
    both = replace(workspace, inboxes={"gone": gone, name: works})
    everything = collect_everything(run=run, workspace=both)
    assert list(run.failed) == [("collect from", "gone")]
    assert len(everything.taken[name]) == 3
    assert {row.unit for row in list_returns(ws.REF, workspace=workspace)} == set(ws.UNITS)
    with workspace.open_view() as view:
        [concern] = view.all(Dispatch, Dispatch.purpose == Purpose.CONCERN)
    assert concern.status is DispatchStatus.SENT, "what follows is done all the same"
    with pytest.raises(WorkspaceError, match="cannot be used"):
        run.check()
    run.check(but=(WorkspaceError,))


class Telling(FakeChannel):
    """A channel that can tell what became of a message, and knows what it was asked."""

    can_tell = True

    def __init__(self, clock) -> None:
        super().__init__(clock)
        self.asked = []

    def follow(self, reference):
        self.asked.append(reference)
        return super().follow(reference)


def test_a_sending_asks_after_what_was_sent_before_it_and_not_after_its_own(issued, tmp_path):
    workspace = ws.workspace_of(ws.copy_of(issued, tmp_path / "home"))
    channel = Telling(workspace.clock)
    workspace = replace(workspace, channels=dict.fromkeys(workspace.channels, channel))
    sent = send_everything(run=OneByOne(workspace), workspace=workspace)
    assert set(sent.stands.values()) == {DispatchStatus.SENT}
    assert channel.asked == []
    again = send_everything(run=OneByOne(workspace), workspace=workspace)
    assert again.stands == {}
    assert set(again.outcomes) == set(sent.stands)


def test_whoever_chases_sweeps_up_what_a_killed_process_left(issued, tmp_path):
    workspace = ws.workspace_of(ws.copy_of(issued, tmp_path / "home"))
    orphan = workspace.stores.packs.keep(b"nobody names this", suffix=".xlsx")
    run = OneByOne(workspace)
    assert not chase_everything(run=run).anything, "nothing is overdue yet"
    run.check()
    with pytest.raises(NotFoundError):
        workspace.stores.packs.read(orphan)
