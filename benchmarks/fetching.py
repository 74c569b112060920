"""Fetching against plain requests and Scrapy: CPU a page and pages a second, on loopback.

    python -m benchmarks.fetching [--hosts 100] [--articles 50] [--rounds 20]

A server of its own process plays 100 hosts (127.0.1.1 and on) with a feed and 50 articles each.
Every contender fetches the same 5,000 addresses in a process of its own, one connection a host;
CPU is that process's own. Ours asks for robots.txt and tdmrep.json besides, Scrapy for robots.txt.
Then the feeds are polled with nothing new. Scrapy is left out where it is not installed.
"""

import argparse
import asyncio
import importlib.util
import multiprocessing
import random
import resource
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import psutil
import requests

from storage.records import ChannelKind, ChannelState, Received, Seen
from tasks.fetch.asking import Ask
from tasks.fetch.client import Client
from tasks.fetch.collect import FRESH, collect
from tasks.sources import Channel, Fetch, Source

THREADS = 16
PAGE_WORDS = 4_000  # 28 KB, about a news page without its scripts
SPAWN = multiprocessing.get_context("spawn")


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Where the hosts are, and how much each holds."""

    port: int
    hosts: int
    articles: int

    def base(self, host: int) -> str:
        """The address of a host."""
        return f"http://127.0.{1 + host // 250}.{1 + host % 250}:{self.port}"

    def pages(self, host: int) -> list[str]:
        """The articles of a host."""
        return [f"{self.base(host)}/a/{at}" for at in range(self.articles)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What one contender took."""

    pages: int
    cpu_s: float
    wall_s: float
    requests: int = 0
    memory_mb: tuple[float, ...] = ()


def main() -> None:
    """Print one line a contender, then the polls."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name, default in (("hosts", 100), ("articles", 50), ("rounds", 20)):
        parser.add_argument(f"--{name}", type=int, default=default)
    options = parser.parse_args()
    with serving(options.hosts, options.articles) as site:
        plain = _alone(fetch_plainly, site)
        _show("plain requests, a session", plain, plain)
        _show("ours", _alone(fetch_ours, site), plain)
        if importlib.util.find_spec("scrapy"):
            _show("Scrapy", _alone(fetch_scrapy, site), plain)
        first, polls = _alone(poll_feeds, site, options.rounds)
        _show("ours, with the feeds parsed", first, plain)
        _show_polls(polls, options.rounds, options.hosts)


def fetch_plainly(site: Site) -> Figures:
    """requests with a session a thread."""
    local = threading.local()

    def read(host: int) -> int:
        session = local.__dict__.setdefault("session", requests.Session())
        return sum(bool(session.get(url, timeout=15).content) for url in site.pages(host))

    return _timed(lambda: _in_threads(read, site.hosts))


def fetch_ours(site: Site) -> Figures:
    """The guarded client."""
    client = Client()
    policy = Fetch(min_delay=timedelta(0), allow_private_hosts=True)

    def read(host: int) -> int:
        asks = (Ask(url=url, policy=policy) for url in site.pages(host))
        return sum(client.get(ask).body is not None for ask in asks)

    return _timed(lambda: _in_threads(read, site.hosts))


def fetch_scrapy(site: Site) -> Figures:
    """Scrapy, obeying robots.txt."""
    import scrapy
    from scrapy.crawler import CrawlerProcess

    got: list[int] = []

    class Spider(scrapy.Spider):  # type: ignore[misc]
        name = "bench"
        start_urls = [url for host in range(site.hosts) for url in site.pages(host)]  # noqa: RUF012

        def parse(self, response: Any) -> None:
            """Count the page."""
            got.append(len(response.body))

    process = CrawlerProcess(
        {
            "ROBOTSTXT_OBEY": True,
            "DOWNLOAD_DELAY": 0,
            "CONCURRENT_REQUESTS": THREADS,
            "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
            "LOG_ENABLED": False,
            "TELNETCONSOLE_ENABLED": False,
        }
    )
    process.crawl(Spider)
    return _timed(lambda: process.start() or len(got))


def poll_feeds(site: Site, rounds: int) -> tuple[Figures, Figures]:
    """The first round of every feed, and then as many with nothing new."""
    desk = Desk(site)
    first = _timed(desk.round)
    memory = []
    desk.rows = 0

    def again() -> int:
        for _ in range(rounds):
            desk.round()
            memory.append(psutil.Process().memory_info().rss / 1e6)
        return desk.rows

    before = _requests_so_far(site)
    figures = _timed(again)
    asked = _requests_so_far(site) - before - 1  # the question itself is one
    return first, Figures(
        pages=figures.pages,
        cpu_s=figures.cpu_s,
        wall_s=figures.wall_s,
        requests=asked,
        memory_mb=tuple(memory),
    )


class Desk:
    """Reads every feed round after round, with a memory of its own."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._client = Client()
        self._states: dict[int, ChannelState] = {}
        self._seen: dict[str, Seen] = {}
        self.rows = 0

    def seen(self, url: str) -> Seen | None:
        """What was stored of a page."""
        return self._seen.get(url)

    def round(self) -> int:
        """One round of all channels; returns the pages stored."""
        return _in_threads(self._read, self._site.hosts)

    def _read(self, host: int) -> int:
        source = Source.model_validate(
            {"id": "s", "name": "S", "fetch": {"min_delay": "PT0S", "allow_private_hosts": True}}
        )
        channel = Channel(name="c", kind=ChannelKind.FEED, url=f"{self._site.base(host)}/feed")
        answers = collect(
            source,
            channel,
            known=self,
            root=Path(),
            client=self._client,
            now=lambda: datetime.now(UTC),
            state=self._states.get(host, FRESH),
        )
        stored = sum(self._keep(row) for row in answers)
        self._states[host] = answers.state
        return stored

    def _keep(self, row: Received) -> int:
        self.rows += 1
        if row.body is None:
            return 0
        self._seen[row.link.url] = Seen(
            blob_sha256="", etag=None, last_modified=None, fetched_at=row.fetched_at
        )
        return 1


def _in_threads(read: Callable[[int], int], hosts: int) -> int:
    with ThreadPoolExecutor(THREADS) as pool:
        return sum(pool.map(read, range(hosts)))


def _timed(work: Callable[[], int]) -> Figures:
    usage, started = _cpu_s(), time.perf_counter()
    pages = work()
    return Figures(pages=pages, cpu_s=_cpu_s() - usage, wall_s=time.perf_counter() - started)


def _cpu_s() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def _alone(work: Callable[..., Any], *arguments: Any) -> Any:
    """What the work returns, done in a fresh process."""
    with SPAWN.Pool(1) as pool:
        return pool.apply(work, arguments)


def _show(name: str, figures: Figures, plain: Figures) -> None:
    cpu_ms = 1000 * figures.cpu_s / max(1, figures.pages)
    times = cpu_ms / (1000 * plain.cpu_s / max(1, plain.pages))
    rate = figures.pages / figures.wall_s
    print(f"{name:28} {figures.pages:6} pages {cpu_ms:6.2f} ms CPU {times:5.2f}x {rate:7.0f}/s")


def _show_polls(polls: Figures, rounds: int, hosts: int) -> None:
    count = rounds * hosts
    cpu_ms = 1000 * polls.cpu_s / count
    print(f"polls with nothing new: {polls.requests / count:.2f} requests a channel,", end=" ")
    print(f"{cpu_ms:.2f} ms CPU, {polls.pages / count:.2f} rows;", end=" ")
    print(f"memory {polls.memory_mb[0]:.0f} MB after 1, {polls.memory_mb[-1]:.0f} after {rounds}")


# The server.


@contextmanager
def serving(hosts: int, articles: int) -> Iterator[Site]:
    """A server process with that many hosts."""
    here, there = SPAWN.Pipe()
    server = SPAWN.Process(target=_serve, args=(there, articles), daemon=True)
    server.start()
    try:
        yield Site(port=here.recv(), hosts=hosts, articles=articles)
    finally:
        server.terminate()
        server.join()


def _serve(there: Connection, articles: int) -> None:
    words = random.Random(7).choices(["council", "river", "budget", "vote", "bridge"], k=PAGE_WORDS)
    page = f"<html><body><p>{' '.join(words)}</p></body></html>".encode()
    answers = Answers(page, articles)

    async def run() -> None:
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: Talk(answers), "0.0.0.0", 0, backlog=512)
        there.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(run())


class Answers:
    """What the hosts answer; made once, so that the server costs little."""

    def __init__(self, page: bytes, articles: int) -> None:
        self.count = 0
        items = "".join(
            f"<item><title>No. {at}</title><link>/a/{at}</link></item>" for at in range(articles)
        )
        feed = f'<rss version="2.0"><channel><title>T</title>{items}</channel></rss>'.encode()
        self._page = _http(b"200 OK", page)
        self._feed = _http(b"200 OK", feed, b'ETag: "1"\r\n')
        self._unchanged = b'HTTP/1.1 304 Not Modified\r\nETag: "1"\r\n\r\n'
        self._missing = _http(b"404 Not Found", b"no")

    def to(self, request: bytes) -> bytes:
        """The answer to a request's head."""
        self.count += 1
        path = request.split(b" ", 2)[1]
        if path.startswith(b"/a/"):
            return self._page
        if path == b"/feed":
            return self._unchanged if b'if-none-match: "1"' in request.lower() else self._feed
        if path == b"/count":
            return _http(b"200 OK", str(self.count).encode())
        return self._missing


class Talk(asyncio.Protocol):
    """One connection."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers
        self._waiting = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember whom to answer."""
        assert isinstance(transport, asyncio.Transport)
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Answer every whole request."""
        self._waiting += data
        while b"\r\n\r\n" in self._waiting:
            request, _, self._waiting = self._waiting.partition(b"\r\n\r\n")
            self._transport.write(self._answers.to(request))


def _http(status: bytes, body: bytes, more: bytes = b"") -> bytes:
    head = b"HTTP/1.1 %s\r\nContent-Type: text/html\r\nContent-Length: %d\r\n" % (status, len(body))
    return head + more + b"\r\n" + body


def _requests_so_far(site: Site) -> int:
    return int(requests.get(f"{site.base(0)}/count", timeout=15).text)


if __name__ == "__main__":
    main()
