"""Files at rest, in a folder or in a table of PostgreSQL: the same, whichever keeps them."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from builders import workspace as ws
from hypothesis import HealthCheck, given, settings, strategies as st
from sqlalchemy import text

from audits.domain.errors import NotFoundError, WorkspaceError
from audits.settings import init_workspace, read_settings
from audits.steps.backup.name_place import name_place
from audits.storage import Cipher, ContentFiles, ContentTable, Keyring, open_database


KEY, OTHER = b"k" * 32, b"o" * 32
PEOPLE = b"the Thimblewright family " * 9
of_each = settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])


class InFolder:
    """A store in a folder, and what somebody does to its files."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def store(self, cipher: Cipher | None = None) -> ContentFiles:
        return ContentFiles(self._folder, cipher)

    def bytes(self) -> list[bytes]:
        return [path.read_bytes() for path in self._folder.iterdir()]

    def spoil(self) -> None:
        [path] = list(self._folder.iterdir())
        path.write_bytes(path.read_bytes()[:-1] + b"!")


class InTable:
    """A store in a table of PostgreSQL, and what somebody does to its rows."""

    def __init__(self, url: str) -> None:
        self._engine = open_database(url)

    def store(self, cipher: Cipher | None = None) -> ContentTable:
        return ContentTable(self._engine, "returns", cipher)

    def bytes(self) -> list[bytes]:
        with self._engine.connect() as connection:
            return list(connection.execute(text("SELECT data FROM content")).scalars())

    def spoil(self) -> None:
        [kept] = self.bytes()
        with self._engine.begin() as connection:
            connection.execute(text("UPDATE content SET data = :data"), {"data": kept[:-1] + b"!"})


@pytest.fixture
def place(kind, request, tmp_path):
    """One place of content after the other."""
    if kind == "sqlite":
        (tmp_path / "returns").mkdir()
        return InFolder(tmp_path / "returns")
    return InTable(request.getfixturevalue("ready_url"))


ciphers = pytest.mark.parametrize("cipher", [None, Cipher(Keyring(KEY))], ids=["clear", "sealed"])


@ciphers
@of_each
@given(data=st.binary(max_size=2000))
def test_content_is_kept_once_under_its_own_digest(place, cipher, data):
    store = place.store(cipher)
    name = store.keep(data)
    assert name == hashlib.sha256(data).hexdigest() == store.keep(data)
    assert store.has(name)
    assert place.store(cipher).read(name) == data
    assert len(place.bytes()) == len(set(store.names()))


@ciphers
def test_a_changed_byte_is_noticed(place, cipher):
    store = place.store(cipher)
    name = store.keep(b"a return, byte for byte")
    place.spoil()
    with pytest.raises(WorkspaceError, match="altered"):
        store.read(name)


def test_sealed_content_cannot_be_read_by_whoever_has_the_place_alone(place):
    name = place.store(Cipher(Keyring(KEY))).keep(PEOPLE)
    assert [b"Thimble" in kept for kept in place.bytes()] == [False]
    with pytest.raises(WorkspaceError, match="key"):
        place.store(Cipher(Keyring(OTHER))).read(name)


def test_what_is_not_there_is_told_in_a_sentence(place):
    with pytest.raises(NotFoundError, match=r"returns/abc is not there\. Restore it\."):
        place.store().read("abc")
    assert not place.store().has("abc")


def test_what_is_removed_is_gone_and_the_rest_stays(place):
    store = place.store(Cipher(Keyring(KEY)))
    first, second, third = (store.keep(data) for data in (b"one", b"two", b"three"))
    store.remove(first)
    store.remove(first)
    assert sorted(store.names()) == sorted([second, third])
    assert store.sweep({third}) == 1
    assert list(store.names()) == [third]
    assert store.read(third) == b"three"


def test_a_name_says_what_kind_of_file_it_is_and_gives_it_as_it_lies(place):
    name = place.store(Cipher(Keyring(KEY))).keep(PEOPLE, suffix=".xlsx")
    assert list(place.store().names()) == [f"{name}.xlsx"]
    lies = place.store().as_kept(f"{name}.xlsx")
    assert [lies] == place.bytes()
    assert Cipher(Keyring(KEY)).unseal(lies, name) == PEOPLE


def test_eight_that_keep_the_same_at_once_keep_it_once(place):
    with ThreadPoolExecutor(8) as pool:
        names = list(pool.map(lambda _: place.store(Cipher(Keyring(KEY))).keep(PEOPLE), range(8)))
    assert len(set(names)) == len(place.bytes()) == 1
    assert place.store(Cipher(Keyring(KEY))).read(names[0]) == PEOPLE


def test_whoever_writes_facts_keeps_a_file_meanwhile(home):
    workspace = ws.workspace_of(home)
    with workspace.open_uow():
        name = workspace.stores.packs.keep(b"a pack")
    assert ws.workspace_of(home).stores.packs.read(name) == b"a pack"


def test_files_that_lie_in_a_folder_are_not_looked_for_in_the_database(home, ready_url, tmp_path):
    other = tmp_path / "other"
    init_workspace(other)
    name_place(other, "database", ready_url)
    ws.workspace_of(other).stores.returns.keep(b"a return")
    name_place(other, "files_in", "database")
    says = (
        "needs a PostgreSQL" if ready_url.startswith("sqlite") else r"There are files in .*returns"
    )
    with pytest.raises(WorkspaceError, match=says):
        ws.workspace_of(other)


def test_files_in_the_database_want_a_database(tmp_path):
    init_workspace(tmp_path)
    name_place(tmp_path, "files_in", "database")
    with pytest.raises(WorkspaceError, match="needs a PostgreSQL database"):
        read_settings(tmp_path)
