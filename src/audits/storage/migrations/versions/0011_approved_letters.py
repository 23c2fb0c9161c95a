"""What of a letter somebody has approved before it goes."""

import sqlalchemy as sa
import sqlmodel
from alembic import op


revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

WORDS = sqlmodel.sql.sqltypes.AutoString


def upgrade() -> None:
    """Add the column; what was written before is as nobody has approved it."""
    with op.batch_alter_table("dispatch") as dispatch:
        dispatch.add_column(sa.Column("approved", WORDS(), nullable=False, server_default=""))
    # Only once what is there has it: SQLite makes the table anew, and fills it by this default.
    with op.batch_alter_table("dispatch") as dispatch:
        dispatch.alter_column("approved", server_default=None)


def downgrade() -> None:
    """Drop it."""
    op.drop_column("dispatch", "approved")
