"""What units ask of the business unit, and what it decides."""

import sqlalchemy as sa
import sqlmodel
from alembic import op


revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

WORDS = sqlmodel.sql.sqltypes.AutoString
MOMENT = sqlmodel.sql.sqltypes.UTCDateTime


def _one_of(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=20)


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "unit_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", _one_of("request_kind", "more_time", "other_person"), nullable=False),
        sa.Column("unit", WORDS(), nullable=False),
        sa.Column("cycle", WORDS(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("why", WORDS(), nullable=False),
        sa.Column("contact", sa.Integer(), nullable=True),
        sa.Column("person", WORDS(), nullable=False),
        sa.Column("email", WORDS(), nullable=False),
        sa.Column("asked_at", MOMENT(), nullable=False),
        sa.Column("asked_by", WORDS(), nullable=False),
        sa.Column(
            "outcome",
            _one_of("request_outcome", "granted", "declined", "settled"),
            nullable=True,
        ),
        sa.Column("answer", WORDS(), nullable=False),
        sa.Column("decided_at", MOMENT(), nullable=True),
        sa.Column("decided_by", WORDS(), nullable=True),
        sa.CheckConstraint(
            "(kind = 'more_time') = (until IS NOT NULL AND cycle IS NOT NULL)",
            name=op.f("ck_unit_request_of_a_cycle"),
        ),
        sa.CheckConstraint(
            "(outcome IS NULL) = (decided_at IS NULL) AND (outcome IS NULL) = (decided_by IS NULL)",
            name=op.f("ck_unit_request_decided"),
        ),
        sa.ForeignKeyConstraint(["contact"], ["contact.id"], name=op.f("fk_unit_request_contact")),
        sa.ForeignKeyConstraint(["cycle"], ["cycle.ref"], name=op.f("fk_unit_request_cycle")),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_unit_request_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_request")),
    )
    op.create_index(op.f("ix_unit_request_unit"), "unit_request", ["unit"], unique=False)


def downgrade() -> None:
    """Drop it."""
    op.drop_index(op.f("ix_unit_request_unit"), table_name="unit_request")
    op.drop_table("unit_request")
