"""Legal holds, and the certificates of what was destroyed."""

import sqlalchemy as sa
import sqlmodel
from alembic import op
from sqlalchemy.dialects import postgresql


revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

WORDS = sqlmodel.sql.sqltypes.AutoString
MOMENT = sqlmodel.sql.sqltypes.UTCDateTime
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
KINDS = ("cycle", "child", "action")
CLASSES = ("identities", "answers", "audited_before", "findings", "actions", "certificates")


def upgrade() -> None:
    """Make the tables."""
    _holds()
    op.create_table(
        "destruction",
        sa.Column("id", WORDS(), nullable=False),
        sa.Column("at", MOMENT(), nullable=False),
        sa.Column("by", WORDS(), nullable=False),
        sa.Column("why", WORDS(), nullable=False),
        sa.Column("schedule", JSON, nullable=False),
        sa.Column("kept_back", JSON, nullable=False),
        sa.Column("ended_at", MOMENT(), nullable=True),
        sa.CheckConstraint("why <> ''", name=op.f("ck_destruction_said")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_destruction")),
    )
    _destroyed()


def downgrade() -> None:
    """Drop them."""
    op.drop_index(op.f("ix_destroyed_certificate"), table_name="destroyed")
    op.drop_table("destroyed")
    op.drop_table("destruction")
    op.drop_index(op.f("ix_legal_hold_about"), table_name="legal_hold")
    op.drop_table("legal_hold")


def _holds() -> None:
    op.create_table(
        "legal_hold",
        sa.Column("id", WORDS(), nullable=False),
        sa.Column("kind", _one_of(KINDS, "hold_kind"), nullable=False),
        sa.Column("about", WORDS(), nullable=False),
        sa.Column("cases", JSON, nullable=False),
        sa.Column("registers", JSON, nullable=False),
        sa.Column("placed_at", MOMENT(), nullable=False),
        sa.Column("placed_by", WORDS(), nullable=False),
        sa.Column("why", WORDS(), nullable=False),
        sa.Column("ended_at", MOMENT(), nullable=True),
        sa.Column("ended_by", WORDS(), nullable=False),
        sa.Column("ended_why", WORDS(), nullable=False),
        sa.CheckConstraint("why <> ''", name=op.f("ck_legal_hold_said")),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (ended_by = '') AND (ended_at IS NULL) = (ended_why = '')",
            name=op.f("ck_legal_hold_ended"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legal_hold")),
    )
    op.create_index(op.f("ix_legal_hold_about"), "legal_hold", ["about"])


def _destroyed() -> None:
    op.create_table(
        "destroyed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("certificate", WORDS(), nullable=False),
        sa.Column("kept_class", _one_of(CLASSES, "kept_class"), nullable=False),
        sa.Column("about", WORDS(), nullable=False),
        sa.Column("title", WORDS(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("numbers", JSON, nullable=False),
        sa.Column("at", MOMENT(), nullable=True),
        sa.ForeignKeyConstraint(
            ["certificate"], ["destruction.id"], name=op.f("fk_destroyed_certificate")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_destroyed")),
        sa.UniqueConstraint("kept_class", "about", name=op.f("uq_destroyed_kept_class_about")),
    )
    op.create_index(op.f("ix_destroyed_certificate"), "destroyed", ["certificate"])


def _one_of(kinds: tuple[str, ...], name: str) -> sa.Enum:
    return sa.Enum(*kinds, name=name, native_enum=False, create_constraint=True, length=20)
