"""Who runs a tick now, and how it went last."""

import sqlalchemy as sa
import sqlmodel
from alembic import op


revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None

WORDS = sqlmodel.sql.sqltypes.AutoString
INSTANT = sqlmodel.sql.sqltypes.UTCDateTime


def upgrade() -> None:
    op.create_table(
        'tick',
        sa.Column('name', WORDS(), nullable=False),
        sa.Column('holder', WORDS(), nullable=True),
        sa.Column('until', INSTANT(), nullable=True),
        sa.Column('started_at', INSTANT(), nullable=False),
        sa.Column('succeeded_at', INSTANT(), nullable=True),
        sa.Column('failed_at', INSTANT(), nullable=True),
        sa.Column('failures', sa.Integer(), nullable=False),
        sa.Column('error', WORDS(), nullable=False),
        sa.CheckConstraint('(holder IS NULL) = (until IS NULL)', name='held_until'),
        sa.PrimaryKeyConstraint('name', name=op.f('pk_tick')),
    )


def downgrade() -> None:
    op.drop_table('tick')
