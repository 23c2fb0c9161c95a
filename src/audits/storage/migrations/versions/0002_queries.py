"""Queries, protected packs, several packs in one file, concerns taken up."""

import sqlalchemy as sa
import sqlmodel
from alembic import op


revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None

WORDS = sqlmodel.sql.sqltypes.AutoString
MOMENT = sqlmodel.sql.sqltypes.UTCDateTime


def upgrade() -> None:
    """Make the change; rows that are there get the dates that they had elsewhere."""
    op.add_column('unit', sa.Column('protected', sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column('concern', sa.Column('done', WORDS(), nullable=False, server_default=''))
    op.add_column('answer', sa.Column('edition', sa.Integer(), nullable=False, server_default='1'))
    op.add_column('issuedpack', sa.Column('due_at', MOMENT(), nullable=True))
    op.add_column('return_problem', sa.Column('raised_at', MOMENT(), nullable=True))
    op.execute(
        'UPDATE issuedpack SET due_at = COALESCE('
        '(SELECT due_at FROM cycle WHERE cycle.ref = issuedpack.cycle), made_at)'
    )
    op.execute(
        'UPDATE return_problem SET raised_at = '
        '(SELECT received_at FROM return_file WHERE return_file.id = return_problem.return_id)'
    )
    with op.batch_alter_table('issuedpack') as pack:
        pack.alter_column('due_at', existing_type=MOMENT(), nullable=False)
    with op.batch_alter_table('return_file') as file:
        file.add_column(sa.Column('part_of', WORDS(), nullable=True))
        file.drop_constraint(file.f('uq_return_file_sha256'), type_='unique')
        file.create_index(file.f('ix_return_file_sha256'), ['sha256'], unique=False)
    with op.batch_alter_table('return_problem') as problem:
        problem.alter_column('raised_at', existing_type=MOMENT(), nullable=False)
        problem.add_column(sa.Column('asked_in', WORDS(), nullable=True))
        problem.add_column(sa.Column('settled_at', MOMENT(), nullable=True))
        problem.add_column(sa.Column('settled_by', WORDS(), nullable=True))
        problem.create_foreign_key(
            problem.f('fk_return_problem_asked_in'), 'issuedpack', ['asked_in'], ['id']
        )
        problem.create_foreign_key(
            problem.f('fk_return_problem_settled_by'), 'return_file', ['settled_by'], ['id']
        )
        problem.create_check_constraint(
            problem.f('ck_return_problem_settled'), '(settled_at IS NULL) = (settled_by IS NULL)'
        )


def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table('return_problem') as problem:
        problem.drop_constraint(problem.f('ck_return_problem_settled'), type_='check')
        problem.drop_constraint(problem.f('fk_return_problem_settled_by'), type_='foreignkey')
        problem.drop_constraint(problem.f('fk_return_problem_asked_in'), type_='foreignkey')
        for name in ('settled_by', 'settled_at', 'asked_in', 'raised_at'):
            problem.drop_column(name)
    # A row for each pack of a file is more than the older shape can hold.
    for table in ('return_problem', 'answer', 'concern'):
        op.execute(
            f'DELETE FROM {table} WHERE return_id IN (SELECT id FROM return_file WHERE part_of IS NOT NULL)'
        )
    op.execute('DELETE FROM return_file WHERE part_of IS NOT NULL')
    with op.batch_alter_table('return_file') as file:
        file.drop_index(file.f('ix_return_file_sha256'))
        file.create_unique_constraint(file.f('uq_return_file_sha256'), ['sha256'])
        file.drop_column('part_of')
    for table, name in (('issuedpack', 'due_at'), ('concern', 'done'), ('unit', 'protected')):
        with op.batch_alter_table(table) as batch:
            batch.drop_column(name)
    op.drop_column('answer', 'edition')
