"""Where the comments of readers begin, when they share an element with the text.

Old templates set them below the text in the same column, paragraph by paragraph; only their heading
tells them apart: ``4 responses to “The title”``, ``12 comments``.
"""

import re
from collections.abc import Sequence

from tasks.clean.markup.blocks import HEADINGS, Walk
from tasks.clean.words import count_words, fold

REASON = "comment"
MIN_BODY_WORDS = 40  # above: what stands before is the text
MAX_HEAD_CHARS = 250
TITLE_CHARS = 20  # of a title that is quoted in part: fewer may be a word it shares
_HEAD = re.compile(
    r"\W*(?:\d{1,5}|one|no) (?:comments?|responses?|replies|thoughts?|kommentare?|antworten"
    r"|commentaires?|réponses?|comentarios?|respuestas?|comentários?|commenti|reacties|reactions?"
    r"|kommentarer|komentarze|комментари\w+)"
    r"(?: (?:to|on|for|zu|auf|sur|à|a|en|su|op|til|на|к) (?P<title>\S.*))?",
    re.IGNORECASE,
)


def comment_reasons(walk: Walk, keep: Sequence[bool], titles: Sequence[str]) -> dict[int, str]:
    """Position -> reason of the kept blocks from the heading of the comments on."""
    heads = (
        at
        for at, block in enumerate(walk.blocks)
        if block.tag in HEADINGS and _heads(block.text, titles)
    )
    for head in heads:
        before = (count_words(walk.blocks[at].text) for at in range(head) if keep[at])
        if sum(before) >= MIN_BODY_WORDS:
            return {at: REASON for at in range(head, len(keep)) if keep[at]}
    return {}


def _heads(text: str, titles: Sequence[str]) -> bool:
    """Whether a heading is that of comments; one that goes on must go on with the page's title."""
    found = _HEAD.fullmatch(text) if len(text) <= MAX_HEAD_CHARS else None
    if found is None:
        return False
    rest = fold(found["title"] or "")
    quoted = [title for title in map(fold, titles) if title]
    return not rest or any(
        title in rest or (rest in title and len(rest) >= TITLE_CHARS) for title in quoted
    )
