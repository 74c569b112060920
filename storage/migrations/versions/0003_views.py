"""views with stable names, and the indices that questions need"""

from alembic import op

from storage.migrations.views import drop_views, make_views

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    make_views(op.get_bind(), "views_0003")


def downgrade() -> None:
    drop_views(op.get_bind())
