"""Actions: who completed and closed them, on what, measured how; meetings, books, learning."""

from datetime import UTC, datetime, time

import sqlalchemy as sa
import sqlmodel
from alembic import op
from sqlalchemy.dialects import postgresql


revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None

WORDS = sqlmodel.sql.sqltypes.AutoString
MOMENT = sqlmodel.sql.sqltypes.UTCDateTime
JSON = sa.JSON().with_variant(postgresql.JSONB(), 'postgresql')
NEW_TABLES = (
    'training_need', 'challenge', 'action_rung', 'action_measure', 'action_finding', 'action_agency', 'shared',
    'meeting', 'action_book',
)
TEXTS = (
    'theme', 'lead', 'deputy', 'updated_by', 'typed_why', 'completed_by', 'closed_by',
    'closed_why', 'minute', 'reaudit_kind',
)
CHECKS = {
    'said': "title <> ''",
    'owned': "owner <> '' OR cycle IS NOT NULL",
    'dated': '(due IS NULL) = (original_due IS NULL)',
    'moved': 'times_moved > 0 OR due = original_due',
    'complete': "(status IN ('complete', 'closed')) = "
    "(completed_at IS NOT NULL AND completed_by <> '' AND evidence <> '')",
    'closed': "(status = 'closed') = (closed_at IS NOT NULL AND closed_by <> '' AND impact <> '')",
    'typed_rag': "typed_rag IS NULL OR (typed_rag IN ('amber', 'red') AND typed_why <> '')",
}
UPDATE_CHECKS = {
    'said': "text <> ''",
    'moved': 'due_before IS NULL OR due_after IS NOT NULL',
    'status': '(status_before IS NULL) = (status_after IS NULL)',
}
BEFORE = 'not recorded at the time'  # of what was completed or closed before this was kept


def upgrade() -> None:
    """Make the change; what was complete or closed says that more was not recorded."""
    _make_tables()
    _link_findings()
    _link_agencies()
    _widen_action()
    _widen_update()
    with op.batch_alter_table('dispatch') as dispatch:
        dispatch.alter_column('cycle', existing_type=WORDS(), nullable=True)


def _make_tables() -> None:
    op.create_table('action_book',
    sa.Column('id', WORDS(), nullable=False),
    sa.Column('code', WORDS(), nullable=False),
    sa.Column('edition', sa.Integer(), nullable=False),
    sa.Column('agency', WORDS(), nullable=False),
    sa.Column('meeting', sa.Date(), nullable=True),
    sa.Column('file_name', WORDS(), nullable=False),
    sa.Column('content', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('made_at', MOMENT(), nullable=False),
    sa.Column('due_at', MOMENT(), nullable=True),
    sa.Column('sha256', WORDS(), nullable=False),
    sa.CheckConstraint("(agency = '') = (meeting IS NOT NULL)", name=op.f('ck_action_book_whose')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_action_book'))
    )
    with op.batch_alter_table('action_book') as batch_op:
        batch_op.create_index(batch_op.f('ix_action_book_code'), ['code'], unique=False)

    op.create_table('meeting',
    sa.Column('body', WORDS(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.CheckConstraint("body IN ('qeg', 'board')", name=op.f('ck_meeting_body')),
    sa.PrimaryKeyConstraint('body', 'day', name=op.f('pk_meeting'))
    )
    op.create_table('shared',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('theme', WORDS(), nullable=False),
    sa.Column('shared_with', WORDS(), nullable=False),
    sa.Column('how', WORDS(), nullable=False),
    sa.Column('on', sa.Date(), nullable=False),
    sa.Column('by', WORDS(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_shared'))
    )
    with op.batch_alter_table('shared') as batch_op:
        batch_op.create_index(batch_op.f('ix_shared_theme'), ['theme'], unique=False)

    op.create_table('action_agency',
    sa.Column('action', WORDS(), nullable=False),
    sa.Column('agency', WORDS(), nullable=False),
    sa.ForeignKeyConstraint(['action'], ['action.id'], name=op.f('fk_action_agency_action'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('action', 'agency', name=op.f('pk_action_agency'))
    )
    op.create_table('action_finding',
    sa.Column('action', WORDS(), nullable=False),
    sa.Column('finding', WORDS(), nullable=False),
    sa.ForeignKeyConstraint(['action'], ['action.id'], name=op.f('fk_action_finding_action'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['finding'], ['finding.id'], name=op.f('fk_action_finding_finding'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('action', 'finding', name=op.f('pk_action_finding'))
    )
    with op.batch_alter_table('action_finding') as batch_op:
        batch_op.create_index(batch_op.f('ix_action_finding_finding'), ['finding'], unique=False)

    op.create_table('action_rung',
    sa.Column('action', WORDS(), nullable=False),
    sa.Column('step', WORDS(), nullable=False),
    sa.Column('due', sa.Date(), nullable=False),
    sa.Column('reached_on', sa.Date(), nullable=False),
    sa.Column('told', WORDS(), nullable=False),
    sa.ForeignKeyConstraint(['action'], ['action.id'], name=op.f('fk_action_rung_action'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('action', 'step', 'due', name=op.f('pk_action_rung'))
    )
    op.create_table('action_measure',
    sa.Column('action', WORDS(), nullable=False),
    sa.Column('kind', WORDS(), nullable=False),
    sa.Column('name', WORDS(), nullable=False),
    sa.Column('better', WORDS(), nullable=False),
    sa.Column('baseline', sa.Float(), nullable=True),
    sa.Column('baseline_of', sa.Integer(), nullable=True),
    sa.Column('baseline_on', sa.Date(), nullable=True),
    sa.Column('target', sa.Float(), nullable=True),
    sa.Column('target_of', sa.Integer(), nullable=True),
    sa.Column('target_on', sa.Date(), nullable=True),
    sa.Column('after', sa.Float(), nullable=True),
    sa.Column('after_of', sa.Integer(), nullable=True),
    sa.Column('after_on', sa.Date(), nullable=True),
    sa.Column('after_cycle', WORDS(), nullable=True),
    sa.CheckConstraint("better IN ('up', 'down')", name=op.f('ck_action_measure_better')),
    sa.CheckConstraint("kind IN ('question', 'figure')", name=op.f('ck_action_measure_kind')),
    sa.CheckConstraint('(after IS NULL) = (after_on IS NULL)', name=op.f('ck_action_measure_after')),
    sa.CheckConstraint('(baseline IS NULL) = (baseline_on IS NULL)', name=op.f('ck_action_measure_baseline')),
    sa.CheckConstraint('(target IS NULL) = (target_on IS NULL)', name=op.f('ck_action_measure_target')),
    sa.ForeignKeyConstraint(['action'], ['action.id'], name=op.f('fk_action_measure_action'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['after_cycle'], ['cycle.ref'], name=op.f('fk_action_measure_after_cycle')),
    sa.PrimaryKeyConstraint('action', name=op.f('pk_action_measure'))
    )
    op.create_table('challenge',
    sa.Column('id', WORDS(), nullable=False),
    sa.Column('raised_on', sa.Date(), nullable=False),
    sa.Column('raised_by', WORDS(), nullable=False),
    sa.Column('put_to', WORDS(), nullable=False),
    sa.Column('text', WORDS(), nullable=False),
    sa.Column('theme', WORDS(), nullable=False),
    sa.Column('action', WORDS(), nullable=True),
    sa.Column('settled_on', sa.Date(), nullable=True),
    sa.Column('outcome', WORDS(), nullable=False),
    sa.CheckConstraint("(settled_on IS NULL) = (outcome = '')", name=op.f('ck_challenge_settled')),
    sa.CheckConstraint("text <> ''", name=op.f('ck_challenge_said')),
    sa.ForeignKeyConstraint(['action'], ['action.id'], name=op.f('fk_challenge_action')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_challenge'))
    )
    op.create_table('training_need',
    sa.Column('id', WORDS(), nullable=False),
    sa.Column('theme', WORDS(), nullable=False),
    sa.Column('text', WORDS(), nullable=False),
    sa.Column('audience', WORDS(), nullable=False),
    sa.Column('raised_on', sa.Date(), nullable=False),
    sa.Column('action', WORDS(), nullable=True),
    sa.Column('met_on', sa.Date(), nullable=True),
    sa.Column('met_how', WORDS(), nullable=False),
    sa.CheckConstraint("(met_on IS NULL) = (met_how = '')", name=op.f('ck_training_need_met')),
    sa.ForeignKeyConstraint(['action'], ['action.id'], name=op.f('fk_training_need_action')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_training_need'))
    )
    with op.batch_alter_table('training_need') as batch_op:
        batch_op.create_index(batch_op.f('ix_training_need_theme'), ['theme'], unique=False)


def _link_findings() -> None:
    action = sa.table('action', sa.column('id'), sa.column('findings', JSON))
    link = sa.table('action_finding', sa.column('action'), sa.column('finding'))
    there = sa.table('finding', sa.column('id'))
    connection = op.get_bind()
    known = set(connection.execute(sa.select(there.c.id)).scalars())
    rows = [
        {'action': ref, 'finding': finding}
        for ref, findings in connection.execute(sa.select(action.c.id, action.c.findings)).all()
        for finding in dict.fromkeys(findings)
        if finding in known
    ]
    if rows:
        connection.execute(sa.insert(link), rows)


def _link_agencies() -> None:
    action = sa.table(
        'action', sa.column('id'), sa.column('owner'), sa.column('contributors', JSON)
    )
    link = sa.table('action_agency', sa.column('action'), sa.column('agency'))
    connection = op.get_bind()
    found = connection.execute(sa.select(action.c.id, action.c.owner, action.c.contributors))
    rows = [
        {'action': ref, 'agency': agency}
        for ref, owner, agencies in found.all()
        for agency in dict.fromkeys(agencies)
        if agency != owner  # who is accountable does not contribute as well
    ]
    if rows:
        connection.execute(sa.insert(link), rows)


def _widen_action() -> None:
    with op.batch_alter_table('action') as action:
        action.add_column(sa.Column('origin', sa.Enum('audit', 'review', 'inspection', 'challenge', 'self_assessment', 'other', name='action_origin', native_enum=False, create_constraint=True, length=20), nullable=False, server_default='other'))
        action.add_column(sa.Column('kind', sa.Enum('output', 'practice', 'assurance', name='action_kind', native_enum=False, create_constraint=True, length=20), nullable=False, server_default='practice'))
        action.add_column(sa.Column('typed_rag', sa.Enum('grey', 'green', 'amber', 'red', 'blue', 'black', name='action_typed_rag', native_enum=False, create_constraint=True, length=20), nullable=True))
        for name in TEXTS:
            action.add_column(sa.Column(name, WORDS(), nullable=False, server_default=''))
        for name in ('start_on', 'meeting', 'reaudit_on'):
            action.add_column(sa.Column(name, sa.Date(), nullable=True))
        for name in ('completed_at', 'closed_at'):
            action.add_column(sa.Column(name, MOMENT(), nullable=True))
        action.add_column(sa.Column('reaudit_cycle', WORDS(), nullable=True))
        action.create_index(action.f('ix_action_owner'), ['owner'], unique=False)
        action.create_index('ix_action_standing', ['status', 'due'], unique=False)
        action.create_foreign_key(
            action.f('fk_action_reaudit_cycle'), 'cycle', ['reaudit_cycle'], ['ref']
        )
        action.drop_column('findings')
        action.drop_column('contributors')
    op.execute("UPDATE action SET origin = 'audit' WHERE source = 'audit'")
    _say_who_completed()
    op.execute("UPDATE action SET evidence = '' WHERE status NOT IN ('complete', 'closed')")
    op.execute("UPDATE action SET impact = '' WHERE status <> 'closed'")
    with op.batch_alter_table('action') as action:
        for name, check in CHECKS.items():
            action.create_check_constraint(action.f(f'ck_action_{name}'), check)


def _say_who_completed() -> None:
    """Give what is complete or closed a moment: its last update, or its first day if it has none."""
    action = sa.table(
        'action', sa.column('id'), sa.column('status'), sa.column('opened_on', sa.Date()),
        sa.column('updated_at', MOMENT()), sa.column('evidence'), sa.column('impact'),
        sa.column('completed_at', MOMENT()), sa.column('completed_by'),
        sa.column('closed_at', MOMENT()), sa.column('closed_by'),
    )
    connection = op.get_bind()
    over = sa.select(action).where(action.c.status.in_(('complete', 'closed')))
    for row in connection.execute(over).all():
        at = row.updated_at or datetime.combine(row.opened_on, time(), UTC)
        said = {'completed_at': at, 'completed_by': BEFORE, 'evidence': row.evidence or BEFORE}
        if row.status == 'closed':
            said |= {'closed_at': at, 'closed_by': BEFORE, 'impact': row.impact or BEFORE}
        connection.execute(sa.update(action).where(action.c.id == row.id).values(said))


def _widen_update() -> None:
    with op.batch_alter_table('action_update') as update:
        update.add_column(sa.Column('percent_done', sa.Integer(), nullable=True))
        for name in ('status_before', 'status_after', 'return_id'):
            update.add_column(sa.Column(name, WORDS(), nullable=True))
        for name in ('reason', 'minute'):
            update.add_column(sa.Column(name, WORDS(), nullable=False, server_default=''))
        update.add_column(sa.Column('meeting', sa.Date(), nullable=True))
        update.create_index(update.f('ix_action_update_meeting'), ['meeting'], unique=False)
        update.create_foreign_key(
            update.f('fk_action_update_return_id'), 'return_file', ['return_id'], ['id']
        )
        for name, check in UPDATE_CHECKS.items():
            update.create_check_constraint(update.f(f'ck_action_update_{name}'), check)


def downgrade() -> None:
    """Take it back; letters that belong to no cycle have no place in the older shape."""
    op.execute('DELETE FROM dispatch WHERE cycle IS NULL')
    with op.batch_alter_table('dispatch') as dispatch:
        dispatch.alter_column('cycle', existing_type=WORDS(), nullable=False)
    _narrow_update()
    _narrow_action()
    for name in NEW_TABLES:
        op.drop_table(name)


def _narrow_update() -> None:
    with op.batch_alter_table('action_update') as update:
        for name in UPDATE_CHECKS:
            update.drop_constraint(update.f(f'ck_action_update_{name}'), type_='check')
        update.drop_constraint(update.f('fk_action_update_return_id'), type_='foreignkey')
        update.drop_index(update.f('ix_action_update_meeting'))
        for name in (
            'percent_done', 'status_before', 'status_after', 'return_id', 'reason', 'minute',
            'meeting',
        ):
            update.drop_column(name)


def _narrow_action() -> None:
    with op.batch_alter_table('action') as action:
        action.add_column(sa.Column('findings', JSON, nullable=False, server_default='[]'))
        action.add_column(sa.Column('contributors', JSON, nullable=False, server_default='[]'))
        for name in (*CHECKS, 'action_origin', 'action_kind', 'action_typed_rag'):
            action.drop_constraint(action.f(f'ck_action_{name}'), type_='check')
        action.drop_constraint(action.f('fk_action_reaudit_cycle'), type_='foreignkey')
        action.drop_index(action.f('ix_action_owner'))
        action.drop_index('ix_action_standing')
        for name in (
            *TEXTS, 'start_on', 'meeting', 'reaudit_on', 'completed_at', 'closed_at',
            'reaudit_cycle', 'origin', 'kind', 'typed_rag',
        ):
            action.drop_column(name)
    _list_again('findings', 'action_finding', 'finding')
    _list_again('contributors', 'action_agency', 'agency')


def _list_again(column: str, table: str, linked: str) -> None:
    """Put what hangs on actions back into a column of lists."""
    action = sa.table('action', sa.column('id'), sa.column(column, JSON))
    link = sa.table(table, sa.column('action'), sa.column(linked))
    about: dict[str, list[str]] = {}
    for ref, each in op.get_bind().execute(sa.select(link.c.action, link.c[linked])).all():
        about.setdefault(ref, []).append(each)
    for ref, several in about.items():
        op.execute(sa.update(action).where(action.c.id == ref).values({column: several}))
