"""Alembic's entry: runs on the connection it is handed."""

from alembic import context
from sqlmodel import SQLModel

from audits.storage import (
    tables_action,
    tables_beside,
    tables_board,
    tables_cycle,
    tables_learning,
    tables_moderation,
    tables_return,
    tables_waits,
)


# Imported to be known.
TABLES = (
    tables_action,
    tables_beside,
    tables_board,
    tables_cycle,
    tables_learning,
    tables_moderation,
    tables_return,
    tables_waits,
)

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
