"""What a round leaves out it says: pages, sitemaps, entries, files that no glob matches."""

from pathlib import Path
from typing import Any

import pytest

from storage.records import ChannelKind
from tasks.fetch.collect import FRESH, collect
from tasks.fetch.lists import sitemaps
from tasks.fetch.rounds import Round
from tasks.sources import Channel, Source
from tests.fetch.fakes import Memory, at_noon
from tests.fetch.test_rounds import FEED, MAP, SITE, channel, index, rss, urlset
from tests.fetch.web import Web


def read(channel: Channel, web: Web | None, root: Path = Path(), **fetch: Any) -> Round:
    """One round, with all its rows taken."""
    source = Source.model_validate({"id": "s", "name": "S", "fetch": fetch})
    rows = collect(
        source, channel, known=Memory(), root=root, client=web, now=at_noon, state=FRESH
    )  # fmt: skip
    for _ in rows:
        pass
    return rows


def test_pages_over_a_rounds_limit_are_told_and_come_next_time() -> None:
    web = Web()
    web.put(FEED, rss(*"abcde"), etag='"1"')
    rows = read(channel(ChannelKind.FEED, FEED), web, pages_per_round=2)

    assert len(web.asked) == 3
    assert rows.notes == ["more than 2 new pages; the rest comes next time"]
    assert rows.state.etag is None  # the list counts as unread


def test_sitemaps_over_the_limit_are_told() -> None:
    web = Web()
    web.put(MAP, index(*(f"m{number}.xml" for number in range(9))))
    for number in range(9):
        web.put(f"{SITE}/m{number}.xml", urlset(f"p{number}"))
    rows = read(channel(ChannelKind.SITEMAP, MAP), web, sitemaps_per_round=4)

    assert len([url for url in web.urls() if "/m" in url]) == 4
    assert rows.notes == ["5 sitemaps were left out, the limit is 4"]


def test_sitemaps_too_deep_are_told() -> None:
    web = Web()
    for depth in range(5):
        web.put(f"{SITE}/m{depth}.xml", index(f"m{depth + 1}.xml"))
    rows = read(channel(ChannelKind.SITEMAP, f"{SITE}/m0.xml"), web)

    assert len(web.asked) == 4
    assert rows.notes == ["sitemaps deeper than 3 below the first were left out"]


@pytest.mark.parametrize("body", [urlset(*"abc"), f"{SITE}/a\n{SITE}/b\n{SITE}/c\n"])
def test_a_list_of_more_than_may_be_read_is_told(
    monkeypatch: pytest.MonkeyPatch, body: str
) -> None:
    monkeypatch.setattr(sitemaps, "MAX_URLS", 2)
    web = Web()
    web.put(MAP, body)
    rows = read(channel(ChannelKind.SITEMAP, MAP), web)

    assert rows.notes == [f"{MAP} names more than may be read at once; 2 were taken"]


def test_what_stays_within_the_limits_tells_nothing() -> None:
    web = Web()
    web.put(MAP, index("m.xml"))
    web.put(f"{SITE}/m.xml", urlset("a", "b"))

    assert read(channel(ChannelKind.SITEMAP, MAP), web, pages_per_round=2).notes == []


@pytest.mark.parametrize("kind", [ChannelKind.FILES, ChannelKind.WARC])
def test_a_glob_that_matches_no_file_is_told(kind: ChannelKind, tmp_path: Path) -> None:
    channel = Channel(name="c", kind=kind, path="inbox/*.txt")
    rows = read(channel, None, tmp_path)

    assert rows.notes == ["nothing to read: no page is in any file that matches 'inbox/*.txt'"]


def test_rounds_of_files_that_found_nothing_are_counted_until_one_does(tmp_path: Path) -> None:
    channel = Channel(name="c", kind=ChannelKind.FILES, path="inbox/*.txt")
    rows = read(channel, None, tmp_path)
    assert (rows.state.polls, rows.state.failures) == (1, 1)
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / "a.txt").write_text("The harbour is shut.")
    rows = read(channel, None, tmp_path)
    assert (rows.state.polls, rows.state.failures) == (1, 0)
