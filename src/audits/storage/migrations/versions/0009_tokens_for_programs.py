"""Tokens by which programs read, and tokens that do not fit, counted.

Counted attempts are made anew.
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op


revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

WORDS = sqlmodel.sql.sqltypes.AutoString
MOMENT = sqlmodel.sql.sqltypes.UTCDateTime


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "api_token",
        sa.Column("token_sha256", WORDS(), nullable=False),
        sa.Column("account", WORDS(), nullable=False),
        sa.Column("name", WORDS(), nullable=False),
        sa.Column("made_at", MOMENT(), nullable=False),
        sa.Column("ends_at", MOMENT(), nullable=False),
        sa.Column("used_at", MOMENT(), nullable=True),
        sa.CheckConstraint("name <> ''", name=op.f("ck_api_token_named")),
        sa.ForeignKeyConstraint(["account"], ["account.id"], name=op.f("fk_api_token_account")),
        sa.PrimaryKeyConstraint("token_sha256", name=op.f("pk_api_token")),
    )
    op.create_index(op.f("ix_api_token_account"), "api_token", ["account"], unique=False)
    _make_attempts("sign_in", "caller", "code", "link", "upload", "token")


def downgrade() -> None:
    """Make them as they were."""
    _make_attempts("sign_in", "caller", "code", "link", "upload")
    op.drop_table("api_token")


def _make_attempts(*tried: str) -> None:
    op.drop_table("attempt")
    op.create_table(
        "attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "what",
            sa.Enum(*tried, name="tried", native_enum=False, create_constraint=True, length=20),
            nullable=False,
        ),
        sa.Column("about_sha256", WORDS(), nullable=False),
        sa.Column("at", MOMENT(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt")),
    )
    op.create_index(op.f("ix_attempt_about_sha256"), "attempt", ["about_sha256"], unique=False)
