"""One more migration, made up: what the next real one may do, done to rows that are there.

Tests put it behind the product's own, so that bringing a database up to date stays proven.
"""

from pathlib import Path

import sqlalchemy as sa
from alembic import op


revision = "9999"
down_revision = max((path.name[:4] for path in Path(__file__).parent.glob("0*.py")), default=None)


def upgrade() -> None:
    """Change a table that others point at, fill what is new from what is there, add a table."""
    with op.batch_alter_table("agency") as agency:
        agency.add_column(sa.Column("short", sa.String(), nullable=False, server_default=""))
        agency.create_index("ix_agency_short", ["short"], unique=False)
    op.execute("UPDATE agency SET short = upper(code)")
    with op.batch_alter_table("agency") as agency:
        agency.create_check_constraint("short", "short <> ''")
    op.create_table(
        "made_up",
        sa.Column("unit", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name="fk_made_up_unit"),
        sa.PrimaryKeyConstraint("unit", name="pk_made_up"),
    )
    op.execute("INSERT INTO made_up SELECT code FROM unit")


def downgrade() -> None:
    """Take it back."""
    op.drop_table("made_up")
    with op.batch_alter_table("agency") as agency:
        agency.drop_constraint(agency.f("ck_agency_short"), type_="check")
        agency.drop_index("ix_agency_short")
        agency.drop_column("short")
