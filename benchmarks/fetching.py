"""Fetching against plain requests and Scrapy: CPU a page and pages a second, on loopback.

    python -m benchmarks.fetching [--hosts 100] [--articles 50] [--rounds 20]

A server of its own process plays 100 hosts (127.0.1.1 and on) with a feed and 50 articles each.
Every contender fetches the same 5,000 addresses in a process of its own, one connection a host;
CPU is that process's own. Ours asks for robots.txt and tdmrep.json besides, Scrapy for robots.txt.
Then `ingest` collects all of it into a ledger, and polls the feeds with nothing new, round after
round; the rows of every table are counted before and after. Scrapy is left out where it is not
installed.
"""

import argparse
import importlib.util
import resource
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psutil
import requests

from benchmarks.fetching_site import SPAWN, Site, requests_so_far, serving
from storage.bulk import select
from storage.ledger import Ledger
from storage.records import NewRun
from storage.tables import Table
from tasks.fetch.stage import ChannelGroup, collect_group
from tasks.fetch.web.asking import Ask
from tasks.fetch.web.client import Client
from tasks.pool import WorkerPool
from tasks.sources import Fetch, Source
from tasks.ways import facts_of
from tasks.work import Nobody, Work

BENCHMARK = NewRun(flow="ingest", trigger="benchmark", parameters={}, software="benchmark")

THREADS = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What one contender took."""

    pages: int
    cpu_s: float
    wall_s: float
    requests: int = 0
    memory_mb: tuple[float, ...] = ()
    new_rows: Mapping[str, int] = field(default_factory=dict)


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
        _show("ours, into a ledger", first, plain)
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
    """The first round of every feed into a ledger, and then as many with nothing new."""
    with TemporaryDirectory() as folder:
        desk = Desk(site, Path(folder))
        first = _timed(desk.round)
        before, rows = requests_so_far(site), desk.rows()
        memory = []

        def again() -> int:
            stored = 0
            for _ in range(rounds):
                stored += desk.round()
                memory.append(psutil.Process().memory_info().rss / 1e6)
            return stored

        figures = _timed(again)
        asked = requests_so_far(site) - before - 1  # the question itself is one
        grown = {name: count - rows[name] for name, count in desk.rows().items()}
        desk.ledger.close()
    new = {name: count for name, count in grown.items() if count}
    return first, replace(figures, requests=asked, memory_mb=tuple(memory), new_rows=new)


class Desk:
    """Reads every feed round after round, as `ingest` does; nothing is cleaned."""

    def __init__(self, site: Site, folder: Path) -> None:
        fetch = {"min_delay": "PT0S", "allow_private_hosts": True}
        sources = [
            Source.model_validate(
                {
                    "id": f"s{host}",
                    "name": "S",
                    "fetch": fetch,
                    "revisit": [],
                    "channels": [{"name": "c", "kind": "feed", "url": f"{site.base(host)}/feed"}],
                }
            )
            for host in range(site.hosts)
        ]
        self.ledger = Ledger.create(f"sqlite:///{folder / 'ledger.db'}", str(folder / "blobs"))
        now = datetime.now(UTC)
        self.ledger.register([facts_of(source) for source in sources], {}, now)
        self._group = ChannelGroup([(source, source.channels) for source in sources])
        self._work = Work(
            ledger=self.ledger,
            sources={source.id: source for source in sources},
            root=folder,
            run_id=self.ledger.start_run(BENCHMARK, now),
            pool=WorkerPool(1),
            batch_size=250,
            now=lambda: datetime.now(UTC),
            progress=Nobody(),
        )

    def round(self) -> int:
        """One round of all channels; returns the pages stored."""
        return collect_group(self._work, self._group).totals().get("stored", 0)

    def rows(self) -> dict[str, int]:
        """How many rows each table has."""
        with self.ledger.database.read() as connection:
            return {
                name: select(connection, f"SELECT count(*) FROM {name}")[0][0]
                for name in sorted(Table.metadata.tables)
            }


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
    rows = ", ".join(f"{new / count:.2f} {name}" for name, new in polls.new_rows.items())
    print(f"{cpu_ms:.2f} ms CPU, rows: {rows or 'none'};", end=" ")
    print(f"memory {polls.memory_mb[0]:.0f} MB after 1, {polls.memory_mb[-1]:.0f} after {rounds}")


if __name__ == "__main__":
    main()
