"""Who certified a return, in which office, and whether it was withdrawn."""

import sqlalchemy as sa
import sqlmodel
from alembic import op


revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

WORDS = sqlmodel.sql.sqltypes.AutoString
MOMENT = sqlmodel.sql.sqltypes.UTCDateTime
TABLE = "certification"
POINTS_TO = {
    "cycle": "cycle.ref", "unit": "unit.code", "contact": "contact.id",
    "return_id": "return_file.id",
}  # fmt: skip


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cycle", WORDS(), nullable=False),
        sa.Column("unit", WORDS(), nullable=False),
        sa.Column("pack", WORDS(), nullable=False),
        sa.Column("office", WORDS(), nullable=False),
        sa.Column("contact", sa.Integer(), nullable=False),
        sa.Column("certified_on", sa.Date(), nullable=False),
        sa.Column("return_id", WORDS(), nullable=False),
        sa.Column("last_answer", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT(), nullable=False),
        sa.Column("noted_by", WORDS(), nullable=False),
        sa.Column("withdrawn_at", MOMENT(), nullable=True),
        sa.Column("withdrawn_by", WORDS(), nullable=False),
        sa.Column("withdrawn_why", WORDS(), nullable=False),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_why = '')",
            name=op.f("ck_certification_withdrawn"),
        ),
        sa.CheckConstraint("office <> ''", name=op.f("ck_certification_office")),
        *(
            sa.ForeignKeyConstraint([column], [to], name=op.f(f"fk_certification_{column}"))
            for column, to in POINTS_TO.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certification")),
    )
    for column in ("cycle", "pack"):
        op.create_index(op.f(f"ix_certification_{column}"), TABLE, [column], unique=False)


def downgrade() -> None:
    """Drop it."""
    op.drop_table(TABLE)
