"""The few hashes of a text by which its copies are found again.

A copy shares a share of its 4-grams, not most of them: a teaser is a twentieth of its original,
a page with menus ten times its article. Keeping the hashes divisible by 16 keeps the same grams
of both texts (FracMinHash: Irber et al. 2022, doi:10.1101/2022.01.11.475838), so what is
contained in the other stays visible however long the other is. A kept hash is stored in 32 bits:
at ten million articles a text meets three strangers in one hash by chance, and in two hashes, which
is what makes a candidate, none.
"""

import numpy as np

from tasks.dedupe.reading import Grams, distinct_grams, read_text

# Raise it when the same text no longer gives the same hashes, or the same two texts another
# verdict: every stored text is then read and placed again (renew_copies in stage.py).
EPOCH = 4
MODULUS = np.uint64(16)
FLOOR = 24  # short texts are filled up to so many
LEAD_GRAMS = 60
LEAD_HASHES = 8  # of the first 60 grams: what a teaser repeats

_MIXER = np.uint64(0x9E3779B97F4A7C15)  # odd; the upper half of a product depends on every bit
_UPPER = np.uint64(32)


def sketch(text: str) -> tuple[int, ...]:
    """Return the sketch of a text: about 40 signed 32-bit integers, ascending."""
    return sketch_grams(read_text(text).prose_grams)


def sketch_grams(grams: Grams) -> tuple[int, ...]:
    """Return the sketch of the gram hashes of a text, given in the text's order."""
    distinct = distinct_grams(grams)
    kept = distinct[distinct % MODULUS == 0]
    floor = distinct[:FLOOR] if len(kept) < FLOOR else distinct[:0]
    lead = distinct_grams(grams[:LEAD_GRAMS])[:LEAD_HASHES]
    return narrow_hashes(np.concatenate((kept, floor, lead)))


def narrow_hashes(grams: Grams) -> tuple[int, ...]:
    """Return the different hashes in 32 bits, signed and ascending."""
    upper = distinct_grams((grams * _MIXER) >> _UPPER).astype(np.uint32)
    return tuple(np.sort(upper.view(np.int32)).tolist())
