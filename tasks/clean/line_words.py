"""The words of a dump's lines, each different one looked up once.

A page has some two thousand words, a third of them different. So words are numbered, what is known
of a word is an array over the numbers, and sums over lines are sums of arrays.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import count, repeat

import numpy as np
import numpy.typing as npt

from tasks.clean.glyphs import Bools, Ints
from tasks.clean.line_facts import HEAD_CHARS, LineFacts
from tasks.clean.sign_words import KIND_ROWS
from tasks.clean.tokens import Floats, Tokens, read_tokens

CORE_WORDS = 15  # words of a line from which the page's own vocabulary is taken


@dataclass(frozen=True, slots=True)
class LineWords:
    """The words of the heads of all lines, then those of whole core lines that are longer."""

    tokens: Tokens
    vocabulary: dict[str, int]
    numbers: Ints  # of every word
    lines: Ints  # in which every word stands
    count: int  # of lines
    core: Bools  # which words make up the core lines

    def totals(self, known: npt.NDArray[np.generic]) -> Floats:
        """The sums of what is known of each different word, for the head of every line."""
        return self.tokens.totals(known[self.numbers])[: self.count]

    def told(self, tell: Callable[[str], object]) -> Bools:
        """What a function says of each different word."""
        return np.fromiter(map(tell, self.vocabulary), np.bool_, len(self.vocabulary))

    def kinds(self) -> Floats:
        """How many words of each kind each line has: (lines, kinds)."""
        rows = map(KIND_ROWS.get, self.vocabulary, repeat(0))
        known = np.fromiter(rows, np.intp, len(self.vocabulary))
        return self.tokens.kind_totals(known[self.numbers])[: self.count]

    def spread(self) -> Ints:
        """In how many core lines each different word stands."""
        size = len(self.vocabulary)
        pairs = distinct(self.lines[self.core] * size + self.numbers[self.core])
        return np.bincount(pairs % size, minlength=size)

    def shared(self, words: Iterable[str]) -> Ints:
        """How many of these words stand in the head of each line."""
        numbers = [self.vocabulary[word] for word in words if word in self.vocabulary]
        member = np.zeros(len(self.vocabulary), np.bool_)
        member[numbers] = True
        found = np.flatnonzero(member[self.numbers[: self.tokens.starts[self.count]]])
        pairs = distinct(self.lines[found] * len(member) + self.numbers[found])
        return np.bincount(pairs // len(member), minlength=self.count)


def read_line_words(facts: LineFacts) -> LineWords:
    """The words of the lines of a dump, in lower case."""
    lengths, total = facts.glyphs.lengths(), len(facts.lines)
    in_core = facts.words >= CORE_WORDS
    longer = np.flatnonzero(in_core & (lengths > HEAD_CHARS))
    tokens = read_tokens([*facts.heads, *(facts.lines[at].lower() for at in longer.tolist())])
    vocabulary: defaultdict[str, int] = defaultdict(
        count().__next__
    )  # the next number for a new word
    numbers = np.fromiter(map(vocabulary.__getitem__, tokens.words), np.intp, len(tokens.words))
    whole = np.concatenate((in_core & (lengths <= HEAD_CHARS), np.ones(len(longer), np.bool_)))
    lines = np.concatenate((np.arange(total), longer))
    counts = tokens.counts()
    return LineWords(
        tokens=tokens,
        vocabulary=vocabulary,
        numbers=numbers,
        lines=np.repeat(lines, counts),
        count=total,
        core=np.repeat(whole, counts),
    )


def distinct(values: Ints) -> Ints:
    """Each value once, in order; for a page's words this takes a third of ``np.unique``."""
    ordered = np.sort(values)
    return ordered[np.append(True, ordered[1:] != ordered[:-1])] if len(ordered) else ordered
