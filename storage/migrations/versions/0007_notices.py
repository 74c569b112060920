"""notices of corrections, as rows; copies in an order that arrival does not change

Notices of stored texts are found as the index of copies is made anew, by the next upkeep.
"""

import sqlalchemy as sa
from alembic import op

from storage.migrations.views import drop_views, make_views

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "notice",
        sa.Column("content_id", big, nullable=False),
        sa.Column("char_start", sa.Integer(), nullable=False),
        sa.Column("char_end", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.CheckConstraint("kind IN ('correction', 'update')", name=op.f("ck_notice_kind")),
        sa.CheckConstraint("char_start < char_end", name=op.f("ck_notice_span")),
        sa.ForeignKeyConstraint(
            ["content_id"], ["content.id"], name=op.f("fk_notice_content_id_content")
        ),
        sa.PrimaryKeyConstraint("content_id", "char_start", name=op.f("pk_notice")),
        sqlite_with_rowid=False,
    )
    drop_views(op.get_bind())
    make_views(op.get_bind(), "views_0007")


def downgrade() -> None:
    drop_views(op.get_bind())
    op.drop_table("notice")
    make_views(op.get_bind(), "views_0003")
