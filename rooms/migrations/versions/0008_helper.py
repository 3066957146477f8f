"""What a second facilitator's secret is worked out with, so that whoever opened the room can see its link again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; secrets that were made before, or by an older replica, cannot be seen again."""
    op.add_column("rooms", sa.Column("helper_salt", sa.String(32), nullable=False, server_default=""))


def downgrade() -> None:
    """Take it away again."""
    op.drop_column("rooms", "helper_salt")
