"""What a cycle went ahead without, who has left, and a concern said again."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql


revision = '0021'
down_revision = '0020'
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), 'postgresql')
ADDED = (
    ('cycle', 'went_on', '{}'),
    ('sign_off', 'left_open', '[]'),
    ('sign_off', 'earlier', '[]'),
    ('concern', 'additions', '[]'),
)


def upgrade() -> None:
    """Make the change; of before nothing is known that was open, and nobody had left."""
    for table, name, empty in ADDED:
        op.add_column(table, sa.Column(name, JSON, nullable=False, server_default=empty))
    op.add_column(
        'issuedpack', sa.Column('sending', sa.Integer(), nullable=False, server_default='1')
    )
    op.add_column('unit', sa.Column('left_on', sa.Date(), nullable=True))


def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table('unit') as unit:
        unit.drop_column('left_on')
    with op.batch_alter_table('issuedpack') as pack:
        pack.drop_column('sending')
    for table, name, _ in reversed(ADDED):
        with op.batch_alter_table(table) as changed:
            changed.drop_column(name)
