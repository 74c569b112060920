"""What changed between two texts, in words: paragraphs are matched first, then words inside."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from storage.words import WORD

_TOKEN = re.compile(rf"{WORD.pattern}|\s+|[^\w\s]")


class Mark(StrEnum):
    """What became of a piece of text."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text and what became of it."""

    mark: Mark
    text: str


@dataclass(frozen=True, slots=True)
class Block:
    """Paragraphs that stay as they are, or that changed, as pieces in reading order."""

    changed: bool
    pieces: tuple[Piece, ...]

    @property
    def paragraphs(self) -> int:
        """How many paragraphs it holds."""
        return sum(piece.text.count("\n") for piece in self.pieces) + 1


def diff_texts(old: str, new: str) -> list[Block]:
    """Both texts as one sequence of blocks; joined by line feeds, the pieces give either back."""
    before, after = _paragraphs(old), _paragraphs(new)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    blocks = []
    for tag, start, end, new_start, new_end in matcher.get_opcodes():
        if tag == "equal":
            pieces = [Piece(Mark.SAME, "\n".join(before[start:end]))]
        else:
            gone, come = "\n".join(before[start:end]), "\n".join(after[new_start:new_end])
            pieces = diff_words(gone, come)
        blocks.append(Block(tag != "equal", tuple(pieces)))
    return blocks


def diff_words(old: str, new: str) -> list[Piece]:
    """The words of two stretches of text: what stayed, what went, what came."""
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    found: list[Piece] = []
    for tag, start, end, new_start, new_end in matcher.get_opcodes():
        if tag == "equal":
            found.append(Piece(Mark.SAME, "".join(before[start:end])))
            continue
        found += _pieces(Mark.REMOVED, before[start:end])
        found += _pieces(Mark.ADDED, after[new_start:new_end])
    return _without_crumbs(found)


def _pieces(mark: Mark, tokens: Sequence[str]) -> Iterator[Piece]:
    if tokens:
        yield Piece(mark, "".join(tokens))


def _without_crumbs(pieces: Sequence[Piece]) -> list[Piece]:
    """Space alone between two changes changes with them; else a new sentence reads as confetti."""
    removed, added, calm = "", "", list[Piece]()
    for place, piece in enumerate(pieces):
        between = 0 < place < len(pieces) - 1 and bool(removed or added)
        if piece.mark is Mark.SAME and not (between and not piece.text.strip(" ")):
            calm += [*_pieces(Mark.REMOVED, [removed]), *_pieces(Mark.ADDED, [added]), piece]
            removed = added = ""
        else:
            removed += piece.text if piece.mark is not Mark.ADDED else ""
            added += piece.text if piece.mark is not Mark.REMOVED else ""
    calm += [*_pieces(Mark.REMOVED, [removed]), *_pieces(Mark.ADDED, [added])]
    return [piece for piece in calm if piece.text]


def _paragraphs(text: str) -> list[str]:
    return text.split("\n") if text else []
