"""The place in a text where searched words stand, cut to a few lines, with the words' offsets."""

import re

OPEN, CLOSE = "\x02", "\x03"
"""Around found words in what the databases send back; no article holds these."""

AROUND = 70
"""Characters kept on each side of a found word where a text must be cut."""

LONGEST = 260
"""Characters of a snippet: three lines. Databases count tokens, and an unspaced script has few."""


def around(text: str, word: str) -> str:
    """A text cut around the first place of a word, which is marked."""
    at = max(0, text.find(word))
    end = at + len(word)
    return _cut(f"{text[:at]}{OPEN}{text[at:end]}{CLOSE}{text[end:]}")


def unmarked(text: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """A marked text, cut where it is long, without its marks; and where they were."""
    plain, start = "", 0
    marks: list[tuple[int, int]] = []
    for part in re.split(f"([{OPEN}{CLOSE}])", _cut(text)):
        if part == OPEN:
            start = len(plain)
        elif part == CLOSE:
            marks.append((start, len(plain)))
        else:
            plain += part
    return plain, tuple(marks)


def _cut(text: str) -> str:
    if len(text) <= LONGEST:
        return text
    at = max(0, text.find(OPEN))
    start = at - AROUND if at > LONGEST - AROUND else 0
    end = max(start + LONGEST - AROUND, text.find(CLOSE, at) + 1)
    cut = text[start:end]
    closed = cut if cut.count(OPEN) == cut.count(CLOSE) else cut + CLOSE
    return f"{'…' if start else ''}{closed}{'…' if end < len(text) else ''}"
