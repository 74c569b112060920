"""views that ask only for what is wanted of them; indices that answer from few pages"""

import sqlalchemy as sa
from alembic import op

from storage.migrations.views import drop_views, make_views

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

MONEY = sa.text("kind = 'money'")


def upgrade() -> None:
    op.create_index(
        "ix_mention_money",
        "mention",
        ["enrichment_id", "seq", "kind", "value"],
        sqlite_where=MONEY,
        postgresql_where=MONEY,
    )
    _index_dates(["id"])
    drop_views(op.get_bind())
    make_views(op.get_bind(), "views_0009")


def downgrade() -> None:
    drop_views(op.get_bind())
    make_views(op.get_bind(), "views_0007")
    _index_dates([])
    op.drop_index("ix_mention_money", "mention")


def _index_dates(included: list[str]) -> None:
    """Make the index of publication dates anew on PostgreSQL, where it can hold the id as well."""
    if op.get_bind().dialect.name == "postgresql":
        op.drop_index("ix_content_published_at", "content")
        op.create_index(
            "ix_content_published_at", "content", ["published_at"], postgresql_include=included
        )
