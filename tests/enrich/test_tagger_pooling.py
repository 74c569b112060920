"""What a text says of a word in one place counts in the others."""

import numpy as np
import pytest

from tasks.enrich.tagger.decode import log_softmax
from tasks.enrich.tagger.labels import INDEX, LABELS
from tasks.enrich.tagger.pieces import Chunk
from tasks.enrich.tagger.pooling import pool_words

TEXT = "Caloi grew. caloi Caloi C C"


def chunks_of(*words: tuple[int, int]) -> list[Chunk]:
    return [Chunk(words=[word]) for word in words]


def logits(**scores: float) -> np.ndarray:
    row = np.zeros((1, len(LABELS)), np.float32)
    for label, score in scores.items():
        row[0, INDEX[label.replace("_", "-")]] = score
    return row


def test_a_clear_place_settles_an_unclear_one() -> None:
    clear, unclear = logits(B_org=6), logits(B_person=0.2)
    first, second = pool_words(TEXT, chunks_of((0, 5), (18, 23)), [clear, unclear])
    assert first.argmax() == second.argmax() == INDEX["B-org"]


def test_two_clear_places_stay_two_kinds() -> None:
    clear, other = logits(B_org=12), logits(B_person=12)
    first, second = pool_words(TEXT, chunks_of((0, 5), (18, 23)), [clear, other])
    assert first.argmax() == INDEX["B-org"]
    assert second.argmax() == INDEX["B-person"]


@pytest.mark.parametrize("word", [(12, 17), (6, 10)], ids=["small letters", "another word"])
def test_other_words_keep_their_scores(word: tuple[int, int]) -> None:
    given = [logits(B_org=6), logits(B_person=0.2)]
    pooled = pool_words(TEXT, chunks_of((0, 5), word), given)
    for before, after in zip(given, pooled, strict=True):
        assert np.allclose(log_softmax(before), log_softmax(after))


def test_an_initial_is_nobody_in_particular() -> None:
    given = [logits(B_org=6), logits(B_person=0.2)]
    pooled = pool_words(TEXT, chunks_of((24, 25), (26, 27)), given)
    assert pooled[1].argmax() == INDEX["B-person"]
