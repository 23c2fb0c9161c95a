"""A schedule whose server makes no runs.

Apart from the tests of one that does: that one works on, each minute, until the last test of its
file is over, and this test waits for two minutes.
"""

import os
import subprocess

import pytest
from builders import workspace as ws
from builders.ports import free_port
from builders.scheduled import audits, let_nothing_be_overdue


@pytest.mark.slow
def test_a_schedule_whose_server_makes_no_runs_ends_and_says_so(tmp_path):
    home = ws.loaded(tmp_path / "home", contacts=300)
    let_nothing_be_overdue(home)  # else each tick would be started once, by no scheduler
    env = {
        **os.environ, "AUDITS_HOME": str(home),
        "PREFECT_SERVER_SERVICES_SCHEDULER_ENABLED": "false",
    }  # fmt: skip
    # Started with & by a script, it ignores the Ctrl+C by which it ends itself.
    in_the_background = ("sh", "-c", 'trap "" INT; exec "$@"', "sh")
    ended = subprocess.run(
        [*in_the_background, *audits("schedule", "--port", str(free_port()))],
        env=env, capture_output=True, text=True,
    )  # fmt: skip
    assert ended.returncode == 2, ended.stderr
    assert "its server makes no run of send-due, collect-returns" in ended.stderr
    assert "Traceback" not in ended.stderr
