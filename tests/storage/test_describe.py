"""The schema's document is what the tables and the views are now."""

from pathlib import Path

from storage.migrations.describe import describe
from storage.tables import Table

DOCUMENT = Path(__file__).parents[2] / "docs" / "schema.md"


def test_the_document_is_current() -> None:
    written = DOCUMENT.read_text("utf-8")
    assert written == describe(), "write it anew: python -m storage.migrations.describe"


def test_every_table_is_described() -> None:
    for name in Table.metadata.tables:
        assert f"### {name}\n" in describe()
