"""Constraints that people added from a page, because reading had missed them."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    owner = sa.ForeignKey("workspaces.id", ondelete="CASCADE", name="fk_added_facts_workspace_id")
    op.create_table(
        "added_facts",
        sa.Column("ordinal", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("workspace_id", sa.String(24), owner, nullable=False),
        sa.Column("fact_id", sa.String(64), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("ordinal", name="pk_added_facts"),
        sa.UniqueConstraint("workspace_id", "fact_id", name="uq_added_facts_workspace_id_fact_id"),
    )
