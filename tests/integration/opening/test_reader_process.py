"""What opens files, called in this process: what it says is what the one that waits says."""

import json
from dataclasses import replace
from subprocess import run

import pytest
from builders.hostile import GOOD, HOSTILE, SHEET, changed, encrypted, within

from audits.domain.errors import RegisterError
from audits.opening import (
    Job,
    NotReadableError,
    ReaderDiedError,
    cells,
    read_file,
    shared_reader,
)
from audits.opening.contents import AT_ONCE, CALAMINE, CHECK, OPENPYXL
from audits.opening.reader_client import COMMAND, Reader
from audits.opening.reader_process import FAILED, KILLED, read_apart


ASKED = {"closer": True, "passwords": ["wrong", "secret"]}
HERE = {CALAMINE: cells.by_calamine, OPENPYXL: cells.by_openpyxl}


def ask_here(job: Job, data: bytes, **asked: object) -> bytes:
    """Return the answer of a fork of this process, with its head."""
    return b"".join(read_apart(data, {"run": job.run, "limits": job.limits(0), "asked": asked}))


def test_both_libraries_read_the_same_cells():
    one, other = cells.by_calamine(GOOD, ASKED), cells.by_openpyxl(GOOD, ASKED)
    for each, twin in zip(one["sheets"], other["sheets"], strict=True):
        formulas = {tuple(place[1:]) for place in other["formulas"] if place[0] == each["title"]}
        values = {(r, c): t for r, c, t in each["cells"] if (r, c) not in formulas}
        assert values == {(r, c): t for r, c, t in twin["cells"]}
    assert sorted(map(tuple, one["formulas"])) == sorted(map(tuple, other["formulas"]))


@pytest.mark.parametrize("job", HERE, ids=lambda job: job.run)
def test_a_fork_says_what_this_process_would(job):
    here = json.loads(json.dumps(HERE[job](GOOD, ASKED)))
    assert json.loads(ask_here(job, GOOD, **ASKED)[9:]) == here
    assert shared_reader()(job, GOOD, **ASKED) == here


class Asking:
    """The shared reader, with what it was asked; what it says at once may have such a length."""

    def __init__(self, answer: int) -> None:
        self.asked: list[str] = []
        self.answer = answer

    def __call__(self, job: Job, data: bytes, **asked: object) -> object:
        """Return what it says."""
        self.asked.append(job.run)
        if job is AT_ONCE:
            job = replace(job, answer=self.answer)
        return shared_reader()(job, data, **asked)


def test_a_good_file_takes_one_fork():
    asking = Asking(AT_ONCE.answer)
    read_file(GOOD, ask=asking)
    assert asking.asked == [AT_ONCE.run]


@pytest.mark.parametrize("name", ["macros", "links to other files", "old macros"])
def test_what_takes_too_much_at_once_is_read_the_same_step_by_step(name):
    data, asking = HOSTILE[name][0](), Asking(0)
    assert read_file(data, ask=asking) == read_file(data)
    assert asking.asked == [AT_ONCE.run, CHECK.run, CALAMINE.run]


def test_comments_and_errors_are_told_by_either():
    sheet = b'<row r="900"><c r="A900" t="e"><v>#N/A</v></c></row>'
    data = changed({SHEET: within(b"sheetData", sheet)})
    for found in (cells.by_calamine(data, ASKED), cells.by_openpyxl(data, ASKED)):
        assert [list(place[1:]) for place in found["errors"]] == [[900, 1]]


def test_a_password_is_found_among_several():
    assert cells.unlock(encrypted(), ASKED)["data"]
    assert cells.unlock(encrypted("other"), ASKED) == {"locked": True, "data": None}


def test_a_fork_that_dies_is_said_to_have():
    corner = HOSTILE["a cell in the last corner"][0]()
    assert ask_here(CALAMINE, corner, **ASKED)[:1] == KILLED
    assert ask_here(CALAMINE, b"PK", **ASKED)[:1] == FAILED
    with pytest.raises(ReaderDiedError):
        shared_reader()(CALAMINE, corner, **ASKED)


def test_a_refusal_arrives_as_what_it_was(tmp_path):
    with pytest.raises(NotReadableError, match="is a PDF"):
        shared_reader()(Job("audits.opening.guard:describe"), b"%PDF")
    job = Job("audits.opening.guard:describe", refusal=RegisterError)
    assert shared_reader()(job, GOOD) == {"values_only": False, "has_extras": False}


@pytest.mark.parametrize(
    ("what", "limits"),
    [
        ("bytearray(3 << 30)", {"memory": 64}),
        ("[None for _ in iter(int, 1)]", {"seconds": 0.3}),
        ("b'x' * (2 << 20)", {"answer": 1}),
        ("time.sleep(60)", {"patience": 0.2}),
    ],
    ids=["memory", "processor time", "a long answer", "waiting"],
)
def test_no_fork_takes_more_than_it_may(what, limits, tmp_path):
    script = f"""
import sys, time
from audits.opening import reader_process as rp
sys.modules["made_up"] = module = type(sys)("made_up")
module.job = lambda data, asked: {what}
limits = {{"seconds": 5.0, "memory": 256, "answer": 64, "patience": 30.0, **{limits!r}}}
print(rp.read_apart(b"", {{"run": "made_up:job", "limits": limits, "asked": {{}}}})[0][:1].decode())
"""
    done = run([*COMMAND[:3], script], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "K"


def test_the_process_has_nothing_of_our_environment(monkeypatch, tmp_path):
    monkeypatch.setenv("AUDITS_SECRET", "x")
    reader = Reader()
    reader(CALAMINE, GOOD, closer=False)
    assert reader._process is not None
    with open(f"/proc/{reader._process.pid}/environ", "rb") as file:  # noqa: PTH123 -- Linux's own
        assert b"AUDITS_SECRET" not in file.read()
    reader.close()
