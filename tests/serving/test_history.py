"""History from the web: only the days that were asked for, once, and the live cursor untouched."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from datetime import date
from threading import Barrier, Timer
from typing import Any, cast

import pytest

from flows.backfilling.doing import tell_dry_run
from tests.newsroom import Newsroom
from tests.serving.archive import Archive, running_archive
from tests.serving.test_backfill import STATES, an_order, backfilled, rows

MARCH: dict[str, Any] = {
    "what": "history from the web",
    "first": date(2017, 3, 1),
    "last": date(2017, 3, 31),
}


@pytest.fixture
def archive() -> Iterator[Archive]:
    """A newspaper with an archive."""
    with running_archive() as running:
        yield running


@pytest.fixture
def room(newsroom_at: Callable[[str], Newsroom], database_url: str, archive: Archive) -> Newsroom:
    """A newsroom whose one source leads to the archive."""
    made = newsroom_at(database_url)
    made.source(**archive.source())
    return made


def test_pages_of_the_asked_days_are_fetched_and_become_articles(
    room: Newsroom, archive: Archive
) -> None:
    done = backfilled(room, **MARCH)
    assert archive.asked == ["/sitemap.xml", "/news/brill", "/news/arden", "/sitemap.xml"]
    assert [(str(row[0]), *row[1:]) for row in rows(room, STATES)] == [
        ("2017-03-01", "fetch", "done", 1, None),
        ("2017-03-02", "fetch", "done", 1, None),
    ]
    assert rows(room, "SELECT count(*) FROM article_version") == [(2,)]
    assert done.sentence == "2 days done; 2 captures or texts"
    assert "1 page of other days" in done.report


def test_a_listing_that_dates_its_links_is_asked_for_no_page_of_other_days(
    room: Newsroom, archive: Archive
) -> None:
    entry = archive.source()
    listing = {"name": "list", "kind": "listing", "use": ["backfill"], "links": "li a"}
    entry["channels"] = [{**listing, "url": f"{archive.base}/list"}]
    room.source(**entry)
    done = backfilled(room, **MARCH)
    assert archive.asked == ["/list", "/news/brill", "/news/arden", "/list"]
    assert "1 page of other days" in done.report
    sql = "SELECT published_at, published_precision, published_basis FROM content ORDER BY 1"
    found = [(str(at)[:10], *how) for at, *how in rows(room, sql)]
    assert found == [("2017-03-01", "day", "feed"), ("2017-03-02", "day", "feed")]


def test_pasts_of_several_sources_are_read_side_by_side(room: Newsroom, archive: Archive) -> None:
    """Each archive answers only while the other is asked too."""
    with running_archive() as other:
        other.base = other.base.replace("127.0.0.1", "localhost")
        room.source("weekly", **other.source())
        archive.meets = other.meets = Barrier(2)
        done = backfilled(room, **MARCH)
    assert rows(room, "SELECT count(*) FROM capture") == [(4,)]
    assert done.failed == 0


@pytest.mark.usefixtures("heeding")
@pytest.mark.parametrize("way", ["ingest", "backfill"])
def test_ctrl_c_waits_for_no_slow_source(way: str, room: Newsroom, archive: Archive) -> None:
    """At a second a page the archive takes minutes; what had come is kept."""
    archive.days |= {f"/news/{at}": ("2017-03-09", f"town {at}") for at in range(300)}
    entry = archive.source()
    (channel,) = cast("list[dict[str, object]]", entry["channels"])
    channel["use"] = ["poll", "backfill"]
    fetch = cast("dict[str, object]", entry["fetch"]) | {"min_delay": "PT1S"}
    room.sources.clear()
    room.source("slow", **{**entry, "fetch": fetch})
    Timer(4, os.kill, (os.getpid(), signal.SIGINT)).start()
    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        room.ingest() if way == "ingest" else backfilled(room, **MARCH)
    assert time.monotonic() - began < 60
    assert 0 < int(rows(room, "SELECT count(*) FROM capture")[0][0]) < 60
    assert rows(room, "SELECT state FROM run") == [("interrupted",)]
    assert rows(room, "SELECT count(*) FROM capture WHERE outcome = 'failed'") == [(0,)]
    assert rows(room, "SELECT max(failures) FROM channel") == [(0,)]


def test_a_limit_is_shared_by_the_sources_in_their_order(room: Newsroom, archive: Archive) -> None:
    with running_archive() as other:
        room.source("weekly", **other.source())
        backfilled(room, what="history from the web", limit=4)
    sql = "SELECT source_id, count(*) FROM capture GROUP BY source_id ORDER BY source_id"
    assert rows(room, sql) == [("daily", 3), ("weekly", 1)]


def test_oldest_pages_come_first_where_that_is_asked_for(room: Newsroom, archive: Archive) -> None:
    backfilled(room, what="history from the web", newest_first=False, limit=2)
    assert archive.asked[1:3] == ["/news/arden", "/news/brill"]
    archive.asked.clear()
    backfilled(room, what="history from the web", newest_first=True, limit=1)
    assert "/news/cormley" in archive.asked


def test_second_run_fetches_and_adds_nothing(room: Newsroom, archive: Archive) -> None:
    backfilled(room, **MARCH)
    archive.asked.clear()
    done = backfilled(room, **MARCH)
    assert archive.asked == ["/sitemap.xml"]
    assert rows(room, "SELECT count(*) FROM capture") == [(2,)]
    assert done.sentence == "0 days done; 0 captures or texts"


def test_failed_page_fails_its_day_alone_and_is_named(room: Newsroom, archive: Archive) -> None:
    archive.broken.add("/news/brill")
    done = backfilled(room, **MARCH)
    states = [(str(row[0]), row[2]) for row in rows(room, STATES)]
    assert states == [("2017-03-01", "done"), ("2017-03-02", "failed")]
    assert "/news/brill" in done.report
    assert rows(room, "SELECT count(*) FROM article_version") == [(1,)]


def test_channels_memory_is_neither_used_nor_changed(room: Newsroom, archive: Archive) -> None:
    with room.opened("ingest"):
        pass
    before = rows(room, "SELECT * FROM channel")
    backfilled(room, **MARCH)
    assert rows(room, "SELECT * FROM channel") == before


def test_limit_ends_the_run_and_the_next_goes_on(room: Newsroom, archive: Archive) -> None:
    done = backfilled(room, what="history from the web", limit=2)
    assert rows(room, "SELECT count(*) FROM capture") == [(2,)]
    assert "1 page over the limit of this run" in done.report
    backfilled(room, what="history from the web", limit=2)
    assert rows(room, "SELECT count(*) FROM capture") == [(3,)]


def test_dry_run_reads_the_lists_and_counts_the_pages(room: Newsroom, archive: Archive) -> None:
    with room.opened("ingest"):
        pass
    tables = ("capture", "host", "partition", "run")
    before = [rows(room, f"SELECT * FROM {name}") for name in tables]
    report = tell_dry_run(room.settings, an_order(**MARCH, dry_run=True))
    assert archive.asked == ["/sitemap.xml"]
    assert "| fetch | 1 | 31 | 2 | 3 |" in report
    assert "1 page of other days" in report
    assert [rows(room, f"SELECT * FROM {name}") for name in tables] == before


def test_dry_run_tells_what_it_leaves_out_and_why(newsroom: Newsroom, room: Newsroom) -> None:
    with room.opened("ingest"):
        pass
    limited = an_order(what="history from the web", limit=1, dry_run=True)
    report = tell_dry_run(room.settings, limited)
    assert "2 pages over the limit of this run" in report
    newsroom.source("daily")
    with newsroom.opened("ingest"):
        pass
    assert "no channel of it leads to the past" in tell_dry_run(
        newsroom.settings, an_order(**MARCH, dry_run=True)
    )


def test_source_without_an_archive_is_skipped_and_said_so(newsroom: Newsroom) -> None:
    done = backfilled(newsroom, **MARCH)
    assert "no channel of it leads to the past" in done.report
