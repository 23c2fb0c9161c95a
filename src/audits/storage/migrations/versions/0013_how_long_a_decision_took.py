"""How long a decision took, week by week."""

import sqlalchemy as sa
import sqlmodel
from alembic import op


revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None

WORDS = sqlmodel.sql.sqltypes.AutoString
MOMENT = sqlmodel.sql.sqltypes.UTCDateTime


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        'cycle_wait',
        sa.Column('cycle', WORDS(), nullable=False),
        sa.Column('came', sa.Integer(), nullable=False),
        sa.Column('decided', sa.Integer(), nullable=False),
        sa.Column('still_open', sa.Integer(), nullable=False),
        sa.Column('not_timed', sa.Integer(), nullable=False),
        sa.Column('median', sa.Float(), nullable=True),
        sa.Column('ninetieth', sa.Float(), nullable=True),
        sa.Column('known_to', MOMENT(), nullable=False),
        sa.Column('opens', WORDS(), nullable=False),
        sa.Column('closes', WORDS(), nullable=False),
        sa.CheckConstraint('came = decided + still_open + not_timed', name=op.f('ck_cycle_wait_adds_up')),
        sa.CheckConstraint('median IS NULL OR median >= 0', name=op.f('ck_cycle_wait_median')),
        sa.ForeignKeyConstraint(['cycle'], ['cycle.ref'], name=op.f('fk_cycle_wait_cycle')),
        sa.PrimaryKeyConstraint('cycle', name=op.f('pk_cycle_wait')),
    )


def downgrade() -> None:
    """Take it back."""
    op.drop_table('cycle_wait')
