"""What the folder inbox takes for a return, and what it leaves alone."""

import errno
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import ValidationError

from audits.collection import FolderInbox, FolderInboxSettings
from audits.collection.looking import look
from audits.domain.errors import TryAgainError, WorkspaceError


def put(path: Path, clock, *, age: float = 3600, content: bytes = b"x") -> Path:
    """Save a file as it would be ``age`` seconds after its last change."""
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    os.utime(path, (clock().timestamp() - age,) * 2)
    return path


def names(inbox: FolderInbox) -> list[str]:
    return [arrival.name for arrival in inbox.waiting()]


@pytest.mark.parametrize(
    "name",
    [
        ".DS_Store",
        "~$return.xlsx",
        ".~lock.return.xlsx#",
        "return.xlsx.crdownload",
        "return.XLSX.PART",
        "Thumbs.db",
        "desktop.ini",
        "lu29184.tmp",
    ],
)
def test_what_nobody_sent_is_not_waiting(tmp_path, clock, name):
    put(tmp_path / name, clock)
    assert FolderInbox(tmp_path, clock).waiting() == ()


def test_a_folder_for_each_unit_is_looked_into_but_no_deeper(tmp_path, clock):
    put(tmp_path / "police" / "return.xlsx", clock, age=60)
    put(tmp_path / "return.xlsx", clock, age=50)
    (tmp_path / "police" / "old").mkdir()
    put(tmp_path / "police" / "old" / "2016.xlsx", clock)
    put(tmp_path / ".sync" / "return.xlsx", clock)
    inbox = FolderInbox(tmp_path, clock)
    assert names(inbox) == ["return.xlsx", "return.xlsx"]
    first, second = inbox.waiting()
    assert first.reference != second.reference
    inbox.settle(first)
    assert not (tmp_path / "police" / "return.xlsx").exists()
    assert (tmp_path / "return.xlsx").exists()


def test_a_link_is_not_followed(tmp_path, clock):
    secret = put(tmp_path / "elsewhere" / "secret.xlsx", clock)
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "return.xlsx").symlink_to(secret)
    (inbox / "police").symlink_to(secret.parent, target_is_directory=True)
    assert FolderInbox(inbox, clock).waiting() == ()


def test_a_file_that_has_just_changed_is_looked_at_twice(tmp_path, clock):
    put(tmp_path / "return.xlsx", clock, age=1)
    waited = []
    assert names(FolderInbox(tmp_path, clock, pause=waited.append)) == ["return.xlsx"]
    assert waited == [2.0]


def test_an_old_file_keeps_nobody_waiting(tmp_path, clock):
    put(tmp_path / "return.xlsx", clock, age=2)
    waited = []
    assert names(FolderInbox(tmp_path, clock, pause=waited.append)) == ["return.xlsx"]
    assert waited == []


def test_a_file_that_grows_between_two_looks_is_left_for_next_time(tmp_path, clock):
    put(tmp_path / "done.xlsx", clock, age=100)
    growing = put(tmp_path / "growing.xlsx", clock, age=1)

    def grow(_seconds: float) -> None:
        put(growing, clock, age=0, content=b"xx")

    assert names(FolderInbox(tmp_path, clock, pause=grow)) == ["done.xlsx"]


def test_a_file_that_goes_between_two_looks_is_not_waiting(tmp_path, clock):
    going = put(tmp_path / "going.xlsx", clock, age=1)
    inbox = FolderInbox(tmp_path, clock, pause=lambda _: going.unlink())
    assert inbox.waiting() == ()


def test_a_file_dated_after_the_clock_is_waiting(tmp_path, clock):
    put(tmp_path / "return.xlsx", clock, age=-9_000_000)
    assert names(FolderInbox(tmp_path, clock, pause=pytest.fail)) == ["return.xlsx"]


def test_the_rest_of_an_unfinished_file_arrives_again(tmp_path, clock):
    half = put(tmp_path / "return.xlsx", clock, content=b"half")
    inbox = FolderInbox(tmp_path, clock)
    (arrival,) = inbox.waiting()
    assert inbox.read(arrival) == b"half"
    put(half, clock, content=b"half and half")
    inbox.settle(arrival)
    (again,) = inbox.waiting()
    assert inbox.read(again) == b"half and half"


def test_a_name_no_screen_can_show_is_waiting_all_the_same(tmp_path, clock):
    put(Path(os.fsdecode(os.fsencode(tmp_path) + b"/O\x92N\xe9ill.xlsx")), clock)
    inbox = FolderInbox(tmp_path, clock)
    (arrival,) = inbox.waiting()
    assert arrival.name.encode("utf-8")
    assert inbox.read(arrival) == b"x"
    inbox.settle(arrival)
    assert inbox.waiting() == ()


def fails_with(code: int):
    def fail(path: Path) -> bytes:
        raise OSError(code, os.strerror(code), str(path))

    return fail


def test_a_file_that_cannot_be_read_is_left_and_not_named(tmp_path, clock):
    put(tmp_path / "Madeup Ada.xlsx", clock)
    inbox = FolderInbox(tmp_path, clock, read=fails_with(errno.EACCES))
    (arrival,) = inbox.waiting()
    with pytest.raises(TryAgainError, match="cannot be read: Permission denied") as refusal:
        inbox.read(arrival)
    assert "Ada" not in str(refusal.value)
    assert inbox.waiting() == (arrival,)


def test_a_file_that_changes_under_the_reader_is_not_taken(tmp_path, clock):
    path = put(tmp_path / "return.xlsx", clock, content=b"half")

    def read_as_it_grows(path: Path) -> bytes:
        content = path.read_bytes()
        put(path, clock, content=b"half and half")
        return content

    inbox = FolderInbox(tmp_path, clock, read=read_as_it_grows)
    (arrival,) = inbox.waiting()
    with pytest.raises(TryAgainError, match="changed or went"):
        inbox.read(arrival)
    assert path.exists()


def test_a_file_that_is_open_elsewhere_stays_and_is_not_named(tmp_path, clock):
    put(tmp_path / "Madeup Ada.xlsx", clock)
    inbox = FolderInbox(tmp_path, clock, remove=fails_with(errno.EBUSY))
    (arrival,) = inbox.waiting()
    with pytest.raises(TryAgainError, match="is kept but cannot be taken out") as refusal:
        inbox.settle(arrival)
    assert "Ada" not in str(refusal.value)


def test_a_file_that_somebody_else_takes_out_first_is_settled(tmp_path, clock):
    put(tmp_path / "return.xlsx", clock)

    def second(path: Path) -> None:
        path.unlink()  # somebody else
        path.unlink()

    inbox = FolderInbox(tmp_path, clock, remove=second)
    inbox.settle(inbox.waiting()[0])
    assert inbox.waiting() == ()


def test_a_file_that_goes_while_the_folder_is_looked_through_is_passed_over(tmp_path, clock):
    both = {put(tmp_path / name, clock) for name in ("a.xlsx", "b.xlsx")}
    looking = look(tmp_path)
    first = next(looking)
    (both - {first.path}).pop().unlink()
    assert list(looking) == []


@pytest.mark.parametrize("doing", ["waiting", "turn"])
def test_an_inbox_that_is_not_there_is_said_to_be_so(tmp_path, clock, doing):
    inbox = FolderInbox(tmp_path / "absent", clock)
    with pytest.raises(WorkspaceError, match="absent cannot be used"):
        inbox.waiting() if doing == "waiting" else inbox.turn().__enter__()
    assert not (tmp_path / "absent").exists()


def test_a_process_that_is_killed_gives_its_turn_back(tmp_path, clock):
    code = (
        "import sys; from pathlib import Path\n"
        "from audits.collection import FolderInbox\n"
        "from audits.domain.clock import system_clock\n"
        "with FolderInbox(Path(sys.argv[1]), system_clock).turn():\n"
        "    print('mine', flush=True); sys.stdin.read()\n"
    )
    inbox = FolderInbox(tmp_path, clock)
    with subprocess.Popen(
        [sys.executable, "-c", code, tmp_path], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout.readline() == b"mine\n"
        with pytest.raises(TryAgainError, match="else is collecting"), inbox.turn():
            pass
        other.kill()
    with inbox.turn():
        assert inbox.waiting() == ()


def test_settings_build_the_inbox_and_refuse_what_they_do_not_know(tmp_path, clock):
    put(tmp_path / "return.xlsx", clock)
    settings = FolderInboxSettings(kind="folder", root=tmp_path, still_for_seconds=0)
    assert len(settings.build(clock).waiting()) == 1
    with pytest.raises(ValidationError):
        FolderInboxSettings.model_validate({"kind": "folder", "root": tmp_path, "depth": 9})


def test_the_pause_can_be_chosen(tmp_path, clock):
    put(tmp_path / "return.xlsx", clock, age=20)
    waited = []
    slow = FolderInbox(tmp_path, clock, still_for=timedelta(seconds=30), pause=waited.append)
    assert names(slow) == ["return.xlsx"]
    assert waited == [30.0]
