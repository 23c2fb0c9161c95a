"""What a report of an earlier year tells of an audit around its findings."""

import sqlalchemy as sa
import sqlmodel
from alembic import op
from sqlalchemy.dialects import postgresql


revision = '0019'
down_revision = '0018'
branch_labels = None
depends_on = None

WORDS = sqlmodel.sql.sqltypes.AutoString
JSON = sa.JSON().with_variant(postgresql.JSONB(), 'postgresql')


def upgrade() -> None:
    op.create_table(
        'past_account',
        sa.Column('cycle', WORDS(), nullable=False),
        sa.Column('context', JSON, nullable=False),
        sa.Column('lead', WORDS(), nullable=False),
        sa.Column('came_of_it', JSON, nullable=False),
        sa.ForeignKeyConstraint(['cycle'], ['cycle.ref'], name=op.f('fk_past_account_cycle')),
        sa.PrimaryKeyConstraint('cycle', name=op.f('pk_past_account')),
    )


def downgrade() -> None:
    op.drop_table('past_account')
