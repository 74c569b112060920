"""Text to lines, sentences and words, each with its characters.

find_sentences -> Sentence(words, line) -> the pieces the encoder reads (pieces.py)

A line break always ends a sentence, so a span built from words of one line never crosses one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

LINE = re.compile("[^\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]+")

# A full stop after an initial or a title does not end a sentence ("J. Smith", "Mr. Smith").
SENTENCE_BREAK = re.compile(
    r"(?<=[.!?])(?<!\b[A-Z]\.)(?<!\bMr\.)(?<!\bMs\.)(?<!\bDr\.)(?<!\bSt\.)(?<!\bMrs\.)"
    r"""["”’)]*\s+(?=["“‘(]*[A-Z0-9])"""
)

# The same words as in training: change this and the shipped weights no longer fit.
WORD = re.compile(
    r"[A-Za-zÀ-ɏ]\.(?:[A-Za-zÀ-ɏ]\.)+"  # U.S.
    r"|(?:Mr|Mrs|Ms|Dr|Jr|Sr|St|Prof|Gen|Sen|Rep|Gov|Lt|Col|Sgt|Capt|Inc|Corp|Co|Ltd|No|vs)\."
    r"|[^\W\d_]+(?=n['’]t\b)|n['’]t\b"  # do | n't
    r"|['’](?:s|re|ve|ll|d|m)\b"  # a possessive stays outside the name before it
    r"|[^\W\d_]+(?:['’](?!s\b|re\b|ve\b|ll\b|d\b|m\b)[^\W\d_]+)*"  # O'Brien
    r"|\d+(?:[.,:]\d+)*"
    r"|\S"
)

MOST_WORDS = 500  # a table or a listing without a full stop is cut here

LATIN_LETTER = re.compile("[A-Za-zÀ-ɏ]")
SURROGATE = re.compile("[\ud800-\udfff]")

# Case codes: the base model is uncased, so each word tells its shape beside its pieces.
LOWER, TITLE, UPPER, MIXED, INITIAL, OTHER = range(6)
CASE_CODES = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """Words as half-open character ranges of the whole text."""

    words: tuple[tuple[int, int], ...]
    opens_line: bool


def replace_surrogates(text: str) -> str:
    """Return the text with each lone surrogate, which UTF-8 has no bytes for, as U+FFFD."""
    return SURROGATE.sub("\ufffd", text)


def find_sentences(text: str) -> Iterator[Sentence]:
    """Return the sentences that hold a Latin letter, in order of appearance.

    The others (emoji, ideographs, rulers) cannot hold a name this tagger was taught.
    """
    for line in LINE.finditer(text):
        opens_line = True
        for start, end in split_line(text, line.start(), line.end()):
            if LATIN_LETTER.search(text, start, end):
                for words in find_words(text, start, end):
                    yield Sentence(words=words, opens_line=opens_line)
                    opens_line = False


def find_words(text: str, start: int, end: int) -> Iterator[tuple[tuple[int, int], ...]]:
    """Return the words of a sentence, MOST_WORDS at a time."""
    words = (match.span() for match in WORD.finditer(text, start, end))
    while group := tuple(islice(words, MOST_WORDS)):
        yield group


def split_line(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Return the sentences of one line as half-open character ranges."""
    for match in SENTENCE_BREAK.finditer(text, start, end):
        yield start, match.start()
        start = match.end()
    yield start, end


def code_case(word: str) -> int:
    """Return the case code of a word, one of CASE_CODES values."""
    if not word[:1].isalpha():
        return OTHER
    if word.islower():
        return LOWER
    if len(word) == 1:
        return INITIAL
    if word.isupper():
        return UPPER
    if word[0].isupper() and word[1:].islower():
        return TITLE
    return MIXED
