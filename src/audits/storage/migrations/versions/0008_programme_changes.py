"""What was changed about the year plan, and a way to what the trail says was done."""

import sqlalchemy as sa
import sqlmodel
from alembic import op


revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

WORDS = sqlmodel.sql.sqltypes.AutoString


def upgrade() -> None:
    """Make the table and the index."""
    op.create_table(
        "programme_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", WORDS(), nullable=False),
        sa.Column("was", sa.Date(), nullable=True),
        sa.Column("now", sa.Date(), nullable=True),
        sa.Column("why", WORDS(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("decided_by", WORDS(), nullable=False),
        sa.CheckConstraint(
            "was IS NOT NULL OR now IS NOT NULL", name=op.f("ck_programme_change_changed")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_change")),
    )
    op.create_index(op.f("ix_trail_verb"), "trail", ["verb"], unique=False)


def downgrade() -> None:
    """Take them away."""
    op.drop_index(op.f("ix_trail_verb"), table_name="trail")
    op.drop_table("programme_change")
