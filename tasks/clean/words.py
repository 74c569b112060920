"""Words of any script, and what two texts share of them."""

import re
import unicodedata
from collections.abc import Set
from functools import lru_cache

MARKS = "".join(
    char
    for char in map(chr, range(0x300, 0x1B00))  # of scripts in which a word is written with them
    if unicodedata.category(char) in ("Mn", "Mc")
)
"""Signs of vowels and tones, and accents: parts of words, which Python's ``\\w`` does not know."""
WORD = re.compile(rf"[\w{MARKS}]+")
CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
SEA = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
STEM = 5  # letters compared: enough for inflection in the languages seen


CACHED = 8_192  # lines; a page asks for each of its lines several times


@lru_cache(maxsize=CACHED)
def count_words(text: str) -> int:
    """How many words; scripts without spaces count about one word in two characters."""
    count = text.count(" ") + 1
    if count <= 3 and not WORD.search(text):
        return 0
    if text.isascii():
        return count
    if cjk := len(CJK.findall(text)):
        return count + cjk // 2
    return count + (len(SEA.findall(text)) // 4 if count < len(text) / 12 else 0)


def is_unspaced(text: str) -> bool:
    """Whether most of a text is in a script whose words stand together."""
    return not text.isascii() and 2 * len(CJK.findall(text)) > len(text)


def stems(text: str) -> set[str]:
    """The content stems of a text: words of four letters on, acronyms, pairs of CJK characters."""
    return stems_of(set(WORD.findall(text)))


def stems_of(words: Set[str]) -> set[str]:
    """The content stems of different words."""
    pairs = {word for word in words if not word.isascii() and CJK.search(word)}
    found = {
        word[:STEM].casefold()
        for word in words - pairs
        if (len(word) > 3 and not word.isdigit()) or (1 < len(word) <= 3 and word.isupper())
    }
    return found | {word[at : at + 2].casefold() for word in pairs for at in range(len(word) - 1)}


@lru_cache(maxsize=CACHED)
def fold(line: str) -> str:
    """A line as it is compared with others: words only, case and spacing aside."""
    return " ".join(WORD.findall(line)).casefold()
