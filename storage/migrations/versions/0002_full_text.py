"""full text: FTS5 beside the contents on SQLite, a tsvector table on PostgreSQL"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

SQLITE = (
    "CREATE VIRTUAL TABLE content_fts USING fts5("
    "headline, text, content='content', content_rowid='id',"
    " tokenize='unicode61 remove_diacritics 2')"
)
POSTGRESQL = (
    "CREATE TABLE content_search ("
    " content_id BIGINT PRIMARY KEY REFERENCES content (id),"
    " document TSVECTOR NOT NULL)",
    "CREATE INDEX ix_content_search_document ON content_search USING gin (document)",
)


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(SQLITE)
        return
    for statement in POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    name = "content_fts" if op.get_bind().dialect.name == "sqlite" else "content_search"
    op.execute(f"DROP TABLE {name}")
