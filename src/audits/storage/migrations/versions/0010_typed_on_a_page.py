"""Which answers a unit typed on its own page, and what it typed there beside its return."""

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations
from sqlalchemy.dialects import postgresql


revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
BEFORE = (
    "accepted", "partial", "queried", "nil", "not_known", "late", "superseded", "duplicate",
    "quarantined", "refused",
)  # fmt: skip


def upgrade() -> None:
    """Add the column and the word."""
    with op.batch_alter_table("return_file") as table:
        table.add_column(sa.Column("typed", JSON, nullable=True))
        _limit(table, (*BEFORE, "noted"))


def downgrade() -> None:
    """Take them away."""
    with op.batch_alter_table("return_file") as table:
        _limit(table, BEFORE)
        table.drop_column("typed")


def _limit(table: BatchOperations, outcomes: tuple[str, ...]) -> None:
    """Let the outcome of a return be one of these words."""
    words = ", ".join(f"'{word}'" for word in outcomes)
    table.drop_constraint(op.f("ck_return_file_return_outcome"), type_="check")
    table.create_check_constraint(op.f("ck_return_file_return_outcome"), f"outcome IN ({words})")
