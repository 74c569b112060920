"""The statistical tagger: a small transformer in int8, run by onnxruntime.

texts -> pack_text (chunks of pieces) -> make_batches -> session -> decode_spans -> spans
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import islice
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from tasks.enrich.spans import Span
from tasks.enrich.tagger.decode import Scores, decode_spans
from tasks.enrich.tagger.pieces import Chunk, load_tokenizer, pack_text

BATCH_PIECES = 512  # more fall out of the cache: 1,024 was no faster, in twice the memory
WINDOW_CHUNKS = 64  # sorted by length together; bounds what is in memory at once
SHORTEST_SHARE = 0.8  # a chunk much shorter than the longest would be mostly padding

Owned = tuple[int, Chunk]


class EncoderTagger:
    """Loads its weights when first used, so that its name and version cost nothing."""

    languages = frozenset({"en"})

    def __init__(
        self, *, name: str, version: str, weights: Path, tokenizer: Path, threads: int = 1
    ) -> None:
        self.name = name
        self.version = version
        self._weights = weights
        self._tokenizer_path = tokenizer
        self._threads = threads

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        return load_tokenizer(self._tokenizer_path)

    @cached_property
    def _session(self) -> onnxruntime.InferenceSession:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = self._threads
        options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = False
        options.log_severity_level = 3
        return onnxruntime.InferenceSession(
            str(self._weights), options, providers=["CPUExecutionProvider"]
        )

    def tag(self, texts: Sequence[str]) -> list[list[Span]]:
        """Return each text's spans: in order, apart, none across a line break."""
        found: list[list[Span]] = [[] for _ in texts]
        for window in take_windows(self._pack(texts)):
            for batch in make_batches(window):
                logits = self._run([chunk for _, chunk in batch])
                for (owner, chunk), rows in zip(batch, logits, strict=True):
                    found[owner] += decode_spans(chunk.words, chunk.opens, rows[chunk.firsts])
        return [sorted(spans, key=lambda span: span.start) for spans in found]

    def _pack(self, texts: Sequence[str]) -> Iterator[Owned]:
        for owner, text in enumerate(texts):
            for chunk in pack_text(text, self._tokenizer):
                yield owner, chunk

    def _run(self, chunks: Sequence[Chunk]) -> Scores:
        (logits,) = self._session.run(["logits"], stack_chunks(chunks))
        scores: Scores = logits
        return scores


def take_windows(chunks: Iterable[Owned]) -> Iterator[list[Owned]]:
    """Return the chunks in lists of WINDOW_CHUNKS at most."""
    source = iter(chunks)
    while window := list(islice(source, WINDOW_CHUNKS)):
        yield window


def make_batches(window: Iterable[Owned]) -> list[list[Owned]]:
    """Return batches of about one length, of BATCH_PIECES with padding at most."""
    batches: list[list[Owned]] = []
    longest = 0
    for owner, chunk in sorted(window, key=lambda owned: -len(owned[1].ids)):
        length = len(chunk.ids)
        full = not batches or (len(batches[-1]) + 1) * longest > BATCH_PIECES
        if full or length < SHORTEST_SHARE * longest:
            batches.append([])
            longest = length
        batches[-1].append((owner, chunk))
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
