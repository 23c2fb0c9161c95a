"""Which answer of a return promised an action."""

import sqlalchemy as sa
from alembic import op


revision = '0020'
down_revision = '0019'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('action') as table:
        table.add_column(sa.Column('answer', sa.Integer(), nullable=True))
        table.create_foreign_key(op.f('fk_action_answer'), 'answer', ['answer'], ['id'])


def downgrade() -> None:
    with op.batch_alter_table('action') as table:
        table.drop_constraint(op.f('fk_action_answer'), type_='foreignkey')
        table.drop_column('answer')
