"""Weights and figures that people set in the place of the tables' own."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    owner = sa.ForeignKey("workspaces.id", ondelete="CASCADE", name="fk_own_choices_workspace_id")
    op.create_table(
        "own_choices",
        sa.Column("ordinal", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("workspace_id", sa.String(24), owner, nullable=False),
        sa.Column("choice_id", sa.String(64), nullable=False),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("created", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("ordinal", name="pk_own_choices"),
    )
