"""The files of a workspace, where its settings keep them in the database."""

import sqlalchemy as sa
import sqlmodel
from alembic import op


revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

WORDS = sqlmodel.sql.sqltypes.AutoString


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "content",
        sa.Column("store", WORDS(), nullable=False),
        sa.Column("sha256", WORDS(), nullable=False),
        sa.Column("suffix", WORDS(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("store", "sha256", name=op.f("pk_content")),
    )
    if op.get_bind().dialect.name == "postgresql":
        # What is sealed or zipped gets no smaller: PostgreSQL need not try.
        op.execute("ALTER TABLE content ALTER COLUMN data SET STORAGE EXTERNAL")


def downgrade() -> None:
    """Drop it."""
    op.drop_table("content")
