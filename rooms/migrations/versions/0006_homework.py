"""Homework: when a room's ends, when each seat began a round and when its time is over."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

ADDED = (("rooms", "closes_at"), ("submissions", "begun_at"), ("submissions", "due_at"))


def upgrade() -> None:
    """Add the moments; rooms that older replicas open meanwhile have none."""
    for table, name in ADDED:
        op.add_column(table, sa.Column(name, sa.Double(), nullable=True))


def downgrade() -> None:
    """Take them away again."""
    for table, name in ADDED:
        op.drop_column(table, name)
