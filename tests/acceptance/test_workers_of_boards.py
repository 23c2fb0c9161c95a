"""Three boards, each with databases and a key of its own, run by two workers and one website."""

import re
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from builders.boards import installation_of
from builders.databases import put_prefect_database
from builders.ports import free_port
from builders.postgres import postgres
from builders.web_pages import send, visitor
from builders.workers import api, deploy, prefect_server, sent_since, until, working
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import OperationalError

from audits.boards import home_of
from audits.domain.clock import system_clock
from audits.domain.permissions import Role
from audits.installation import NewBoard, OpenBoards, add_board
from audits.settings import read_settings
from audits.steps.access.accounts import add_account, invite
from audits.steps.access.sign_in import set_password
from audits.templates.partnership import FIRST_PROFILE
from audits.web import make_boards_app
from audits.wiring import build


pytestmark = [pytest.mark.slow, pytest.mark.timeout(1500)]

BOARDS = ("east", "north", "west")
SHARED = ("audits.toml", "partnership.toml", "vault.key")
EMAIL, PASSWORD = "kim@x.example", "a quiet river in the morning"
MOST_CONNECTIONS = 20
# A run costs seconds of processor time: two are needed, and what comes meanwhile is waste.
SELDOM = '\n[schedule]\nsend-due = "every 40 seconds"\n'


class Postgres(NamedTuple):
    """A server, and the address of a board's database on it, as the board's own user."""

    engine: Engine
    url: str

    def of(self, name: str, user: str = "") -> str:
        return self.url.replace("postgres:@/postgres?", f"{user or name}:@/{name}?")

    def do(self, *statements: str) -> None:
        with self.engine.connect() as connection:
            for statement in statements:
                connection.execute(text(statement))

    def connections(self) -> int:
        """Count who is connected to a board's database."""
        asked = "SELECT count(*) FROM pg_stat_activity WHERE datname NOT IN ('postgres', '')"
        with self.engine.connect() as connection:
            return int(connection.execute(text(asked)).scalar_one())


@pytest.fixture(scope="module")
def server() -> Iterator[Postgres]:
    """A PostgreSQL with two databases and two users a board, as the guide makes them."""
    with postgres() as url:
        engine = create_engine(url, isolation_level="AUTOCOMMIT")
        made = Postgres(engine, url)
        for board in BOARDS:
            for name in (board, f"{board}_vault"):
                made.do(
                    f"CREATE ROLE {name} LOGIN",
                    f"CREATE DATABASE {name} OWNER {name}",
                    f"REVOKE CONNECT ON DATABASE {name} FROM PUBLIC",
                )
        yield made
        engine.dispose()


def add_boards(server: Postgres, home: Path, port: int) -> None:
    for board in BOARDS:
        vault = server.of(f"{board}_vault")
        add_board(NewBoard(board, FIRST_PROFILE, server.of(board), vault, files_in_database=True))
    common = home / "boards" / "boards.toml"
    common.write_text(f'prefect_api_url = "http://127.0.0.1:{port}/api"\n{SELDOM}')


def on_another_machine(home: Path, to: Path) -> Path:
    """Make what a second worker has of each board: settings, names and key, and no data."""
    for board in BOARDS:
        (to / "boards" / board).mkdir(parents=True, mode=0o700)
        for name in SHARED:
            shutil.copy(home / "boards" / board / name, to / "boards" / board / name)
    shutil.copy(home / "boards" / "boards.toml", to / "boards" / "boards.toml")
    return to


def all_sent_since(moment: datetime, boards=BOARDS) -> bool:
    """Tell whether the tick succeeded in each of these boards after a moment."""
    return all(sent_since(build(read_settings(home_of(board))), moment) for board in boards)


def runs_that_send(port: int, state: str) -> list[dict[str, Any]]:
    """Return the runs of the tick that sends which ended so, the latest first."""
    asked = {
        "flows": {"name": {"any_": ["send-due"]}},
        "flow_runs": {"state": {"type": {"any_": [state]}}},
        "sort": "EXPECTED_START_TIME_DESC",
    }
    return list(api(port, "/flow_runs/filter", asked))


def failed_with(port: int, *words: str) -> bool:
    """Tell whether a run failed and its message has all these words."""
    messages = [run["state"]["message"] or "" for run in runs_that_send(port, "FAILED")]
    return any(all(word in message for word in words) for message in messages)


@pytest.mark.usefixtures("monkeypatch")
def test_a_consortium_on_its_own_databases_loses_one_board_and_no_other(
    server, tmp_path, prefect_database, monkeypatch
):
    port = free_port()
    home = installation_of(tmp_path / "one", monkeypatch)
    add_boards(server, home, port)
    put_prefect_database(tmp_path / "prefect", prefect_database)
    other = on_another_machine(home, tmp_path / "two")
    with prefect_server(tmp_path / "prefect", port):
        assert "in the pool" in deploy(home)
        check_one_website(home)
        check_each_database_is_shut(server)
        stop(server, "north")
        keys = [place / "boards" / "west" / "vault.key" for place in (home, other)]
        for key in keys:
            key.rename(key.with_suffix(".away"))
        with working(home), working(other):
            began = system_clock()
            until(lambda: failed_with(port, "2 boards failed, 1 went well", "north: ", "west: "))
            assert all_sent_since(began, ["east"])
            [first, *_] = runs_that_send(port, "FAILED")
            assert "vault.key is not there. Put the key back" in first["state"]["message"]
            assert not re.search(r"OperationalError|[0-9a-f]{64}", first["state"]["message"])
            server.do("ALTER DATABASE north ALLOW_CONNECTIONS true")
            for key in keys:
                key.with_suffix(".away").rename(key)
            at = system_clock()
            until(lambda: all_sent_since(at))
            assert server.connections() <= MOST_CONNECTIONS
            until(lambda: runs_that_send(port, "COMPLETED"))
            for run in runs_that_send(port, "COMPLETED"):  # each is one for all, by the schedule
                assert (run["parameters"], run["auto_scheduled"]) == ({}, True)


def stop(server: Postgres, board: str) -> None:
    """Let nobody into a board's database any more, and put out whoever is in it."""
    put_out = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '{board}'"  # noqa: S608 -- ours
    server.do(f"ALTER DATABASE {board} ALLOW_CONNECTIONS false", put_out)


def check_each_database_is_shut(server: Postgres) -> None:
    """Try every database as every other one's user."""
    names = [name for board in BOARDS for name in (board, f"{board}_vault")]
    for name in names:
        for user in set(names) - {name}:
            engine = create_engine(server.of(name, user))
            with pytest.raises(OperationalError, match="permission denied"):
                engine.connect()


def check_one_website(home: Path) -> None:
    """Sign in once at the website of all, and see two boards of three."""
    boards = OpenBoards()
    for board in ("east", "west"):
        workspace = boards.open(board).workspace
        account = add_account("Kim", email=EMAIL, role=Role.BUSINESS_UNIT, workspace=workspace)
        set_password(invite(account, workspace=workspace), PASSWORD, workspace=workspace)
    browser = visitor(make_boards_app(boards))
    assert send(browser, "/sign-in", {"email": EMAIL, "password": PASSWORD}).status_code == 303
    for board, is_let_in in (("east", True), ("north", False), ("west", True)):
        to = send(browser, "/boards", {"board": board}).headers["location"]
        assert (to == "/") == is_let_in
