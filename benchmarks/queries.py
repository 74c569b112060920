"""What the cookbook's questions cost: CPU on a generated ledger, in medians, on both databases.

    python -m benchmarks.queries [--versions 20000,200000] [--database sqlite,postgresql]
                                 [--keep FOLDER] [--only NAME,NAME]

Generating 200,000 versions takes longer than asking them: `--keep` leaves the ledgers in a folder
and finds them there the next time; `--only` asks some of the questions.

CPU is that of this process, and on PostgreSQL that of the server's process besides. Each question
is asked five times after one that warms the caches, the sizes in turns. With two sizes the last
columns say how the cost grew against the size, 1.0 being linear, and how what the database does
grew (:mod:`benchmarks.query_work`): the first has the machine's caches in it, the second has not.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, create_engine

from benchmarks.generated_ledger import SPAN, START, Generated, name_of
from benchmarks.query_work import rows, steps
from storage.dialects import spelled
from storage.fulltext.finding import search
from storage.fulltext.index import catch_up
from storage.ledger import Ledger
from storage.queries.cookbook.reading import ask, read_cookbook, values_of

Clock = Callable[[], float]

ROUNDS = 5
NAMED = 200
"""How often the entity that is asked for is named, at every size."""

NOW = START + SPAN

SEEK, PLACE, WORD, WHOLE = 5, 20, 150, 1500
"""Milliseconds: one row's neighbours, one source or entity, one word, the whole ledger."""

LIMITS: Mapping[str, int] = {
    "edits": SEEK,
    "where-said": SEEK,
    "names": SEEK,
    "first-mentions": SEEK,
    "company": PLACE,
    "known-on": PLACE,
    "search": WORD,
}
"""What each question may cost; those not named here go over everything."""


def main() -> None:
    """Print one line a question."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--versions", default="20000")
    parser.add_argument("--database", default="sqlite,postgresql")
    parser.add_argument("--keep", type=Path, help="the folder where generated ledgers stay")
    parser.add_argument("--only", default="", help="names of the questions to ask")
    asked = parser.parse_args()
    only = frozenset(filter(None, asked.only.split(",")))
    sizes = [int(size) for size in asked.versions.split(",")]
    for dialect in asked.database.split(","):
        print(f"\n{dialect}: CPU in milliseconds for {', '.join(f'{s:,}' for s in sizes)} versions")
        with _home(asked.keep, dialect) as home:
            for name, costs, work in measure(home, sizes, only):
                _report(name, costs, work, sizes)


def measure(
    home: "Home", sizes: Sequence[int], only: Container[str] = ()
) -> Iterator[tuple[str, list[float], list[int]]]:
    """The median cost of every question, or of those named, in milliseconds for each size, and what
    the database does for it.

    The sizes take turns, so that a machine that is slower for a while is so for all of them.
    """
    with ExitStack() as stack:
        clocks, books = [], []
        for size in sizes:
            made = Generated(size)
            ledger = _generated(home, made)
            stack.callback(ledger.close)
            connection = stack.enter_context(ledger.database.read())
            clocks.append(_clock(connection))
            books.append(_questions(connection, made))
        for name in books[0]:
            if not only or name in only:
                asked = [book[name] for book in books]
                costs = _medians([(cpu, each.ask) for cpu, each in zip(clocks, asked, strict=True)])
                yield name, costs, [each.work() for each in asked]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question put to one ledger: its answer, and what the database does for it."""

    ask: Callable[[], Any]
    work: Callable[[], int]


def _questions(connection: Connection, made: Generated) -> dict[str, Asked]:
    told: dict[str, Any] = {
        "entity": name_of(made.rank_of(NAMED)),
        "article": made.versions // 3 * 2 - 2,
        "source": "s7",
        "rule": "2017",
    }
    dialect = connection.dialect.name
    asked: dict[str, Asked] = {}
    for question in read_cookbook().values():
        given = {item.name: told[item.name] for item in question.parameters if item.default is None}
        if question.name == "known-on":
            given |= {"world": START + SPAN / 2, "known": START + SPAN / 2}
        put = partial(ask, connection, question, given, NOW)
        values = values_of(question, given, NOW)
        asked[question.name] = Asked(
            put,
            partial(steps, connection, put)
            if dialect == "sqlite"
            else partial(rows, connection, spelled(question.sql, dialect), values),
        )
    find = partial(search, connection, made.words[1_000])
    asked["search"] = Asked(find, partial(steps, connection, find) if dialect == "sqlite" else int)
    return asked


def _medians(timed: Sequence[tuple[Clock, Callable[[], Any]]]) -> list[float]:
    for _, question in timed:
        question()
    costs: list[list[float]] = [[] for _ in timed]
    for _ in range(ROUNDS):
        for place, (cpu, question) in enumerate(timed):
            before = cpu()
            question()
            costs[place].append((cpu() - before) * 1000)
    return [statistics.median(each) for each in costs]


def _clock(connection: Connection) -> Clock:
    """Seconds of CPU so far: this process, and the server's that works for this connection."""
    if connection.dialect.name == "sqlite":
        return time.process_time
    connection.exec_driver_sql("SET max_parallel_workers_per_gather = 0")  # all in one process
    pid = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
    server = Path(f"/proc/{pid}/schedstat")  # nanoseconds on a CPU come first
    return lambda: time.process_time() + int(server.read_text().split()[0]) / 1e9


def _report(name: str, costs: list[float], work: list[int], sizes: list[int]) -> None:
    limit = LIMITS.get(name, WHOLE)
    shown = "".join(f"{cost:>11.2f}" for cost in costs)
    growth = ""
    if len(costs) > 1:
        more = sizes[-1] / sizes[0]
        growth = f"  x{costs[-1] / costs[0] / more:.2f} of linear"
        if all(work):
            growth += f", work x{work[-1] / work[0] / more:.2f}"
    verdict = "" if costs[-1] <= limit else "  over"
    print(f"{name:<18}{shown}  <= {limit:>5}{growth}{verdict}", flush=True)


@dataclass(frozen=True, slots=True)
class Home:
    """Where ledgers lie: which of them are filled, and the URL of one by its size."""

    folder: Path
    url_of: Callable[[int], str]

    def mark_of(self, versions: int) -> Path:
        """The file that says that the ledger of this size is filled."""
        return self.folder / f"{versions}.filled"


def _generated(home: Home, made: Generated) -> Ledger:
    url, mark = home.url_of(made.versions), home.mark_of(made.versions)
    if mark.exists():
        return Ledger.create(url, "memory://bench")  # brings its tables up to date
    ledger = Ledger.create(url, "memory://bench")
    made.fill(ledger)
    catch_up(ledger, NOW)
    _tidy(ledger)
    mark.touch()
    return ledger


def _tidy(ledger: Ledger) -> None:
    """What PostgreSQL does by itself soon after a table was filled, and upkeep on SQLite."""
    postgres = ledger.database.dialect == "postgresql"
    engine = create_engine(ledger.database.url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql("VACUUM ANALYZE" if postgres else "ANALYZE")
        if not postgres:  # the log is of one length, so it would cost a small ledger more
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()


@contextmanager
def _home(keep: Path | None, dialect: str) -> Iterator[Home]:
    with tempfile.TemporaryDirectory() as temporary:
        folder = (keep or Path(temporary)) / dialect
        folder.mkdir(parents=True, exist_ok=True)
        if dialect == "sqlite":
            yield Home(folder, lambda size: f"sqlite:///{folder / f'{size}.db'}")
            return
        postgres = import_module("tests.postgres")  # tests are untyped
        # But for these its settings are those that PostgreSQL comes with: 128 MB of buffers.
        with postgres.running_postgres(folder if keep else None, postgres.UNSAFE) as server:
            yield Home(folder, lambda size: str(server.have(f"ledger_{size}")))


if __name__ == "__main__":
    main()
