"""Archives of articles are none, and pages that show others beside their own article are."""

import pytest

from storage.records import State
from tests.clean.pages import article_of, clean, golden

PARAGRAPHS = [
    f"The harbour board of Lowmere met on day {n} of the month to hear why pier number {n} had been"
    f" closed, and was told by engineer {n} that the piles would have to be drawn and driven anew."
    for n in range(24)
]


def teaser(number: int, paragraphs: int) -> str:
    texts = PARAGRAPHS[number * paragraphs : (number + 1) * paragraphs]
    text = "".join(f"<p>{text}</p>" for text in texts)
    heading = f'<h2><a href="/2026/pier-{number}/">Pier {number} is closed for the winter</a></h2>'
    return f'<article class="post"><header>{heading}</header><div>{text}</div></article>'


def archive(count: int, paragraphs: int) -> str:
    teasers = "".join(teaser(number, paragraphs) for number in range(count))
    return (
        "<html><head><title>Ines Abara - The Lowmere Post</title></head><body><main>"
        f"<h1>Ines Abara</h1>{teasers}</main></body></html>"
    )


@pytest.mark.parametrize(("count", "paragraphs"), [(2, 2), (10, 1), (6, 4)])
def test_an_archive_of_articles_is_none(count: int, paragraphs: int) -> None:
    cleaned = clean(archive(count, paragraphs), "text/html")
    assert (cleaned.state, cleaned.reason) == (State.STUB, "index page")


def test_an_article_with_teasers_of_others_is_one() -> None:
    others = "".join(teaser(number, 1) for number in range(4))
    page = golden("council.html").replace("</article>", "</article>" + others)
    assert article_of(clean(page, "text/html")).headline.startswith("Council votes")


def test_a_live_blog_of_nested_articles_is_one() -> None:
    posts = "".join(teaser(number, 2) for number in range(6))
    page = (
        "<html><head><title>Live: the storm over Lowmere</title></head><body><article>"
        f"<h1>Live: the storm over Lowmere</h1>{posts}</article></body></html>"
    )
    assert "pier number 3" in article_of(clean(page, "text/html")).text


def test_a_thread_whose_posts_are_headed_by_names_is_one() -> None:
    posts = "".join(
        f'<article><h4><a href="/members/{n}">Member {n}</a></h4><div><p>{PARAGRAPHS[n]}</p></div>'
        "</article>"
        for n in range(6)
    )
    page = f"<html><head><title>Piers</title></head><body><h1>Piers</h1>{posts}</body></html>"
    assert clean(page, "text/html").state is State.ARTICLE
