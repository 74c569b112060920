"""One name, one view: what the encoder thinks of a word in each place that a text repeats it.

A name is often plain in one sentence and unclear in the next; half of each word's scores come from
the mean over its places (development data in training/MODEL_CARD.md).
"""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from tasks.enrich.tagger.decode import Scores, log_softmax
from tasks.enrich.tagger.pieces import Chunk

SHARE = 0.5  # of the mean; .3 and .7 did about as well on the development data
SHORTEST = 2  # characters; an initial is many names


def pool_words(text: str, chunks: Sequence[Chunk], logits: Sequence[Scores]) -> list[Scores]:
    """Return the scores of each chunk, those of repeated capitalised words drawn together.

    logits: (words, LABELS) a chunk; the scores are log-probabilities up to a constant a word.
    """
    names = [text[slice(*word)] for chunk in chunks for word in chunk.words]
    counts = Counter(name for name in names if len(name) >= SHORTEST and name[0].isupper())
    numbers = {name: number for number, name in enumerate(n for n in counts if counts[n] > 1)}
    if not numbers:
        return list(logits)
    scores = log_softmax(np.concatenate(logits))
    rows = np.array([row for row, name in enumerate(names) if name in numbers])
    groups = np.array([numbers[name] for name in names if name in numbers])
    sums = np.zeros((len(numbers), scores.shape[1]), np.float32)
    np.add.at(sums, groups, np.exp(scores[rows]))
    means = np.log(np.maximum(sums / np.bincount(groups)[:, None], np.float32(1e-12)))
    scores[rows] = (1 - SHARE) * scores[rows] + SHARE * means[groups]
    ends = np.cumsum([len(chunk.words) for chunk in chunks])[:-1]
    return list(np.split(scores, ends))
