"""A workspace that an older version made is brought up to this one, and back, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from builders import workspace as ws
from builders.at_once import engine_of
from builders.shapes import shape_of
from sqlalchemy import create_engine, text

from audits.backup import make_key, read_private_key
from audits.domain.backup import WORKSPACE_UPGRADED
from audits.domain.errors import WorkspaceError
from audits.domain.remedies import Remedy, Verb
from audits.queries.verification.workspace import verify_workspace
from audits.settings import read_settings
from audits.steps.backup.name_place import name_place
from audits.steps.backup.restore import restore_backup
from audits.steps.backup.upgrade import upgrade_workspace
from audits.storage import TrailEntry, downgrade, upgrade
from audits.wiring import build, tables_in


OLDER = "0017"  # with the table of files, before three steps more


@pytest.fixture
def older(home):
    """A home with an audit under way, its tables as a version before this one had them."""
    ws.loaded(home, contacts=300)
    workspace = ws.workspace_of(home)
    ws.issue(workspace)
    downgrade(engine_of(workspace), OLDER)
    return home


def as_it_is(home: Path):
    return build(read_settings(home), may_be_older=True)


def upgraded(home: Path, to: Path, *public_keys: str):
    return upgrade_workspace(
        to,
        public_keys=public_keys,
        tables=tables_in(read_settings(home)),
        workspace=as_it_is(home),
    )


def entries_of(workspace):
    with workspace.open_view() as view:
        return view.count(TrailEntry), view.count(TrailEntry, TrailEntry.verb == WORKSPACE_UPGRADED)


def faults_of(workspace):
    return [fault for check in verify_workspace(workspace=workspace)[1] for fault in check.faults]


def test_it_is_refused_until_it_is_upgraded_and_whole_afterwards(older, tmp_path):
    with pytest.raises(WorkspaceError, match="made by an older version") as refused:
        ws.workspace_of(older)
    assert refused.value.remedy == (Remedy(Verb.UPGRADE_WORKSPACE),)
    _, public = make_key()
    done = upgraded(older, tmp_path / "before.age", public)
    assert done.steps[0] == "0018"
    workspace = ws.workspace_of(older)
    assert faults_of(workspace) == []
    ws.send(workspace)
    assert entries_of(workspace)[1] == 1
    assert upgraded(older, tmp_path / "again.age", public) is None
    assert not (tmp_path / "again.age").exists()


def test_the_backup_leads_back_to_the_older_version_and_on_again(older, tmp_path):
    private, public = make_key()
    (tmp_path / "key").write_text(private)
    was = shape_of(engine_of(as_it_is(older)))
    upgraded(older, tmp_path / "before.age", public)

    def places_of(folder):
        name_place(folder, "database", "")
        name_place(folder, "vault_database", "")
        name_place(folder, "files_in", "folder")
        return read_settings(folder).places

    key = read_private_key(tmp_path / "key")
    restore_backup(tmp_path / "before.age", key, tmp_path / "back", places_of=places_of)
    back = create_engine(f"sqlite:///{tmp_path / 'back' / 'audits.db'}")
    assert set(shape_of(back)) == set(was)
    upgraded(tmp_path / "back", tmp_path / "second.age", public)
    restored, now = ws.workspace_of(tmp_path / "back"), ws.workspace_of(older)
    assert faults_of(restored) == []
    assert entries_of(restored) == entries_of(now)


def test_what_cannot_be_upgraded_is_left_as_it_was(older, tmp_path):
    engine = engine_of(as_it_is(older))
    with engine.begin() as connection:  # somebody made a table of their own, of a name we need
        connection.execute(text("CREATE TABLE meeting_decision (note TEXT)"))
    _, public = make_key()
    before = shape_of(engine)
    with pytest.raises(WorkspaceError, match=r"cannot be brought up .* nothing was changed"):
        upgraded(older, tmp_path / "before.age", public)
    assert shape_of(engine) == before
    assert [path.name for path in (*tmp_path.glob("*.part"), *older.glob("*.part"))] == []


def test_without_a_key_for_the_backup_nothing_is_done(older, tmp_path):
    before = shape_of(engine_of(as_it_is(older)))
    with pytest.raises(WorkspaceError, match="no key to seal a backup for"):
        upgraded(older, tmp_path / "before.age")
    assert shape_of(engine_of(as_it_is(older))) == before


@pytest.mark.slow  # five processes, each with a copy of its own to try it on
def test_of_five_at_once_one_upgrades_it_and_none_fails(older, tmp_path):
    _, public = make_key()
    with ThreadPoolExecutor(5) as pool:
        done = [pool.submit(upgraded, older, tmp_path / "before.age", public) for _ in range(5)]
    outcomes = [one.result() for one in done]
    assert any(outcomes)
    now = ws.workspace_of(older)
    assert faults_of(now) == []
    assert (tmp_path / "before.age").exists()
    upgrade(engine_of(now))  # nothing is left to be done
