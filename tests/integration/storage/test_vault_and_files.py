"""Identities and returns at rest: sealed, found again, and destroyed when told to."""

import hashlib
import os
import re
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from builders.relays import relay
from sqlalchemy import create_engine, text

from audits.domain.errors import BusyError, UserError, WorkspaceError
from audits.storage import (
    GivenKeys,
    KeyFile,
    Keyring,
    Vault,
    VaultFile,
    VaultServer,
    open_database,
    write_whole,
)


KEY, OTHER = b"k" * 32, b"o" * 32
PEOPLE = b'[{"surname": "Thimblewright"}]'


def clock() -> datetime:
    return datetime(2017, 3, 9, 17, tzinfo=UTC)


@pytest.fixture
def place(kind, vault_url, tmp_path):
    """Where a vault lies: a file, then a PostgreSQL of its own."""
    return VaultFile(tmp_path / "vault.db") if kind == "sqlite" else VaultServer(vault_url)


def a_vault(place, key: bytes = KEY) -> Vault:
    return Vault(place, Keyring(key), clock=clock, actor="a tester")


def in_file(folder, key: bytes = KEY) -> Vault:
    return a_vault(VaultFile(folder / "vault.db"), key)


def test_what_is_kept_is_found_by_another_process_and_stands(place):
    a_vault(place).keep("case", "C1", PEOPLE)
    a_vault(place).keep("case", "C1", b"something else")
    assert a_vault(place).look("case", "C1", why="a test") == PEOPLE
    assert a_vault(place).look("case", "C2", why="a test") is None


def test_every_look_is_recorded(place):
    vault = a_vault(place)
    vault.keep("case", "C1", PEOPLE)
    vault.look("case", "C1", why="key list")
    vault.record_look("password", "MASH-2017-W10/police", "rung by the unit")
    assert [look[2:6] for look in vault.looks()] == [
        ("a tester", "case", "C1", "key list"),
        ("a tester", "password", "MASH-2017-W10/police", "rung by the unit"),
    ]
    assert vault.look_faults() == ()


def three_looks(place) -> Vault:
    vault = a_vault(place)
    for number in (1, 2, 3):
        vault.look("case", f"C{number}", why="key list")
    return vault


def spoil(place, *statements: str) -> None:
    """Change the vault as somebody would who has no key."""
    with place.open() as database:
        for statement in statements:
            database.execute(statement)


SPOILT_LOOKS = {
    "altered": (["UPDATE look SET actor = 'nobody' WHERE seq = 2"], "Look 2 was altered"),
    "one taken out": (["DELETE FROM look WHERE seq = 2"], "Looks 2 to 2 are missing"),
    "the last": (["DELETE FROM look WHERE seq = 3"], "Looks 3 to 3 are missing"),
    "all": (["DELETE FROM look"], "Looks 1 to 3 are missing"),
    "put in": (
        ["INSERT INTO look VALUES (4, '2017-03-09', 'x', 'case', 'C9', 'y', 'z')"], "Look 4",
    ),
    "the seal": (["DELETE FROM sealed WHERE kind = 'seal'"], "The seal of the look log"),
}  # fmt: skip


@pytest.mark.parametrize("how", SPOILT_LOOKS)
@pytest.mark.parametrize("goes_on", [False, True], ids=["at once", "after another look"])
def test_a_look_log_that_was_touched_says_so_for_good(place, how, goes_on):
    three_looks(place)
    statements, says = SPOILT_LOOKS[how]
    spoil(place, *statements)
    vault = a_vault(place)
    if goes_on:
        vault.look("case", "C1", why="later")
    assert says in " ".join(vault.look_faults())


def test_looks_recorded_before_lines_were_chained_are_bound_in_as_found(tmp_path):
    place = VaultFile(tmp_path / "vault.db")
    with closing(sqlite3.connect(tmp_path / "vault.db")) as database, database:
        database.execute(
            "CREATE TABLE look (seq INTEGER PRIMARY KEY, at TEXT NOT NULL, actor TEXT NOT NULL,"
            " kind TEXT NOT NULL, name TEXT NOT NULL, why TEXT NOT NULL)"
        )
        database.execute("INSERT INTO look VALUES (1, '2017-03-01', 'x', 'case', 'C1', 'old')")
    vault = a_vault(place)
    assert vault.look_faults() == ()
    vault.look("case", "C2", why="new")
    assert vault.look_faults() == ()
    spoil(place, "UPDATE look SET why = 'other' WHERE seq = 1")
    assert "Look 2 was altered, or a look before it" in vault.look_faults()[0]


def test_twenty_who_look_at_once_make_one_chain(place):
    vaults = [a_vault(place) for _ in range(20)]
    with ThreadPoolExecutor(20) as pool:
        list(pool.map(lambda vault: vault.look("case", "C1", why="at once"), vaults))
    assert len(vaults[0].looks()) == 20
    assert vaults[0].look_faults() == ()


def test_nothing_in_it_can_be_read_without_the_key(place, tmp_path):
    a_vault(place).keep("case", "C1", PEOPLE)
    place.copy_to(tmp_path / "copy")
    assert b"Thimble" not in (tmp_path / "copy").read_bytes()
    with place.open() as database:
        kept = database.execute("SELECT content FROM sealed WHERE kind = 'case'").fetchall()
    assert [b"Thimble" in row[0] for row in kept] == [False]
    with pytest.raises(UserError):
        a_vault(place, OTHER).look("case", "C1", why="a test")


def test_what_is_forgotten_is_gone(place):
    vault = a_vault(place)
    vault.keep("case", "C1", PEOPLE)
    vault.forget("case", "C1")
    assert vault.look("case", "C1", why="a test") is None


def test_a_secret_is_made_once_whoever_asks_first(place):
    vaults = [a_vault(place) for _ in range(6)]
    with ThreadPoolExecutor(6) as pool:
        made = list(pool.map(lambda vault: vault.secret("cycle/MASH-2017-W10"), vaults))
    assert len(set(made)) == 1
    assert len(made[0]) == 32
    assert a_vault(place).secret("packs") != made[0]


def test_a_hash_is_the_same_on_one_board_and_another_on_the_next(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    here, there = in_file(tmp_path / "a"), in_file(tmp_path / "b")
    assert here.hash_id("410000") == in_file(tmp_path / "a").hash_id("410000")
    assert here.hash_id("410000") != there.hash_id("410000")
    assert here.hash_id("410000") != hashlib.sha256(b"410000").hexdigest()


def test_a_key_is_made_once_and_for_its_owner_only(tmp_path):
    def make(_):
        KeyFile(tmp_path / "vault.key").make_first()
        return KeyFile(tmp_path / "vault.key").read()

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(make, range(24)))) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["vault.key"]
    assert (tmp_path / "vault.key").stat().st_mode & 0o077 == 0
    assert GivenKeys(f"{KEY.hex()}\n{OTHER.hex()}\n".__str__, "x").read() == (KEY, OTHER)


def test_a_file_is_written_whole_over_another(tmp_path):
    path = tmp_path / "paper.html"
    write_whole(path, b"one")
    write_whole(path, b"two")
    assert path.read_bytes() == b"two"
    assert list(tmp_path.iterdir()) == [path]


def test_what_is_written_is_its_owners_alone_whatever_stood_there(tmp_path):
    path, part = tmp_path / "register.csv", tmp_path / ".register.csv.part"
    for there in (path, part):
        there.write_bytes(b"an earlier one")
        there.chmod(0o666)
    before = os.umask(0)
    try:
        write_whole(path, b"who it is")
    finally:
        os.umask(before)
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_link_laid_where_a_file_is_written_is_not_followed(tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_bytes(b"another's")
    (tmp_path / ".register.csv.part").symlink_to(elsewhere)
    with pytest.raises(WorkspaceError):
        write_whole(tmp_path / "register.csv", b"who it is")
    assert elsewhere.read_bytes() == b"another's"


def test_of_many_that_write_one_file_at_once_each_writes_it_whole(tmp_path):
    path = tmp_path / "papers" / "week.html"
    pages = [letter.encode() * 100_000 for letter in "abcdefgh"]

    def write(page: bytes) -> None:
        for _ in range(10):
            write_whole(path, page, waits_for_disk=False)
            assert path.read_bytes() in pages

    with ThreadPoolExecutor(len(pages)) as pool:
        list(pool.map(write, pages))
    assert [each.name for each in path.parent.iterdir()] == ["week.html"]


def test_what_a_killed_process_left_half_written_is_written_over(tmp_path):
    (tmp_path / ".week.html.part").write_bytes(b"half of a long, long page")
    write_whole(tmp_path / "week.html", b"whole")
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == {"week.html": b"whole"}


def test_a_vault_that_another_process_holds_is_told_in_a_sentence(tmp_path):
    in_file(tmp_path)
    place = VaultFile(tmp_path / "vault.db", busy_seconds=0.01)
    with closing(sqlite3.connect(tmp_path / "vault.db", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(BusyError, match="Another process is writing"):
            a_vault(place)


def test_a_vault_whose_server_is_not_there_is_told_in_a_sentence(tmp_path):
    place = VaultServer(f"postgresql+psycopg://audits@/vault?host={tmp_path}")
    with pytest.raises(WorkspaceError, match=r"The vault .* cannot be reached .* server runs"):
        a_vault(place)


def test_a_vault_that_may_only_be_read_is_told_in_a_sentence(postgres, request):
    name = f"r{abs(hash(request.node.nodeid))}"
    engine = create_engine(postgres, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
        connection.execute(text(f"ALTER DATABASE {name} SET default_transaction_read_only = on"))
    engine.dispose()
    with pytest.raises(WorkspaceError, match=r"The vault .* cannot be used"):
        a_vault(VaultServer(postgres.replace("/postgres?", f"/{name}?")))


@pytest.mark.parametrize("called", ["The database", "The vault"])
def test_a_server_of_an_old_version_is_named(postgres, called, tmp_path):
    """A real server, behind a line on which it calls itself a version that nobody keeps."""
    socket = Path(parse_qs(urlsplit(postgres).query)["host"][0]) / ".s.PGSQL.5432"
    with relay(
        socket, meddle=lambda said: re.sub(rb"PostgreSQL 1\d", b"PostgreSQL 13", said)
    ) as line:
        address = f"postgresql+psycopg://postgres@127.0.0.1:{line.port}/postgres?sslmode=disable"
        with pytest.raises(WorkspaceError) as refused:
            open_database(address) if called == "The database" else a_vault(VaultServer(address))
    assert str(refused.value) == (
        f"{called} {address} is on PostgreSQL 13, and this program needs 14 or newer. "
        "Move it to a newer server."
    )
