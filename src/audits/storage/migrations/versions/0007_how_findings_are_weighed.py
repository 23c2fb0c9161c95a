"""How each finding was weighed: its method, its share, and the strata of its draw."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from audits.storage.columns import Json


revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None

WORDS = sqlmodel.sql.sqltypes.AutoString


def upgrade() -> None:
    """Make the change; what was found before was a census, one simple draw or nobody's count."""
    with op.batch_alter_table('finding') as finding:
        finding.add_column(sa.Column('method', WORDS(), nullable=False, server_default=''))
        finding.add_column(sa.Column('share', sa.Float(), nullable=True))
        finding.add_column(sa.Column('parts', Json, nullable=False, server_default='[]'))
    op.execute(
        "UPDATE finding SET share = x * 1.0 / NULLIF(n, 0), method = CASE "
        "WHEN low = x AND high = x THEN 'counted' ELSE 'exact' END WHERE frame > 0"
    )


def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table('finding') as finding:
        finding.drop_column('parts')
        finding.drop_column('share')
        finding.drop_column('method')
