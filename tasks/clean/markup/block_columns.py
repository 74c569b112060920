"""The blocks of a page field by field: what is known of all of them before any is judged."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tasks.clean.glyph_counts import count_all_words, find_ends
from tasks.clean.glyphs import Bools, Glyphs, Ints, read_glyphs
from tasks.clean.markup.blocks import HEADINGS, Block

Floats = npt.NDArray[np.float64]

PROSE_WORDS = 10
LONG_WORDS = 25
MAX_PROSE_LINKS = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """One entry a block in each of the fields, in reading order."""

    texts: tuple[str, ...]
    glyphs: Glyphs  # of the texts
    chars: Ints
    words: Ints
    links: Floats  # share of the block's characters that are links, [0, 1]
    emphasis: Floats  # and that are emphasised
    ends: Bools  # as sentences do
    colon: Bools  # ends in one
    prose: Floats  # its words where it reads like a paragraph, link text aside; else 0
    media: Bools
    opens_with_link: Bools
    tags: tuple[str, ...]
    is_heading: Bools
    place: Ints
    parent: Ints
    depth: Ints
    own: Ints  # groups of class words, as bits
    near: Ints
    around: Ints
    bits: Ints  # of the tags around

    def candidates(self) -> Ints:
        """The blocks that may be text; all others are surely none."""
        linked = (self.links > 0.8) & (self.words <= 8)
        spoken = (self.words > 2) | self.ends | self.colon
        return np.flatnonzero((self.words > 0) & ~linked & spoken)


def read_columns(blocks: Sequence[Block]) -> Columns:
    """The columns of blocks; there must be one."""
    (
        texts, link_chars, emphasis_chars, media, opens_with_link,
        place, tags, parent, depth, own, near, around, bits,
    ) = zip(*blocks, strict=True)  # fmt: skip
    glyphs = read_glyphs(texts)
    chars, words = glyphs.lengths(), count_all_words(glyphs)
    links = np.minimum(1.0, _ints(link_chars) / chars)
    ends = find_ends(texts, glyphs)
    reads_well = (words >= PROSE_WORDS) & (links < MAX_PROSE_LINKS)
    return Columns(
        texts=texts,
        glyphs=glyphs,
        chars=chars,
        words=words,
        links=links,
        emphasis=np.minimum(1.0, _ints(emphasis_chars) / chars),
        ends=ends,
        colon=glyphs.codes[glyphs.starts + chars - 1] == ord(":"),
        prose=np.where(reads_well & (ends | (words >= LONG_WORDS)), words * (1 - links), 0.0),
        media=np.array(media),
        opens_with_link=np.array(opens_with_link),
        tags=tags,
        is_heading=np.array([tag in HEADINGS for tag in tags]),
        place=_ints(place),
        parent=_ints(parent),
        depth=_ints(depth),
        own=_ints(own),
        near=_ints(near),
        around=_ints(around),
        bits=_ints(bits),
    )


def _ints(values: Iterable[int]) -> Ints:
    return np.fromiter(values, np.int64)
