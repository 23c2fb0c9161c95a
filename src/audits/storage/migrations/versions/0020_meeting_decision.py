"""What a meeting decided about draws and papers, and where it is minuted."""

import sqlalchemy as sa
import sqlmodel
from alembic import op


revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

WORDS = sqlmodel.sql.sqltypes.AutoString
MOMENT = sqlmodel.sql.sqltypes.UTCDateTime


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "meeting_decision",
        sa.Column("meeting", sa.Date(), nullable=False),
        sa.Column("cycle", WORDS(), nullable=False),
        sa.Column("paper", WORDS(), nullable=False),
        sa.Column("decided", WORDS(), nullable=False),
        sa.Column("minute", WORDS(), nullable=False),
        sa.Column("at", MOMENT(), nullable=False),
        sa.Column("noted_by", WORDS(), nullable=False),
        sa.ForeignKeyConstraint(["cycle"], ["cycle.ref"], name=op.f("fk_meeting_decision_cycle")),
        sa.PrimaryKeyConstraint("meeting", "cycle", "paper", name=op.f("pk_meeting_decision")),
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("meeting_decision")
