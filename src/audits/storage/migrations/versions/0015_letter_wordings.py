"""The words of one audit's letters, where somebody put their own in place of ours."""

import sqlalchemy as sa
import sqlmodel
from alembic import op
from sqlalchemy.dialects import postgresql


revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

WORDS = sqlmodel.sql.sqltypes.AutoString
MOMENT = sqlmodel.sql.sqltypes.UTCDateTime
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Make the table and the column."""
    op.create_table(
        "letter_wording",
        sa.Column("cycle", WORDS(), nullable=False),
        sa.Column("purpose", WORDS(), nullable=False),
        sa.Column("text", WORDS(), nullable=False),
        sa.Column("at", MOMENT(), nullable=False),
        sa.Column("by", WORDS(), nullable=False),
        sa.ForeignKeyConstraint(["cycle"], ["cycle.ref"], name=op.f("fk_letter_wording_cycle")),
        sa.PrimaryKeyConstraint("cycle", "purpose", name=op.f("pk_letter_wording")),
    )
    with op.batch_alter_table("dispatch") as dispatch:
        dispatch.add_column(sa.Column("wording", JSON, nullable=False, server_default="{}"))
    # Only once what is there has it: SQLite makes the table anew, and fills it by this default.
    with op.batch_alter_table("dispatch") as dispatch:
        dispatch.alter_column("wording", server_default=None)


def downgrade() -> None:
    """Drop them."""
    op.drop_column("dispatch", "wording")
    op.drop_table("letter_wording")
