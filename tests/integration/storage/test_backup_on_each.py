"""A backup of a database of each kind, restored as either; a database that is in use is refused."""

from dataclasses import replace

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
from audits.storage import STORES, TrailEntry, VaultServer


@pytest.fixture
def empty_urls(postgres, request):
    """Two empty databases on the same server: for rows, and for a vault."""
    name = f"e{abs(hash(request.node.nodeid))}"
    engine = create_engine(postgres, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for made in (name, f"{name}_vault"):
            connection.execute(text(f"CREATE DATABASE {made}"))
    engine.dispose()
    return [postgres.replace("/postgres?", f"/{made}?") for made in (name, f"{name}_vault")]


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
def test_restored_as_either_it_is_the_same_and_goes_on(made, to, empty_urls, tmp_path):
    home, backup, key = made
    is_on_server = to == "postgresql"

    def places_of(folder):
        name_place(folder, "database", empty_urls[0] if is_on_server else "")
        name_place(folder, "vault_database", empty_urls[1] if is_on_server else "")
        name_place(folder, "files_in", "database" if is_on_server else "folder")
        return read_settings(folder).places

    new = tmp_path / "new"
    restore_backup(backup, key, new, places_of=places_of)
    workspace, was = ws.workspace_of(new), ws.workspace_of(home)
    (rows, entries), (rows_before, entries_before) = digests(workspace), digests(was)
    assert rows == rows_before
    assert entries == entries_before - 1  # that the backup was made is noted after it
    assert [(new / name).exists() for name in ("audits.db", "vault.db")] == [not is_on_server] * 2
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


def test_a_vault_is_left_empty_where_the_rows_are_refused(made, kind, empty_urls, tmp_path):
    home, backup, key = made
    in_use = read_settings(home).places
    places = replace(in_use, vault=empty_urls[1])
    with pytest.raises(WorkspaceError, match="is not empty"):
        restore_backup(backup, key, tmp_path / "new", places_of=lambda _: places)
    with VaultServer(empty_urls[1]).open() as vault:
        assert vault.execute("SELECT count(*) FROM sealed").fetchone()[0] == 0
    in_use_vault = replace(in_use, database="", vault=in_use.vault or empty_urls[1])
    if kind == "postgresql":
        with pytest.raises(WorkspaceError, match=r"The vault .* is not empty"):
            restore_backup(backup, key, tmp_path / "new", places_of=lambda _: in_use_vault)
    assert faults(ws.workspace_of(home)) == []
