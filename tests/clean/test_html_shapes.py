"""Shapes of pages that mislead: teasers above, several articles, text only in scripts."""

import json

import numpy as np
import pytest
from selectolax.lexbor import LexborHTMLParser

from tasks.clean import network
from tasks.clean.markup.block_features import FEATURES
from tasks.clean.markup.blocks import read_blocks
from tasks.clean.markup.guard import refuse_hostile
from tests.clean.pages import article_of, clean, golden
from tests.faults.bounds import bounded

TEASER = (
    "<li>{n} HARBOUR: The company that runs the harbour said on Monday that it would look into"
    " matter number {n}, and that nobody should expect an answer before the end of May...</li>"
)


def page(name: str = "council.html") -> str:
    return golden(name)


def test_teasers_above_the_headline_are_not_body():
    teasers = "<ul>" + "".join(TEASER.format(n=n) for n in range(10)) + "</ul>"
    html = page().replace('<article class="story">', teasers + '<article class="story">')
    assert "HARBOUR" not in article_of(clean(html, "text/html")).text


def test_of_several_articles_the_one_of_the_title_is_kept():
    other = (
        '<article class="story"><h1>Night trains return</h1><div class="story-body"><p>'
        + "</p><p>".join(
            f"The railway said that train number {n} would run again through the night, as it had"
            " done until the old bridge was closed for repairs."
            for n in range(6)
        )
        + "</p></div></article>"
    )
    html = page().replace("</article>", "</article>" + other)
    text = article_of(clean(html, "text/html")).text
    assert "railway" not in text
    assert text.startswith("Lowmere's council voted")


def test_a_subhead_that_says_the_title_once_more_cuts_off_no_beginning():
    again = "<h2>Council votes to reopen the harbour ferry: what now</h2>"
    text = article_of(clean(page().replace("<h2>What was decided</h2>", again), "text/html")).text
    assert text.startswith("Lowmere's council voted")
    wrapped = page().replace("<h2>What was decided</h2>", f"</div><div class='story-body'>{again}")
    assert article_of(clean(wrapped, "text/html")).text.startswith("Lowmere's council voted")


def test_readings_over_characters_are_no_part_of_their_words():
    part = (
        "<p>会議は<ruby>港<rp>(</rp><rt>みなと</rt><rp>)</rp></ruby>で開かれ、市長も出席した。</p>"
    )
    html = page().replace("<blockquote>", part + "<blockquote>")
    text = article_of(clean(html, "text/html")).text
    assert "会議は港で開かれ、市長も出席した。" in text


def test_a_heading_of_comments_that_quotes_the_title_opens_no_article():
    tail = (
        '<div id="comments"><h2>3 thoughts on “Council votes to reopen the harbour ferry”</h2>'
        "<ol><li>Ann says: What a relief, after all these years.</li></ol></div>"
        '<div class="next"><article class="story"><h1>Night trains return</h1>'
        '<div class="story-body"><p>'
        + "</p><p>".join(
            f"The railway said that train number {n} would run again through the night, as it had"
            " done until the old bridge was closed for repairs, and that tickets would be sold."
            for n in range(12)
        )
        + "</p></div></article></div>"
    )
    html = page().replace("</article>", "</article>" + tail)
    text = article_of(clean(html, "text/html")).text
    assert "railway" not in text
    assert text.startswith("Lowmere's council voted")


def test_a_page_whose_text_is_only_in_its_script_is_read_from_there():
    body = article_of(clean(page(), "text/html")).text
    node = {"@type": "NewsArticle", "headline": "Council votes", "articleBody": body}
    html = (
        f'<html><script type="application/ld+json">{json.dumps(node)}</script><body></body></html>'
    )
    assert article_of(clean(html, "text/html")).text == body


def test_a_long_script_or_value_is_no_hostile_tag():
    words = "one two three " * 9_000
    refuse_hostile(f"<script>var x = '<a ' + \"{words}\" </script><p>y</p>")
    refuse_hostile(f'<div data-state="{words}">y</div>')


def test_the_first_subhead_stays_as_the_later_ones_do():
    contents = '<nav><a href="#a">How it began</a><a href="#b">What was decided</a></nav>'
    opening = '<div class="story-body">'
    html = page().replace(opening, f"{opening}{contents}<h2>How it began</h2>")
    text = article_of(clean(html, "text/html")).text.split("\n")
    assert text[0] == "How it began"
    assert "What was decided" in text


def test_a_menu_is_no_text_and_its_lines_are_kept_with_reasons():
    sentence = "The council voted on Tuesday night, and residents filled the gallery until late."
    menu = f"<nav><script>x()</script><a>Home</a><p>{sentence}</p><a>Log in</a></nav>"
    cleaned = clean(page().replace("<h2>What", menu + "<h2>What"), "text/html")
    assert sentence not in article_of(cleaned).text
    reasons = {line.text: line.reason for line in cleaned.dropped}
    assert reasons[sentence] == reasons["Home"] == "navigation"
    assert reasons["Log in"] == "login"
    assert "x()" not in reasons


def test_a_menu_that_is_never_closed_hides_no_article():
    text = article_of(clean(page(), "text/html")).text
    unclosed = page().replace("</nav>", "").replace("</header>", "")
    assert article_of(clean(unclosed, "text/html")).text == text


@pytest.mark.parametrize(
    "mark",
    [
        'class="sr-only"',
        'class="Text__visually-hidden"',
        'class="u-vh"',
        'style="clip:rect(0 0 0 0);width:1px"',
    ],
)
def test_words_for_screen_readers_alone_are_no_text_and_are_kept_as_dropped(mark: str):
    link = f'<a href="/f">the ferry<span {mark}>, opens new tab</span></a>, which'
    html = page().replace("sold for scrap.", f"sold for scrap. It missed {link} was late.")
    cleaned = clean(html, "text/html")
    assert "It missed the ferry, which was late." in article_of(cleaned).text
    assert [d.text for d in cleaned.dropped if d.reason == "unseen"] == [", opens new tab"]


def test_a_headline_for_screen_readers_alone_is_read():
    title = "Council votes to reopen the harbour ferry"
    html = page().replace(f"{title}</h1>", f'<span class="sr-only">{title}</span></h1>')
    assert "sr-only" in html
    assert not [d for d in clean(html, "text/html").dropped if d.reason == "unseen"]


@pytest.mark.parametrize("tag", ["span class=sr-only", "time"])
def test_elements_that_nest_are_read_in_the_time_that_one_takes(tag: str):
    deep = 1_500
    html = f"<{tag}>" * deep + "word " * 200_000 + f"</{tag.split()[0]}>" * deep
    with bounded(5.0):
        walk = read_blocks(LexborHTMLParser(html))
    assert len(walk.blocks[0].text) == 999_999


def test_weights_of_other_features_are_refused():
    network.load_network.cache_clear()
    with pytest.raises(ValueError, match="train it again"):
        network.load_network("blocks", FEATURES[:-1])


def test_a_page_without_candidates_scores_nothing():
    rows = np.zeros((0, len(FEATURES)), np.float32)
    assert len(network.load_network("blocks", FEATURES).score(rows)) == 0


def test_a_subhead_of_one_word_above_a_list_stays():
    text = article_of(clean(golden("recipe.html"), "text/html")).text.split("\n")
    assert [line for line in text if line[-1].isalpha() and len(line.split()) == 1] == [
        "Ingredients",
        "Method",
    ]
    assert "newsletter" not in " ".join(text)


@pytest.mark.parametrize("title", ["{site} » {headline}", "{headline} | {site}"])
def test_a_sites_name_in_the_first_heading_is_no_headline(title: str):
    site, headline = "The Lowmere Post", "Ferry of Lowmere sails again after long repair"
    body = "".join(f"<p>{line}</p>" for line in SENTENCES)
    html = (
        f"<html><head><title>{title.format(site=site, headline=headline)}</title></head><body>"
        f"<div id=header><h1><a href='/'>{site}</a></h1></div>"
        f"<div class=post><h2 class=entry-title>{headline}</h2>{body}</div></body></html>"
    )
    assert article_of(clean(html, "text/html")).headline == headline


SENTENCES = [
    "The ferry of Lowmere will sail again from Monday after a long repair, the council said.",
    "It was taken out of service in March, when inspectors found two cracks in its hull.",
    "The repair took eleven weeks and cost the town a little over two million pounds.",
    "A spokesman of the council said that the old timetable would be kept until the autumn.",
]
