"""What was out of scope of a frame, and what a person decided about single cases before it."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql


revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), 'postgresql')


def upgrade() -> None:
    """Make the change; frames of before have nothing recorded beside them."""
    for name in ('out_of_scope', 'rulings'):
        op.add_column('cycle', sa.Column(name, JSON, nullable=False, server_default='{}'))


def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table('cycle') as cycle:
        for name in ('rulings', 'out_of_scope'):
            cycle.drop_column(name)
