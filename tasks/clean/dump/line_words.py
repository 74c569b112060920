"""What a dump's lines share: with its long lines, which hold the page's own words, and with its
first line."""

import numpy as np

from tasks.clean.dump.line_facts import LineFacts
from tasks.clean.dump.word_numbers import Words, count_distinct, look_up
from tasks.clean.glyphs import Ints
from tasks.clean.tokens import Floats

CORE_WORDS = 15  # words of a line from which the page's own vocabulary is taken
CORE_LETTERS = 4  # of such a word


def spread(facts: LineFacts, heads: Words, asked: Ints) -> Ints:
    """In how many core lines each of the words that are asked for stands."""
    words = facts.vocabulary
    core = (facts.words >= CORE_WORDS)[words.texts] & (words.lengths >= CORE_LETTERS)
    known, counts = count_distinct(words.numbers[core], words.texts[core])
    return look_up(heads.numbers[asked], known, counts)


def shared(facts: LineFacts, heads: Words, asked: Ints, lines: Ints) -> Floats:
    """How much of the first line's longer words each line holds, given the words that are asked
    for and in which line each stands."""
    first = slice(facts.vocabulary.starts[1])
    title = facts.vocabulary.numbers[first][facts.vocabulary.lengths[first] >= CORE_LETTERS]
    title = np.unique(title)
    at, word = np.nonzero(heads.numbers[asked][:, None] == title)
    held = np.zeros((len(facts.lines), len(title)), np.bool_)
    held[lines[at], word] = True
    result: Floats = held.sum(axis=1) / max(1, len(title))
    return result
