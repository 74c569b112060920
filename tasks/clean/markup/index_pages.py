"""Pages that show several articles and are none: archives by author, tag, month or page.

Publishers' sitemaps name them beside the articles (WordPress: author-sitemap.xml and the like). A
list reads like a body, and grows: taken for an article, it has a version at every look.
"""

from collections import Counter
from collections.abc import Sequence

from tasks.clean.markup.blocks import Block, Walk
from tasks.clean.words import count_words

MOST = 0.6  # of the kept words: an article that holds more of them is what the page is about
LINKED = 0.9  # of a heading's characters
MIN_WORDS = 3  # a shorter heading may be the name of who wrote a post in a forum


def is_list_of_articles(walk: Walk, keep: Sequence[bool]) -> bool:
    """Whether the kept text lies in several elements of articles whose headings lead elsewhere."""
    words: Counter[int] = Counter()
    for at, block in enumerate(walk.blocks):
        if keep[at]:
            words[_outermost_article(walk, block.place)] += count_words(block.text)
    if len(words) < 2 or max(words.values()) > MOST * words.total():
        return False
    teasers = {
        _outermost_article(walk, block.place)
        for block in walk.blocks
        if block.tag in ("h1", "h2", "h3") and _is_teaser(block)
    }
    listed = sum(count for article, count in words.items() if article and article in teasers)
    return listed > MOST * words.total()


def _is_teaser(heading: Block) -> bool:
    linked = heading.link_chars >= LINKED * len(heading.text)
    return linked and count_words(heading.text) >= MIN_WORDS


def _outermost_article(walk: Walk, place: int) -> int:
    """The outermost article element that holds a place; 0 for none."""
    found = 0
    while place > 0:
        if walk.places[place].tag == "article":
            found = place
        place = walk.places[place].parent
    return found
