"""QEG words a finding too, not only a unit that checks its facts."""

from alembic import op
import sqlmodel


revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None

WORDS = sqlmodel.sql.sqltypes.AutoString


def upgrade() -> None:
    """Make the change; nobody's unit is QEG itself."""
    with op.batch_alter_table('correction') as correction:
        correction.alter_column('unit', existing_type=WORDS(), nullable=True)


def downgrade() -> None:
    """Take it back; there is no place for what QEG wrote, and the trail still says it."""
    op.execute('DELETE FROM correction WHERE unit IS NULL')
    with op.batch_alter_table('correction') as correction:
        correction.alter_column('unit', existing_type=WORDS(), nullable=False)
