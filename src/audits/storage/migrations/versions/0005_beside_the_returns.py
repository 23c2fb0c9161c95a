"""Cases of a unit's own, actions without a date, spot checks, surveys, audits made elsewhere."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from audits.storage.columns import Json


revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None

WORDS = sqlmodel.sql.sqltypes.AutoString
MOMENT = sqlmodel.sql.sqltypes.UTCDateTime


def upgrade() -> None:
    """Make the change."""
    with op.batch_alter_table('audit_case') as case:
        case.add_column(sa.Column('unit', WORDS(), nullable=True))
        case.create_foreign_key(case.f('fk_audit_case_unit'), 'unit', ['unit'], ['code'])
        case.create_index(case.f('ix_audit_case_unit'), ['unit'], unique=False)
    with op.batch_alter_table('action') as action:
        action.alter_column('due', existing_type=sa.Date(), nullable=True)
        action.alter_column('original_due', existing_type=sa.Date(), nullable=True)
        action.add_column(sa.Column('contributors', Json, nullable=False, server_default='[]'))
        action.add_column(
            sa.Column('recommendation', WORDS(), nullable=False, server_default='')
        )
    op.create_table(
        'spot_check',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('cycle', WORDS(), nullable=False),
        sa.Column('case_ref', WORDS(), nullable=False),
        sa.Column('number', sa.Integer(), nullable=False),
        sa.Column('rank', WORDS(), nullable=False),
        sa.Column('claims', sa.Integer(), nullable=False),
        sa.Column('frame_sha256', WORDS(), nullable=False),
        sa.Column('key', WORDS(), nullable=False),
        sa.Column('drawn_at', MOMENT(), nullable=False),
        sa.Column('held', sa.Boolean(), nullable=True),
        sa.Column('checked_at', MOMENT(), nullable=True),
        sa.Column('checked_by', WORDS(), nullable=True),
        sa.Column('note', WORDS(), nullable=False),
        sa.CheckConstraint('(checked_at IS NULL) = (held IS NULL)', name=op.f('ck_spot_check_checked')),
        sa.ForeignKeyConstraint(['cycle'], ['cycle.ref'], name=op.f('fk_spot_check_cycle')),
        sa.ForeignKeyConstraint(['case_ref'], ['audit_case.ref'], name=op.f('fk_spot_check_case_ref')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_spot_check')),
        sa.UniqueConstraint('cycle', 'case_ref', name=op.f('uq_spot_check_cycle_case_ref')),
    )
    op.create_index(op.f('ix_spot_check_cycle'), 'spot_check', ['cycle'], unique=False)
    op.create_table(
        'survey_count',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('cycle', WORDS(), nullable=False),
        sa.Column('survey', WORDS(), nullable=False),
        sa.Column('number', sa.Integer(), nullable=False),
        sa.Column('question', WORDS(), nullable=False),
        sa.Column('answer', WORDS(), nullable=False),
        sa.Column('count', sa.Integer(), nullable=True),
        sa.Column('asked', sa.Integer(), nullable=False),
        sa.Column('sha256', WORDS(), nullable=False),
        sa.Column('loaded_at', MOMENT(), nullable=False),
        sa.ForeignKeyConstraint(['cycle'], ['cycle.ref'], name=op.f('fk_survey_count_cycle')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_survey_count')),
        sa.UniqueConstraint(
            'cycle', 'survey', 'question', 'answer', name=op.f('uq_survey_count_cycle_survey_question_answer')
        ),
    )
    op.create_index(op.f('ix_survey_count_cycle'), 'survey_count', ['cycle'], unique=False)
    op.create_table(
        'external_audit',
        sa.Column('ref', WORDS(), nullable=False),
        sa.Column('kind', WORDS(), nullable=False),
        sa.Column('title', WORDS(), nullable=False),
        sa.Column('made_by', WORDS(), nullable=False),
        sa.Column('made_on', sa.Date(), nullable=False),
        sa.Column('looked_at', sa.Integer(), nullable=True),
        sa.Column('result', WORDS(), nullable=False),
        sa.Column('logged_at', MOMENT(), nullable=False),
        sa.Column('logged_by', WORDS(), nullable=False),
        sa.PrimaryKeyConstraint('ref', name=op.f('pk_external_audit')),
    )


def downgrade() -> None:
    """Take it back."""
    op.drop_table('external_audit')
    op.drop_index(op.f('ix_survey_count_cycle'), table_name='survey_count')
    op.drop_table('survey_count')
    op.drop_index(op.f('ix_spot_check_cycle'), table_name='spot_check')
    op.drop_table('spot_check')
    # The older shape holds no action without a date.
    op.execute('UPDATE action SET due = COALESCE(due, opened_on)')
    op.execute('UPDATE action SET original_due = COALESCE(original_due, due)')
    with op.batch_alter_table('action') as action:
        action.drop_column('recommendation')
        action.drop_column('contributors')
        action.alter_column('original_due', existing_type=sa.Date(), nullable=False)
        action.alter_column('due', existing_type=sa.Date(), nullable=False)
    with op.batch_alter_table('audit_case') as case:
        case.drop_index(case.f('ix_audit_case_unit'))
        case.drop_constraint(case.f('fk_audit_case_unit'), type_='foreignkey')
        case.drop_column('unit')
