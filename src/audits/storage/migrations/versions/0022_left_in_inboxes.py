"""What lies in an inbox and cannot be collected."""

import sqlalchemy as sa
import sqlmodel
from alembic import op


revision = '0022'
down_revision = '0021'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change; the next collection fills it."""
    op.create_table(
        'left_in_inbox',
        sa.Column('reference', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column('inbox', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column('says', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column('since', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint('reference', name=op.f('pk_left_in_inbox')),
    )


def downgrade() -> None:
    """Take it back."""
    op.drop_table('left_in_inbox')
