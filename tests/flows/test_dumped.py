"""A ledger on PostgreSQL, dumped and put back with the tools that PostgreSQL brings."""

from collections.abc import Callable, Iterator
from itertools import count

import pytest

from storage.bulk import select
from storage.ledger import Ledger
from storage.removing.takedown import carry_out, look
from storage.tables import Table
from tests.flows.cli import Cli
from tests.newsroom import Newsroom
from tests.postgres import Postgres

pytestmark = [pytest.mark.postgres, pytest.mark.timeout(180)]

KEPT = "The council of Lindmouth has voted to mend the bridge before the winter.\n" * 4
SECRET = "Zebulon Quill owes the harbour board of the town a great deal of money.\n" * 4

MakeRoom = Callable[[str], Newsroom]

_numbers = count(1)


@pytest.fixture
def name(postgres: Postgres, postgres_template: str) -> Iterator[str]:
    """The name of an empty ledger; what is put back is called the same with `_again`."""
    name = f"newsledger_dumped_{next(_numbers)}"
    postgres.make(name, postgres_template)
    yield name
    for each in (name, f"{name}_again"):
        postgres.drop(each)


@pytest.fixture
def room(postgres: Postgres, name: str, newsroom_at: MakeRoom) -> Newsroom:
    """A newsroom of two articles."""
    room = newsroom_at(postgres.url(name))
    room.source()
    room.write("bridge.txt", KEPT)
    room.write("quill.txt", SECRET)
    room.ingest()
    return room


def put_back(postgres: Postgres, room: Newsroom, name: str, newsroom_at: MakeRoom) -> Newsroom:
    """The same newsroom on a dump that was put back."""
    again = newsroom_at(postgres.restore(room.folder / "dump", f"{name}_again"))
    again.sources, again.now = room.sources, room.now
    return again


def rows_of(room: Newsroom) -> dict[str, list[str]]:
    """All rows of all tables."""
    with room.ledger() as ledger, ledger.database.read() as connection:
        tables = sorted(Table.metadata.tables)
        found = {table: select(connection, f"SELECT * FROM {table}") for table in tables}
    return {table: sorted(map(repr, rows)) for table, rows in found.items()}


def erase(ledger: Ledger, words: str, room: Newsroom) -> None:
    """Take down the one article whose text holds the words."""
    with ledger.database.read() as connection:
        sql = (
            "SELECT v.article_id FROM article_version v JOIN content c ON c.id = v.content_id"
            " WHERE c.text LIKE ?"
        )
        ((article,),) = select(connection, sql, (f"%{words}%",))
    carry_out(ledger, look(ledger, str(article)).target, "asked by mail", room.now)


def test_a_dump_that_was_put_back_is_the_same_ledger_and_goes_on(
    postgres: Postgres, room: Newsroom, name: str, newsroom_at: MakeRoom
) -> None:
    postgres.dump(name, room.folder / "dump")
    again = put_back(postgres, room, name, newsroom_at)
    assert rows_of(again) == rows_of(room)
    again.later(days=1)
    again.write("choir.txt", KEPT.replace("mend the bridge", "pay the choir"))
    again.ingest()
    with again.ledger() as ledger:
        reader = ledger.reader()
        assert len(reader.articles()) == len(rows_of(room)["article"]) + 1 == 3
        assert all(reader.why_article(line.id).holds for line in reader.articles())


def test_what_was_erased_after_the_dump_goes_again_with_the_next_process(
    postgres: Postgres, room: Newsroom, name: str, newsroom_at: MakeRoom
) -> None:
    postgres.dump(name, room.folder / "dump")
    with room.ledger() as ledger:
        erase(ledger, "Zebulon", room)
    again = put_back(postgres, room, name, newsroom_at)
    assert "Zebulon" in repr(rows_of(again))
    result = Cli(again.settings.database_url, room.folder)("process", "--direct")
    assert result.exit_code == 0, result.output
    found = rows_of(again)
    assert "Zebulon" not in repr(found)
    assert "Lindmouth" in repr(found)
    assert "asked by mail" in repr(found["erasure"])
