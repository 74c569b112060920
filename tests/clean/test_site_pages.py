"""Pages about the site are no articles, and short articles are no such pages."""

import json

import pytest

from storage.records import Cleaned, State
from tasks.clean.page import clean_page
from tasks.sources import ANY_SOURCE
from tests.clean.pages import article_of, clean, golden, make_page

ABOUT = (
    "The Lowmere Courier was founded in 1911 by two printers who had lost their trade, and has come"
    " out every day since, but for eleven days in the winter of the great flood.",
    "Forty people work for it today, and every one of its readers may own a share of the paper.",
)
BRIEFS = {
    "police": (
        "A boat was taken from the quay at Lowmere on Sunday night, the police said. Nobody was on"
        " board. Who saw it is asked to call 01632 960 110 or to write to quay@police.example.",
    ),
    "obituary": (
        "Hanne Rosk, who kept the light at Lowmere Point for thirty years, has died. She was 91.",
        "The funeral is at St Olave, 3 Church Street, Lowmere, on Friday at noon.",
    ),
    "event": (
        "The harbour museum opens its new hall on Saturday with a concert of the sailors' choir.",
        "Tickets: 01632 960 118",
    ),
}


def page(*paragraphs: str, title: str = "Who we are", head: str = "", body: str = "body") -> str:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f"<html><head><title>{title}</title>{head}</head><{body}><h1>{title}</h1><main>{text}"
        "</main></body></html>"
    )


def read(html: str, path: str = "2026/03/who-we-are") -> Cleaned:
    address = f"https://news.example.org/{path}"
    return clean_page(make_page(html, "text/html", url=address), ANY_SOURCE)


def linked(kind: object) -> str:
    node = {"@context": "https://schema.org", "@graph": [{"@type": kind, "name": "Who we are"}]}
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


def test_a_page_of_addresses_is_a_contact_page() -> None:
    cleaned = clean(golden("contact.html"), "text/html")
    assert (cleaned.state, cleaned.reason) == (State.STUB, "contact page")


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        (page(*ABOUT, head=linked("AboutPage")), "about page"),
        (page(*ABOUT, head=linked(["WebPage", "ContactPage"])), "contact page"),
        (page(*ABOUT, head=linked("ProfilePage")), "profile page"),
        (page(*ABOUT, body='body itemscope itemtype="https://schema.org/AboutPage"'), "about page"),
    ],
)
def test_what_a_page_declares_itself_to_be_counts(html: str, reason: str) -> None:
    assert (read(html).state, read(html).reason) == (State.STUB, reason)


@pytest.mark.parametrize(
    "path", ["about-us/", "de/impressum", "info/about.html", "qui-sommes-nous"]
)
def test_a_page_that_its_address_calls_so_is_about_the_site(path: str) -> None:
    assert read(page(*ABOUT), path).reason == "about page"


def test_a_page_that_its_headline_calls_so_is_about_the_site() -> None:
    assert read(page(*ABOUT, title="About us")).reason == "about page"


@pytest.mark.parametrize("brief", BRIEFS.values(), ids=BRIEFS)
def test_a_brief_is_an_article_whatever_it_ends_in(brief: tuple[str, ...]) -> None:
    assert article_of(read(page(*brief, title="News in brief"))).text.startswith(brief[0])


def test_an_article_at_such_an_address_is_one() -> None:
    assert read(golden("council.html"), "film/contact").state is State.ARTICLE
    published = '<meta property="article:published_time" content="2026-02-03T10:00:00Z">'
    html = page(*ABOUT, title="Contact", head=published)
    assert read(html, "film/contact").state is State.ARTICLE


def test_a_long_text_is_not_told_by_one_name_alone() -> None:
    essay = [f"{ABOUT[0]} It was told so for the time number {number}." for number in range(12)]
    assert read(page(*essay), "essays/contact").state is State.ARTICLE
    assert read(page(*essay, title="Contact"), "contact").reason == "contact page"
