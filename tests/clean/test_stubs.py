"""What tells that a dump is no article: phrases of error pages, not numbers that look like them."""

import pytest

from tasks.clean.stubs import text_stub
from tests.clean.pages import article_of, clean


@pytest.mark.parametrize(
    "text",
    [
        "Error 404",
        "404",
        "404 | The Harbour Courier",
        "HTTP 404: we looked everywhere.",
        "404 not found",
        "Fehler 404",
        "Sorry, we could not find that page",
        "The page you were looking for may have been moved or deleted. Try the search.",
        "We can’t find the page you’re after.",
        "Die Seite konnte nicht gefunden werden.",
    ],
)
def test_error_page_is_a_stub(text: str) -> None:
    assert text_stub(text, text.split("\n")) == "soft 404"


@pytest.mark.parametrize(
    "text",
    [
        "The bell, which is 404 years old, rang again on Sunday.",
        "Turnout was low: 404 people voted in Oldmarket.",
        "404 people voted in Oldmarket on Sunday, the mayor said.",
        "Police could not find the owner of the boat, which may have been moved on Friday.",
    ],
)
def test_number_alone_makes_no_stub(text: str) -> None:
    assert text_stub(text, text.split("\n")) is None


BANNER = "<div><p>We use cookies to improve your experience. <button>Accept all</button></p></div>"
BRIEF = "<h1>Bridge closed</h1><p>Mill Street bridge is closed until Friday, the council said.</p>"


def test_a_brief_under_a_banner_of_cookies_is_an_article():
    html = f"<html><body>{BANNER}<main><article>{BRIEF}</article></main></body></html>"
    assert article_of(clean(html, "text/html")).text.endswith("the council said.")


def test_a_page_that_tells_nothing_but_its_banner_is_a_wall():
    html = f"<html><body>{BANNER}<main><h1>Bridge closed</h1></main></body></html>"
    assert clean(html, "text/html").reason == "consent wall"


def test_a_teaser_under_a_banner_of_cookies_is_behind_a_paywall():
    wall = "<p>Subscribe now to continue reading.</p>"
    html = f"<html><body>{BANNER}<main><article>{BRIEF}{wall}</article></main></body></html>"
    assert clean(html, "text/html").reason == "paywall"
