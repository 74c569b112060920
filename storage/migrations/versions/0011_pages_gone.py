"""an index of the captures that found a page gone, so that the others are not read for them"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

GONE = sa.text("status IN (404, 410)")


def upgrade() -> None:
    op.create_index(
        "ix_capture_gone",
        "capture",
        ["source_id", "identity", "fetched_at"],
        sqlite_where=GONE,
        postgresql_where=GONE,
    )


def downgrade() -> None:
    op.drop_index("ix_capture_gone", "capture")
