"""Which blocks or lines of a page are in its gold text."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

WORD = re.compile(r"\w+")
MIN_COVER = 0.6  # of a block's words; .5 and .7 gave the same oracle score to three digits


def cover(texts: Sequence[str], gold: str) -> list[float]:
    """For every text the share of its words on the alignment of the page with the gold text."""
    words = [WORD.findall(text) for text in texts]
    page = [word for block in words for word in block]
    hit = [False] * len(page)
    matcher = SequenceMatcher(None, page, WORD.findall(gold), autojunk=False)
    for start, _, size in matcher.get_matching_blocks():
        hit[start : start + size] = [True] * size
    found, at = [], 0
    for block in words:
        found.append(sum(hit[at : at + len(block)]) / len(block) if block else 0.0)
        at += len(block)
    return found


def label(texts: Sequence[str], gold: str) -> list[int]:
    """1 for every text that belongs to the gold."""
    return [int(share >= MIN_COVER) for share in cover(texts, gold)]
