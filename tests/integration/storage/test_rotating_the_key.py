"""Another key for the vault: nothing is lost, whoever works meanwhile, wherever it is cut off."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from builders import workspace as ws
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from audits.domain.errors import WorkspaceError
from audits.queries.looks import look_faults
from audits.queries.trail import trail_faults
from audits.queries.verification.workspace import verify_workspace
from audits.settings import read_settings
from audits.steps.backup.name_place import name_place
from audits.steps.backup.rotate_key import rotate_key
from audits.wiring import vault_place


def keys_of(home: Path) -> list[bytes]:
    return [bytes.fromhex(line) for line in (home / "vault.key").read_text().split()]


def sealed_of(home: Path) -> list[tuple[str, bytes]]:
    """Return everything that is sealed, with the name it is bound to."""
    with vault_place(read_settings(home)).open() as vault:
        rows = vault.execute("SELECT kind, name, content FROM sealed").fetchall()
    sealed = [(f"{kind}/{name}", bytes(content)) for kind, name, content in rows if content]
    stores = ws.workspace_of(home).stores
    for store in (stores.returns, stores.registers, stores.evidence):
        sealed += [(name[:64], store.as_kept(name)) for name in store.names()]
    return sealed


def opens(key: bytes, name: str, sealed: bytes) -> bool:
    try:
        AESGCM(key).decrypt(sealed[:12], sealed[12:], name.encode())
    except InvalidTag:
        return False
    return True


def faults(home: Path) -> list[str]:
    _, checks = verify_workspace(workspace=ws.workspace_of(home))
    return [fault for check in checks for fault in check.faults]


@pytest.fixture
def issued(home):
    """A workspace in which packs went out and a return came back, and one look was recorded."""
    ws.loaded(home, contacts=300)
    workspace = ws.workspace_of(home)
    ws.issue(workspace)
    ws.send(workspace)
    ws.answer(home, ["police"])
    ws.collect(workspace)
    return home


def test_everything_is_sealed_with_the_new_key_alone_and_opens(issued):
    [old] = keys_of(issued)
    rotated = rotate_key(workspace=ws.workspace_of(issued))
    [new] = keys_of(issued)
    assert new != old
    assert rotated.is_old_gone
    assert rotated.rows > 10
    assert rotated.files >= 3
    sealed = sealed_of(issued)
    assert [name for name, data in sealed if not opens(new, name, data)] == []
    assert [name for name, data in sealed if opens(old, name, data)] == []
    assert faults(issued) == []
    assert look_faults(workspace=ws.workspace_of(issued)) == ()


def test_whoever_was_at_work_before_goes_on_with_what_they_have(issued):
    before = ws.workspace_of(issued)
    kept = before.stores.returns.keep(b"before")
    rotate_key(workspace=ws.workspace_of(issued))
    late = before.stores.returns.keep(b"a moment too late")
    assert before.vault.secret("another") == ws.workspace_of(issued).vault.secret("another")
    now = before.stores.returns.keep(b"after")
    ws.issue_another_week(issued)
    for workspace in (before, ws.workspace_of(issued)):
        for name, data in ((kept, b"before"), (late, b"a moment too late"), (now, b"after")):
            assert workspace.stores.returns.read(name) == data
    [new] = keys_of(issued)
    assert opens(new, now, before.stores.returns.as_kept(now))
    assert faults(issued) == []


def test_a_second_time_seals_what_came_too_late_and_no_old_key_comes_back(issued):
    before = ws.workspace_of(issued)
    [first] = keys_of(issued)
    rotate_key(workspace=ws.workspace_of(issued))
    before.stores.returns.keep(b"a moment too late")
    [second] = keys_of(issued)
    rotate_key(workspace=ws.workspace_of(issued))
    [third] = keys_of(issued)
    assert [name for name, data in sealed_of(issued) if not opens(third, name, data)] == []
    (issued / "vault.key").write_text(f"{third.hex()}\n{first.hex()}")
    rotate_key(workspace=ws.workspace_of(issued))
    [fourth] = keys_of(issued)
    assert len({first, second, third, fourth}) == 4
    assert faults(issued) == []


CUT_OFF = """
import os, sys
from audits.steps.backup.rotate_key import rotate_key
from builders import workspace as ws
from pathlib import Path
OURS = ("vault_rotation.py", "rotate_key.py", "vault_keys.py", "vault_places.py", "files.py",
        "cipher.py", "second_factors.py")
count = lines = 0
def trace(frame, event, arg):
    if not frame.f_code.co_filename.endswith(OURS):
        return None
    return line
def line(frame, event, arg):
    global count
    if event == "line":
        count += 1
        if count == lines:
            os._exit(9)
    return line
def rotate(home):
    workspace = ws.workspace_of(home)
    sys.settrace(trace)
    rotate_key(workspace=workspace)
    sys.settrace(None)
    print(count, flush=True)
    os._exit(0)
for home, lines in zip(sys.argv[1::2], map(int, sys.argv[2::2])):
    child = os.fork()
    if child == 0:
        rotate(Path(home))
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == (9 if lines else 0)
"""


def cut_off(homes: Mapping[Path, int]) -> str:
    """Rotate in processes that end, as if they were killed, each at its so many-th line.

    One at 0 goes on to the end, and says how many lines that took. All are forks of one process,
    which has loaded the code once and opened nothing.
    """
    paths = os.pathsep.join(["tests", os.environ.get("PYTHONPATH", "")])
    words = [str(word) for pair in homes.items() for word in pair]
    return subprocess.run(
        [sys.executable, "-c", CUT_OFF, *words],
        stdout=subprocess.PIPE, text=True, check=True, env={**os.environ, "PYTHONPATH": paths},
    ).stdout  # fmt: skip


def test_cut_off_at_any_line_it_is_run_again_and_nothing_is_lost(tmp_path):
    """One line after another in a workspace that is the same each time; a few of them every run."""
    home = ws.loaded(tmp_path / "home", contacts=300)
    ws.workspace_of(home).stores.returns.keep(b"a return")
    lines = int(cut_off({shutil.copytree(home, tmp_path / "whole"): 0}))
    assert lines > 200
    numbers = range(1, lines, max(lines // 12, 1))
    copies = {shutil.copytree(home, tmp_path / str(number)): number for number in numbers}
    cut_off(copies)
    for copy, number in copies.items():
        assert faults(copy) == [], number  # whoever works before it is run again reads everything
        rotate_key(workspace=ws.workspace_of(copy))
        [new] = keys_of(copy)
        assert [name for name, data in sealed_of(copy) if not opens(new, name, data)] == []
        assert faults(copy) == [], number


def test_keys_that_somebody_else_keeps_are_theirs_to_make(issued, tmp_path):
    [old] = keys_of(issued)
    given, new = tmp_path / "given", bytes(range(32))
    (issued / "vault.key").replace(given)
    name_place(issued, "vault_key_file", str(given))
    with pytest.raises(WorkspaceError, match=r"no new one among them\. Put a new one beside"):
        rotate_key(workspace=ws.workspace_of(issued))
    given.write_text(f"{new.hex()}\n{old.hex()}\n")
    during = ws.workspace_of(issued)  # both are given, and the old one seals
    name = during.stores.returns.keep(b"sealed with the old one")
    assert opens(old, name, during.stores.returns.as_kept(name))
    assert not rotate_key(workspace=ws.workspace_of(issued)).is_old_gone
    given.write_text(f"{new.hex()}\n")
    assert [name for name, data in sealed_of(issued) if not opens(new, name, data)] == []
    assert faults(issued) == []
    given.write_text(old.hex())
    with pytest.raises(WorkspaceError, match="sealed with another key than this program was given"):
        ws.workspace_of(issued)


def test_a_command_may_print_the_key_and_what_else_it_says_is_shown_to_nobody(home, tmp_path):
    ws.workspace_of(home)
    command = tmp_path / "key vault"
    command.write_text(f"#!/bin/sh\necho hunter2 >&2\ncat '{home / 'vault.key'}.away'\n")
    command.chmod(0o700)
    text = (home / "audits.toml").read_text()
    (home / "audits.toml").write_text(f'vault_key_command = ["{command}"]\n{text}')
    with pytest.raises(WorkspaceError, match="printed no key of the vault: it ended") as told:
        ws.workspace_of(home)
    assert "hunter2" not in str(told.value)
    (home / "vault.key").rename(home / "vault.key.away")
    assert trail_faults(workspace=ws.workspace_of(home)) == ()
    assert not (home / "vault.key").exists()
