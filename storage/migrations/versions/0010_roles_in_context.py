"""mentions in their context tell the title before a person's name"""

from alembic import op

from storage.migrations.views import drop_views, make_views

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    drop_views(op.get_bind())
    make_views(op.get_bind(), "views_0010")


def downgrade() -> None:
    drop_views(op.get_bind())
    make_views(op.get_bind(), "views_0009")
