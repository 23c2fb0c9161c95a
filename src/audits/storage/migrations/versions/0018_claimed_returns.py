"""Who reads a return now, and since when."""

import sqlalchemy as sa
import sqlmodel
from alembic import op


revision = '0018'
down_revision = '0017'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('return_file') as table:
        table.add_column(sa.Column('claimed_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))
        table.add_column(
            sa.Column('claimed_by', sqlmodel.sql.sqltypes.AutoString(), nullable=True)
        )


def downgrade() -> None:
    with op.batch_alter_table('return_file') as table:
        table.drop_column('claimed_by')
        table.drop_column('claimed_at')
