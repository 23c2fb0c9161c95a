"""A backup is made while others write, and a workspace made of it is the one that was."""

import sqlite3
import subprocess
import tarfile
import threading
from contextlib import closing
from io import BytesIO
from pathlib import Path

import pyrage
import pytest
from builders import workspace as ws
from hypothesis import HealthCheck, given, settings, strategies as st

from audits.backup import make_key, read_private_key
from audits.domain.errors import WorkspaceError
from audits.queries.verification.workspace import verify_workspace
from audits.settings import read_settings
from audits.steps.backup.make import make_backup
from audits.steps.backup.restore import look_into_backup, restore_backup
from audits.storage import TrailEntry


WRITERS = 20


@pytest.fixture(scope="session")
def collected(tmp_path_factory):
    home = ws.loaded(tmp_path_factory.mktemp("collected") / "home", contacts=1500)
    workspace = ws.workspace_of(home)
    ws.issue(workspace)
    ws.send(workspace)
    ws.answer(home)
    ws.collect(ws.workspace_of(home))
    return home


@pytest.fixture(scope="session")
def keys(tmp_path_factory):
    """A file with the private half of a key, and the public half."""
    private, public = make_key()
    file = tmp_path_factory.mktemp("keys") / "key"
    file.write_text(f"# a remark\n{private}\n")
    return file, public


@pytest.fixture(scope="session")
def backup(collected, keys, tmp_path_factory):
    file = tmp_path_factory.mktemp("backup") / "backup.age"
    make_backup(file, public_keys=[keys[1]], workspace=ws.workspace_of(collected))
    return file


def restored(file, keys, home: Path) -> Path:
    restore_backup(
        file, read_private_key(keys[0]), home,
        places_of=lambda folder: read_settings(folder).places,
    )  # fmt: skip
    return home


def faults(home: Path) -> list[str]:
    _, checks = verify_workspace(workspace=ws.workspace_of(home))
    return [fault for check in checks for fault in check.faults]


def test_a_workspace_made_of_a_backup_is_the_one_that_was(collected, backup, keys, tmp_path):
    home = restored(backup, keys, tmp_path / "new")
    assert faults(home) == []
    workspace, was = ws.workspace_of(home), ws.workspace_of(collected)
    contents = look_into_backup(backup, read_private_key(keys[0]))
    with workspace.open_view() as view, was.open_view() as before:
        assert view.row_digests() == before.row_digests()
        last = view.all(TrailEntry, order_by=TrailEntry.seq)[-1]
        entries = before.all(TrailEntry, TrailEntry.seq <= last.seq, order_by=TrailEntry.seq)
    assert last == entries[-1]
    assert (contents.trail_entries, contents.trail_digest) == (last.seq, last.digest)
    assert contents.audits == 1
    files = {path.relative_to(home) for path in home.rglob("*") if path.is_file()}
    were = {path.relative_to(collected) for path in collected.rglob("*") if path.is_file()}
    assert {path for path in were - files if not path.name.endswith(("-wal", "-shm"))} == set()
    assert home.stat().st_mode & 0o077 == 0  # so nobody else reaches what lies in it
    ws.issue_another_week(home)  # and it goes on


def test_while_twenty_write_it_is_of_one_moment(collected, keys, tmp_path):
    home = ws.copy_of(collected, tmp_path / "busy")
    ended = threading.Event()

    def write(name: str) -> None:
        workspace = ws.workspace_of(home).acting_as(name)
        while not ended.is_set():
            workspace.vault.record_look("secret", "board", "to be there")
            with workspace.open_uow() as uow:
                uow.note("looked", "board")
                uow.commit()

    writers = [threading.Thread(target=write, args=(f"writer {n}",)) for n in range(WRITERS)]
    for writer in writers:
        writer.start()
    try:
        for number in range(3):
            file = tmp_path / f"{number}.age"
            make_backup(file, public_keys=[keys[1]], workspace=ws.workspace_of(home))
            assert faults(restored(file, keys, tmp_path / f"new {number}")) == []
    finally:
        ended.set()
        for writer in writers:
            writer.join()
    assert faults(home) == []


def test_it_opens_with_the_key_alone_and_without_this_program(backup, keys, tmp_path):
    private = pyrage.x25519.Identity.from_str(keys[0].read_text().splitlines()[1])
    plain = pyrage.decrypt(backup.read_bytes(), [private])
    with tarfile.open(fileobj=BytesIO(plain)) as archive:
        archive.extractall(tmp_path, filter="data")
    checked = subprocess.run(
        ["sha256sum", "--check", "--strict", "SHA256SUMS"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert checked.returncode == 0, checked.stderr
    assert "audits.db: OK" in checked.stdout


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_cut_off_or_altered_it_is_refused_and_nothing_is_made(data, backup, keys, tmp_path):
    whole = backup.read_bytes()
    place = data.draw(st.integers(0, len(whole) - 1), "place")
    is_cut = data.draw(st.booleans(), "cut off")
    altered = bytes([whole[place] ^ data.draw(st.integers(1, 255), "bits")])
    rest = b"" if is_cut else altered + whole[place + 1 :]
    file = tmp_path / "altered.age"
    file.write_bytes(whole[:place] + rest)
    with pytest.raises(WorkspaceError) as refusal:
        restored(file, keys, tmp_path / "new")
    assert str(file) in str(refusal.value)
    assert "\n" not in str(refusal.value)
    assert [path.name for path in tmp_path.iterdir()] == ["altered.age"]


def test_anothers_key_opens_nothing(backup, tmp_path):
    key = tmp_path / "another"
    key.write_text(make_key()[0])
    with pytest.raises(WorkspaceError, match="was not sealed for this key"):
        restored(backup, (key, ""), tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_it_is_restored_over_nothing_alone(collected, backup, keys, tmp_path):
    home = ws.copy_of(collected, tmp_path / "there")
    with pytest.raises(WorkspaceError, match="is not empty"):
        restored(backup, keys, home)
    assert faults(home) == []
    (tmp_path / "empty").mkdir()
    (tmp_path / ".empty.restoring").mkdir()  # of one that was killed
    assert faults(restored(backup, keys, tmp_path / "empty")) == []


def test_no_backup_is_made_for_nobody_or_into_the_workspace(collected, keys, tmp_path):
    workspace = ws.workspace_of(collected)
    with pytest.raises(WorkspaceError, match="no key to seal"):
        make_backup(tmp_path / "b", public_keys=[], workspace=workspace)
    with pytest.raises(WorkspaceError, match="lies in the workspace"):
        make_backup(collected / "b", public_keys=[keys[1]], workspace=workspace)
    with pytest.raises(WorkspaceError, match="cannot be used"):
        make_backup(tmp_path / "no" / "b", public_keys=[keys[1]], workspace=workspace)
    assert list(tmp_path.iterdir()) == []
    assert list(collected.glob("backup*")) == []


def test_what_was_deleted_is_in_no_backup_after(collected, keys, tmp_path):
    home = ws.copy_of(collected, tmp_path / "home")
    workspace = ws.workspace_of(home)
    with closing(sqlite3.connect(home / "audits.db")) as database, database:
        database.execute("PRAGMA secure_delete = OFF")
        database.execute("CREATE TABLE scrap AS SELECT 'Zebedee Quillfeather' AS name")
        database.execute("DROP TABLE scrap")
    assert b"Zebedee" in (home / "audits.db").read_bytes()  # its page was given up, not wiped
    file = tmp_path / "backup.age"
    make_backup(file, public_keys=[keys[1]], workspace=workspace)
    private = pyrage.x25519.Identity.from_str(keys[0].read_text().splitlines()[1])
    assert b"Zebedee" not in pyrage.decrypt(file.read_bytes(), [private])
