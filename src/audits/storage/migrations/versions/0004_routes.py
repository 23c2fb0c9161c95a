"""A route for each contact and for key lists; when a message was delivered."""

import sqlalchemy as sa
import sqlmodel
from alembic import op


revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None

WORDS = sqlmodel.sql.sqltypes.AutoString
MOMENT = sqlmodel.sql.sqltypes.UTCDateTime


def upgrade() -> None:
    """Make the change; nobody has a route of their own yet."""
    op.add_column('unit', sa.Column('key_channel', WORDS(), nullable=False, server_default=''))
    op.add_column('contact', sa.Column('channel', WORDS(), nullable=False, server_default=''))
    op.add_column('dispatch', sa.Column('delivered_at', MOMENT(), nullable=True))


def downgrade() -> None:
    """Take it back."""
    for table, name in (('unit', 'key_channel'), ('contact', 'channel'), ('dispatch', 'delivered_at')):
        with op.batch_alter_table(table) as batch:
            batch.drop_column(name)
