"""Why a cycle was opened when it was."""

import sqlalchemy as sa
import sqlmodel
from alembic import op


revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    with op.batch_alter_table('cycle') as table:
        why = sqlmodel.sql.sqltypes.AutoString()
        table.add_column(sa.Column('why_now', why, nullable=False, server_default=''))


def downgrade() -> None:
    """Undo the change."""
    with op.batch_alter_table('cycle') as table:
        table.drop_column('why_now')
