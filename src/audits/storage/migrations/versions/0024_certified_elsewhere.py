"""Returns certified at another partnership, whose answers were taken over."""

import sqlalchemy as sa
import sqlmodel
from alembic import op
from sqlalchemy.dialects import postgresql


revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
WORDS = sqlmodel.sql.sqltypes.AutoString
TABLE = "certified_elsewhere"
SAID = ("pack", "partnership", "from_cycle", "office")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cycle", WORDS(), nullable=False),
        sa.Column("unit", WORDS(), nullable=False),
        *(sa.Column(name, WORDS(), nullable=False) for name in SAID),
        sa.Column("certified_on", sa.Date(), nullable=False),
        sa.Column("seal", WORDS(), nullable=False),
        sa.Column("sha256", WORDS(), nullable=False),
        sa.Column("carried", JSON, nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("noted_by", WORDS(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cycle"], ["cycle.ref"], name=op.f("fk_certified_elsewhere_cycle")
        ),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_certified_elsewhere_unit")),
        sa.UniqueConstraint("pack", "sha256", name=op.f("uq_certified_elsewhere_pack_sha256")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certified_elsewhere")),
    )
    op.create_index(op.f(f"ix_{TABLE}_cycle"), TABLE, ["cycle"], unique=False)


def downgrade() -> None:
    """Drop it."""
    op.drop_table(TABLE)
