"""The trail's entries are keyed, and hold a digest of each row that was changed."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql


revision = '0017'
down_revision = '0016'
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), 'postgresql')


def upgrade() -> None:
    """Make the change; the next entry begins the keyed part and says so."""
    with op.batch_alter_table('trail') as trail:
        trail.add_column(sa.Column('rows', JSON, nullable=False, server_default='{}'))
        trail.add_column(
            sa.Column('keyed', sa.Boolean(), nullable=False, server_default=sa.false())
        )


def downgrade() -> None:
    """Undo the change; keyed entries then look altered, for nobody can check them."""
    with op.batch_alter_table('trail') as trail:
        trail.drop_column('keyed')
        trail.drop_column('rows')
