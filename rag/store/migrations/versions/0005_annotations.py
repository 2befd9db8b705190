"""What people write into a proposal: edits, locks, comments."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table, and to proposals the hash that tells whether anything else has changed."""
    op.add_column("proposals", sa.Column("basis_hash", sa.String(64), nullable=False, server_default=""))
    owner = sa.ForeignKey("workspaces.id", ondelete="CASCADE", name="fk_annotations_workspace_id")
    op.create_table(
        "annotations",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("workspace_id", sa.String(24), owner, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.Column("created", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_annotations"),
    )
