"""Alembic's entry: runs the migrations inside the transaction that the caller opened."""

from alembic import context

from storage.tables import Table

HAND_MADE = ("content_fts", "content_search")
"""Full-text tables: each database has its own kind, made by hand in the migrations."""


def include(_object: object, name: str | None, kind: str, *_: object) -> bool:
    """Whether `alembic check` compares this: all but the full-text tables."""
    return not (kind in ("table", "index") and (name or "").startswith(HAND_MADE))


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Table.metadata,
    render_as_batch=True,
    include_object=include,
    compare_server_default=True,
)
context.run_migrations()
