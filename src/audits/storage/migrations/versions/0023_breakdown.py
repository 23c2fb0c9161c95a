"""Who the children of an audit were, counted, with small counts withheld."""

import sqlalchemy as sa
import sqlmodel
from alembic import op


revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

WORDS = sqlmodel.sql.sqltypes.AutoString
PARTS = ("all", "not_recorded", "in_other_words", "group", "nothing_said")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "breakdown",
        sa.Column("cycle", WORDS(), nullable=False),
        sa.Column("name", WORDS(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("title", WORDS(), nullable=False),
        sa.Column(
            "part",
            sa.Enum(
                *PARTS, name="breakdown_part", native_enum=False, create_constraint=True, length=20
            ),
            nullable=False,
        ),
        sa.Column("value", WORDS(), nullable=False),
        sa.Column("audited", sa.Integer(), nullable=True),
        sa.Column("others", sa.Integer(), nullable=True),
        sa.CheckConstraint("(part = 'group') = (value <> '')", name=op.f("ck_breakdown_value")),
        sa.ForeignKeyConstraint(["cycle"], ["cycle.ref"], name=op.f("fk_breakdown_cycle")),
        sa.PrimaryKeyConstraint("cycle", "name", "place", name=op.f("pk_breakdown")),
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("breakdown")
