"""The role of whom a unit names instead of a contact who is not the right person."""

import sqlalchemy as sa
import sqlmodel
from alembic import op


revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

WORDS = sqlmodel.sql.sqltypes.AutoString


def upgrade() -> None:
    """Make the column; whatever was asked before named no role."""
    with op.batch_alter_table("unit_request") as request:
        request.add_column(sa.Column("role", WORDS(), nullable=False, server_default=""))
    # Only once what is there has it: SQLite makes the table anew, and fills it by this default.
    with op.batch_alter_table("unit_request") as request:
        request.alter_column("role", server_default=None)


def downgrade() -> None:
    """Drop it."""
    op.drop_column("unit_request", "role")
