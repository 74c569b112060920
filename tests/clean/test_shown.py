"""Text as a browser shows it: white space that counts, and tags that are no text."""

import json

import pytest

from tasks.clean.markup.shown import tidy, without_tags
from tests.clean.pages import article_of, clean, golden
from tests.faults.bounds import bounded

BARE = "<" * 1_000_000
"""No tag at all; what looks for the end of each as one takes minutes."""


@pytest.mark.parametrize("control", "\x0b\x1c\x1d\x1e\x1f\x85")
@pytest.mark.parametrize("word", ["pier", "Brücke", "pier\xa07", "brid\xadge"])
def test_a_control_is_a_space_whatever_else_a_text_holds(control: str, word: str):
    assert tidy(f"{word} of{control}Lowmere\n") == tidy(f"{word} of Lowmere")


def test_tags_go_and_what_only_looks_like_one_stays():
    assert without_tags("<p class=a>The <b>old</b> ferry<br/>", "|") == "|The |old| ferry|"
    assert without_tags("where 3 < 4 and 5 > 2") == "where 3 < 4 and 5 > 2"


def test_what_never_closes_is_read_once():
    with bounded(2.0):
        assert without_tags(BARE) == BARE
        assert without_tags("<a" * 500_000) == "<a" * 500_000


def test_a_described_body_of_bare_brackets_holds_no_page_up():
    described = json.dumps({"@type": "NewsArticle", "articleBody": BARE}).replace("<", "\\u003c")
    page = golden("council.html").replace(
        "</head>", f'<script type="application/ld+json">{described}</script></head>'
    )
    with bounded(5.0):
        assert article_of(clean(page, "text/html")).text.startswith("Lowmere's council voted")
