"""Which of several articles on a page is the one that the page is about.

A list of teasers may read like a body; but a body stands under its headline, and a page that shows
several articles names the one it is about in its title.
"""

import re
from collections.abc import Sequence

from tasks.clean.markup.block_reading import MAX_LINKS, Reading
from tasks.clean.markup.blocks import Block
from tasks.clean.words import WORD

MIN_BODY_WORDS = 40
MIN_TITLE_WORDS = 3
TITLE_SHARE, OWN_SHARE = 0.75, 0.9
MAX_HEADING_CHARS = 250
ARTICLES = frozenset(["article"])
_QUOTING = re.compile(r"(.*\S)\s*[“„«\"'‘「『].+[”“»\"'’」』]\W*")  # 3 thoughts on “The title”


def only_this_article(reading: Reading, title: frozenset[str]) -> None:
    """Drop what stands above the page's own headline, or in another article than the headline.

    What stands above it in the element that holds the body stays: the "headline" is a subhead.
    """
    kept = [at for at, value in enumerate(reading.keep) if value]
    spot = _headline_spot(reading, title, kept)
    if spot is None:
        return
    after = [at for at in kept if at > spot]
    if sum(reading.measured.words[at] for at in after) < MIN_BODY_WORDS:
        return
    own = _article_of(reading, spot)
    mine = [at for at in after if _article_of(reading, at) == own]
    if own and sum(reading.measured.words[at] for at in mine) >= MIN_BODY_WORDS:
        after = mine
    beside = {reading.walk.blocks[at].parent for at in after}
    for at in set(kept) - set(after):
        reading.keep[at] = at < spot and reading.walk.blocks[at].parent in beside


def _headline_spot(reading: Reading, title: frozenset[str], kept: Sequence[int]) -> int | None:
    """The last heading before the end of the body that says what the page's title says.

    One of the first rank goes before any other: subheads may say the title once more.
    """
    if not kept or len(title) < MIN_TITLE_WORDS:
        return None
    spots: dict[str, int] = {}
    for at in range(kept[-1], -1, -1):
        block = reading.walk.blocks[at]
        if block.tag not in ("h1", "h2") or len(block.text) > MAX_HEADING_CHARS:
            continue
        if reading.measured.links[at] < MAX_LINKS and is_title(block, title):
            spots.setdefault(block.tag, at)
    return spots.get("h1", spots.get("h2"))


def is_title(heading: Block, title: frozenset[str]) -> bool:
    """Whether a heading says most of the title, or nothing that is not in it.

    One that quotes it behind words of its own opens the comments.
    """
    quoting = _QUOTING.fullmatch(heading.text) if heading.tag == "h2" else None
    if quoting and not title.intersection(WORD.findall(quoting[1].lower())):
        return False
    own = {word for word in WORD.findall(heading.text.lower()) if len(word) > 2}
    shared = len(own & title)
    whole = heading.tag == "h1" and len(own) > 1 and shared >= OWN_SHARE * len(own)
    return whole or shared >= TITLE_SHARE * len(title)


def _article_of(reading: Reading, at: int) -> int:
    """The innermost article element that holds a block; 0 for none."""
    return reading.inside(at, ARTICLES)
