"""What counts as a word, in every script: the same for lengths, edits and diffs."""

import re

# Thai, Lao, Burmese, Khmer, kana, Han: written without spaces, and counted by the character.
UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
WORD = re.compile(rf"[{UNSPACED}]|[^\W{UNSPACED}]+(?:[.,:]\d+)*")
_UNSPACED = re.compile(f"[{UNSPACED}]")


def words_of(text: str) -> list[str]:
    """The words of a text in reading order, a number with its fraction being one.

    Marks that follow a Thai or Burmese consonant count by themselves: lengths in those scripts are
    longer than a reader would say.
    """
    return WORD.findall(text)


def count_words(text: str) -> int:
    """How many words: what white space parts, and each character of a script without spaces."""
    if text.isascii() or not _UNSPACED.search(text):
        return len(text.split())
    return len(words_of(text))
