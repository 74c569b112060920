"""The characters of many lines at once, as an array: what is counted is not read one by one.

Each character has the bits of its classes, from a table over all of Unicode that is made once. A
count of one class in every line of a dump then costs a few microseconds.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from tasks.clean.sentences import CLOSERS, STOPS
from tasks.clean.words import MARKS

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Classes = npt.NDArray[np.uint16]

WORD, SPACE, UPPER, LOWER, DIGIT, CJK, SEA, MARK, QUOTE, BAR, STOP, CLOSER, COLON, COMMA = (
    1 << bit for bit in range(14)
)
_LISTED = {
    MARK: ".!?。！？",
    QUOTE: '"“„«',
    BAR: "|/·•",
    STOP: "".join(STOPS),
    CLOSER: "".join(CLOSERS),
    COLON: ":：",
    COMMA: ",;-–、，",
}
_RANGES = {
    CJK: ((0x3040, 0x30FF), (0x3400, 0x9FFF), (0xAC00, 0xD7AF)),
    SEA: ((0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF)),
}
_UNICODE = 0x110000
_ASSIGNED = 0x40000  # no character from here on is a letter, a digit or a space
_BLANK, _FEED = ord(" "), ord("\n")


@dataclass(frozen=True, slots=True)
class Glyphs:
    """The characters of some lines, none empty, each line followed by a line feed."""

    codes: npt.NDArray[np.uint32]
    classes: Classes
    starts: Ints  # of each line
    ends: Ints  # of each line: where its line feed stands

    def has(self, kinds: int) -> Bools:
        """Which characters are of one of these classes."""
        chosen: Bools = (self.classes & np.uint16(kinds)) != 0
        return chosen

    def count(self, chosen: Bools) -> Ints:
        """How many of the chosen characters each line has."""
        result: Ints = np.add.reduceat(chosen, self.starts, dtype=np.int64)
        return result

    def firsts(self) -> Classes:
        """The classes of each line's first character."""
        return self.classes[self.starts]

    def lasts(self) -> Classes:
        """The classes of each line's last character."""
        return self.classes[self.ends - 1]

    def lengths(self) -> Ints:
        """How many characters each line has."""
        return self.ends - self.starts

    def offsets(self) -> Ints:
        """Where in its line each character stands."""
        return np.arange(len(self.codes)) - np.repeat(self.starts, self.lengths() + 1)

    def spaces(self) -> Bools:
        """Which characters are the common space."""
        spaces: Bools = self.codes == _BLANK
        return spaces

    def lowered(self) -> npt.NDArray[np.uint32]:
        """The characters in lower case, one for one."""
        return _lower_case().take(self.codes)

    def begins(self, chosen: Bools) -> Bools:
        """Which of the chosen characters stand after one that is not chosen."""
        found = chosen.copy()
        found[1:] &= ~chosen[:-1]
        return found

    def text_of(self, chosen: Bools) -> str:
        """The text with a blank for every character that is not chosen."""
        blanked = np.where(chosen, self.codes, np.uint32(_BLANK))
        return blanked.tobytes().decode("utf-32-le", "surrogatepass")


def read_glyphs(lines: Sequence[str]) -> Glyphs:
    """The characters of lines, none empty and none with a line feed."""
    return glyphs_of("\n".join(lines) + "\n")


def glyphs_of(text: str) -> Glyphs:
    """The characters of a text whose lines all end in a line feed."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    ends = np.flatnonzero(codes == _FEED)
    starts = np.concatenate(([0], ends[:-1] + 1))
    return Glyphs(codes, _table().take(codes), starts, ends)


@lru_cache(maxsize=1)
def _table() -> Classes:
    """The classes of every character, as Python's ``str`` and ``re`` tell them."""
    chars = np.arange(_ASSIGNED, dtype=np.uint32).view("<U1")
    table = np.zeros(_UNICODE, np.uint16)
    told = {
        WORD: np.char.isalnum(chars),
        SPACE: np.char.isspace(chars),
        UPPER: np.char.isupper(chars),
        LOWER: np.char.islower(chars),
        DIGIT: np.char.isdigit(chars),
    }
    for bit, members in told.items():
        table[:_ASSIGNED][members] |= bit
    table[[ord(char) for char in ("_", *MARKS)]] |= WORD
    for bit, listed in _LISTED.items():
        table[[ord(char) for char in listed]] |= bit
    for bit, ranges in _RANGES.items():
        for first, last in ranges:
            table[first : last + 1] |= bit
    return table


@lru_cache(maxsize=1)
def _lower_case() -> npt.NDArray[np.uint32]:
    """Every character in lower case, where that is one character too."""
    table = np.arange(_UNICODE, dtype=np.uint32)
    upper = np.flatnonzero(_table() & UPPER).tolist()
    lowered = [(code, chr(code).lower()) for code in upper]
    codes = [(code, ord(lower)) for code, lower in lowered if len(lower) == 1]
    table[[code for code, _ in codes]] = [lower for _, lower in codes]
    return table
