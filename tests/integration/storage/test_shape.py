"""The tables and the migrations say the same, upwards and downwards, on both databases."""

import pytest
from sqlalchemy import Engine, create_engine, inspect

from audits.domain.errors import WorkspaceError
from audits.storage import check_shape, downgrade, open_database, upgrade


def tables(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names()) - {"alembic_version"}


def test_up_down_and_up_again(url):
    engine = create_engine(url)
    upgrade(engine)
    made = tables(engine)
    assert {"cycle", "audit_case", "dispatch", "return_file", "answer", "trail"} <= made
    downgrade(engine)
    assert tables(engine) == set()
    upgrade(engine)
    assert tables(engine) == made
    engine.dispose()


def test_tables_and_migrations_agree(engine):
    check_shape(engine)


def test_opening_twice_changes_nothing(engine, url):
    before = tables(engine)
    again = open_database(url)
    assert tables(again) == before
    again.dispose()


def test_a_database_that_cannot_be_opened_is_refused_in_a_sentence(tmp_path):
    with pytest.raises(WorkspaceError, match="cannot be opened or written to"):
        open_database(f"sqlite:///{tmp_path / 'none' / 'audits.db'}")
