"""Grades beside the units' own, where graders are apart, and the check of the facts."""

import sqlalchemy as sa
import sqlmodel
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.create_table('moderation',
    sa.Column('cycle', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('begun_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('second_cases', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('ended_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('facts', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.ForeignKeyConstraint(['cycle'], ['cycle.ref'], name=op.f('fk_moderation_cycle')),
    sa.PrimaryKeyConstraint('cycle', name=op.f('pk_moderation'))
    )
    op.create_table('moderation_book',
    sa.Column('id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('code', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('edition', sa.Integer(), nullable=False),
    sa.Column('cycle', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('is_second', sa.Boolean(), nullable=False),
    sa.Column('file_name', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('sha256', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('content', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('made_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['cycle'], ['cycle.ref'], name=op.f('fk_moderation_book_cycle')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_moderation_book')),
    sa.UniqueConstraint('code', 'edition', name=op.f('uq_moderation_book_code_edition'))
    )
    with op.batch_alter_table('moderation_book', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_moderation_book_code'), ['code'], unique=False)

    op.create_table('sign_off',
    sa.Column('cycle', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('meeting', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('held_on', sa.Date(), nullable=True),
    sa.Column('minute', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('why', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('noted_by', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.ForeignKeyConstraint(['cycle'], ['cycle.ref'], name=op.f('fk_sign_off_cycle')),
    sa.PrimaryKeyConstraint('cycle', name=op.f('pk_sign_off'))
    )
    op.create_table('correction',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('cycle', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('finding', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('unit', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('decision', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('text_before', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('text_after', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('numbers', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('why', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('noted_by', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.ForeignKeyConstraint(['cycle'], ['cycle.ref'], name=op.f('fk_correction_cycle')),
    sa.ForeignKeyConstraint(['unit'], ['unit.code'], name=op.f('fk_correction_unit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_correction'))
    )
    with op.batch_alter_table('correction', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_correction_cycle'), ['cycle'], unique=False)

    op.create_table('disagreement',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('cycle', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('case_ref', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('unit', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('question', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('status', sa.Enum('differs', 'disputed', 'settled', name='disagreement_status', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('owner', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('changed_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('changed_by', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('why', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.ForeignKeyConstraint(['cycle'], ['cycle.ref'], name=op.f('fk_disagreement_cycle')),
    sa.ForeignKeyConstraint(['unit'], ['unit.code'], name=op.f('fk_disagreement_unit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_disagreement')),
    sa.UniqueConstraint('cycle', 'case_ref', 'unit', 'question', name=op.f('uq_disagreement_cycle_case_ref_unit_question'))
    )
    op.create_table('fact_check',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('cycle', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('unit', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('round', sa.Integer(), nullable=False),
    sa.Column('findings', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('asked_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('due_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['cycle'], ['cycle.ref'], name=op.f('fk_fact_check_cycle')),
    sa.ForeignKeyConstraint(['unit'], ['unit.code'], name=op.f('fk_fact_check_unit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_fact_check')),
    sa.UniqueConstraint('cycle', 'unit', 'round', name=op.f('uq_fact_check_cycle_unit_round'))
    )
    with op.batch_alter_table('fact_check', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_fact_check_cycle'), ['cycle'], unique=False)

    op.create_table('follow_up',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('cycle', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('case_ref', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('unit', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('question', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('owner', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('due', sa.Date(), nullable=False),
    sa.Column('named_by', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('named_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['cycle'], ['cycle.ref'], name=op.f('fk_follow_up_cycle')),
    sa.ForeignKeyConstraint(['unit'], ['unit.code'], name=op.f('fk_follow_up_unit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_follow_up'))
    )
    with op.batch_alter_table('follow_up', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_follow_up_cycle'), ['cycle'], unique=False)

    op.create_table('grade',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('cycle', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('case_ref', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('unit', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('question', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('layer', sa.Enum('self', 'moderated', 'panel', 'second', name='grade_layer', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('value', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('given_by', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('given_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('why', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('source', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.CheckConstraint("layer <> 'self'", name=op.f('ck_grade_not_an_answer')),
    sa.ForeignKeyConstraint(['cycle'], ['cycle.ref'], name=op.f('fk_grade_cycle')),
    sa.ForeignKeyConstraint(['unit'], ['unit.code'], name=op.f('fk_grade_unit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_grade'))
    )
    with op.batch_alter_table('grade', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_grade_cycle'), ['cycle'], unique=False)



def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table('grade', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_grade_cycle'))

    op.drop_table('grade')
    with op.batch_alter_table('follow_up', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_follow_up_cycle'))

    op.drop_table('follow_up')
    with op.batch_alter_table('fact_check', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_fact_check_cycle'))

    op.drop_table('fact_check')
    op.drop_table('disagreement')
    with op.batch_alter_table('correction', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_correction_cycle'))

    op.drop_table('correction')
    op.drop_table('sign_off')
    with op.batch_alter_table('moderation_book', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_moderation_book_code'))

    op.drop_table('moderation_book')
    op.drop_table('moderation')
