"""The tables and the migrations say the same, upwards and downwards, on both databases."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import builders.second_migration as second
import pytest
from builders.shapes import shape_of
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import IntegrityError
from sqlmodel import SQLModel

from audits.domain.errors import WorkspaceError
from audits.domain.remedies import Remedy, Verb
from audits.storage import (
    check_shape,
    downgrade,
    every_table as every_table,
    open_database,
    upgrade,
)
from audits.storage.database import MIGRATIONS


LAST = max(path.name[:4] for path in (MIGRATIONS / "versions").glob("0*.py"))


@pytest.fixture
def with_second(tmp_path) -> Path:
    """Return the product's migrations and a made-up one behind them."""
    folder = shutil.copytree(MIGRATIONS, tmp_path / "migrations")
    shutil.copy(second.__file__, folder / "versions" / "9999_made_up.py")
    return folder


def add_a_unit(engine: Engine) -> None:
    unit = {
        "code": "ward", "agency": "police", "name": "Ward", "channel": "folder",
        "key_channel": "", "protected": False,
    }  # fmt: skip
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO agency (code, name) VALUES ('police', 'Police')"))
        connection.execute(
            text(
                "INSERT INTO unit (code, agency, name, channel, key_channel, protected) "
                "VALUES (:code, :agency, :name, :channel, :key_channel, :protected)"
            ),
            unit,
        )


def rows_of(engine: Engine, select: str) -> list[tuple]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(select))]


def test_up_down_and_up_again(url):
    engine = create_engine(url)
    upgrade(engine)
    made = shape_of(engine)
    assert {"cycle", "audit_case", "dispatch", "return_file", "answer", "trail"} <= set(made)
    downgrade(engine)
    assert shape_of(engine) == {}
    upgrade(engine)
    assert shape_of(engine) == made
    engine.dispose()


def test_what_is_there_outlives_a_change_of_shape_and_its_way_back(url, with_second):
    engine = open_database(url)
    before = shape_of(engine)
    add_a_unit(engine)
    upgrade(engine, migrations=with_second)
    again = open_database(url, migrations=with_second)
    assert rows_of(again, "SELECT code, name, short FROM agency") == [
        ("police", "Police", "POLICE")
    ]
    assert rows_of(again, "SELECT unit, name FROM made_up JOIN unit ON code = unit") == [
        ("ward", "Ward")
    ]
    after = shape_of(again)
    assert [check["name"] for check in after["agency"]["checks"]] == ["ck_agency_short"]
    assert [index["name"] for index in after["agency"]["indexes"]] == ["ix_agency_short"]
    with pytest.raises(IntegrityError), again.begin() as connection:  # the unit points at it
        connection.execute(text("DELETE FROM agency"))
    downgrade(again, LAST, migrations=with_second)
    assert shape_of(again) == before
    assert rows_of(
        again, "SELECT agency, unit.name FROM unit JOIN agency a ON a.code = agency"
    ) == [("police", "Ward")]
    again.dispose()
    engine.dispose()


def test_a_message_outlives_every_change_of_shape_since_it_was_written(url):
    engine = create_engine(url)
    upgrade(engine, "0008")
    add_a_unit(engine)
    message = {
        "key": "k", "unit": "ward", "purpose": "pack", "channel": "folder", "status": "due",
        "due_at": "2017-03-09 17:00:00", "attempts": 0, "receipt": "", "subject": "Pack",
        "body": "Here it is.", "recipients": "[]", "attachments": "[]", "reason": "",
        "addressed_to": "",
    }  # fmt: skip
    columns, values = ", ".join(message), ", ".join(f":{name}" for name in message)
    with engine.begin() as connection:
        connection.execute(text(f"INSERT INTO dispatch ({columns}) VALUES ({values})"), message)  # noqa: S608 -- our own names
    upgrade(engine)
    assert rows_of(engine, "SELECT key, body FROM dispatch") == [("k", "Here it is.")]
    check_shape(engine)
    engine.dispose()


def test_eight_that_upgrade_a_database_at_once_change_it_once(url, with_second):
    engine = open_database(url)
    add_a_unit(engine)
    engines = [open_database(url) for _ in range(8)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda one: upgrade(one, migrations=with_second), engines))
    for one in engines:
        assert rows_of(one, "SELECT short FROM agency") == [("POLICE",)]
        assert rows_of(one, "SELECT unit FROM made_up") == [("ward",)]
    assert rows_of(engine, "SELECT version_num FROM alembic_version") == [("9999",)]
    engine.dispose()


def test_a_migration_that_fails_halfway_leaves_everything_as_it_was(url, with_second):
    engine = open_database(url)
    add_a_unit(engine)
    before = shape_of(engine)
    step = with_second / "versions" / "9999_made_up.py"
    words = step.read_text(encoding="utf-8")
    step.write_text(words.replace("FROM unit", "FROM nowhere"), encoding="utf-8")
    with pytest.raises(Exception, match="nowhere"):
        upgrade(engine, migrations=with_second)
    assert shape_of(engine) == before
    assert rows_of(engine, "SELECT version_num FROM alembic_version") == [(LAST,)]
    step.write_text(words, encoding="utf-8")
    upgrade(engine, migrations=with_second)
    assert rows_of(engine, "SELECT short FROM agency") == [("POLICE",)]
    engine.dispose()


def test_a_database_of_a_newer_version_is_refused_in_a_sentence(url, with_second):
    open_database(url, migrations=with_second).dispose()
    with pytest.raises(WorkspaceError, match=r"tables are at step 9999.* or a newer one") as told:
        open_database(url)
    assert f"knows the steps up to {LAST}." in str(told.value)


def test_a_database_of_an_older_version_is_refused_in_a_sentence(url, with_second):
    open_database(url).dispose()
    with pytest.raises(WorkspaceError, match=r"older version.* needs step 9999\.$") as refused:
        open_database(url, migrations=with_second)
    assert refused.value.remedy == (Remedy(Verb.UPGRADE_WORKSPACE),)


def test_tables_and_migrations_agree(engine):
    check_shape(engine)


def test_models_and_migrations_make_the_same_tables(engine, url):
    """Down to checks, defaults and conditions of indexes, which Alembic does not compare."""
    from_models = create_engine(url)
    SQLModel.metadata.create_all(from_models)
    migrated = shape_of(engine)
    if engine.dialect.name == "postgresql":
        # The one thing that a model leaves to the migration: said there it would load every driver.
        (current,) = [index for index in migrated["answer"]["indexes"] if index["unique"]]
        assert current["dialect_options"].pop("postgresql_where") == "current"
    assert shape_of(from_models) == migrated
    from_models.dispose()


def test_opening_twice_changes_nothing(engine, ready_url):
    before = shape_of(engine)
    again = open_database(ready_url)
    assert shape_of(again) == before
    again.dispose()


def test_a_database_that_cannot_be_opened_is_refused_in_a_sentence(tmp_path):
    with pytest.raises(WorkspaceError, match="cannot be opened or written to"):
        open_database(f"sqlite:///{tmp_path / 'none' / 'audits.db'}")
