"""The statistical tagger: a small transformer in int8, run by onnxruntime.

texts -> pack_text (chunks of pieces) -> make_batches -> session -> pool_words -> decode_spans
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import islice
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from tasks.enrich.spans import Span
from tasks.enrich.tagger.decode import Scores, decode_spans
from tasks.enrich.tagger.pieces import Chunk, WordPieces, load_pieces, pack_text
from tasks.enrich.tagger.pooling import pool_words

BATCH_PIECES = 512  # more fall out of the cache: 1,024 was no faster, in twice the memory
WINDOW_CHUNKS = 64  # sorted by length together; bounds what is in memory at once
SHORTEST_SHARE = 0.8  # a chunk much shorter than the longest would be mostly padding

Portion = tuple[int, list[Chunk]]
"""The number of a text, and up to WINDOW_CHUNKS consecutive chunks of it."""


class EncoderTagger:
    """Loads its weights when first used, so that its name and version cost nothing."""

    languages = frozenset({"en"})

    def __init__(
        self, *, name: str, version: str, weights: Path, tokenizer: Path, threads: int = 1
    ) -> None:
        self.name = name
        self.version = version
        self._weights = weights
        self._vocabulary = tokenizer
        self._threads = threads

    @cached_property
    def _pieces(self) -> WordPieces:
        return load_pieces(self._vocabulary)

    @cached_property
    def _session(self) -> onnxruntime.InferenceSession:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = self._threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        return onnxruntime.InferenceSession(
            str(self._weights),
            options,
            providers=["CPUExecutionProvider"],
            disabled_optimizers=["SkipLayerNormFusion"],  # the fused one takes three times as long
        )

    def tag(self, texts: Sequence[str]) -> list[list[Span]]:
        """Return each text's spans: in order, apart, none across a line break."""
        found: list[list[Span]] = [[] for _ in texts]
        for window in take_windows(self._portions(texts)):
            scores = iter(self._score([chunk for _, chunks in window for chunk in chunks]))
            for owner, chunks in window:
                pooled = pool_words(texts[owner], chunks, [next(scores) for _ in chunks])
                for chunk, rows in zip(chunks, pooled, strict=True):
                    found[owner] += decode_spans(chunk.words, chunk.opens, rows)
        return found

    def _portions(self, texts: Sequence[str]) -> Iterator[Portion]:
        for owner, text in enumerate(texts):
            chunks = pack_text(text, self._pieces)
            while portion := list(islice(chunks, WINDOW_CHUNKS)):
                yield owner, portion

    def _score(self, chunks: Sequence[Chunk]) -> list[Scores]:
        """Return the logits (words, LABELS) of each chunk."""
        scores = {}
        for batch in make_batches(chunks):
            logits = self._run([chunks[number] for number in batch])
            for number, rows in zip(batch, logits, strict=True):
                scores[number] = rows[chunks[number].firsts]
        return [scores[number] for number in range(len(chunks))]

    def _run(self, chunks: Sequence[Chunk]) -> Scores:
        (logits,) = self._session.run(["logits"], stack_chunks(chunks))
        scores: Scores = logits
        return scores


def take_windows(portions: Iterable[Portion]) -> Iterator[list[Portion]]:
    """Return the portions in lists of about WINDOW_CHUNKS chunks; a portion stays whole."""
    window: list[Portion] = []
    held = 0
    for portion in portions:
        window.append(portion)
        held += len(portion[1])
        if held >= WINDOW_CHUNKS:
            yield window
            window, held = [], 0
    if window:
        yield window


def make_batches(chunks: Sequence[Chunk]) -> list[list[int]]:
    """Return batches of chunk numbers, of about one length, BATCH_PIECES with padding at most."""
    batches: list[list[int]] = []
    longest = 0
    for number in sorted(range(len(chunks)), key=lambda number: -len(chunks[number].ids)):
        length = len(chunks[number].ids)
        full = not batches or (len(batches[-1]) + 1) * longest > BATCH_PIECES
        if full or length < SHORTEST_SHARE * longest:
            batches.append([])
            longest = length
        batches[-1].append(number)
    return batches


def stack_chunks(chunks: Sequence[Chunk]) -> dict[str, NDArray[np.int64]]:
    """Return the encoder's inputs (rows, pieces), padded at the end."""
    width = max(len(chunk.ids) for chunk in chunks)
    ids, cases, mask = np.zeros((3, len(chunks), width), np.int64)
    for row, chunk in enumerate(chunks):
        length = len(chunk.ids)
        ids[row, :length] = chunk.ids
        cases[row, :length] = chunk.cases
        mask[row, :length] = 1
    return {"ids": ids, "cases": cases, "mask": mask}
