"""Of every audit its kind and the digest of what it asked, without reading what it asked."""

from alembic import op


revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

INDEX = "ix_cycle_in_short"
BEFORE = ["status", "opened_on", "ref", "title"]


def upgrade() -> None:
    """Let the index hold two columns more."""
    op.drop_index(INDEX, "cycle")
    op.create_index(INDEX, "cycle", [*BEFORE, "kind", "template_sha256"])


def downgrade() -> None:
    """Make it as it was."""
    op.drop_index(INDEX, "cycle")
    op.create_index(INDEX, "cycle", BEFORE)
