"""Two workers of a pool, each with a home of its own, on one PostgreSQL and one Prefect server."""

import os
import shutil
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from builders import workspace as ws
from builders.databases import put_prefect_database
from builders.ports import free_port
from builders.postgres import postgres
from builders.scheduled import family
from builders.workers import OFTEN, POOL, api, deploy, prefect_server, sent_since, until, working
from sqlalchemy import create_engine, text

from audits.domain.clock import system_clock
from audits.settings import init_workspace
from audits.steps.backup.name_place import name_place


pytestmark = [pytest.mark.slow, pytest.mark.timeout(1500)]

SHARED = ("audits.toml", "partnership.toml", "vault.key")


@pytest.fixture(scope="module")
def databases() -> Iterator[list[str]]:
    """The URLs of two empty databases of one PostgreSQL: for rows and files, and for the vault."""
    with postgres() as url:
        engine = create_engine(url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            for name in ("board", "vault"):
                connection.execute(text(f"CREATE DATABASE {name}"))
        engine.dispose()
        yield [url.replace("/postgres?", f"/{name}?") for name in ("board", "vault")]


def first_home(folder: Path, databases: list[str], port: int) -> Path:
    """Make a workspace whose rows, files and vault lie in PostgreSQL, with packs that are due."""
    init_workspace(folder)
    name_place(folder, "database", databases[0])
    name_place(folder, "files_in", "database")
    name_place(folder, "vault_database", databases[1])
    name_place(folder, "prefect_api_url", f"http://127.0.0.1:{port}/api")
    ws.loaded(folder, contacts=1500)
    ws.issue(ws.workspace_of(folder))
    with (folder / "audits.toml").open("a") as settings:
        settings.write(OFTEN)
    return folder


def second_home(first: Path, folder: Path) -> Path:
    """Make what another machine has: settings, names and the vault's key, and no data at all."""
    init_workspace(folder)
    for name in SHARED:
        shutil.copy(first / name, folder / name)
    return folder


def letters(*homes: Path) -> list[str]:
    return sorted(path.name for home in homes for path in (home / "outbox").glob("*/*.xlsx"))


def test_a_tick_runs_once_whoever_is_killed(databases, tmp_path, prefect_database):
    port = free_port()
    put_prefect_database(tmp_path / "prefect", prefect_database)
    one = first_home(tmp_path / "one", databases, port)
    two = second_home(one, tmp_path / "two")
    workspace = ws.workspace_of(one)
    with prefect_server(tmp_path / "prefect", port) as server:
        assert f"in the pool {POOL}" in deploy(one)
        deployed = {row["id"]: row for row in api(port, "/deployments/filter", {})}
        deploy(two)
        again = api(port, "/deployments/filter", {})
        assert {row["id"] for row in again} == set(deployed)
        for row in again:  # the installed program is run, and nothing else
            assert row["entrypoint"].startswith(("flows.", "audits.flows."))
            assert (row["path"], row["pull_steps"] or [], row["work_pool_name"]) == (None, [], POOL)
        with working(one) as first, working(two) as second:
            began = system_clock()
            until(lambda: sent_since(workspace, began))
            until(lambda: len(letters(one, two)) >= 6)
            left_behind = a_run_nobody_is_at(port)
            killed = family(first)
            for pid in killed:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            at = system_clock()
            until(lambda: sent_since(workspace, at))
            server.terminate()
            server.wait()
            at = system_clock()
            time.sleep(20)  # the worker asks in vain meanwhile
            assert second.poll() is None
            with prefect_server(tmp_path / "prefect", port):
                until(lambda: sent_since(workspace, at))
                until(lambda: state_of(left_behind, port) == "CRASHED")
                assert second.poll() is None
    # Six files, each once: a pack and a key list for each of three units, by whichever worker.
    assert len(letters(one, two)) == len(set(letters(one, two))) == 6


def a_run_nobody_is_at(port: int) -> str:
    """Make a run of another tick that is said to be under way since an hour ago."""
    [row] = api(port, "/deployments/filter", {"flows": {"name": {"any_": ["review-actions"]}}})
    at = (system_clock() - timedelta(hours=1)).isoformat()
    state = {"type": "SCHEDULED", "state_details": {"scheduled_time": at}}
    run = api(port, f"/deployments/{row['id']}/create_flow_run", {"state": state})
    running = {"state": {"type": "RUNNING"}, "force": True}
    api(port, f"/flow_runs/{run['id']}/set_state", running)
    return str(run["id"])


def state_of(run: str, port: int) -> str:
    return str(api(port, f"/flow_runs/{run}", None)["state_type"])
