"""Backfill as a whole, without Prefect: planned by day, resumed, and never done twice."""

import multiprocessing
import os
import signal
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from flows.backfilling.doing import Done, do_backfill, tell_dry_run
from flows.backfilling.order import Asked, Order, check_order
from flows.backfilling.plan import find_gaps, groups
from flows.staged import PLAIN
from storage.errors import UsageError
from storage.partitions import Cell
from storage.tables import Table
from tasks.work import Nobody
from tests.flows.cli import Cli
from tests.newsroom import Newsroom

TODAY = date(2026, 3, 10)
BODY = """The harbour board of {place} voted on Tuesday to lend 4.2 million pounds to the ferries.

The loan will be paid out in three parts over the next two years, said chairwoman Ada Merrin.

Ferry passengers have waited since the winter storms for the second pier to be opened again."""

DROP = [{"id": "r1", "drop": {"lines": ["^Ferry passengers"]}}]


def an_order(**changes: Any) -> Order:
    asked: dict[str, Any] = {
        "sources": [],
        "first": None,
        "last": None,
        "what": "clean again",
        "reprocess": "missing",
        "newest_first": True,
        "limit": 0,
        "dry_run": False,
    }
    return check_order(Asked(**{**asked, **changes}), known=["daily", "weekly"], today=TODAY)


def backfilled(newsroom: Newsroom, **changes: Any) -> Done:
    now = newsroom.now
    return do_backfill(
        newsroom.settings, an_order(**changes), PLAIN, trigger="test", now=lambda: now
    )


def rows(newsroom: Newsroom, sql: str) -> list[tuple[Any, ...]]:
    with newsroom.ledger() as ledger, ledger.database.read() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(sql).fetchall()]


@pytest.fixture
def three_days(newsroom: Newsroom) -> Newsroom:
    """One article on each of three days, and then a new rule."""
    for number in range(3):
        newsroom.write(f"{number}.txt", BODY.format(place=f"Lindmouth {number}"))
        newsroom.ingest()
        newsroom.later(days=1)
    newsroom.source(rules=DROP)
    return newsroom


STATES = "SELECT day, stage, status, attempts, error FROM partition ORDER BY day"
BELIEVED = (
    "SELECT c.text FROM article_version v JOIN content c ON c.id = v.content_id"
    " WHERE v.superseded_at IS NULL"
)


def test_each_day_is_cleaned_again_and_noted_as_done(three_days: Newsroom) -> None:
    done = backfilled(three_days)
    assert [(str(row[0]), *row[1:]) for row in rows(three_days, STATES)] == [
        (f"2026-03-0{day}", "clean", "done", 1, None) for day in (1, 2, 3)
    ]
    assert all("Ferry passengers" not in text for (text,) in rows(three_days, BELIEVED))
    assert done.sentence == "3 days done; 3 captures or texts"


def test_second_run_adds_nothing(three_days: Newsroom) -> None:
    backfilled(three_days)
    tables = ("derivation", "content", "article_version", "mention", "partition")
    before = [rows(three_days, f"SELECT * FROM {name}") for name in tables]
    three_days.later(hours=1)
    done = backfilled(three_days)
    assert [rows(three_days, f"SELECT * FROM {name}") for name in tables] == before
    assert done.sentence == "0 days done; 0 captures or texts"
    assert "daily (clean), 3 days: done already by the step in force" in done.report


def test_only_days_of_the_range_and_named_sources_are_touched(three_days: Newsroom) -> None:
    backfilled(three_days, first=date(2026, 3, 2), last=date(2026, 3, 2), sources=["daily"])
    assert [str(row[0]) for row in rows(three_days, STATES)] == ["2026-03-02"]
    changed = [
        text for (text,) in rows(three_days, BELIEVED) if "Ferry" not in text.split("\n")[-1]
    ]
    assert len(changed) == 1


def test_limit_leaves_the_rest_for_the_next_run_and_says_so(three_days: Newsroom) -> None:
    done = backfilled(three_days, limit=2)
    assert [str(row[0]) for row in rows(three_days, STATES)] == ["2026-03-02", "2026-03-03"]
    assert "daily (clean), 1 day: over the limit of this run" in done.report
    backfilled(three_days, limit=2)
    assert len(rows(three_days, STATES)) == 3


def test_dry_run_tells_what_would_be_done_and_writes_nothing(three_days: Newsroom) -> None:
    names = [str(name) for name in Table.metadata.tables]
    with three_days.opened("ingest"):
        pass  # takes the new rule up, as the next poll would
    before = [rows(three_days, f"SELECT * FROM {name}") for name in names]
    report = tell_dry_run(three_days.settings, an_order(dry_run=True))
    assert [rows(three_days, f"SELECT * FROM {name}") for name in names] == before
    assert "| clean | 1 | 3 | 3 | 0 |" in report


class Killer(Nobody):
    """A watcher that kills its own process when the first group of days is done."""

    def processed(self, captures: int, waiting: int) -> None:
        """Kill."""
        os.kill(os.getpid(), signal.SIGKILL)


def killed_backfill(newsroom: Newsroom) -> None:
    now = newsroom.now
    settings, watcher = replace(newsroom.settings, batch_size=1), Killer()
    do_backfill(settings, an_order(), PLAIN, trigger="test", progress=watcher, now=lambda: now)


def test_killed_backfill_is_taken_up_where_it_stopped(three_days: Newsroom) -> None:
    child = multiprocessing.get_context("forkserver").Process(
        target=killed_backfill, args=[three_days]
    )
    child.start()
    child.join(120)
    assert child.exitcode == -signal.SIGKILL
    again = "SELECT count(*) FROM derivation d JOIN active_step a ON a.step_id = d.step_id"
    assert rows(three_days, f"{again} WHERE a.active_to IS NULL AND a.kind = 'clean'") == [(1,)]
    done = backfilled(three_days)
    assert done.sentence == "2 days done; 2 captures or texts"
    assert rows(three_days, f"{again} WHERE a.active_to IS NULL AND a.kind = 'clean'") == [(3,)]
    assert all("Ferry passengers" not in text for (text,) in rows(three_days, BELIEVED))
    assert rows(three_days, "SELECT count(*) FROM pending") == [(0,)]
    assert [row[2] for row in rows(three_days, STATES)] == ["done"] * 3


def test_failed_day_does_not_stop_the_others(three_days: Newsroom) -> None:
    ((sha256,),) = rows(three_days, "SELECT blob_sha256 FROM capture WHERE url = 'daily/1.txt'")
    with three_days.ledger() as ledger:
        ledger.blobs.delete(sha256)
    done = backfilled(three_days)
    states = {str(row[0]): row[2] for row in rows(three_days, STATES)}
    assert states == {"2026-03-01": "done", "2026-03-02": "failed", "2026-03-03": "done"}
    assert done.failed == 1
    assert "daily, 2026-03-02, clean" in done.report
    assert done.outcome["state"] == "partial"
    (run_id,) = rows(three_days, "SELECT max(id) FROM run")[0]
    shown = Cli(three_days.settings.database_url, three_days.folder)("runs", str(run_id)).output
    assert "1 day failed; give the same backfill --reprocess failed to" in shown
    assert "all that it asked for" not in shown


GERMAN = """Der Rat von Lindheim hat am Dienstag beschlossen, den Fähren Geld zu leihen.

Die Fähren warten seit den Stürmen des Winters darauf, dass der zweite Anleger wieder öffnet."""


@pytest.mark.parametrize(
    ("what", "reprocess"),
    [("enrich again", "all"), ("everything", "all"), ("enrich again", "missing and failed")],
    ids=["enrich", "everything", "failed"],
)
def test_text_in_a_language_that_no_tagger_speaks_is_no_failure(
    newsroom: Newsroom, what: str, reprocess: str
) -> None:
    newsroom.source(languages=["de"])
    newsroom.write("rat.txt", GERMAN)
    newsroom.ingest()
    done = backfilled(newsroom, what=what, reprocess=reprocess)
    assert (done.failed, done.outcome["state"]) == (0, "completed")
    assert rows(newsroom, "SELECT looked FROM enrichment") == [(0,)]
    assert "failed" not in {row[2] for row in rows(newsroom, STATES)}


def test_day_called_failed_that_is_done_by_now_is_noted_as_done(three_days: Newsroom) -> None:
    backfilled(three_days)
    with three_days.ledger() as ledger, ledger.database.write() as connection:
        connection.exec_driver_sql("UPDATE partition SET status = 'failed', error = 'tagger'")
    backfilled(three_days)
    assert {row[2:] for row in rows(three_days, STATES)} == {("done", 1, None)}


def test_text_without_enrichment_is_enriched_and_no_other(newsroom: Newsroom) -> None:
    newsroom.write("loan.txt", BODY.format(place="Lindmouth"))
    newsroom.ingest()
    found = rows(newsroom, "SELECT count(*) FROM mention")
    assert backfilled(newsroom, what="enrich again").sentence.startswith("0 days")
    with newsroom.ledger() as ledger, ledger.database.write() as connection:
        for table in ("relation", "mention", "enrichment"):
            connection.exec_driver_sql(f"DELETE FROM {table}")
    assert backfilled(newsroom, what="enrich again").sentence == "1 day done; 1 capture or text"
    assert rows(newsroom, "SELECT count(*) FROM mention") == found
    assert rows(newsroom, "SELECT count(*) FROM pending") == [(0,)]


def test_everything_again_gives_the_same_versions_and_mentions(newsroom: Newsroom) -> None:
    newsroom.write("loan.txt", BODY.format(place="Lindmouth"))
    newsroom.ingest()
    sqls = ("SELECT * FROM article_version", "SELECT surface, char_start FROM mention ORDER BY seq")
    before = [rows(newsroom, sql) for sql in sqls]
    newsroom.later(days=1)
    done = backfilled(newsroom, what="everything", reprocess="all")
    assert done.sentence == "2 days done; 2 captures or texts"
    assert [rows(newsroom, sql) for sql in sqls] == before


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"first": date(2026, 3, 2), "last": date(2026, 3, 1)}, "swap the two days"),
        ({"first": date(2026, 4, 1)}, "after today"),
        ({"first": date(226, 4, 1)}, "are not looked for"),
        ({"limit": -1}, "0 for no limit"),
        ({"sources": ["dayly"]}, "no source 'dayly' in sources.yaml; there are: daily, weekly"),
    ],
    ids=["swapped", "future", "slip", "limit", "source"],
)
def test_order_that_cannot_be_meant_is_refused_in_a_sentence(
    changes: dict[str, Any], said: str
) -> None:
    with pytest.raises(UsageError, match=said):
        an_order(**changes)


def test_groups_hold_about_so_many_items_and_keep_the_order() -> None:
    def cell(day: int) -> Cell:
        return Cell(
            source_id="daily",
            day=date(2026, 3, day),
            stage="clean",
            step="1",
            items=1,
            missing=1,
            failed=0,
        )

    cells = [(cell(1), 30), (cell(2), 30), (cell(3), 50), (cell(4), 1)]
    assert [[count for _, count in group] for group in groups(cells, 60)] == [[30, 30], [50, 1]]


def test_days_without_an_article_are_gaps(newsroom: Newsroom) -> None:
    for day in (2, 5):
        newsroom.write(f"{day}.txt", f"Published on 2026-02-0{day}\n\n{BODY.format(place=day)}")
    newsroom.ingest()
    with newsroom.ledger() as ledger:
        found = find_gaps(ledger, "daily", date(2026, 2, 1), date(2026, 2, 6))
    assert [(gap.first.day, gap.last.day, gap.days) for gap in found] == [(3, 4, 2), (6, 6, 1)]
