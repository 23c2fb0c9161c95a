"""Coverage counts each line and branch that ran, in every process that runs tests."""

import os
import sys
from subprocess import run

import pytest
from builders.repository import ROOT


FILES = {
    "ours/sign.py": 'def sign(number):\n    if number < 0:\n        return "-"\n    return "+"\n',
    "ours/never.py": "",
    "conftest.py": """\
from builders.coverage import Coverage

COVERAGE = Coverage(wanted=100, sources=["ours"])

def pytest_configure(config):
    config.pluginmanager.register(COVERAGE)
""",
    "test_sign.py": """\
from ours.sign import sign

def test_less():
    assert sign(-1) == "-"

def test_more():
    assert sign(1) == "+"
""",
}


@pytest.fixture
def measured(tmp_path):
    """Return what runs tests of some code of which everything is to run."""
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    path = os.pathsep.join((str(ROOT / "tests"), str(tmp_path)))

    def measured(*words):
        command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *words]
        return run(command, cwd=tmp_path, env={"PYTHONPATH": path}, capture_output=True, text=True)

    return measured


def test_what_any_process_ran_is_counted(measured):
    ended = measured("-n1")
    assert "100.00 % of lines and branches ran" in ended.stdout, ended.stdout + ended.stderr
    assert ended.returncode == 0


def test_too_little_fails_and_says_which_lines_and_branches_did_not_run(measured):
    ended = measured("-n0", "-k", "less")
    # Of four lines the last, and of two branches the one that leads there.
    assert "66.67 % of lines and branches ran; wanted: 100 %" in ended.stdout
    [row] = [line.split() for line in ended.stdout.splitlines() if line.startswith("ours/sign.py")]
    assert row[-1] == "4"
    assert ended.returncode == 1


def test_a_test_that_fails_is_no_matter_of_coverage(measured):
    assert measured("-n0", "-k", "nothing").returncode == pytest.ExitCode.NO_TESTS_COLLECTED
