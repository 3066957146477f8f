"""What replicas share towards course software: secrets, platforms that registered, launches that were taken."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables; older replicas leave them alone."""
    op.create_table(
        "course_secrets",
        sa.Column("name", sa.String(16), primary_key=True),
        sa.Column("value", sa.Text(), nullable=False),
    )
    op.create_table(
        "course_platforms",
        sa.Column("issuer", sa.String(255), primary_key=True),
        sa.Column("client_id", sa.String(255), primary_key=True),
        sa.Column("told", sa.Text(), nullable=False),
    )
    op.create_table(
        "course_nonces",
        sa.Column("nonce_hash", sa.String(64), primary_key=True),
        sa.Column("expires_at", sa.Double(), nullable=False, index=True),
    )


def downgrade() -> None:
    """Drop them: platforms must register again, and read new keys."""
    for table in ("course_nonces", "course_platforms", "course_secrets"):
        op.drop_table(table)
