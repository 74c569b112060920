"""what is recent, and what is copied, is found without reading everything"""

import sqlalchemy as sa
from alembic import op

from storage.migrations.views import drop_views, make_views

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

CURRENT = sa.text("observed_to IS NULL AND superseded_at IS NULL")
BELIEVED = sa.text("superseded_at IS NULL")
FAILED = sa.text("outcome = 'failed'")


def upgrade() -> None:
    op.create_index(
        "ix_article_version_observed",
        "article_version",
        ["observed_from"],
        sqlite_where=BELIEVED,
        postgresql_where=BELIEVED,
    )
    op.create_index(
        "ix_article_version_shown",
        "article_version",
        ["content_id", "article_id"],
        sqlite_where=CURRENT,
        postgresql_where=CURRENT,
    )
    op.create_index(
        "ix_capture_failed",
        "capture",
        ["fetched_at", "source_id"],
        sqlite_where=FAILED,
        postgresql_where=FAILED,
    )
    if _on_postgresql():
        # The view article_change joins a version to the one before by this number. Without figures
        # on it one in 200 edits is expected, and all are sorted where the newest 100 would do.
        op.execute("CREATE STATISTICS st_article_version_before ON (number - 1) FROM article_version")
    drop_views(op.get_bind())
    make_views(op.get_bind(), "views_0013")


def downgrade() -> None:
    drop_views(op.get_bind())
    make_views(op.get_bind(), "views_0010")
    if _on_postgresql():
        op.execute("DROP STATISTICS st_article_version_before")
    op.drop_index("ix_capture_failed", "capture")
    op.drop_index("ix_article_version_shown", "article_version")
    op.drop_index("ix_article_version_observed", "article_version")


def _on_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"
