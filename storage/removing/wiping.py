"""Deleted rows wiped from the database's files, so that no search through the bytes finds them."""

import sqlite3

from sqlalchemy import Connection, create_engine

from storage.database import Database
from storage.engines import BUSY_TIMEOUT_S

TABLES = (
    "content",
    "content_search",
    "derivation",
    "mention",
    "capture",
    "article",
    "article_url",
    "entity",
    "entity_name",
    "entity_decision",
    "story",
)
"""Those that hold words of an article, or of a name."""


def overwrite_deleted(connection: Connection) -> None:
    """Have SQLite write zeros over what this connection deletes."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA secure_delete = ON")


def wipe(database: Database) -> None:
    """Write the files anew without free pages and old log.

    PostgreSQL's tables are written anew, and its statistics, which quote them. Its write-ahead log
    holds what was deleted until its segments are overwritten (docs/examples/forget_log.sql).
    """
    if database.path is None:
        _rewrite(database.url)
        return
    connection = sqlite3.connect(database.path, timeout=BUSY_TIMEOUT_S, isolation_level=None)
    connection.execute("INSERT INTO content_fts (content_fts) VALUES ('optimize')")
    connection.execute("VACUUM")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def _rewrite(url: str) -> None:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for table in TABLES:
            connection.exec_driver_sql(f"VACUUM (FULL, ANALYZE) {table}")
        connection.exec_driver_sql("VACUUM FULL pg_statistic")
    engine.dispose()
