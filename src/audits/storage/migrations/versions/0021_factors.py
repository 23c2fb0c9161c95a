"""What contributed to a finding, and what an action is to put right."""

import sqlalchemy as sa
import sqlmodel
from alembic import op


revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

WORDS = sqlmodel.sql.sqltypes.AutoString
TABLES = ("finding", "action")


def upgrade() -> None:
    """Make the columns; nobody has said anything yet."""
    for name in TABLES:
        with op.batch_alter_table(name) as table:
            table.add_column(sa.Column("factors", WORDS(), nullable=False, server_default=""))
        # Only once what is there has it: SQLite makes the table anew, and fills it by this default.
        with op.batch_alter_table(name) as table:
            table.alter_column("factors", server_default=None)


def downgrade() -> None:
    """Drop them."""
    for name in TABLES:
        op.drop_column(name, "factors")
