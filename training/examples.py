"""Documents to labelled chunks, and chunks to batches of about one length."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from tasks.enrich.tagger.labels import INDEX, OUTSIDE, is_inside
from tasks.enrich.tagger.pieces import Chunk, WordPieces, pack_text
from tasks.enrich.tagger.words import LOWER, OTHER, TITLE, UPPER
from training.corpora import Document
from training.lexicons import Lexicon
from training.swap import swap_names

PACKINGS = (40, 96, 128, 160)
SWAPPED_SHARE = 0.6  # of the documents, added to an epoch with other names
TWEET_SHARE = 0.35  # of wnut17, which is noisy and not news
TWICE = ("wikigold.train", "re3d.train")  # small, and nearest to what is asked for
HIDDEN_CHUNKS = 0.4  # of the chunks lose words, so that the words around a name count
HIDDEN_NAMES, HIDDEN_WORDS = 0.2, 0.04  # of the spans and of the words of such a chunk
MASK = 103  # [MASK] of the base model's vocabulary
RECASED = {LOWER: 0.06, UPPER: 0.05, TITLE: 0.03}  # of the chunks: as if in lower case, ...
EMPTY_SHARE = 0.5  # of the chunks without a span in a corpus without misc


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A chunk with the label column of each word."""

    chunk: Chunk
    columns: list[int]
    has_misc: bool
    corpus: str


def draw_epoch(
    documents: Sequence[Document], lexicon: Lexicon, pieces: WordPieces, draw: random.Random
) -> list[Example]:
    """Return the examples of one epoch: the documents, and some of them with other names."""
    chosen = [d for d in documents if d.corpus != "wnut17.train" or draw.random() < TWEET_SHARE]
    chosen += [d for d in documents if d.corpus in TWICE]
    swapped = draw.sample(chosen, int(len(chosen) * SWAPPED_SHARE))
    chosen += [swap_names(document, lexicon, draw) for document in swapped]
    examples = [
        hide(recase(example, draw), draw)
        for document in chosen
        for example in label_document(document, pieces, draw.choice(PACKINGS))
    ]
    return [e for e in examples if e.has_misc or any(e.columns) or draw.random() < EMPTY_SHARE]


def label_document(document: Document, pieces: WordPieces, limit: int) -> Iterator[Example]:
    """Return the chunks of a document with their label columns."""
    for chunk in pack_text(document.text, pieces, limit):
        columns = label_words(chunk.words, document.spans)
        yield Example(
            chunk=chunk, columns=columns, has_misc=document.has_misc, corpus=document.corpus
        )


def label_words(
    words: Sequence[tuple[int, int]], spans: Sequence[tuple[int, int, str]]
) -> list[int]:
    """Return the label column of each word; a word that a span cuts is outside."""
    columns = [OUTSIDE] * len(words)
    for start, end, kind in spans:
        part = "B"
        for number, (first, last) in enumerate(words):
            if start <= first and last <= end:
                columns[number] = INDEX[f"{part}-{kind}"]
                part = "I"
    return columns


def recase(example: Example, draw: random.Random) -> Example:
    """Return the example, now and then as if written all in one case.

    The pieces are uncased, so only the case codes change.
    """
    (case,) = draw.choices([None, *RECASED], [1 - sum(RECASED.values()), *RECASED.values()])
    if case is None:
        return example
    cases = [code if code == OTHER else case for code in example.chunk.cases]
    return replace(example, chunk=replace(example.chunk, cases=cases))


def hide(example: Example, draw: random.Random) -> Example:
    """Return the example, now and then with names and words replaced by MASK."""
    if draw.random() > HIDDEN_CHUNKS:
        return example
    chunk, hidden, name = example.chunk, set(), False
    for number, column in enumerate(example.columns):
        if not is_inside(column):
            name = column != OUTSIDE and draw.random() < HIDDEN_NAMES
        if name or draw.random() < HIDDEN_WORDS:
            hidden.add(number)
    ends = [*chunk.firsts[1:], len(chunk.ids) - 1]
    ids = list(chunk.ids)
    for number in hidden:
        for place in range(chunk.firsts[number], ends[number]):
            ids[place] = MASK
    return replace(example, chunk=replace(chunk, ids=ids))


def make_batches(examples: Sequence[Example], most_pieces: int) -> list[list[Example]]:
    """Return the examples in batches of one length each and `most_pieces` at most."""
    batches: list[list[Example]] = []
    for example in sorted(examples, key=lambda example: len(example.chunk.ids)):
        length = len(example.chunk.ids)
        if not batches or (len(batches[-1]) + 1) * length > most_pieces:
            batches.append([])
        batches[-1].append(example)
    return batches


def stack_chunks(chunks: Sequence[Chunk]) -> tuple[Tensor, Tensor, Tensor]:
    """Return ids, case codes and mask (rows, pieces)."""
    width = max(len(chunk.ids) for chunk in chunks)
    ids, cases, mask = torch.zeros(3, len(chunks), width, dtype=torch.long)
    for row, chunk in enumerate(chunks):
        length = len(chunk.ids)
        ids[row, :length] = torch.tensor(chunk.ids)
        cases[row, :length] = torch.tensor(chunk.cases)
        mask[row, :length] = 1
    return ids, cases, mask
