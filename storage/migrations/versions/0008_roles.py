"""the title before a person's name

Mentions that were stored before have none: `newsledger backfill` reads their texts again.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("mention", sa.Column("role", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("mention", "role")
