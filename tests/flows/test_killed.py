"""Runs that are killed at any moment, and many runs at once: the ledger ends up the same.

Set NEWSLEDGER_KILLS=60 for the long form of the first test.
"""

import multiprocessing
import os
import random
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.newsroom import Newsroom

KILLS = int(os.environ.get("NEWSLEDGER_KILLS", "6"))
# A clean process forks them: what other tests left in this one must not be handed down.
CHILDREN = multiprocessing.get_context("forkserver")
CHILDREN.set_forkserver_preload(["tests.newsroom"])
NAMES = ("Ada Merrin", "Bo Tarrant", "Cleo Vance", "Dag Ostrom")

STATE = {
    "versions": (
        "SELECT a.source_id, a.identity, a.state, v.number, v.change, v.words_added,"
        " v.words_removed, v.observed_from, v.observed_to, c.sha256 FROM article_version v"
        " JOIN article a ON a.id = v.article_id JOIN content c ON c.id = v.content_id"
        " WHERE v.superseded_at IS NULL ORDER BY a.source_id, a.identity, v.number"
    ),
    "mentions": (
        "SELECT c.sha256, m.seq, m.kind, m.char_start, m.char_end, m.surface, n.key"
        " FROM mention m JOIN enrichment e ON e.id = m.enrichment_id"
        " JOIN content c ON c.id = e.content_id LEFT JOIN entity n ON n.id = m.entity_id"
        " ORDER BY c.sha256, m.seq"
    ),
    "captures": (
        "SELECT c.source_id, c.url, c.fetched_at, c.blob_sha256, d.state FROM capture c"
        " LEFT JOIN derivation d ON d.capture_id = c.id ORDER BY c.source_id, c.url, c.fetched_at"
    ),
    "links": (
        "SELECT c.sha256, o.sha256, d.kind, d.score FROM duplicate d JOIN content c"
        " ON c.id = d.content_id JOIN content o ON o.id = d.of_content_id"
    ),
    "hubs": (
        "SELECT DISTINCT c.sha256 FROM fingerprint f LEFT JOIN content c ON c.id = f.group_id"
    ),
    "waiting": "SELECT count(*) FROM pending",
    "leases": "SELECT count(*) FROM lease",
}


def state(newsroom: Newsroom) -> dict[str, list[tuple[Any, ...]]]:
    """All that matters of a ledger, without the numbers that depend on the order of work."""
    with newsroom.ledger() as ledger, ledger.database.read() as connection:
        return {
            name: [tuple(row) for row in connection.exec_driver_sql(sql).fetchall()]
            for name, sql in STATE.items()
        }


def check_whole(newsroom: Newsroom) -> None:
    """No blob is missing, no half-written file is left, and the database says it is sound."""
    with newsroom.ledger() as ledger, ledger.database.read() as connection:
        blobs = connection.exec_driver_sql("SELECT sha256 FROM blob").scalars().all()
        assert [sha256 for sha256 in blobs if not ledger.blobs.get(sha256)] == []
        if ledger.database.dialect == "sqlite":
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
            assert connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall() == []


def publish(newsroom: Newsroom, turn: int) -> None:
    """One round of news: some new dumps, some edits of earlier ones."""
    dice = random.Random(turn)
    for number in {*range(3 * turn, 3 * turn + 3), *dice.sample(range(3 * turn + 3), 2)}:
        who = NAMES[(number + turn) % len(NAMES)]
        newsroom.write(
            f"{number:03}.txt",
            f"Harbour report number {number} was handed to the board on Tuesday morning.\n\n"
            f"It was written by {who}, who asked for {turn + 1} million pounds for the pier.\n\n"
            "The board will vote on the report in its next meeting at the town hall of Lindmouth.",
        )
    newsroom.write(f"copy-{turn}.txt", _wire_story(turn // 2) + "\n" * (turn % 2))
    newsroom.write(f"part-{turn}.txt", _wire_story(turn // 2).split("\n\n", 1)[1])


def _wire_story(number: int) -> str:
    """A story of its own words, which is printed more than once."""
    dice = random.Random(1000 + number)
    words = [f"{dice.choice('bdfklmnprst')}{dice.choice('aeiou')}{n}x" for n in range(120)]
    return "\n\n".join(" ".join(words[at : at + 40]).capitalize() + "." for at in (0, 40, 80))


def run_in_child(newsroom: Newsroom, kill_after_s: float | None = None) -> int | None:
    """Ingest in another process; returns its exit code, negative when it was killed."""
    child = CHILDREN.Process(target=newsroom.ingest)
    child.start()
    if kill_after_s is not None:
        time.sleep(kill_after_s)
        child.kill()
    child.join(60)
    return child.exitcode


def test_killed_at_random_moments_ends_as_if_never_killed(
    newsroom_at: Callable[[str], Newsroom], database_url: str, tmp_path: Path
) -> None:
    killed = newsroom_at(database_url)
    calm = newsroom_at(f"sqlite:///{tmp_path / 'calm.db'}")
    for room in (killed, calm):
        room.settings = replace(room.settings, batch_size=2)
        room.source()
    dice, lasting, died = random.Random(20), 0.5, 0
    for turn in range(KILLS):
        publish(killed, turn)
        started = time.monotonic()
        assert run_in_child(calm) == 0
        lasting = max(0.1, time.monotonic() - started)
        died += run_in_child(killed, dice.uniform(0.0, lasting)) == -9
        assert run_in_child(killed) == 0
        for room in (killed, calm):
            room.later(hours=1)
    check_whole(killed)
    found, wanted = state(killed), state(calm)
    for name in ("versions", "mentions", "captures", "links", "hubs"):
        assert _plain(found[name]) == _plain(wanted[name]), name
    assert wanted["links"], "nothing was a copy; the test shows nothing of links"
    assert found["waiting"] == found["leases"] == [(0,)]
    assert died, "no run was killed while it worked; the test shows nothing"


def test_eight_runs_at_once_lose_and_double_nothing(newsroom: Newsroom) -> None:
    newsroom.settings = replace(newsroom.settings, batch_size=5)
    for source_id in ("daily", "weekly"):
        newsroom.source(source_id)
        for number in range(20):
            text = f"Report {number} of the {source_id} was read to the board of the harbour.\n"
            newsroom.write(f"{number}.txt", text * 3, source_id)
    children = [CHILDREN.Process(target=newsroom.ingest) for _ in range(8)]
    for child in children:
        child.start()
    for child in children:
        child.join(120)
    assert [child.exitcode for child in children] == [0] * 8
    newsroom.ingest()
    check_whole(newsroom)
    found = state(newsroom)
    assert len(found["versions"]) == len(found["captures"]) == 40
    assert found["waiting"] == found["leases"] == [(0,)]


def _plain(rows: list[tuple[Any, ...]]) -> list[tuple[str, ...]]:
    """Rows as both databases print them: times as text in UTC, without offset and empty digits."""
    return sorted(tuple(_text(value) for value in row) for row in rows)


def _text(value: object) -> str:
    return str(value).replace("+00:00", "").removesuffix(".000000")
