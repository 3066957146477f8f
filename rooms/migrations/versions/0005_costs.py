"""When a page of a seat was open last, so that seats nobody uses can be told from those of people who wait."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; seats that older replicas give count as seen when they were taken."""
    op.add_column("participants", sa.Column("seen_at", sa.Double(), nullable=True))


def downgrade() -> None:
    """Take it away again."""
    op.drop_column("participants", "seen_at")
