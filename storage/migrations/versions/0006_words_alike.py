"""full text: PostgreSQL indexes the same words as SQLite; its index is filled anew"""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _empty()


def downgrade() -> None:
    _empty()


def _empty() -> None:
    """The next upkeep fills it; until then the search says how many texts it does not know."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DELETE FROM content_search")
        op.execute("DELETE FROM watermark WHERE name = 'full-text'")
