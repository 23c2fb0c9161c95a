"""Who let a public paper out."""

import sqlalchemy as sa
import sqlmodel
from alembic import op


revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None

WORDS = sqlmodel.sql.sqltypes.AutoString
MOMENT = sqlmodel.sql.sqltypes.UTCDateTime


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        'paper_sign_off',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('about', WORDS(), nullable=False),
        sa.Column('paper', WORDS(), nullable=False),
        sa.Column('sha256', WORDS(), nullable=False),
        sa.Column('signed_by', WORDS(), nullable=False),
        sa.Column('why', WORDS(), nullable=False),
        sa.Column('at', MOMENT(), nullable=False),
        sa.Column('noted_by', WORDS(), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_paper_sign_off')),
    )
    op.create_index(op.f('ix_paper_sign_off_about'), 'paper_sign_off', ['about'], unique=False)


def downgrade() -> None:
    """Take it back."""
    op.drop_index(op.f('ix_paper_sign_off_about'), table_name='paper_sign_off')
    op.drop_table('paper_sign_off')
