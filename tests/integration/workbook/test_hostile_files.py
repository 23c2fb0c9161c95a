"""Files that are broken or hostile: each read or refused by name, none of them able to do harm."""

import json
import resource
import socket
import sys
from contextlib import suppress
from subprocess import run
from threading import Thread

import pytest
from builders.hostile import GOOD, HOSTILE, PACK, changed, encrypted
from builders.packs import codes, read, read_all, said

from audits.domain.pack import AUDITOR_ROLE
from audits.opening import NotReadableError, Reader, ReaderDiedError, read_file
from audits.opening.contents import CALAMINE, OPENPYXL
from audits.opening.guard import check_file
from audits.opening.reader_client import COMMAND, Job


WANTED = {("DA16-01", "visits"): ("3", "")}
GIGABYTE = 1024**3
LONG = {"a million numbers"}


@pytest.mark.parametrize(
    "name", [pytest.param(n, marks=[pytest.mark.slow] if n in LONG else []) for n in HOSTILE]
)
def test_a_file_is_read_whole_or_refused_by_name(name):
    make, wanted = HOSTILE[name]
    reading = read(make(), PACK)
    if str(reading.outcome) == "refused":
        assert {*codes(reading)} <= {*wanted.split()}
        assert reading.answers == ()
        assert reading.problems[0].message.endswith(".")
    else:
        assert "read" in wanted.split()
        assert said(reading) == WANTED


@pytest.mark.parametrize("name", ["macros", "old macros", "links to other files", "files within"])
def test_what_is_more_than_a_workbook_is_said_and_left_closed(name):
    assert "extras" in codes(read(HOSTILE[name][0](), PACK))


def test_nothing_is_fetched_that_a_file_points_at():
    heard = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        Thread(target=lambda: heard.append(server.accept()), daemon=True).start()
        for name, (make, _) in HOSTILE.items():
            if "entity" in name or "declaration" in name or "link" in name:
                data = make().replace(b"{port}", str(port).encode())
                # The guard would refuse most of them: here the readers meet them too.
                for job in (CALAMINE, OPENPYXL):
                    with_reader(data, job)
    assert heard == []


def with_reader(data: bytes, job: Job) -> None:
    reader = Reader()
    try:
        with suppress(ReaderDiedError):
            reader(job, data, closer=True)
    finally:
        reader.close()


def test_whoever_opens_files_can_open_nothing_else():
    script = (
        "import os, socket; from audits.opening import reader_process\n"
        "reader_process.give_up({'seconds': 1.0, 'memory': 100})\n"
        "for what in (lambda: open('/etc/passwd'), lambda: socket.socket(), lambda: os.pipe()):\n"
        "    try: what(); os._exit(9)\n"
        "    except OSError: pass\n"
        "os._exit(0)\n"
    )
    assert run([*COMMAND[:3], script], check=False).returncode == 0


def test_all_of_them_are_read_within_a_gigabyte(tmp_path):
    for number, name in enumerate(HOSTILE):
        (tmp_path / f"{number}.bin").write_bytes(HOSTILE[name][0]())
    script = f"""
import json, resource, sys
from pathlib import Path
resource.setrlimit(resource.RLIMIT_AS, ({GIGABYTE}, {GIGABYTE}))
from audits.workbook import read_return
found = {{}}
for path in Path({str(tmp_path)!r}).iterdir():
    reading = read_return(path.read_bytes(), find_pack=lambda _: None, key=b"k")[0]
    found[path.name] = str(reading.outcome)
print(json.dumps(found))
"""
    done = run([sys.executable, "-c", script], check=True, capture_output=True)
    assert set(json.loads(done.stdout).values()) <= {"refused", "quarantined"}
    assert resource.getrlimit(resource.RLIMIT_AS)[0] != GIGABYTE


def test_a_reader_that_is_killed_is_started_again():
    reader = Reader()
    first = read_file(GOOD, ask=reader)
    assert reader._process is not None
    reader._process.kill()
    reader._process.wait()
    assert read_file(GOOD, ask=reader) == first
    reader.close()


def test_a_file_that_kills_its_reader_spoils_no_other():
    corner = HOSTILE["a cell in the last corner"][0]()
    for data in (corner, GOOD, corner, GOOD):
        assert said(read(data, PACK)) == WANTED


def test_one_of_many_passwords_opens_a_file():
    passwords = [*(f"not {number}" for number in range(12)), "secret"]
    [reading] = read_all(encrypted(), PACK, passwords=passwords)
    assert said(reading) == WANTED


def test_an_encrypted_file_is_checked_like_any_other():
    with pytest.raises(NotReadableError):
        check_file(encrypted())


def test_a_good_return_is_not_refused():
    reading = read(changed({}), PACK)
    assert said(reading) == WANTED
    assert AUDITOR_ROLE.id in {problem.question for problem in reading.problems}
