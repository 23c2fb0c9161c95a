"""Extensions and waivers, rungs that were reached, and who of a unit a letter is for."""

from zoneinfo import ZoneInfo

import sqlalchemy as sa
import sqlmodel
from alembic import op


revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None

WORDS = sqlmodel.sql.sqltypes.AutoString
MOMENT = sqlmodel.sql.sqltypes.UTCDateTime
LONDON = ZoneInfo('Europe/London')
REASONS = ('no_part', 'elsewhere', 'pressure', 'closed', 'other')


def upgrade() -> None:
    """Make the change; letters that were made before are remembered as rungs."""
    with op.batch_alter_table('contact') as contact:
        contact.add_column(sa.Column('qeg', WORDS(), nullable=False, server_default=''))
    with op.batch_alter_table('dispatch') as dispatch:
        dispatch.add_column(sa.Column('addressed_to', WORDS(), nullable=False, server_default=''))
    op.create_table(
        'allowance',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('cycle', WORDS(), nullable=False),
        sa.Column('unit', WORDS(), nullable=False),
        sa.Column('number', sa.Integer(), nullable=False),
        sa.Column('due_before', MOMENT(), nullable=False),
        sa.Column('until', MOMENT(), nullable=True),
        sa.Column('waived', sa.Enum(*REASONS, name='waiver_reason', native_enum=False, create_constraint=True, length=20), nullable=True),
        sa.Column('why', WORDS(), nullable=False),
        sa.Column('decided_at', MOMENT(), nullable=False),
        sa.Column('decided_by', WORDS(), nullable=False),
        sa.CheckConstraint('(until IS NULL) = (waived IS NOT NULL)', name=op.f('ck_allowance_one_thing')),
        sa.CheckConstraint('until IS NULL OR until > decided_at', name=op.f('ck_allowance_to_come')),
        sa.CheckConstraint("decided_by <> '' AND why <> ''", name=op.f('ck_allowance_said')),
        sa.ForeignKeyConstraint(['cycle'], ['cycle.ref'], name=op.f('fk_allowance_cycle')),
        sa.ForeignKeyConstraint(['unit'], ['unit.code'], name=op.f('fk_allowance_unit')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_allowance')),
        sa.UniqueConstraint('cycle', 'unit', 'number', name=op.f('uq_allowance_cycle_unit_number')),
    )
    op.create_index(op.f('ix_allowance_cycle'), 'allowance', ['cycle'], unique=False)
    op.create_table(
        'return_rung',
        sa.Column('cycle', WORDS(), nullable=False),
        sa.Column('unit', WORDS(), nullable=False),
        sa.Column('due', sa.Date(), nullable=False),
        sa.Column('step', WORDS(), nullable=False),
        sa.Column('reached_on', sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(['cycle'], ['cycle.ref'], name=op.f('fk_return_rung_cycle')),
        sa.ForeignKeyConstraint(['unit'], ['unit.code'], name=op.f('fk_return_rung_unit')),
        sa.PrimaryKeyConstraint('cycle', 'unit', 'due', 'step', name=op.f('pk_return_rung')),
    )
    op.create_table(
        'letter_about',
        sa.Column('dispatch', WORDS(), nullable=False),
        sa.Column('cycle', WORDS(), nullable=False),
        sa.Column('unit', WORDS(), nullable=False),
        sa.Column('due', sa.Date(), nullable=False),
        sa.Column('step', WORDS(), nullable=False),
        sa.ForeignKeyConstraint(
            ['cycle', 'unit', 'due', 'step'],
            ['return_rung.cycle', 'return_rung.unit', 'return_rung.due', 'return_rung.step'],
            name='fk_letter_about_rung', ondelete='CASCADE',
        ),
        sa.ForeignKeyConstraint(['dispatch'], ['dispatch.key'], name=op.f('fk_letter_about_dispatch'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('dispatch', 'cycle', 'unit', 'due', 'step', name=op.f('pk_letter_about')),
    )
    op.create_index(op.f('ix_letter_about_cycle'), 'letter_about', ['cycle'], unique=False)
    _remember_letters()


def _remember_letters() -> None:
    """Write down the rungs of letters made before, so that none of them is made again."""
    dispatch = sa.table('dispatch', *map(sa.column, ('key', 'cycle', 'unit', 'purpose')), sa.column('due_at', MOMENT()))
    cycle = sa.table('cycle', sa.column('ref'), sa.column('due_at', MOMENT()))
    rung = sa.table('return_rung', *map(sa.column, ('cycle', 'unit', 'step')), sa.column('due', sa.Date()), sa.column('reached_on', sa.Date()))
    about = sa.table('letter_about', *map(sa.column, ('dispatch', 'cycle', 'unit', 'step')), sa.column('due', sa.Date()))
    chasing = dispatch.c.purpose.in_(('reminder', 'escalation'))
    wanted = sa.select(dispatch, cycle.c.due_at.label('deadline')).join(cycle, cycle.c.ref == dispatch.c.cycle)
    connection = op.get_bind()
    for row in connection.execute(wanted.where(chasing).order_by(dispatch.c.due_at)).all():
        mark = row.key.split('/')[3]
        if mark.startswith('queries') or row.deadline is None:
            continue
        # A reminder's mark is its number, an escalation's its unit and 0; a second route is added.
        is_reminder = row.purpose == 'reminder'
        unit, number = (row.unit, mark.split('-')[0]) if is_reminder else (mark.partition('-0')[0], '0')
        named = {'cycle': row.cycle, 'unit': unit, 'step': f'{row.purpose}-{number}', 'due': _day(row.deadline)}
        known = sa.select(rung).where(*(rung.c[name] == value for name, value in named.items()))
        if connection.execute(known).first() is None:
            connection.execute(sa.insert(rung), {**named, 'reached_on': _day(row.due_at)})
        connection.execute(sa.insert(about), {**named, 'dispatch': row.key})


def _day(at):
    return at.astimezone(LONDON).date()


def downgrade() -> None:
    """Take it back."""
    op.drop_index(op.f('ix_letter_about_cycle'), table_name='letter_about')
    op.drop_table('letter_about')
    op.drop_table('return_rung')
    op.drop_index(op.f('ix_allowance_cycle'), table_name='allowance')
    op.drop_table('allowance')
    with op.batch_alter_table('dispatch') as dispatch:
        dispatch.drop_column('addressed_to')
    with op.batch_alter_table('contact') as contact:
        contact.drop_column('qeg')
