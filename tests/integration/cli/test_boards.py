"""Several boards in one home: added whole or not at all, and worked on one at a time."""

import os
import re
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from builders.boards import installation_of, lose_database
from builders.cli import runner

from audits.boards import board_names
from audits.settings import init_workspace, read_settings


AUDITS = (sys.executable, "-P", "-c", "from audits.cli import main; main()")
BAD = ["", "East", "1st", "a--b", "a-", "../x", ".unfinished-1", "a" * 31]


@pytest.fixture
def home(tmp_path):
    return tmp_path / "home"


@pytest.fixture
def run(home, monkeypatch, capsys):
    monkeypatch.delenv("AUDITS_BOARD", raising=False)
    yield runner(home, monkeypatch, capsys)
    os.environ.pop("AUDITS_BOARD", None)


def test_each_board_has_a_home_a_database_and_a_key_of_its_own(run, home):
    for name in ("east", "north-shire"):
        assert run("board", "add", name).code == 0
    boards = home / "boards"
    assert sorted(path.name for path in boards.iterdir()) == [
        ".adding", "boards.toml", "east", "north-shire",
    ]  # fmt: skip
    east, north = ((boards / name / "vault.key").read_text() for name in ("east", "north-shire"))
    assert east != north
    assert (boards / "east" / "audits.db").is_file()
    rows = run("board", "list", "--json").json
    assert [(row["name"], row["database"], row["fault"]) for row in rows] == [
        ("east", "SQLite", ""), ("north-shire", "SQLite", ""),
    ]  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_name_that_cannot_be_one_is_refused(run, home, name):
    said = run("board", "add", "--", name)
    assert (said.code, said.is_one_sentence) == (2, True)
    assert "small letters" in said.err
    assert not home.exists()


def test_a_name_that_is_taken_is_refused_and_changes_nothing(run, home):
    run("board", "add", "east")
    before = (home / "boards" / "east" / "vault.key").read_text()
    said = run("board", "add", "east")
    assert (said.code, said.err) == (
        2, "There is a board 'east' already. Choose another name.\n",
    )  # fmt: skip
    assert (home / "boards" / "east" / "vault.key").read_text() == before
    assert board_names() == ("east",)


def test_what_fails_leaves_nothing(run, home):
    said = run("board", "add", "east", "--profile", "none")
    assert said.code == 2
    assert sorted(path.name for path in (home / "boards").iterdir()) == [".adding", "boards.toml"]


def test_a_home_of_one_partnership_stays_one(run, home):
    init_workspace(home)
    said = run("board", "add", "east")
    assert said.code == 2
    assert "is the workspace of one partnership" in said.err
    assert not (home / "boards").exists()
    said = run("--board", "east", "cycle", "list")
    assert (said.code, said.err) == (2, f"There are no boards in {home}. Leave out --board.\n")


def test_several_boards_become_no_workspace_of_one(run, home):
    run("board", "add", "east")
    said = run("init")
    assert (said.code, said.is_one_sentence) == (2, True)
    assert not (home / "audits.toml").exists()


def test_a_command_works_on_the_board_that_is_named(run, home):
    run("board", "add", "east")
    run("board", "add", "west")
    added = run("--board", "east", "user", "add", "a@east.example", "--name", "A", "--role", "lead")
    assert added.code in (0, 2)
    assert run("--board", "east", "cycle", "list").out == "No cycle has been opened.\n"
    os.environ.pop("AUDITS_BOARD")
    none = run("cycle", "list")
    assert none.code == 2
    assert "--board NAME, before the command" in none.err
    assert "There are: east, west." in none.err
    other = run("--board", "south", "cycle", "list")
    assert other.err == "There is no board 'south'. There are: east, west.\n"
    bad = run("--board", "../east", "cycle", "list")
    assert (bad.code, "small letters" in bad.err) == (2, True)


def test_a_board_that_is_broken_is_listed_with_why(run, home):
    run("board", "add", "east")
    run("board", "add", "west")
    lose_database(home, "east")
    east, west = run("board", "list", "--json").json
    assert "is not there, and this workspace had one" in east["fault"]
    assert west["fault"] == ""


def test_no_database_serves_two_boards(run, home):
    run("board", "add", "east")
    settings = home / "boards" / "east" / "audits.toml"
    named = 'database = "postgresql://east@db.example/shared"\n'
    settings.write_text(named + settings.read_text())
    other = "postgresql://west@db.example:5432/shared?sslmode=require"
    said = run("board", "add", "west", "--database", other)
    assert (said.code, said.err) == (
        2, "The database of board 'east' is in use already. Make another, and name that one.\n",
    )  # fmt: skip
    assert board_names() == ("east",)


@pytest.mark.parametrize("setting", ["--database", "--vault-database"])
def test_a_server_that_is_not_there_is_told_and_leaves_no_board(run, home, tmp_path, setting):
    address = f"postgresql+psycopg://east@/east?host={tmp_path}"
    said = run("board", "add", "east", setting, address)
    assert (said.code, said.is_one_sentence) == (2, True)
    assert re.match(r"The (database|vault) postgresql.* cannot be reached", said.err)
    assert (board_names(), list((home / "boards").glob("*east*"))) == ((), [])


def test_secrets_of_the_environment_are_one_boards(home, monkeypatch):
    installation_of(home, monkeypatch, "north-shire", "west")
    monkeypatch.setenv("AUDITS_VAULT_KEY", "aa" * 32)
    monkeypatch.setenv("AUDITS_VAULT_KEY_NORTH_SHIRE", "bb" * 32)
    north = read_settings(home / "boards" / "north-shire")
    assert north.vault_key.get_secret_value() == "bb" * 32
    assert read_settings(home / "boards" / "west").vault_key is None


def test_what_is_in_common_is_said_once(home, monkeypatch, run):
    installation_of(home, monkeypatch, "east", "west")
    common = home / "boards" / "boards.toml"
    common.write_text('public_address = "https://audits.example"\n')
    for name in ("east", "west"):
        settings = read_settings(home / "boards" / name)
        assert settings.prefect_home == home / "prefect"
        assert "public_address" in settings.model_fields_set
    own = home / "boards" / "east" / "audits.toml"
    own.write_text('public_address = "https://other.example"\n' + own.read_text())
    said = run("--board", "east", "cycle", "list")
    assert (said.code, said.is_one_sentence) == (2, True)
    assert "which all boards have in common" in said.err
    common.write_text('colour = "#0b5351"\n')
    assert "which each board says for itself" in run("--board", "west", "cycle", "list").err


def test_killed_while_adding_it_leaves_a_whole_board_or_none(home, monkeypatch):
    """Whatever the moment, adding it again gives a whole board, and nothing is left over."""
    installation_of(home, monkeypatch, "east")
    env = {**os.environ, "AUDITS_HOME": str(home)}
    boards = home / "boards"
    for turn in range(2):
        name = f"b{turn}"
        with subprocess.Popen([*AUDITS, "board", "add", name], env=env,
                              stdout=subprocess.DEVNULL) as adding:  # fmt: skip
            wait_for_something_new(boards, adding)
            time.sleep(turn * 0.1)
            adding.send_signal(signal.SIGKILL)
        if name not in board_names():
            installation_of(home, monkeypatch, name)
        assert (boards / name / "audits.db").is_file()
        assert not list(boards.glob(".unfinished-*"))


def wait_for_something_new(folder, process):
    before = set(folder.iterdir())
    while set(folder.iterdir()) == before and process.poll() is None:
        time.sleep(0.005)


def test_who_add_at_once_add_one_each(home, monkeypatch):
    monkeypatch.setenv("AUDITS_HOME", str(home))
    names = [f"b{number}" for number in range(3)]
    env = {**os.environ, "AUDITS_HOME": str(home)}

    def add(name):
        command = [*AUDITS, "board", "add", name]
        return subprocess.run(command, env=env, check=False).returncode

    with ThreadPoolExecutor(4) as pool:
        codes = list(pool.map(add, [*names, names[0]]))
    assert sorted(codes) == [0] * 3 + [2]
    assert board_names() == tuple(names)
