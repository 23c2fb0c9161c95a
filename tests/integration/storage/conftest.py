"""A database of each kind: SQLite in a file, and a real PostgreSQL started for the tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from builders.databases import put_ready_database
from builders.postgres import postgres as postgres_server
from builders.waiting import wait_until
from sqlalchemy import Engine, create_engine, text

from audits.settings import init_workspace
from audits.steps.backup.name_place import name_place
from audits.storage import open_database


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """Return the URL of a PostgreSQL server of this test run's own."""
    with postgres_server() as url:
        yield url


@pytest.fixture(scope="session")
def ready_postgres(postgres) -> str:
    """Return the name of a database in its present shape, of which others are copied."""
    open_database(_made_on(postgres, "ready")).dispose()
    engine = create_engine(postgres)
    wait_until(lambda: _connected_to("ready", engine) == 0)  # none is copied while it is in use
    engine.dispose()
    return "ready"


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request) -> str:
    """Return one kind of database after the other."""
    return request.param


@pytest.fixture
def url(request, kind, tmp_path) -> str:
    """Return the URL of an empty database."""
    if kind == "sqlite":
        return f"sqlite:///{tmp_path / 'audits.db'}"
    return _made_on(request.getfixturevalue("postgres"), _name(request))


@pytest.fixture
def ready_url(request, kind, tmp_path) -> str:
    """Return the URL of a database with its tables, as the migrations make it."""
    if kind == "sqlite":
        put_ready_database(tmp_path / "ready.db")
        return f"sqlite:///{tmp_path / 'ready.db'}"
    ready = request.getfixturevalue("ready_postgres")
    return _made_on(request.getfixturevalue("postgres"), f"{_name(request)}_ready", like=ready)


def _name(request) -> str:
    return f"t{abs(hash(request.node.nodeid))}"


def _connected_to(name: str, engine: Engine) -> int:
    """Return how many connections a server has to a database; some end after they were closed."""
    counting = text("SELECT count(*) FROM pg_stat_activity WHERE datname = :name")
    with engine.connect() as connection:
        return connection.execute(counting, {"name": name}).scalar_one()


def _made_on(server: str, name: str, *, like: str = "template0") -> str:
    """Make a database on a server and return its URL."""
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {like}"))
    engine.dispose()
    return server.replace("/postgres?", f"/{name}?")


@pytest.fixture
def engine(ready_url) -> Iterator[Engine]:
    """Return an engine on a database with its tables."""
    engine = open_database(ready_url)
    yield engine
    engine.dispose()


@pytest.fixture
def vault_url(request, kind) -> str:
    """Return the URL of an empty database for a vault; empty where that is a file."""
    if kind == "sqlite":
        return ""
    return _made_on(request.getfixturevalue("postgres"), f"{_name(request)}_vault")


@pytest.fixture
def home(kind, ready_url, vault_url, tmp_path) -> Path:
    """Return an empty workspace: all in its folder, or everything that can be in PostgreSQL."""
    home = tmp_path / "home"
    init_workspace(home)
    name_place(home, "database", ready_url)
    if kind == "postgresql":
        name_place(home, "files_in", "database")
        name_place(home, "vault_database", vault_url)
    return home
