"""The write path against raw sqlite3: CPU a version, in one run on one machine.

    python -m benchmarks.storage [--versions 10000,100000]

"Ours" is `Batch.writing`: contents, articles, derivations, mentions, leaves, facts, decider,
versions. "Raw" writes exactly the rows that ours wrote, into the same schema with the same
indices and pragmas, by `executemany`, in transactions of the same size.
"""

import argparse
import random
import sqlite3
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.noting import Statement, noted_writes
from storage.database import Database
from storage.identity import content_sha256
from storage.ledger import Ledger
from storage.records import (
    Annotations,
    Article,
    Capture,
    Cleaned,
    Derived,
    Dropped,
    Hints,
    Link,
    Mention,
    MentionKind,
    Outcome,
    Received,
    State,
)
from tasks.sources import Source
from tasks.store.stage import settle
from tasks.ways import facts_of, ways_of

BATCH = 250
MENTIONS = 20
START = datetime(2026, 1, 1, tzinfo=UTC)
SOURCE = Source(id="bench", name="Bench")
WORDS = tuple(f"{head}{tail}" for head in "bcdfglmnprst" for tail in ("ane", "ock", "ist", "ume"))


def main() -> None:
    """Print one line a ledger size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--versions", default="10000,30000")
    sizes = [int(size) for size in parser.parse_args().versions.split(",")]
    print(
        f"{'versions':>9} {'ours ms':>8} {'raw ms':>8} {'raw/ours':>8} {'replay ms':>10} {'x':>6}"
    )
    for size in sizes:
        measure(size)


def measure(size: int) -> None:
    """Write so many versions, write their rows raw, write the same again, and print the CPU."""
    with tempfile.TemporaryDirectory() as folder:
        ledger = _ledger(Path(folder) / "ours.db")
        batches = list(_batches(ledger, size))
        written: list[list[Statement]] = []
        ours = 0.0
        for batch in batches:
            written.append([])
            with noted_writes(written[-1]):
                ours += _cpu(lambda batch=batch: _write(ledger, batch))
        replay = sum(_cpu(lambda batch=batch: _write(ledger, batch)) for batch in batches)
        raw = _raw(Path(folder), written)
        ledger.close()
    each = 1000 / size
    print(
        f"{size:>9} {ours * each:>8.3f} {raw * each:>8.3f} {raw / ours:>8.2f}"
        f" {replay * each:>10.3f} {ours / replay:>6.1f}",
        flush=True,
    )


def _ledger(path: Path) -> Ledger:
    ledger = Ledger.create(f"sqlite:///{path}", "memory://bench")
    ledger.register([facts_of(SOURCE)], {SOURCE.id: ways_of(SOURCE)}, START)
    return ledger


def _batches(ledger: Ledger, size: int) -> Iterator[list[Derived]]:
    """Batches of fresh captures; every fourth is a second version of an article seen before."""
    dice = random.Random(size)
    for first in range(0, size, BATCH):
        numbers = range(first, min(size, first + BATCH))
        links = [_link(number if number % 4 else max(1, number - 3)) for number in numbers]
        received = [
            Received(
                link=link,
                fetched_at=START + timedelta(seconds=number),
                outcome=Outcome.FAILED,
                final_url=link.url,
                status=404,
            )
            for link, number in zip(links, numbers, strict=True)
        ]
        ids = ledger.record(received, None)
        yield [_derived(*pair, dice) for pair in zip(ids, received, strict=True)]


def _link(number: int) -> Link:
    url = f"https://bench.example/{number}"
    return Link(source_id=SOURCE.id, channel="bench", url=url, identity=url)


def _derived(capture_id: int, item: Received, dice: random.Random) -> Derived:
    text = "\n".join(" ".join(dice.choices(WORDS, k=60)) for _ in range(6))
    article = Article(
        headline=" ".join(dice.choices(WORDS, k=8)),
        authors=("Ann Lee",),
        credits=(),
        published_at=item.fetched_at,
        published_precision=None,
        published_basis=None,
        modified_at=None,
        language="en",
        text=text,
    )
    cleaned = Cleaned(
        capture=_capture(capture_id, item),
        state=State.ARTICLE,
        reason=None,
        article=article,
        dropped=tuple(Dropped(position=i, text="Menu", reason="navigation") for i in range(8)),
    )
    found = Annotations(looked=True, mentions=tuple(_mentions(text, dice)))
    return Derived(cleaned=cleaned, content_sha256=content_sha256(article), annotations=found)


def _mentions(text: str, dice: random.Random) -> Iterator[Mention]:
    for _ in range(MENTIONS):
        start = text.rfind(" ", 0, dice.randrange(6, len(text) - 40)) + 1
        name = f"{dice.choice(WORDS)} {dice.choice(WORDS)}"
        yield Mention(
            kind=MentionKind.PERSON,
            start=start,
            end=start + 5,
            surface=text[start : start + 5],
            score=0.9,
            name=name,
            key=name,
        )


def _capture(capture_id: int, item: Received) -> Capture:
    return Capture(
        id=capture_id,
        source_id=item.link.source_id,
        channel=item.link.channel,
        url=item.link.url,
        final_url=item.final_url,
        identity=item.link.identity,
        fetched_at=item.fetched_at,
        outcome=item.outcome,
        reason=None,
        status=item.status,
        media_type=None,
        charset=None,
        blob_sha256=None,
        hints=Hints(),
    )


def _write(ledger: Ledger, derived: Sequence[Derived]) -> None:
    articles: dict[str, Article] = {
        item.content_sha256: item.cleaned.article
        for item in derived
        if item.content_sha256 and item.cleaned.article
    }
    now = START + timedelta(days=90)
    with ledger.claim(0, None) as batch, batch.writing() as desk:
        settle(desk, desk.write(derived, articles, now), now)


def _raw(folder: Path, batches: list[list[Statement]]) -> float:
    """CPU seconds to insert the same rows by hand into a copy that holds all but them."""
    ours = sqlite3.connect(folder / "ours.db")
    Database(f"sqlite:///{folder / 'raw.db'}").migrate()
    raw = sqlite3.connect(folder / "raw.db", isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "cache_size=-65536"):
        raw.execute(f"PRAGMA {pragma}")
    for name in ("source", "step", "active_step", "capture"):
        rows = ours.execute(f"SELECT * FROM {name}").fetchall()
        raw.executemany(f"INSERT INTO {name} VALUES ({','.join('?' * len(rows[0]))})", rows)
    raw.execute("PRAGMA foreign_keys=ON")
    return sum(_cpu(lambda batch=batch: _insert_all(raw, batch)) for batch in batches)


def _insert_all(raw: sqlite3.Connection, batch: list[Statement]) -> None:
    raw.execute("BEGIN IMMEDIATE")
    for sql, rows in batch:
        raw.executemany(sql, rows)
    raw.execute("COMMIT")


def _cpu(work: Any) -> float:
    before = time.process_time()
    work()
    return time.process_time() - before


if __name__ == "__main__":
    main()
