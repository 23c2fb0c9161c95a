"""A backup of a database of each kind, restored as either; a database that is in use is refused."""

import pytest
from builders import workspace as ws
from sqlalchemy import create_engine, text

from audits.backup import make_key, read_private_key
from audits.domain.errors import WorkspaceError
from audits.queries.verification.workspace import verify_workspace
from audits.settings import read_settings
from audits.steps.backup.make import make_backup
from audits.steps.backup.name_place import name_place
from audits.steps.backup.restore import restore_backup
from audits.steps.sample.draw import draw_sample
from audits.storage import STORES, TrailEntry


@pytest.fixture
def empty_url(postgres, request):
    """An empty database on the same server."""
    name = f"e{abs(hash(request.node.nodeid))}"
    engine = create_engine(postgres, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return postgres.replace("/postgres?", f"/{name}?")


@pytest.fixture
def made(home, tmp_path):
    """A workspace with an audit on a database, its backup and the backup's key."""
    key = tmp_path / "key"
    ws.loaded(home, contacts=1500)
    workspace = ws.workspace_of(home)
    ws.issue(workspace)
    private, public = make_key()
    key.write_text(private)
    make_backup(tmp_path / "backup", public_keys=[public], workspace=workspace)
    return home, tmp_path / "backup", read_private_key(key)


def faults(workspace):
    return [fault for check in verify_workspace(workspace=workspace)[1] for fault in check.faults]


def digests(workspace):
    with workspace.open_view() as view:
        return view.row_digests(), view.count(TrailEntry)


@pytest.mark.parametrize("to", ["sqlite", "postgresql"])
def test_restored_as_either_it_is_the_same_and_goes_on(made, to, empty_url, tmp_path):
    home, backup, key = made
    is_on_server = to == "postgresql"

    def places_of(folder):
        name_place(folder, "database", empty_url if is_on_server else "")
        name_place(folder, "files_in", "database" if is_on_server else "folder")
        return read_settings(folder).places

    new = tmp_path / "new"
    restore_backup(backup, key, new, places_of=places_of)
    workspace, was = ws.workspace_of(new), ws.workspace_of(home)
    (rows, entries), (rows_before, entries_before) = digests(workspace), digests(was)
    assert rows == rows_before
    assert entries == entries_before - 1  # that the backup was made is noted after it
    assert (new / "audits.db").exists() != is_on_server
    assert any((new / store).exists() for store in STORES) != is_on_server
    kept = {name: set(store.names()) for name, store in workspace.stores.content().items()}
    assert kept["packs"]
    assert kept["registers"]
    assert kept == {name: set(store.names()) for name, store in was.stores.content().items()}
    ws.send(workspace)
    ws.answer(new)
    ws.collect(workspace)
    assert draw_sample(ws.REF, workspace=workspace) == draw_sample(ws.REF, workspace=was)
    assert faults(workspace) == []


def test_a_database_that_is_in_use_is_refused_and_nothing_is_made(made, kind, tmp_path):
    home, backup, key = made
    before = digests(ws.workspace_of(home))
    with pytest.raises(WorkspaceError, match="is not empty"):
        restore_backup(
            backup, key, tmp_path / "new", places_of=lambda folder: read_settings(folder).places
        )
    assert not (tmp_path / "new").exists()
    assert digests(ws.workspace_of(home)) == before
