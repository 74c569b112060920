"""The few hashes of a text by which its copies are found again.

A copy shares a share of its 4-grams, not most of them: a teaser is a twentieth of its original,
a page with menus ten times its article. Keeping the hashes divisible by 16 keeps the same grams
of both texts (FracMinHash: Irber et al. 2022, doi:10.1101/2022.01.11.475838), so what is
contained in the other stays visible however long the other is.
"""

from collections.abc import Sequence

from tasks.dedupe.reading import read_text

EPOCH = 1  # raise it when the same text no longer gives the same hashes
MODULUS = 16
FLOOR = 24  # short texts are filled up to so many
LEAD_GRAMS = 60
LEAD_HASHES = 8  # of the first 60 grams: what a teaser repeats

_SIGN = 1 << 63


def sketch(text: str) -> tuple[int, ...]:
    """Return the sketch of a text: ascending signed 64-bit integers, about 40, never none
    unless the text has no word.
    """
    return sketch_grams(read_text(text).prose)


def sketch_grams(grams: Sequence[int]) -> tuple[int, ...]:
    """Return the sketch of the unsigned gram hashes of a text, given in the text's order."""
    distinct = set(grams)
    kept = {gram for gram in distinct if gram % MODULUS == 0}
    if len(kept) < FLOOR:
        kept.update(sorted(distinct)[:FLOOR])
    kept.update(sorted(set(grams[:LEAD_GRAMS]))[:LEAD_HASHES])
    return tuple(sorted(gram - _SIGN for gram in kept))
