"""Codes from a telephone, how far a session has come, and more that is counted.

Sessions and counted attempts are made anew: whoever is signed in signs in again.
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op


revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

WORDS = sqlmodel.sql.sqltypes.AutoString
MOMENT = sqlmodel.sql.sqltypes.UTCDateTime


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "second_factor",
        sa.Column("account", WORDS(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("last_step", sa.Integer(), nullable=True),
        sa.Column("since", MOMENT(), nullable=True),
        sa.ForeignKeyConstraint(["account"], ["account.id"], name=op.f("fk_second_factor_account")),
        sa.PrimaryKeyConstraint("account", name=op.f("pk_second_factor")),
    )
    _make_sessions(
        sa.Column(
            "stage",
            sa.Enum(
                "signed_in", "code", "set_up",
                name="stage", native_enum=False, create_constraint=True, length=20,
            ),
            nullable=False,
        ),
        sa.Column("browser", WORDS(), nullable=False),
    )
    _make_attempts("sign_in", "caller", "code", "link", "upload")


def downgrade() -> None:
    """Make them as they were."""
    _make_attempts("sign_in", "link")
    _make_sessions()
    op.drop_table("second_factor")


def _make_sessions(*more: sa.Column) -> None:
    op.drop_table("web_session")
    op.create_table(
        "web_session",
        sa.Column("token_sha256", WORDS(), nullable=False),
        sa.Column("account", WORDS(), nullable=False),
        sa.Column("begun_at", MOMENT(), nullable=False),
        sa.Column("seen_at", MOMENT(), nullable=False),
        sa.Column("ends_at", MOMENT(), nullable=False),
        *more,
        sa.Column("kept_for", WORDS(), nullable=False),
        sa.Column("kept", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["account"], ["account.id"], name=op.f("fk_web_session_account")),
        sa.PrimaryKeyConstraint("token_sha256", name=op.f("pk_web_session")),
    )
    op.create_index(op.f("ix_web_session_account"), "web_session", ["account"], unique=False)


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
