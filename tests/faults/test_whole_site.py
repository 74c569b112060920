"""The whole way over the wire: a site discovered, sampled, read and polled by the real client."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from storage.records import Outcome
from tasks.fetch.collect import FRESH, collect
from tasks.fetch.discover import discover, sample
from tasks.fetch.web.client import Client
from tasks.fetch.web.world import World
from tasks.sources import Fetch, Source
from tests.faults.server import FaultServer, Line, http, running
from tests.faults.ten_ways import WAYS
from tests.fetch.fakes import Memory, at_noon
from tests.fetch.test_rounds import rss, urlset

HOST = "paper.fault"
SITE = f"http://{HOST}"
POLICY = Fetch(min_delay=timedelta(0))


def paper(line: Line) -> None:
    """A small newspaper."""
    feed = rss("a", "b").encode()
    documents = {
        "/": b'<html lang="en"><title>Paper</title>'
        b'<link rel="alternate" type="application/rss+xml" href="/feed"></html>',
        "/feed": feed,
        "/sitemap.xml": urlset("a").replace("https://news.example", SITE).encode(),
        "/a": b"<html>The first text.</html>",
        "/b": b"<html>The second text.</html>",
    }
    body = documents.get(line.path)
    if line.path == "/feed" and line.headers.get("if-none-match") == '"1"':
        line.send(http(304, etag='"1"'))
    elif body is None:
        line.send(http(404, b"no"))
    else:
        line.send(http(200, body, etag='"1"'))


@pytest.fixture
def server() -> Iterator[FaultServer]:
    """A server with a paper."""
    with running() as server:
        server.plays[HOST] = paper
        yield server


def client(server: FaultServer) -> Client:
    """A client that meets the server's world."""
    world = World(resolve=server.resolve, dial=server.dial, sleep=lambda _: None)
    return Client(world=world)


def test_a_site_is_discovered_and_sampled_over_the_wire(server: FaultServer) -> None:
    asking = client(server)

    source = discover(SITE, client=asking, policy=POLICY).source
    rows = sample(source, source.channels[0], client=asking, root=Path(), now=at_noon, limit=1)

    assert [channel.url for channel in source.channels] == [f"{SITE}/feed", f"{SITE}/sitemap.xml"]
    assert [row.outcome for row in rows] == [Outcome.STORED]


def test_a_poll_with_nothing_new_is_one_request_on_the_wire(server: FaultServer) -> None:
    asking, memory = client(server), Memory()
    found = discover(SITE, client=asking, policy=POLICY).source
    source = Source(id="s", name="S", channels=found.channels, fetch=POLICY)
    state = FRESH
    for _ in range(3):
        server.requests.clear()
        answers = collect(
            source, source.channels[0], known=memory, root=Path(), client=asking, now=at_noon,
            state=state,
        )  # fmt: skip
        for row in answers:
            memory.keep(row)
        state = answers.state

    assert [path for path, _ in server.requests[HOST]] == ["/feed"]
    assert state.unmodified == 2


def test_ten_ways_to_fail_are_ten_reasons_and_cost_only_themselves(server: FaultServer) -> None:
    for reason, play in WAYS.items():
        server.plays[f"{reason}.fault"] = play
    good = {f"good{at}.fault": paper for at in range(40)}
    server.plays.update(good)
    asking = client(server)
    outcomes: dict[str, str] = {}
    for host in [*(f"{reason}.fault" for reason in WAYS), *good]:
        source = Source.model_validate(
            {"id": "s", "name": "S", "fetch": POLICY,
             "channels": [{"name": "one", "kind": "url", "url": f"http://{host}/a"}]}
        )  # fmt: skip
        (row,) = collect(
            source, source.channels[0], known=Memory(), root=Path(), client=asking, now=at_noon
        )
        outcomes[host.removesuffix(".fault")] = (row.reason or row.outcome).partition(":")[0]

    assert {reason: outcomes.pop(reason) for reason in WAYS} == {reason: reason for reason in WAYS}
    assert list(outcomes.values()) == ["stored"] * 40
