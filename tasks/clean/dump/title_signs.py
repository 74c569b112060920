"""What the title-like lines above a dump's body show, as numbers: which of them is the headline?

A dump has no element that says so. A headline stands near its body, says what the body says, often
has its stamp or byline behind it, and may stand there twice; a caption, a standfirst and a teaser
share some of that. The order of :data:`SIGNS` is the order of the model's columns.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log1p
from typing import Any

import numpy as np
import numpy.typing as npt

from tasks.clean.dump.line_facts import LineFacts
from tasks.clean.dump.word_numbers import Numbers, holds
from tasks.clean.glyphs import Bools, Ints
from tasks.clean.sentences import ends_sentence
from tasks.clean.sign_words import FURNITURE_WORDS, ORIGIN_WORDS
from tasks.clean.words import WORD

_SIGN_NAMES = """
titles_behind first_of_titles shared shared_lead stems shared_most shared_behind
twice part_of_other holds_other
words chars longest long_behind
stamp_after byline_after stamp_between byline_between stamp_before
sentence capitals upper digits bar colon asks opens_quoted bracket furniture origin
words_before words_after sentence_after
lines_to_body at_top in_body
"""
SIGNS = tuple(_SIGN_NAMES.split())
SHARED = SIGNS.index("shared")
LEAD_LINES = 3  # of the body, of which a headline speaks most
NEAR = 3  # lines behind a headline in which its stamp or byline stands
LONG_WORDS = 12
MIN_HELD = 12  # letters; a shorter title is part of many lines
TOP = 3
BARS = ("|", " - ", " – ")
Column = Sequence[float] | npt.NDArray[Any]
QUOTES = "\"'“„«‘"


@dataclass(frozen=True, slots=True)
class Title:
    """A line that may be the headline, and its words: as written, and folded to one."""

    line: str
    words: Sequence[str]
    folded: str


def title_rows(
    facts: LineFacts,
    body: Sequence[int],
    titles: Sequence[int],
    kinds: Mapping[int, str],
) -> npt.NDArray[np.float32]:
    """One row of signs for each of the title-like lines, in order.

    ``kinds`` says what the lines around them are, as :class:`tasks.clean.dump.near_lines.Line` has
    it.
    """
    if not titles:
        return np.zeros((0, len(SIGNS)), np.float32)
    read = [_read(facts.lines[at]) for at in titles]
    columns = [
        [log1p(behind) for behind in reversed(range(len(titles)))],
        [place == 0 for place in range(len(titles))],
        *_shares(facts, body, titles),
        *_repeats([title.folded for title in read]),
        *_lengths(read, facts.words[titles].tolist()),
        *_company(kinds, titles),
        *zip(*map(_look, read), strict=True),
        *zip(*(_neighbours(facts, at) for at in titles), strict=True),
        [log1p(max(0, body[0] - at)) for at in titles],
        [at < TOP for at in titles],
        [at >= body[0] for at in titles],
    ]
    return np.array(columns, np.float32).T


def _read(line: str) -> Title:
    words = WORD.findall(line)
    return Title(line, words, " ".join(words).casefold())


def _shares(facts: LineFacts, body: Sequence[int], titles: Sequence[int]) -> list[Column]:
    """What the titles say of what the body says, and its first lines; how they compare in it."""
    place = np.full(len(facts.lines), -1)
    place[titles] = np.arange(len(titles))
    in_body = _marked(body, facts)
    stems, lines = facts.vocabulary.stems(in_body | (place >= 0))
    own, of = _distinct(stems, place[lines])
    said = holds(np.sort(stems[in_body[lines]]), own)
    lead = holds(np.sort(stems[_marked(body[:LEAD_LINES], facts)[lines]]), own)
    count = np.maximum(1, np.bincount(of, minlength=len(titles)))
    shared = np.bincount(of, said, len(titles)) / count
    behind = np.maximum.accumulate(np.append(0.0, shared[::-1]))[-2::-1]
    return [
        shared,
        np.bincount(of, lead, len(titles)) / count,
        np.log1p(np.bincount(of, said, len(titles))),
        shared >= shared.max(),
        behind,
    ]


def _marked(lines: Sequence[int], facts: LineFacts) -> Bools:
    marked = np.zeros(len(facts.lines), np.bool_)
    marked[lines] = True
    return marked


def _distinct(stems: Numbers, titles: Ints) -> tuple[Numbers, Ints]:
    """The different stems of each title, given in which title each stands, or -1."""
    titled = np.flatnonzero(titles >= 0)
    order = titled[np.lexsort((stems[titled], titles[titled]))]
    stems, titles = stems[order], titles[order]
    fresh = np.append(True, (stems[1:] != stems[:-1]) | (titles[1:] != titles[:-1]))[: len(stems)]
    return stems[fresh], titles[fresh]


def _repeats(folded: Sequence[str]) -> list[Column]:
    """Whether another title reads the same, holds this one, or is held by it."""
    times, together = Counter(folded), "\n".join(folded)
    long = [title for title in folded if len(title) > MIN_HELD]
    return [
        [times[own] > 1 for own in folded],
        [together.count(own) > 1 for own in folded],
        [sum(other in own for other in long) > (len(own) > MIN_HELD) for own in folded],
    ]


def _lengths(read: Sequence[Title], words: Sequence[int]) -> list[Column]:
    """How long the titles are, which is longest, and how many long ones stand behind each."""
    most = max(words)
    return [
        [log1p(count) for count in words],
        [log1p(len(title.line)) for title in read],
        [count >= most for count in words],
        [sum(count >= LONG_WORDS for count in words[at:]) for at in range(1, len(words) + 1)],
    ]


def _company(kinds: Mapping[int, str], titles: Sequence[int]) -> list[Column]:
    """Whether stamps and bylines stand right behind, anywhere behind, right before."""
    after = [[kinds.get(at + step) for step in range(1, NEAR + 1)] for at in titles]
    before = [[kinds.get(at - step) for step in range(1, NEAR + 1)] for at in titles]
    last = {kind: at for at, kind in sorted(kinds.items())}
    return [
        ["stamp" in near for near in after],
        ["byline" in near for near in after],
        [last.get("stamp", -1) > at for at in titles],
        [last.get("byline", -1) > at for at in titles],
        ["stamp" in near for near in before],
    ]


def _look(title: Title) -> list[float]:
    """What a title looks like by itself."""
    line, words = title.line, title.words
    count = max(1, len(words))
    lowered = list(map(str.lower, words))
    return [
        ends_sentence(line),
        sum(word[0].isupper() for word in words) / count,
        line.isupper(),
        sum(map(str.isdigit, words)) / count,
        any(bar in line for bar in BARS),
        line.endswith(":"),
        "?" in line,
        line[0] in QUOTES,
        "(" in line,
        sum(map(FURNITURE_WORDS.__contains__, lowered)) / count,
        not ORIGIN_WORDS.isdisjoint(lowered),
    ]


def _neighbours(facts: LineFacts, at: int) -> list[float]:
    """How long the lines right before and behind are, and whether a sentence follows."""
    follows = at + 1 < len(facts.lines)
    return [
        log1p(int(facts.words[at - 1])) if at else 0.0,
        log1p(int(facts.words[at + 1])) if follows else 0.0,
        follows and bool(facts.ends[at + 1]),
    ]
