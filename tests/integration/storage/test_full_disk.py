"""A full disk or a write limit, at every door that writes: one sentence with the path."""

import errno
import os
from pathlib import Path

import pytest
from builders.full import no_file_over
from sqlalchemy import text

from audits.delivery import FolderSettings
from audits.domain.errors import TryAgainError, WorkspaceError
from audits.domain.message import Message
from audits.domain.writing import FULL_OR_SHUT, cannot_write, writing
from audits.settings import init_workspace
from audits.storage import (
    Agency,
    ContentFiles,
    KeyFile,
    Keyring,
    UnitOfWork,
    Vault,
    VaultFile,
    open_database,
    write_whole,
)


SAYS = "cannot be used: the disk is full or may not be written"
LARGE = b"x" * 200_000
FULL = Path("/dev/full")  # the system's own file that is always full


def test_a_kept_file_names_itself_and_leaves_nothing_behind(tmp_path):
    with no_file_over(100_000), pytest.raises(WorkspaceError, match=SAYS) as refused:
        ContentFiles(tmp_path / "returns").keep(LARGE)
    assert str(tmp_path / "returns") in str(refused.value)
    assert list((tmp_path / "returns").iterdir()) == []


def test_a_file_that_was_there_stays_as_it_was(tmp_path):
    write_whole(tmp_path / "paper.html", b"before")
    with no_file_over(100_000), pytest.raises(WorkspaceError, match=SAYS):
        write_whole(tmp_path / "paper.html", LARGE)
    assert (tmp_path / "paper.html").read_bytes() == b"before"


def test_an_outbox_says_so_and_that_nothing_was_sent(tmp_path, clock):
    channel = FolderSettings(kind="folder", root=tmp_path).build(clock)
    letter = Message("C/police/pack/1", "police", ("a@b.example",), "Pack", "x" * 200_000)
    with no_file_over(100_000), pytest.raises(TryAgainError, match=f"{SAYS}.*Nothing was sent"):
        channel.send(letter)
    assert channel.find(letter.key) is None
    assert channel.send(letter)


def add_agency(engine, clock, name):
    with UnitOfWork(engine, clock, "me") as uow:
        uow.add(Agency(code="police", name=name))
        uow.note("agency added", "police")
        uow.commit()


def run(engine, *statements):
    with engine.begin() as connection:
        for each in statements:
            connection.execute(text(each))


def test_a_database_that_is_full_says_so_and_keeps_what_it_had(tmp_path, clock):
    engine = open_database(f"sqlite:///{tmp_path / 'audits.db'}")
    with no_file_over(100_000), pytest.raises(WorkspaceError, match=SAYS) as refused:
        add_agency(engine, clock, "x" * 300_000)
    assert str(tmp_path / "audits.db") in str(refused.value)
    assert "xxx" not in str(refused.value)
    add_agency(engine, clock, "Police")  # once there is room


def test_sqlites_own_word_for_full_is_understood(tmp_path):
    engine = open_database(f"sqlite:///{tmp_path / 'audits.db'}")
    more = ("PRAGMA max_page_count = 1", "CREATE TABLE more AS SELECT randomblob(9000000) AS x")
    with pytest.raises(WorkspaceError, match=r"may not be written \(database or disk is full\)"):
        run(engine, *more)


def test_a_database_that_may_only_be_read_says_so(url):
    engine = open_database(url)
    shut = {"sqlite": "PRAGMA query_only = ON", "postgresql": "SET TRANSACTION READ ONLY"}
    add = "INSERT INTO agency (code, name) VALUES ('police', 'Police')"
    with pytest.raises(WorkspaceError, match=SAYS):
        run(engine, shut[engine.dialect.name], add)


def test_the_first_opening_on_a_full_disk_says_so(tmp_path):
    with no_file_over(4096), pytest.raises(WorkspaceError, match=SAYS):
        open_database(f"sqlite:///{tmp_path / 'audits.db'}")


def test_a_vault_says_so_and_keeps_what_it_had(tmp_path, clock):
    vault = Vault(VaultFile(tmp_path / "vault.db"), Keyring(b"k" * 32), clock=clock, actor="me")
    vault.keep("child", "C001", b"before")
    with no_file_over(50_000), pytest.raises(WorkspaceError, match=f"vault.db {SAYS}"):
        vault.keep("child", "C002", LARGE)
    assert vault.look("child", "C001", "a test") == b"before"
    assert vault.look("child", "C002", "a test") is None


def test_a_key_that_cannot_be_written_says_so(tmp_path):
    with no_file_over(10), pytest.raises(WorkspaceError, match=f"vault.key.* {SAYS}"):
        KeyFile(tmp_path / "vault.key").make_first()
    assert not (tmp_path / "vault.key").exists()


def test_a_workspace_that_cannot_be_made_says_so(tmp_path):
    with no_file_over(10), pytest.raises(WorkspaceError, match=SAYS):
        init_workspace(tmp_path / "home")


def test_a_file_on_a_full_disk_is_refused_by_its_name():
    said = pytest.raises(WorkspaceError, match=f"/dev/full {SAYS} .No space left on device.")
    with said, writing(FULL):
        FULL.write_bytes(b"anything")


@pytest.mark.parametrize("code", sorted(FULL_OR_SHUT), ids=lambda code: errno.errorcode[code])
def test_the_systems_own_words_are_kept(code):
    said = str(cannot_write("papers/a.pdf", OSError(code, os.strerror(code))))
    assert said.startswith(f"papers/a.pdf {SAYS} ({os.strerror(code)}). Make room there")


def test_what_else_goes_wrong_is_not_called_full():
    said = str(cannot_write("papers", OSError(errno.ENOTDIR, "Not a directory")))
    assert "full" not in said
    assert "Not a directory" in said
