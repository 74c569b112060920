"""The few hashes of a text by which its copies are found again.

A copy shares a share of its 4-grams, not most of them: a teaser is a twentieth of its original,
a page with menus ten times its article. Keeping the hashes divisible by 16 keeps the same grams
of both texts (FracMinHash: Irber et al. 2022, doi:10.1101/2022.01.11.475838), so what is
contained in the other stays visible however long the other is.
"""

import numpy as np

from tasks.dedupe.reading import Grams, distinct_grams, read_text

EPOCH = 1  # raise it when the same text no longer gives the same hashes
MODULUS = np.uint64(16)
FLOOR = 24  # short texts are filled up to so many
LEAD_GRAMS = 60
LEAD_HASHES = 8  # of the first 60 grams: what a teaser repeats

_SIGN = np.uint64(1 << 63)


def sketch(text: str) -> tuple[int, ...]:
    """Return the sketch of a text: about 40 signed 64-bit integers, ascending."""
    return sketch_grams(read_text(text).prose_grams)


def sketch_grams(grams: Grams) -> tuple[int, ...]:
    """Return the sketch of the gram hashes of a text, given in the text's order."""
    distinct = distinct_grams(grams)
    kept = distinct[distinct % MODULUS == 0]
    floor = distinct[:FLOOR] if len(kept) < FLOOR else distinct[:0]
    lead = distinct_grams(grams[:LEAD_GRAMS])[:LEAD_HASHES]
    chosen = distinct_grams(np.concatenate((kept, floor, lead)))
    return tuple((chosen ^ _SIGN).view(np.int64).tolist())
