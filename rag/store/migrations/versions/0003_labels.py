"""What a person said a document is, who set it aside, and folders that are kept in step."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables and the column; until now only users set documents aside."""
    op.add_column("documents", sa.Column("excluded_by", sa.String(16), nullable=False, server_default=""))
    op.execute("UPDATE documents SET excluded_by = 'user' WHERE is_excluded")
    op.create_table(
        "document_labels",
        _workspace("document_labels"),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("doc_type", sa.Text(), nullable=True),
        sa.Column("dated", sa.String(32), nullable=True),
        sa.Column("authority", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("workspace_id", "name", name="pk_document_labels"),
    )
    op.create_table(
        "watched_folders",
        _workspace("watched_folders"),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("sets_aside", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "path", name="pk_watched_folders"),
    )


def _workspace(table: str) -> sa.Column[str]:
    owner = sa.ForeignKey("workspaces.id", ondelete="CASCADE", name=f"fk_{table}_workspace_id")
    return sa.Column("workspace_id", sa.String(24), owner, nullable=False)
