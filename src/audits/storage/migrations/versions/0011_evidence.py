"""Files that show what became of an action."""

import sqlalchemy as sa
import sqlmodel
from alembic import op


revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None

WORDS = sqlmodel.sql.sqltypes.AutoString
MOMENT = sqlmodel.sql.sqltypes.UTCDateTime


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        'action_evidence',
        sa.Column('action', WORDS(), nullable=False),
        sa.Column('number', sa.Integer(), nullable=False),
        sa.Column('sha256', WORDS(), nullable=False),
        sa.Column('extension', WORDS(), nullable=False),
        sa.Column('size', sa.Integer(), nullable=False),
        sa.Column('shows', WORDS(), nullable=False),
        sa.Column('at', MOMENT(), nullable=False),
        sa.Column('by', WORDS(), nullable=False),
        sa.CheckConstraint("shows <> ''", name=op.f('ck_action_evidence_said')),
        sa.ForeignKeyConstraint(
            ['action'], ['action.id'], name=op.f('fk_action_evidence_action'), ondelete='CASCADE'
        ),
        sa.PrimaryKeyConstraint('action', 'number', name=op.f('pk_action_evidence')),
        sa.UniqueConstraint('action', 'sha256', name=op.f('uq_action_evidence_action_sha256')),
    )


def downgrade() -> None:
    """Take it back."""
    op.drop_table('action_evidence')
