"""whether a redirect was for good"""

import sqlalchemy as sa
from alembic import op

from storage.migrations.views import drop_views, make_views

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    column = sa.Column("permanent", sa.Boolean(), server_default=sa.text("false"), nullable=False)
    op.add_column("capture", column)


def downgrade() -> None:
    drop_views(op.get_bind())  # SQLite cannot swap a table beneath a view
    with op.batch_alter_table("capture", schema=None) as batch_op:
        batch_op.drop_column("permanent")
    make_views(op.get_bind(), "views_0003")
