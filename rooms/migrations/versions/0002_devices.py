"""Which device changed a submission last, so that a seat on two devices shows one truth."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; what older replicas write meanwhile counts as unchanged."""
    op.add_column("submissions", sa.Column("changes", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("submissions", sa.Column("changed_by", sa.String(24), nullable=False, server_default=""))


def downgrade() -> None:
    """Take them away again."""
    op.drop_column("submissions", "changed_by")
    op.drop_column("submissions", "changes")
