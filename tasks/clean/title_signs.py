"""What the title-like lines above a dump's body show, as numbers: which of them is the headline?

A dump has no element that says so. A headline stands near its body, says what the body says, often
has its stamp or byline behind it, and may stand there twice; a caption, a standfirst and a teaser
share some of that. The order of :data:`SIGNS` is the order of the model's columns.
"""

from collections.abc import Mapping, Sequence
from math import log1p

import numpy as np
import numpy.typing as npt

from tasks.clean.line_facts import LineFacts
from tasks.clean.reasons import ends_sentence
from tasks.clean.sign_words import FURNITURE_WORDS, ORIGIN_WORDS
from tasks.clean.words import WORD, fold, stems, stems_of

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
QUOTES = "\"'“„«‘"


def title_rows(
    facts: LineFacts, body: Sequence[int], titles: Sequence[int], kinds: Mapping[int, str]
) -> npt.NDArray[np.float32]:
    """One row of signs for each of the title-like lines, in order.

    ``kinds`` says what the lines around them are (:class:`tasks.clean.near_lines.Line`).
    """
    spoken = stems_of(facts.words_of(body))
    lead = stems(" ".join(facts.lines[at] for at in body[:LEAD_LINES]))
    own = [stems(facts.lines[at]) for at in titles]
    shared = [_share(words, spoken) for words in own]
    folded = [fold(facts.lines[at]) for at in titles]
    lengths = facts.words[titles].tolist()
    last = {kind: max(at for at in kinds if kinds[at] == kind) for kind in set(kinds.values())}
    rows = [
        [
            log1p(len(titles) - 1 - place),
            place == 0,
            shared[place],
            _share(own[place], lead),
            log1p(len(own[place] & spoken)),
            shared[place] >= max(shared),
            max(shared[place + 1 :], default=0.0),
            *_repeats(folded, place),
            *_lengths(facts, titles, lengths, place),
            *_company(kinds, at, last),
            *_look(facts.lines[at]),
            *_neighbours(facts, at),
            log1p(max(0, body[0] - at)),
            at < TOP,
            at >= body[0],
        ]
        for place, at in enumerate(titles)
    ]
    return np.array(rows, np.float32).reshape(len(titles), len(SIGNS))


def _share(own: set[str], spoken: set[str]) -> float:
    return len(own & spoken) / len(own) if own else 0.0


def _repeats(folded: Sequence[str], place: int) -> list[float]:
    """Whether another title reads the same, holds this one, or is held by it."""
    own, others = folded[place], [*folded[:place], *folded[place + 1 :]]
    return [
        own in others,
        any(own in other for other in others),
        any(len(other) > MIN_HELD and other in own for other in others),
    ]


def _lengths(
    facts: LineFacts, titles: Sequence[int], lengths: Sequence[int], place: int
) -> list[float]:
    return [
        log1p(lengths[place]),
        log1p(len(facts.lines[titles[place]])),
        lengths[place] >= max(lengths),
        sum(length >= LONG_WORDS for length in lengths[place + 1 :]),
    ]


def _company(kinds: Mapping[int, str], at: int, last: Mapping[str, int]) -> list[float]:
    """Whether stamps and bylines stand right behind, anywhere behind, right before."""
    after = [kinds.get(other) for other in range(at + 1, at + 1 + NEAR)]
    before = [kinds.get(other) for other in range(at - NEAR, at)]
    return [
        "stamp" in after,
        "byline" in after,
        last.get("stamp", -1) > at,
        last.get("byline", -1) > at,
        "stamp" in before,
    ]


def _look(line: str) -> list[float]:
    """What a line looks like by itself."""
    words = WORD.findall(line)
    count = max(1, len(words))
    return [
        ends_sentence(line),
        sum(word[0].isupper() for word in words) / count,
        line.isupper(),
        sum(word.isdigit() for word in words) / count,
        any(bar in line for bar in BARS),
        line.endswith(":"),
        "?" in line,
        line[0] in QUOTES,
        "(" in line,
        sum(word.lower() in FURNITURE_WORDS for word in words) / count,
        any(word.lower() in ORIGIN_WORDS for word in words),
    ]


def _neighbours(facts: LineFacts, at: int) -> list[float]:
    """How long the lines right before and behind are, and whether a sentence follows."""
    follows = at + 1 < len(facts.lines)
    return [
        log1p(int(facts.words[at - 1])) if at else 0.0,
        log1p(int(facts.words[at + 1])) if follows else 0.0,
        follows and bool(facts.ends[at + 1]),
    ]
