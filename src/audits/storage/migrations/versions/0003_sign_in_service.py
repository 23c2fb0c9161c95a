"""Whom an organisation's sign-in service knows, and forms that are kept through signing in.

Sessions are made anew: whoever is signed in signs in again.
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op


revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

WORDS = sqlmodel.sql.sqltypes.AutoString
MOMENT = sqlmodel.sql.sqltypes.UTCDateTime


def upgrade() -> None:
    """Add the columns and the table."""
    with op.batch_alter_table("account") as account:
        account.add_column(sa.Column("issuer", WORDS(), nullable=True))
        account.add_column(sa.Column("subject", WORDS(), nullable=True))
        account.create_unique_constraint("uq_account_issuer_subject", ["issuer", "subject"])
    op.create_table(
        "away_at_provider",
        sa.Column("state_sha256", WORDS(), nullable=False),
        sa.Column("visitor_sha256", WORDS(), nullable=False),
        sa.Column("kept", sa.LargeBinary(), nullable=False),
        sa.Column("ends_at", MOMENT(), nullable=False),
        sa.PrimaryKeyConstraint("state_sha256", name=op.f("pk_away_at_provider")),
    )
    _make_sessions(
        sa.Column("kept_for", WORDS(), nullable=False),
        sa.Column("kept", sa.LargeBinary(), nullable=False),
    )


def downgrade() -> None:
    """Take them away."""
    _make_sessions()
    op.drop_table("away_at_provider")
    with op.batch_alter_table("account") as account:
        account.drop_constraint("uq_account_issuer_subject", type_="unique")
        account.drop_column("subject")
        account.drop_column("issuer")


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
        sa.ForeignKeyConstraint(["account"], ["account.id"], name=op.f("fk_web_session_account")),
        sa.PrimaryKeyConstraint("token_sha256", name=op.f("pk_web_session")),
    )
    op.create_index(op.f("ix_web_session_account"), "web_session", ["account"], unique=False)
