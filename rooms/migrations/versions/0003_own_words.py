"""Own questions and reasons, teams, and a second facilitator."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ADDED: Mapping[str, tuple[tuple[str, Any, Any], ...]] = {
    "rooms": (("helper_hash", sa.String(64), ""),),
    "participants": (("team", sa.Integer(), "-1"),),
    "submissions": (
        ("answer", sa.String(160), ""),
        ("reason", sa.String(160), ""),
        ("hidden", sa.Boolean(), sa.false()),
    ),
}


def upgrade() -> None:
    """Add the columns; what older replicas write meanwhile has no answer, no reason and no team."""
    for table, columns in ADDED.items():
        for name, kind, default in columns:
            op.add_column(table, sa.Column(name, kind, nullable=False, server_default=default))


def downgrade() -> None:
    """Take them away again."""
    for table, columns in ADDED.items():
        for name, _, _ in columns:
            op.drop_column(table, name)
