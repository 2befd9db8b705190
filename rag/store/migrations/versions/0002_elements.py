"""Pages keep the elements of structured files."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; pages read before have no elements."""
    op.add_column("pages", sa.Column("elements", sa.LargeBinary(), nullable=True))
