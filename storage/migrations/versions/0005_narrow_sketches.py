"""sketch hashes in four bytes, and no epoch beside each

The index of copies is derived: it is made anew from the stored texts, by the next upkeep.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_table("fingerprint")
    op.create_table(
        "fingerprint",
        sa.Column("hash", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("hash", "group_id", name=op.f("pk_fingerprint")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.drop_table("fingerprint")
    op.create_table(
        "fingerprint",
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("hash", big, nullable=False),
        sa.Column("group_id", big, nullable=False),
        sa.PrimaryKeyConstraint("epoch", "hash", "group_id", name=op.f("pk_fingerprint")),
        sqlite_with_rowid=False,
    )
