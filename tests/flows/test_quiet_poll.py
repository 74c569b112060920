"""A poll with nothing new costs one request, and no row but what polling remembers."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest

from storage.bulk import select
from storage.tables import Table
from tasks.fetch.web import client
from tasks.fetch.web.world import World
from tests.faults.server import FaultServer, Line, http, running
from tests.fetch.test_rounds import rss
from tests.newsroom import Newsroom

HOSTS = [f"paper-{number}.fault" for number in range(3)]


def paper(line: Line) -> None:
    """A feed with a validator, and its two articles."""
    if line.path == "/feed" and line.headers.get("if-none-match") == '"1"':
        line.send(http(304, etag='"1"'))
    elif line.path == "/feed":
        line.send(http(200, rss("a", "b").encode(), etag='"1"'))
    else:
        words = "The council has voted to mend the bridge before the winter. " * 9
        line.send(http(200, f"<html><body><p>{words}{line.path}</p></body></html>".encode()))


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[FaultServer]:
    """Three papers."""
    with running() as server:
        server.plays.update(dict.fromkeys(HOSTS, paper))
        met = partial(World, resolve=server.resolve, dial=server.dial)
        monkeypatch.setattr(client, "World", met)
        yield server


def counts(room: Newsroom) -> dict[str, int]:
    """How many rows each table has."""
    with room.ledger() as ledger, ledger.database.read() as connection:
        names = sorted(Table.metadata.tables)
        return {
            name: int(select(connection, f"SELECT count(*) FROM {name}")[0][0]) for name in names
        }


def test_a_poll_with_nothing_new_leaves_no_row_but_its_run(
    newsroom: Newsroom, server: FaultServer
) -> None:
    for number, host in enumerate(HOSTS):
        fetch: dict[str, Any] = {"min_delay": "PT0S"}
        feed = {"name": "feed", "kind": "feed", "url": f"http://{host}/feed"}
        newsroom.source(f"paper-{number}", channels=[feed], fetch=fetch, revisit=[])
    papers = [f"paper-{number}" for number in range(len(HOSTS))]
    assert newsroom.ingest(*papers).counts()["stored"] == 2 * len(HOSTS)
    newsroom.later(minutes=30)
    server.requests.clear()
    before = counts(newsroom)

    newsroom.ingest(*papers)

    after = counts(newsroom)
    asked = {host: [path for path, _ in server.requests[host]] for host in HOSTS}
    assert asked == {host: ["/feed"] for host in HOSTS}
    grown = {name: after[name] - before[name] for name in after if after[name] != before[name]}
    assert grown == {"run": 1, "capture": len(HOSTS)}
