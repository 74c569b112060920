"""A takedown on PostgreSQL, down to the bytes of its files: tables, statistics, and the log."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from storage.care.janitor import analyze
from storage.fulltext.index import catch_up
from storage.ledger import Ledger
from storage.removing.takedown import carry_out, honour, look
from tests.factories import DAY, NOON, a_link, a_mention, an_article, publish
from tests.postgres import Postgres, running_postgres
from tests.storage.known_news import write_news

pytestmark = pytest.mark.postgres

FORGET = Path(__file__).parents[2] / "docs" / "examples" / "forget_log.sql"
LINK = a_link("https://daily.example/zebulon")
SECRET = an_article("Zebulon Quill owes nobody a thing.", "Zebulon Quill")
KEPT = b"Oslo"


@pytest.fixture(scope="module")
def server() -> Iterator[Postgres]:
    """A server of its own, that logs as those of people do."""
    with running_postgres() as server:
        do(server, "ALTER SYSTEM SET full_page_writes = on")
        do(server, "CREATE ROLE keeper LOGIN")
        yield server


@pytest.fixture
def erased(server: Postgres, tmp_path: Path) -> Iterator[Postgres]:
    """The server after the owner of a database, no superuser, took an article down there.

    `yesterday` is the database as it was before.
    """
    url = server.make("erased").replace("postgres@", "keeper@")
    do(server, "ALTER DATABASE erased OWNER TO keeper")
    ledger = Ledger.create(url, str(tmp_path / "blobs"))
    write_news(ledger)
    mentions = [a_mention(SECRET.text, "Zebulon Quill")]
    publish(ledger, SECRET, link=LINK, at=NOON, mentions=mentions)
    catch_up(ledger, NOON)
    analyze(ledger)
    do(server, "CHECKPOINT")
    assert {"base", "pg_wal"} <= where(server, b"zebulon")
    ledger.close()
    server.make("yesterday", "erased")
    ledger = Ledger.open(url, str(tmp_path / "blobs"))
    carry_out(ledger, look(ledger, LINK.url).target, "asked by mail", NOON + DAY)
    ledger.close()
    yield server
    for name in ("erased", "yesterday"):
        server.drop(name)


def do(server: Postgres, sql: str) -> None:
    """Run a statement as the superuser."""
    with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
        connection.execute(sql)


def where(server: Postgres, word: bytes) -> set[str]:
    """The parts of the data folder in whose files a word stands, in any case."""
    folder = server.socket / "data"
    files = (path for path in folder.rglob("*") if path.is_file())
    found = (path.relative_to(folder).parts[0] for path in files if holds(path, word))
    return set(found)


def holds(path: Path, word: bytes) -> bool:
    """Whether a file holds a word; one that has just gone does not."""
    try:
        return word.lower() in path.read_bytes().lower()
    except FileNotFoundError:
        return False


def test_no_file_holds_it_nor_of_a_restored_copy_and_the_log_does_until_it_is_told_to_forget(
    erased: Postgres, tmp_path: Path
) -> None:
    do(erased, "CHECKPOINT")
    assert "base" in where(erased, b"zebulon")
    restored = Ledger.open(erased.url("yesterday"), str(tmp_path / "blobs"))
    assert honour(restored, NOON + 2 * DAY) > 0
    restored.close()
    do(erased, "CHECKPOINT")
    assert where(erased, b"zebulon") == {"pg_wal"}
    for statement in FORGET.read_text().split("\n\n"):
        do(erased, statement)
    assert where(erased, b"zebulon") == set()
    assert where(erased, KEPT) >= {"base"}
