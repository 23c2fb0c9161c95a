"""Every migration takes on a workspace in which something is kept: rows are there afterwards."""

import pytest
from builders import workspace as ws
from sqlalchemy import create_engine, text
from sqlmodel import SQLModel

from audits.storage import downgrade, upgrade
from audits.storage.database import MIGRATIONS


STEPS = sorted(path.name[:4] for path in (MIGRATIONS / "versions").glob("0*.py"))
KEPT = ("dispatch", "issued_pack", "return_file", "account", "background_task", "trail", "cycle")


@pytest.fixture
def home(tmp_path):
    home = ws.loaded(tmp_path / "home", contacts=300)
    workspace = ws.workspace_of(home)
    ws.issue(workspace)
    ws.send(workspace)
    ws.answer(home)
    ws.collect(workspace)
    return home


def numbers_of(engine) -> dict[str, int]:
    with engine.connect() as connection:
        counts = {}
        for name in KEPT:
            table = SQLModel.metadata.tables[name].name
            counts[name] = connection.execute(text(f"SELECT count(*) FROM {table}")).scalar()  # noqa: S608 -- our own names
        return counts


def test_what_is_kept_is_there_after_each_step(home):
    engine = create_engine(f"sqlite:///{home / 'audits.db'}")
    before = numbers_of(engine)
    assert before["dispatch"] > 3
    for step in reversed(STEPS[STEPS.index("0008") : -1]):
        downgrade(engine, step)
        upgrade(engine)
        assert numbers_of(engine)["dispatch"] == before["dispatch"], step
    assert numbers_of(engine) == before
