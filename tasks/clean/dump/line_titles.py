"""The headline of a text dump: the title-like line that a small network takes for it.

The candidates stand above the body, or open it. A headline says what the body says, so one that
shares next to nothing with it is refused whatever else speaks for it; and one that the network does
not take for a headline is refused, because a dump may well show none: unknown stays unknown.
"""

from collections.abc import Sequence

from storage.records import Basis
from tasks.clean.draft import Candidate
from tasks.clean.dump.line_facts import LineFacts
from tasks.clean.dump.near_lines import Line
from tasks.clean.dump.title_signs import SHARED, SIGNS, title_rows
from tasks.clean.network import load_network
from tasks.clean.words import is_unspaced

NEARLY = 0.1  # of a score
REACH = 16  # title-like lines above the body that are judged
MIN_SHARED = 0.35
"""Of a headline's stems, in the body. On 129 development pages 1.6 % of the headlines share less,
as at .2; of other headlines of the same site 7 % share as much, against 31 % at .2."""
MIN_SHARED_PAIRS = 0.1
"""The same of a headline without spaces, whose pairs of characters may go across words."""
SURE = 0.5  # chosen out of fold; training/clean/README.md has what is right, and said, at others


def read_titles(
    facts: LineFacts,
    body: Sequence[int],
    head: Sequence[Line],
    opening: Sequence[Line],
) -> list[tuple[Line, Candidate]]:
    """Every title-like line above the body or at its beginning, in order, as a headline.

    The confidence is how much a line looks like a headline, whether it is refused or not.
    """
    titles = title_lines(facts, head, opening)
    if not titles:
        return []
    kinds = kinds_of(head, opening)
    rows = title_rows(facts, body, [line.at for line in titles], kinds)
    scores = load_network("titles", SIGNS).score(rows).tolist()
    shared = rows[:, SHARED].tolist()
    judged = [
        (line, _judged(line, score, share))
        for line, score, share in zip(titles, scores, shared, strict=True)
    ]
    return _without_standfirst(judged)


def _without_standfirst(
    judged: Sequence[tuple[Line, Candidate]],
) -> list[tuple[Line, Candidate]]:
    """Of two lines that look like the headline nearly alike, the second is its standfirst, unless
    the first says it, too, as a trail of links does."""
    open_ = [candidate for _, candidate in judged if not candidate.refused]
    best = max(open_, key=lambda title: title.confidence, default=None)
    if best is None:
        return list(judged)
    alike = (title for title in open_ if title.confidence >= best.confidence - NEARLY)
    first = next(title for title in alike if title is best or best.value not in title.value)
    return [
        (line, title.refuse("stands under the headline"))
        if title in open_ and title.confidence > first.confidence
        else (line, title)
        for line, title in judged
    ]


def title_lines(facts: LineFacts, head: Sequence[Line], opening: Sequence[Line]) -> list[Line]:
    """The lines that may be the headline; a kept line only where it is no sentence."""
    above = [line for line in head if line.kind == "title"][-REACH:]
    return above + [line for line in opening if line.kind == "title" and not facts.ends[line.at]]


def kinds_of(head: Sequence[Line], opening: Sequence[Line]) -> dict[int, str]:
    """What each of these lines is, by its place in the dump."""
    return {line.at: line.kind for line in (*head, *opening)}


def _judged(line: Line, score: float, shared: float) -> Candidate:
    candidate = Candidate(
        field="headline", value=line.bare, basis=Basis.TEXT, confidence=round(score, 3)
    )
    if shared < (MIN_SHARED_PAIRS if is_unspaced(line.bare) else MIN_SHARED):
        return candidate.refuse("shares nothing with the body")
    return candidate if score >= SURE else candidate.refuse("does not read like the headline")
