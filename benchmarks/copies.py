"""Copies: what an article costs as the ledger grows, and quality beside other libraries.

    python -m benchmarks.copies [--sizes 10000,100000,1000000] [--databases sqlite,postgresql]
                                [--quality DATA] [--no-cost]

The cost is the CPU time (of this process, and of the PostgreSQL server) to read, sketch, look up,
verify and link an article in batches of 500, written to disk, when so many are fingerprinted
already. Those before are sketches of random hashes, which is what hashes of real texts are. Up to
100,000 they go in by batches of 500, as articles do, so that the index has the size it would
have; beyond, in the order of the key, which saves hours and leaves its pages fuller.
"""

import argparse
import importlib
import resource
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import psutil

from benchmarks.copy_quality import print_quality
from benchmarks.made_news import Newsroom
from storage import processing
from storage.batch import BatchWriter
from storage.copies import Changes, CopyDesk
from storage.database import Database
from storage.identity import content_sha256
from storage.records import Article
from tasks.dedupe.sketch import EPOCH
from tasks.dedupe.stage import link_copies
from tasks.dedupe.text import prepare_text
from tasks.dedupe.verify import METHOD

DATA = Path("../shared/data/dedupe")
BATCH = 500
WARMING = 4
"""Batches before measuring: until the sites' own furniture is known as common."""
MEASURED = 4
"""Batches measured at each size."""
SKETCH_HASHES = 37
"""Hashes of an article of 300 words, the mean over the development texts."""
FIRST_FILLER = 1 << 22
"""Group ids of the filler: three bytes wide in SQLite, as those of a million articles are."""
BY_BATCHES = 100_000
ROWS = 200_000
"""Postings of the filler written at once."""
NOW = datetime(2026, 1, 1, tzinfo=UTC)

CpuClock = Callable[[], float]


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="10000,100000,1000000")
    parser.add_argument("--databases", default="sqlite,postgresql")
    parser.add_argument("--quality", type=Path, metavar="DATA", default=DATA)
    parser.add_argument("--no-cost", action="store_true")
    arguments = parser.parse_args()
    if arguments.quality.exists():
        print_quality(arguments.quality)
    else:
        print(f"quality not measured: there is no {arguments.quality}")
    if arguments.no_cost:
        return
    sizes = [int(size) for size in arguments.sizes.split(",")]
    print(f"{'database':>10} {'articles':>9} {'ms an article':>14} {'index B an article':>19}")
    for name in arguments.databases.split(","):
        measure_cost(name, sizes)


def measure_cost(name: str, sizes: list[int]) -> None:
    """Print one line a size, for one database."""
    with _opened(name) as (database, clock):
        filled, newsroom = 0, Newsroom(seed=7)
        for size in sizes:
            _fill(database, filled, size)
            filled = size + BATCH * (WARMING + MEASURED)
            held = _index_bytes(database) / size
            spent = [_spend(database, newsroom, clock) for _ in range(WARMING + MEASURED)]
            cost = 1000 * sum(spent[WARMING:]) / MEASURED / BATCH
            print(
                f"{name:>10} {size:>9} {cost:>14.2f} {held:>19.0f}",
                flush=True,
            )


def _spend(database: Database, newsroom: Newsroom, clock: CpuClock) -> float:
    """Write a batch of articles and return the CPU seconds of finding their copies."""
    articles = {
        content_sha256(article): article for article in map(_article, newsroom.articles(BATCH))
    }
    with database.write() as connection:
        processing.write_contents(connection, articles)
    start = clock()
    prepared = (prepare_text(0, key, article.text) for key, article in articles.items())
    texts = {text.key: text for text in prepared if text}
    with database.write() as connection:
        link_copies(BatchWriter(connection, None), texts, NOW)
    return clock() - start


def _fill(database: Database, start: int, stop: int) -> None:
    """Fingerprint articles of random hashes: as batches do, or many in the order of the key."""
    hashes = np.random.default_rng(start)
    step = BATCH if stop <= BY_BATCHES else stop - start
    for first in range(start, stop, step):
        last = min(first + step, stop)
        values = hashes.integers(-(1 << 31), 1 << 31, (last - first) * SKETCH_HASHES, np.int64)
        groups = np.repeat(np.arange(FIRST_FILLER + first, FIRST_FILLER + last), SKETCH_HASHES)
        order = np.argsort(values)
        for at in range(0, len(order), ROWS):
            chosen = order[at : at + ROWS]
            posted = sorted(set(zip(values[chosen].tolist(), groups[chosen].tolist(), strict=True)))
            changes = Changes(posted=posted, withdrawn=(), linked=(), unlinked=())
            with database.write() as connection:
                desk = CopyDesk(connection)
                desk.open_index(EPOCH, NOW)
                desk.save(changes, method=METHOD, now=NOW)


def _index_bytes(database: Database) -> int:
    """Bytes of the fingerprints: pages in SQLite, table and index in PostgreSQL."""
    with database.write() as connection:
        if database.dialect == "sqlite":
            sql = "SELECT sum(pgsize) FROM dbstat WHERE name = 'fingerprint'"
        else:
            sql = "SELECT pg_total_relation_size('fingerprint')"
        return int(connection.exec_driver_sql(sql).scalar() or 0)


def _article(text: str) -> Article:
    return Article(
        headline=None,
        authors=(),
        credits=(),
        published_at=None,
        published_precision=None,
        published_basis=None,
        modified_at=None,
        language=None,
        text=text,
    )


@contextmanager
def _opened(name: str) -> Iterator[tuple[Database, CpuClock]]:
    """A migrated, empty ledger on disk, and the clock of all CPU time spent on it."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(dir="/var/tmp")))
        if name == "sqlite":
            database, clock = Database(f"sqlite:///{folder / 'ledger.db'}"), time.process_time
        else:
            # The server that the tests start; the tests are no part of what is type-checked.
            started = importlib.import_module("tests.postgres").running_postgres()
            server = stack.enter_context(started)
            database, clock = Database(server.make("copies")), _clock_with(server.socket)
        database.bring_up()
        stack.callback(database.close)
        yield database, clock


def _clock_with(folder: Path) -> CpuClock:
    """A clock of this process and of the server's, which must all live on while it is read."""
    server = psutil.Process(int((folder / "data" / "postmaster.pid").read_text().split()[0]))

    def clock() -> float:
        processes: Iterable[psutil.Process] = (server, *server.children())
        times = [process.cpu_times() for process in processes]
        own = resource.getrusage(resource.RUSAGE_SELF)
        return own.ru_utime + own.ru_stime + sum(each.user + each.system for each in times)

    return clock


if __name__ == "__main__":
    main()
