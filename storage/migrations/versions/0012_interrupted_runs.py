"""runs that somebody stopped are told apart from those that failed

Runs that were stopped before stay failed: nothing that was kept of them says which they were.
"""

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

BEFORE = "state IN ('running', 'completed', 'partial', 'failed', 'stale')"
AFTER = "state IN ('running', 'completed', 'partial', 'failed', 'interrupted', 'stale')"


def upgrade() -> None:
    _allow(BEFORE, AFTER)


def downgrade() -> None:
    op.execute("UPDATE run SET state = 'failed' WHERE state = 'interrupted'")
    _allow(AFTER, BEFORE)


def _allow(before: str, after: str) -> None:
    """Swap the constraint on the runs' states; every row meets the new one."""
    if op.get_bind().dialect.name == "sqlite":
        _rewrite(before, after)
        return
    op.drop_constraint(op.f("ck_run_state"), "run", type_="check")
    op.create_check_constraint(op.f("ck_run_state"), "run", after)


def _rewrite(before: str, after: str) -> None:
    """The constraint's text in SQLite's schema, by https://www.sqlite.org/lang_altertable.html, 7.

    Captures refer to their runs, without an index: a table made anew and swapped in would be
    looked for in all of them, once a run.
    """
    connection = op.get_bind()
    found = "SELECT count(*) FROM sqlite_master WHERE name = 'run' AND instr(sql, ?) > 0"
    if connection.exec_driver_sql(found, (before,)).scalar_one() == 0:
        raise RuntimeError(f"the table run has no constraint that says: {before}")
    version = connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
    sql = "UPDATE sqlite_master SET sql = replace(sql, ?, ?) WHERE type = 'table' AND name = 'run'"
    connection.exec_driver_sql("PRAGMA writable_schema = ON")
    try:
        connection.exec_driver_sql(sql, (before, after))
        connection.exec_driver_sql(f"PRAGMA schema_version = {version + 1}")
    finally:
        connection.exec_driver_sql("PRAGMA writable_schema = OFF")
