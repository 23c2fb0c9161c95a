"""Indexes by which lists stay quick when there are ten years in them."""

import sqlalchemy as sa
from alembic import op


revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

CURRENT = {
    "table_name": "answer",
    "columns": ["pack", "case_ref", "question"],
    "unique": True,
    "postgresql_where": sa.text("current"),
}


def upgrade() -> None:
    """Make the indexes; that of the answers in the words in which SQLite is asked for it."""
    op.create_index("ix_trail_about", "trail", ["about"])
    op.create_index("ix_dispatch_status", "dispatch", ["status"])
    op.create_index("ix_cycle_in_short", "cycle", ["status", "opened_on", "ref", "title"])
    op.drop_index("uq_answer_current", "answer")
    op.create_index("uq_answer_current", sqlite_where=sa.text("current = 1"), **CURRENT)


def downgrade() -> None:
    """Drop them."""
    op.drop_index("uq_answer_current", "answer")
    op.create_index("uq_answer_current", sqlite_where=sa.text("current"), **CURRENT)
    op.drop_index("ix_cycle_in_short", "cycle")
    op.drop_index("ix_dispatch_status", "dispatch")
    op.drop_index("ix_trail_about", "trail")
