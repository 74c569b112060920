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

    def add(self, word: tuple[int, int], pieces: Sequence[int], case: int, *, opens: bool) -> None:
        """Append one word with its pieces."""
        self.words.append(word)
        self.firsts.append(len(self.ids))
        self.opens.append(opens)
        self.ids.extend(pieces)
        self.cases.extend([case] * len(pieces))

    def close(self) -> "Chunk":
        """Return the chunk with its end piece."""
        self.ids.append(END)
        self.cases.append(OTHER)
        return self


def load_tokenizer(path: Path) -> Tokenizer:
    """Return the WordPiece tokenizer of a `tokenizer.json`, without truncation or padding."""
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def pack_text(text: str, tokenizer: Tokenizer, limit: int = PACKED_PIECES) -> Iterator[Chunk]:
    """Return the chunks of a text, each of at most `limit` pieces where its sentences allow."""
    text = replace_surrogates(text)
    chunk = Chunk()
    for sentence, pieces in encode_sentences(text, tokenizer):
        if chunk.words and len(chunk.ids) + sum(map(len, pieces)) + 1 > limit:
            yield chunk.close()
            chunk = Chunk()
        for number, (word, ids) in enumerate(zip(sentence.words, pieces, strict=True)):
            if len(chunk.ids) + len(ids) + 1 > LONGEST_CHUNK:
                yield chunk.close()
                chunk = Chunk()
            opens = sentence.opens_line and number == 0
            chunk.add(word, ids, code_case(text[slice(*word)]), opens=opens)
    if chunk.words:
        yield chunk.close()


def encode_sentences(text: str, tokenizer: Tokenizer) -> Iterator[tuple[Sentence, list[list[int]]]]:
    """Return each sentence with the piece ids of its words, one to PIECES_A_WORD a word."""
    for sentences in in_groups(find_sentences(text), SENTENCES_AT_ONCE):
        words = [text[start:end] for sentence in sentences for start, end in sentence.words]
        pieces = iter(encode_words(words, tokenizer))
        for sentence in sentences:
            yield sentence, list(islice(pieces, len(sentence.words)))


def encode_words(words: Sequence[str], tokenizer: Tokenizer) -> list[list[int]]:
    """Return the piece ids of each word; a word the vocabulary has no piece for is UNKNOWN."""
    encoding = tokenizer.encode(list(words), is_pretokenized=True, add_special_tokens=False)
    pieces: list[list[int]] = [[] for _ in words]
    for piece, word in zip(encoding.ids, encoding.word_ids, strict=True):
        if word is not None and len(pieces[word]) < PIECES_A_WORD:
            pieces[word].append(piece)
    return [ids or [UNKNOWN] for ids in pieces]


def in_groups(sentences: Iterable[Sentence], size: int) -> Iterator[list[Sentence]]:
    """Return the sentences in lists of at most `size`."""
    source = iter(sentences)
    while group := list(islice(source, size)):
        yield group
