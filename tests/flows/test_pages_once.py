"""Feeds of one source that lead to one page: one request, and each feed's words are kept."""

import pytest

from flows.pipeline import collect, groups_of
from flows.staged import PLAIN
from storage.bulk import json_of, select
from tests.fetch.web import Web
from tests.newsroom import Newsroom

SITE = "https://daily.example"
PAGE = f"{SITE}/loan"


def test_two_feeds_of_one_page_cost_one_request_and_both_are_remembered(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    web = Web()
    web.put(PAGE, "<p>The council of Tarrow agreed to the loan.</p>")
    web.put(f"{SITE}/news.xml", feed("Loan agreed", "guid-1", PAGE))
    web.put(f"{SITE}/talk.xml", feed("A comment", "guid-2", f"{PAGE}#comment-1"))
    web.put(f"{SITE}/top.xml", feed("Loan agreed", "guid-3", PAGE))
    monkeypatch.setattr("tasks.fetch.stage.Client", lambda **_: Client(web))
    newsroom.source("daily", channels=[channel(name) for name in ("news", "talk", "top")])
    with newsroom.opened("ingest") as (work, tally):
        collect(work, PLAIN, groups_of(list(work.sources.values()), "poll"), tally)
        with work.ledger.database.read() as connection:
            sql = "SELECT channel, url, outcome, hints FROM capture ORDER BY id"
            rows = [(*row[:3], json_of(row[3])["headline"]) for row in select(connection, sql)]
    assert web.urls().count(PAGE) == 1
    assert not any("#" in url for url in web.urls())
    assert rows == [
        ("news", PAGE, "stored", "Loan agreed"),
        ("talk", f"{PAGE}#comment-1", "stored", "A comment"),
    ]


class Client:
    """A web that is used as the client is."""

    def __init__(self, web: Web) -> None:
        self.get = web.get

    def close(self) -> None:
        """Nothing is open."""


def channel(name: str) -> dict[str, str]:
    return {"name": name, "kind": "feed", "url": f"{SITE}/{name}.xml"}


def feed(title: str, guid: str, link: str) -> str:
    item = f"<item><title>{title}</title><guid>{guid}</guid><link>{link}</link></item>"
    return f"<rss version='2.0'><channel><title>D</title>{item}</channel></rss>"
