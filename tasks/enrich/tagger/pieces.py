"""Sentences to chunks: runs of consecutive sentences, packed to a number of word pieces."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from tokenizers import Tokenizer

from tasks.enrich.tagger.words import OTHER, Sentence, code_case, find_sentences, replace_surrogates

START, END, UNKNOWN = 101, 102, 100  # [CLS], [SEP], [UNK] of the base model's vocabulary

PACKED_PIECES = 128
LONGEST_CHUNK = 250  # one endless sentence is cut here; the base model knows 512 positions
PIECES_A_WORD = 12  # a word of more pieces is no name; what follows its twelfth is not read
SENTENCES_AT_ONCE = 100  # bounds the memory of a text of several megabytes
REMEMBERED = 500_000  # characters of words; a newsroom's vocabulary of some 60,000 words


@dataclass(slots=True, kw_only=True)
class Chunk:
    """What the encoder reads in one row, and where its words came from.

    words: half-open character ranges; firsts: each word's first piece; opens: whether a word
    opens a line; ids and cases: one value a piece, with the two frame pieces.
    """

    words: list[tuple[int, int]] = field(default_factory=list)
    firsts: list[int] = field(default_factory=list)
    opens: list[bool] = field(default_factory=list)
    ids: list[int] = field(default_factory=lambda: [START])
    cases: list[int] = field(default_factory=lambda: [OTHER])

    def add(self, word: tuple[int, int], known: "Word", *, opens: bool) -> None:
        """Append one word with its pieces."""
        ids, cases = known
        self.words.append(word)
        self.firsts.append(len(self.ids))
        self.opens.append(opens)
        self.ids += ids
        self.cases += cases

    def close(self) -> "Chunk":
        """Return the chunk with its end piece."""
        self.ids.append(END)
        self.cases.append(OTHER)
        return self


Word = tuple[list[int], list[int]]
"""A word's piece ids, one to PIECES_A_WORD, and its case code once a piece."""


class WordPieces:
    """WordPiece by word; most words of a text were met before, and are not cut again."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        self._known: dict[str, Word] = {}
        self._held = 0

    def of(self, words: Sequence[str]) -> list[Word]:
        """Return each word's pieces; a word the vocabulary has no piece for is UNKNOWN."""
        if self._held > REMEMBERED:
            self._known, self._held = {}, 0
        fresh = [word for word in dict.fromkeys(words) if word not in self._known]
        if fresh:
            self._known.update(zip(fresh, self._cut(fresh), strict=True))
            self._held += sum(map(len, fresh))
        return [self._known[word] for word in words]

    def _cut(self, words: Sequence[str]) -> Iterator[Word]:
        encoding = self._tokenizer.encode(words, is_pretokenized=True, add_special_tokens=False)
        pieces: list[list[int]] = [[] for _ in words]
        for piece, number in zip(encoding.ids, encoding.word_ids, strict=True):
            if number is not None and len(pieces[number]) < PIECES_A_WORD:
                pieces[number].append(piece)
        for word, ids in zip(words, pieces, strict=True):
            ids = ids or [UNKNOWN]
            yield ids, [code_case(word)] * len(ids)


def load_pieces(path: Path) -> WordPieces:
    """Return the word pieces of a `tokenizer.json`, without truncation or padding."""
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return WordPieces(tokenizer)


def pack_text(text: str, pieces: WordPieces, limit: int = PACKED_PIECES) -> Iterator[Chunk]:
    """Return the chunks of a text, each of at most `limit` pieces where its sentences allow."""
    text = replace_surrogates(text)
    chunk = Chunk()
    for sentence, words in cut_sentences(text, pieces):
        if chunk.words and len(chunk.ids) + sum(len(ids) for ids, _ in words) + 1 > limit:
            yield chunk.close()
            chunk = Chunk()
        opens = sentence.opens_line
        for place, word in zip(sentence.words, words, strict=True):
            if len(chunk.ids) + len(word[0]) + 1 > LONGEST_CHUNK:
                yield chunk.close()
                chunk = Chunk()
            chunk.add(place, word, opens=opens)
            opens = False
    if chunk.words:
        yield chunk.close()


def cut_sentences(text: str, pieces: WordPieces) -> Iterator[tuple[Sentence, list[Word]]]:
    """Return each sentence with the pieces of its words."""
    for sentences in in_groups(find_sentences(text), SENTENCES_AT_ONCE):
        words = [text[start:end] for sentence in sentences for start, end in sentence.words]
        found = iter(pieces.of(words))
        for sentence in sentences:
            yield sentence, list(islice(found, len(sentence.words)))


def in_groups(sentences: Iterable[Sentence], size: int) -> Iterator[list[Sentence]]:
    """Return the sentences in lists of at most `size`."""
    source = iter(sentences)
    while group := list(islice(source, size)):
        yield group
