"""Long work on templates: read, kept and tried.

What was asked for before is forgotten after a day in any case: the table is made anew.
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op
from sqlalchemy.dialects import postgresql


revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

WORDS = sqlmodel.sql.sqltypes.AutoString
MOMENT = sqlmodel.sql.sqltypes.UTCDateTime
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
BEFORE = ("read_register", "keep_register", "issue_packs", "collect_files", "make_paper")
ADDED = ("read_template", "keep_template", "try_template")


def upgrade() -> None:
    """Let the new kinds in."""
    _make_table(*BEFORE, *ADDED)


def downgrade() -> None:
    """Take them away."""
    _make_table(*BEFORE)


def _make_table(*kinds: str) -> None:
    op.drop_table("background_task")
    kind = sa.Enum(
        *kinds, name="background_task_kind", native_enum=False, create_constraint=True, length=20
    )
    op.create_table(
        "background_task",
        sa.Column("id", WORDS(), nullable=False),
        sa.Column("kind", kind, nullable=False),
        sa.Column("about", WORDS(), nullable=False),
        sa.Column("asked", JSON, nullable=False),
        sa.Column("asked_by", WORDS(), nullable=False),
        sa.Column("asked_at", MOMENT(), nullable=False),
        sa.Column("begun", sa.Integer(), nullable=False),
        sa.Column("holder", WORDS(), nullable=True),
        sa.Column("until", MOMENT(), nullable=True),
        sa.Column("ended_at", MOMENT(), nullable=True),
        sa.Column("error", WORDS(), nullable=False),
        sa.Column("result", JSON, nullable=False),
        sa.CheckConstraint(
            "(holder IS NULL) = (until IS NULL)", name=op.f("ck_background_task_held_until")
        ),
        sa.CheckConstraint(
            "ended_at IS NULL OR holder IS NULL", name=op.f("ck_background_task_ended")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_background_task")),
    )
