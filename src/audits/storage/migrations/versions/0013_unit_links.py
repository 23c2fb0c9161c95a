"""Links to a unit's pages, and sessions that they open.

Sessions and counted attempts are made anew: whoever is signed in signs in again.
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op


revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

WORDS = sqlmodel.sql.sqltypes.AutoString
MOMENT = sqlmodel.sql.sqltypes.UTCDateTime
ATTEMPTS = ("sign_in", "caller", "code", "link", "upload", "token")
STAGES = ("signed_in", "code", "set_up")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "unit_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_sha256", WORDS(), nullable=False),
        sa.Column("contact", sa.Integer(), nullable=False),
        sa.Column("unit", WORDS(), nullable=False),
        sa.Column("cycle", WORDS(), nullable=False),
        sa.Column("email", WORDS(), nullable=False),
        sa.Column("made_at", MOMENT(), nullable=False),
        sa.Column("ends_at", MOMENT(), nullable=False),
        sa.Column("used_at", MOMENT(), nullable=True),
        sa.Column("wrong_codes", sa.Integer(), nullable=False),
        sa.Column("locked_at", MOMENT(), nullable=True),
        sa.Column("revoked_at", MOMENT(), nullable=True),
        sa.ForeignKeyConstraint(["contact"], ["contact.id"], name=op.f("fk_unit_link_contact")),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_unit_link_unit")),
        sa.ForeignKeyConstraint(["cycle"], ["cycle.ref"], name=op.f("fk_unit_link_cycle")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_link")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_unit_link_token_sha256")),
    )
    for column in ("contact", "unit", "cycle"):
        op.create_index(op.f(f"ix_unit_link_{column}"), "unit_link", [column], unique=False)
    _make_sessions(
        (*STAGES, "mailed"),
        sa.Column("account", WORDS(), nullable=True),
        sa.Column("link", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["link"], ["unit_link.id"], name=op.f("fk_web_session_link")),
        sa.CheckConstraint(
            "(account IS NULL) <> (link IS NULL)", name=op.f("ck_web_session_whose")
        ),
    )
    op.create_index(op.f("ix_web_session_link"), "web_session", ["link"], unique=False)
    _make_attempts(*ATTEMPTS, "send_code")


def downgrade() -> None:
    """Make them as they were."""
    _make_attempts(*ATTEMPTS)
    _make_sessions(STAGES, sa.Column("account", WORDS(), nullable=False))
    op.drop_table("unit_link")


def _make_sessions(stages: tuple[str, ...], *more: sa.schema.SchemaItem) -> None:
    op.drop_table("web_session")
    stage = sa.Enum(
        *stages, name="stage", native_enum=False, create_constraint=True, length=20
    )
    op.create_table(
        "web_session",
        sa.Column("token_sha256", WORDS(), nullable=False),
        *more,
        sa.Column("begun_at", MOMENT(), nullable=False),
        sa.Column("seen_at", MOMENT(), nullable=False),
        sa.Column("ends_at", MOMENT(), nullable=False),
        sa.Column("stage", stage, nullable=False),
        sa.Column("browser", WORDS(), nullable=False),
        sa.Column("kept_for", WORDS(), nullable=False),
        sa.Column("kept", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["account"], ["account.id"], name=op.f("fk_web_session_account")),
        sa.PrimaryKeyConstraint("token_sha256", name=op.f("pk_web_session")),
    )
    op.create_index(op.f("ix_web_session_account"), "web_session", ["account"], unique=False)


def _make_attempts(*tried: str) -> None:
    op.drop_table("attempt")
    what = sa.Enum(*tried, name="tried", native_enum=False, create_constraint=True, length=20)
    op.create_table(
        "attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("what", what, nullable=False),
        sa.Column("about_sha256", WORDS(), nullable=False),
        sa.Column("at", MOMENT(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt")),
    )
    op.create_index(op.f("ix_attempt_about_sha256"), "attempt", ["about_sha256"], unique=False)
