"""Several lists of one source that lead to one page: the site is asked once a round."""

from dataclasses import replace

from storage.records import Outcome
from tasks.fetch.once import MAX_KEPT_BYTES, OncePerRound
from tasks.fetch.web.asking import Ask, Purpose
from tasks.sources import Channel, Fetch, Source, Urls
from tests.fetch.web import Web

SITE = "https://daily.example"
PAGE = f"{SITE}/loan"


def ask(url: str, **changes: object) -> Ask:
    return Ask(url=url, policy=Fetch(), **changes)  # type: ignore[arg-type]


def once(web: Web, **urls: object) -> OncePerRound:
    channels = [Channel(name=name, kind="feed", url=f"{SITE}/{name}.xml") for name in ("a", "b")]
    source = Source(id="daily", name="Daily", channels=channels, urls=Urls.model_validate(urls))
    return OncePerRound(web, source)


def web_of(*urls: str) -> Web:
    web = Web()
    for url in urls:
        web.put(url, "<p>A page.</p>", etag='"1"')
    return web


def test_page_under_another_fragment_is_answered_from_memory() -> None:
    web = web_of(PAGE)
    client = once(web)
    first, second = client.get(ask(PAGE)), client.get(ask(f"{PAGE}?utm_source=feed#comment-1"))
    assert web.urls() == [PAGE]
    assert (second.outcome, second.body) == (Outcome.STORED, first.body)
    assert second.url == second.final_url == f"{PAGE}?utm_source=feed#comment-1"


def test_fragment_that_chooses_the_page_is_asked_for() -> None:
    web = web_of(f"{PAGE}#a", f"{PAGE}#b")
    client = once(web, keep_fragment=True)
    client.get(ask(f"{PAGE}#a"))
    client.get(ask(f"{PAGE}#b"))
    assert len(web.asked) == 2


def test_trouble_lists_and_answers_to_conditions_are_asked_for_again() -> None:
    web = web_of(PAGE)
    client = once(web)
    for again in range(2):
        web.fail(f"{SITE}/slow#{again}", Outcome.FAILED, "timeout")
        client.get(ask(f"{SITE}/slow#{again}"))
        client.get(ask(PAGE, purpose=Purpose.FEED))
    assert client.get(ask(PAGE, etag='"1"')).outcome is Outcome.UNCHANGED
    assert client.get(ask(f"{PAGE}#new")).outcome is Outcome.FAILED  # really asked; not there
    assert len(web.asked) == 6


def test_what_is_over_the_room_for_bodies_is_asked_for_again() -> None:
    web = web_of(PAGE)
    web.documents[PAGE] = replace(web.documents[PAGE], body=b"x" * (MAX_KEPT_BYTES + 1))
    client = once(web)
    client.get(ask(PAGE))
    client.get(ask(PAGE))
    assert len(web.asked) == 2
