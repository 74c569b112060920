"""Writes a new migration from the difference between the tables and the newest revision.

``python -m storage.migrations.make "add a column"``; then read and complete what it wrote.
"""

import sys
import tempfile
from pathlib import Path

from alembic import command

from storage.database import Database, migration_config


def make(message: str, revision_id: str | None = None) -> None:
    """Write one revision file, compared against a fresh SQLite database at the newest one."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'ledger.db'}")
        database.migrate()
        with database.write() as connection:
            config = migration_config()
            config.attributes["connection"] = connection
            command.revision(config, message=message, autogenerate=True, rev_id=revision_id)


if __name__ == "__main__":
    make(*sys.argv[1:])
