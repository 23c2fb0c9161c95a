"""Two at one return: one claims it and reads it, whoever comes second is told so."""

from pathlib import Path

import pytest
from builders import workspace as ws

from audits.domain.errors import TakenError, WorkspaceError
from audits.domain.remedies import Remedy, Verb
from audits.queries.ready_work import unread_returns
from audits.queries.returns import list_answers, list_returns
from audits.steps.received.claim import claim_return, claimed, release_return
from audits.steps.received.keep import keep_return
from audits.steps.returns.collect import collect_inbox, collect_return
from audits.workspace import Workspace


@pytest.fixture
def home(answered, tmp_path) -> Path:
    return ws.copy_of(answered, tmp_path / "home")


def a_return(home: Path) -> bytes:
    return (home / "inbox" / "police.xlsx").read_bytes()


def later(home: Path, workspace: Workspace) -> Workspace:
    return ws.workspace_of(home, workspace.clock() + workspace.lease)


def test_a_return_that_another_process_reads_is_not_read_and_stays_in_the_inbox(home):
    workspace = ws.workspace_of(home)
    kept = keep_return(a_return(home), "police.xlsx", workspace=workspace)
    claim_return(kept.id, workspace=workspace)
    assert unread_returns(workspace=workspace) == ()
    taken = collect_return(a_return(home), "police.xlsx", workspace=workspace)
    assert taken.is_being_read
    assert taken.problems[0].message.startswith(f"Another process is reading {kept.id} now")
    assert list_answers(ws.REF, workspace=workspace) == []
    (folder,) = workspace.inboxes.values()
    list(collect_inbox(folder, workspace=workspace))
    assert [file.name for file in (home / "inbox").glob("*.xlsx")] == ["police.xlsx"]


def test_the_claim_of_a_process_that_was_killed_runs_out(home):
    workspace = ws.workspace_of(home)
    kept = keep_return(a_return(home), "police.xlsx", workspace=workspace)
    claim_return(kept.id, workspace=workspace)
    after = later(home, workspace)
    assert unread_returns(workspace=after) == (kept.id,)
    assert str(collect_return(a_return(home), "police.xlsx", workspace=after).outcome) == "accepted"


def test_who_reads_for_longer_than_its_claim_stores_nothing(home):
    workspace = ws.workspace_of(home)
    kept = keep_return(a_return(home), "police.xlsx", workspace=workspace)
    claim = claim_return(kept.id, workspace=workspace)
    after = later(home, workspace)
    second = claim_return(kept.id, workspace=after)
    with workspace.open_uow() as uow, pytest.raises(TakenError, match="not read twice"):
        claimed(kept.id, claim, uow)
    release_return(kept.id, claim, workspace=workspace)  # which is not its own any more
    with after.open_uow() as uow:
        assert claimed(kept.id, second, uow).id == kept.id


def test_who_comes_to_a_return_that_has_just_been_read_is_told_so(home):
    workspace = ws.workspace_of(home)
    collect_return(a_return(home), "police.xlsx", workspace=workspace)
    (read,) = list_returns(ws.REF, workspace=workspace)
    with pytest.raises(TakenError, match="not read twice") as error:
        claim_return(read.id, workspace=workspace)
    assert error.value.remedy == (Remedy(Verb.SEE_RETURN, read.id),)


def test_a_return_that_cannot_be_read_may_be_tried_again_at_once(home):
    workspace = ws.workspace_of(home)
    kept = keep_return(a_return(home), "police.xlsx", workspace=workspace)
    (file,) = (home / "returns").iterdir()
    sealed = file.read_bytes()
    file.write_bytes(b"spoilt" + sealed)
    with pytest.raises(WorkspaceError, match="cannot be unsealed"):
        collect_return(a_return(home), "police.xlsx", workspace=workspace)
    file.write_bytes(sealed)
    assert unread_returns(workspace=workspace) == (kept.id,)
    assert (
        str(collect_return(a_return(home), "police.xlsx", workspace=workspace).outcome)
        == "accepted"
    )
