"""Towards course software: results on their way, and keys that follow one another."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables; older replicas leave them alone, and go on with the key they know."""
    op.create_table(
        "course_results",
        sa.Column("about", sa.String(64), primary_key=True),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("stand", sa.String(16), nullable=False),
        sa.Column("made_at", sa.Double(), nullable=False),
        sa.Column("due_at", sa.Double(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
    )
    op.create_index("ix_course_results_stand_due_at", "course_results", ["stand", "due_at"])
    op.create_table(
        "course_keys",
        sa.Column("kid", sa.String(64), primary_key=True),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("signs_from", sa.Double(), nullable=False),
        sa.Column("published_until", sa.Double(), nullable=True),
    )


def downgrade() -> None:
    """Drop them: what was not sent yet is lost, and the first key signs again."""
    op.drop_table("course_keys")
    op.drop_table("course_results")
