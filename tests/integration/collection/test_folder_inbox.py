"""What the folder inbox takes for a return, and what it leaves alone."""

import errno
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import ValidationError

from audits.collection import FolderInbox, FolderInboxSettings
from audits.collection.looking import CUT_OFF, DEEP, HUGE, LINK, NO_FILE, SHUT, look
from audits.domain.errors import TryAgainError, WorkspaceError


def put(path: Path, clock, *, age: float = 3600, content: bytes = b"x") -> Path:
    """Save a file as it would be ``age`` seconds after its last change."""
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    os.utime(path, (clock().timestamp() - age,) * 2)
    return path


def names(inbox: FolderInbox) -> list[str]:
    return [arrival.name for arrival in inbox.waiting() if not arrival.left]


def told(inbox: FolderInbox) -> list[str]:
    return [arrival.left for arrival in inbox.waiting() if arrival.left]


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
    first, second, deeper = inbox.waiting()
    assert "a folder within a folder" in deeper.left
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
    assert names(FolderInbox(inbox, clock)) == []
    assert [LINK in says for says in told(FolderInbox(inbox, clock))] == [True, True]


def test_what_is_no_file_is_told_of_without_its_name_and_stops_nothing(tmp_path, clock):
    put(tmp_path / "return.xlsx", clock)
    os.mkfifo(tmp_path / "Madeup.xlsx")
    with socket.socket(socket.AF_UNIX) as line:
        line.bind(str(tmp_path / "s.xlsx"))
    (tmp_path / "police" / "Madeup.xlsx").mkdir(parents=True)
    put(tmp_path / "Madeup.xlsx.crdownload", clock, age=25 * 3600)
    (tmp_path / "gone.xlsx").symlink_to(tmp_path / "nowhere")
    inbox = FolderInbox(tmp_path, clock)
    assert names(inbox) == ["return.xlsx"]
    says = told(inbox)
    assert len(says) == 5
    for what in (NO_FILE, DEEP, CUT_OFF, LINK):
        assert any(what in each for each in says)
    assert not any("Madeup" in each for each in says)
    assert inbox.waiting() == inbox.waiting(), "it is the same each time"


def test_a_file_that_no_memory_holds_is_told_of_and_not_opened(tmp_path, clock):
    put(tmp_path / "return.xlsx", clock)
    with (tmp_path / "film.xlsx").open("wb") as film:
        film.truncate(1 << 40)  # takes no room on the disk
    inbox = FolderInbox(tmp_path, clock)
    assert names(inbox) == ["return.xlsx"]
    assert HUGE in told(inbox)[0]


def test_names_that_no_program_expects_are_read(tmp_path, clock):
    names_ = [b"\xff\xfe.xlsx", b"x" * 250 + b".xlsx", "🌡 – ‮xslx.exe".encode(), b" ", b"a\nb.xlsx",
              b"-rf", b"$(id).xlsx", b"%s.xlsx"]  # fmt: skip
    for number, name in enumerate(names_):
        put(Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)), clock, content=b"%d" % number)
    inbox = FolderInbox(tmp_path, clock)
    waiting = inbox.waiting()
    assert sorted(inbox.read(each) for each in waiting) == [b"%d" % n for n in range(len(names_))]
    for each in waiting:
        each.name.encode()
        inbox.settle(each)
    assert inbox.waiting() == ()


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """Yield a folder that any user may enter, as is all that is made in it meanwhile."""
    before = os.umask(0o022)  # a command that ran in this process leaves 077
    try:
        with tempfile.TemporaryDirectory() as made:  # pytest's own is closed to other users
            folder = Path(made)
            folder.chmod(0o755)
            yield folder
    finally:
        os.umask(before)


def test_a_folder_that_may_not_be_read_is_told_of_and_the_others_are_read(open_folder, clock):
    inbox = open_folder / "inbox"
    (inbox / "police").mkdir(parents=True)
    put(inbox / "police" / "return.xlsx", clock)
    put(inbox / "shut" / "return.xlsx", clock)
    (inbox / "shut").chmod(0)
    asked = f"""
import os
from datetime import UTC, datetime
from pathlib import Path
from audits.collection import FolderInbox
if os.getuid() == 0:
    os.setuid(65534)
for each in FolderInbox(Path({str(inbox)!r}), lambda: datetime.now(UTC)).waiting():
    print(each.left or each.name)
"""
    said = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    (inbox / "shut").chmod(0o700)
    first, second = said.stdout.splitlines()
    assert first == "return.xlsx"
    assert SHUT in second


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
        other.wait()  # only what has ended holds nothing any more
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
