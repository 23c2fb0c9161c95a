"""`GET /health`: 200 while all is well, 503 when somebody must look; figures, and no names."""

from dataclasses import replace
from datetime import timedelta

import pytest
from builders import workspace as ws
from builders.web import served

from audits.demo.agencies import make_agencies
from audits.domain.ticks import TICKS
from audits.settings import init_workspace
from audits.steps.agencies.import_list import import_agencies
from audits.web import make_app


NOON = ws.FIVE - timedelta(hours=5)


@pytest.fixture
def home(tmp_path):
    init_workspace(tmp_path / "home")
    return tmp_path / "home"


@pytest.fixture
def workspace(home):
    """The parts of a workspace in which every tick has just succeeded, on a Thursday at noon."""
    workspace = ws.workspace_of(home, NOON)
    import_agencies(make_agencies(), workspace=workspace)
    for tick in TICKS:
        workspace.ticks.claim_tick(tick.name, "a run")
        workspace.ticks.give_up(tick.name, "a run")
    return workspace


def health(workspace):
    with served(make_app(workspace)) as client:
        answer = client.get("/health")
        return answer.status_code, answer.json(), answer.text


def test_while_all_is_well_it_is_ok_in_figures(workspace):
    code, said, _ = health(workspace)
    assert (code, said["status"], said["late"]) == (200, "ok", [])
    assert said["database_can_be_read"] is said["vault_can_be_read"] is True
    assert said["disk_free_mb"] > said["disk_low_mb"] == 500
    assert {tick["name"] for tick in said["ticks"]} == {tick.name for tick in TICKS}
    assert said["ticks"][0] == {
        "name": "send-due",
        "started_at": NOON.isoformat(),
        "succeeded_at": NOON.isoformat(),
        "failed_at": None,
        "is_late": False,
    }


@pytest.mark.parametrize(
    ("step", "late"),
    [
        (timedelta(minutes=14), []),
        (timedelta(minutes=15), ["send-due"]),
        (timedelta(minutes=45), ["send-due", "collect-returns"]),
        (timedelta(days=5), ["send-due", "collect-returns", "open-missed", "chase",
                             "review-actions"]),
    ],
)  # fmt: skip
def test_a_tick_without_success_for_three_of_its_periods_is_503(workspace, step, late):
    workspace.clock.now += step
    code, said, _ = health(workspace)
    assert said["late"] == late
    assert code == (503 if late else 200)


def test_a_schedule_that_was_never_started_is_503_once_there_is_work(home):
    workspace = ws.workspace_of(home, NOON)
    assert health(workspace)[0] == 200  # nothing was done here yet
    import_agencies(make_agencies(), workspace=workspace)
    workspace.clock.now += timedelta(minutes=15)
    assert health(workspace)[0] == 503


def test_a_database_that_cannot_be_read_is_503(workspace, home):
    (home / "audits.db").write_bytes(b"not a database, and long enough to be looked at" * 99)
    code, said, _ = health(workspace)
    assert code == 503
    assert said["database_can_be_read"] is False
    assert said["vault_can_be_read"] is True


def test_a_database_that_is_gone_is_503(workspace, home):
    for file in home.glob("audits.db*"):
        file.unlink()
    assert health(workspace)[0] == 503


@pytest.mark.parametrize("spoil", ["gone", "broken", "another key"])
def test_a_vault_that_cannot_be_read_is_503(workspace, home, spoil):
    if spoil == "gone":
        (home / "vault.db").unlink()
    elif spoil == "broken":
        (home / "vault.db").write_bytes(b"no vault" * 999)
    else:
        other = home.parent / "other"
        init_workspace(other)
        ws.workspace_of(other)
        (other / "vault.db").replace(home / "vault.db")
    code, said, _ = health(workspace)
    assert (code, said["vault_can_be_read"]) == (503, False)
    assert said["database_can_be_read"] is True


def test_a_disk_that_is_nearly_full_is_503(workspace):
    code, said, _ = health(replace(workspace, disk_low_mb=10**9))
    assert code == 503
    assert said["disk_low_mb"] == 10**9


def test_it_names_nobody_and_no_place(workspace, home):
    workspace.ticks.claim_tick("send-due", "a run")
    workspace.ticks.give_up("send-due", "a run", error="lead@police.example.org was refused")
    (home / "vault.db").unlink()
    text = health(workspace)[2]
    assert "@" not in text
    assert str(home) not in text
    assert "a run" not in text
