"""The logo of a workspace."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    owner = sa.ForeignKey("workspaces.id", ondelete="CASCADE", name="fk_logos_workspace_id")
    op.create_table(
        "logos",
        sa.Column("workspace_id", sa.String(24), owner, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("created", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", name="pk_logos"),
    )
