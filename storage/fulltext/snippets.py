"""The place in a text where searched words stand, cut to a few lines, with the words' offsets."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from storage.fulltext.terms import Words
from storage.fulltext.tokens import placed_tokens, tokens_of

AROUND = 70
"""Characters kept before the first found word where a text must be cut."""

LONGEST = 260
"""Characters of a snippet: three lines."""

LOOKED_AT = 400
"""Found words of one text that are weighed: a long text need not be read to its end."""


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where a term stands."""

    start: int
    end: int
    term: int


def cut_snippet(
    text: str, terms: Sequence[Words], *, as_letters: bool = False
) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The few lines that hold most of the terms, and where these stand in them.

    `as_letters` looks for terms as they are written, for scripts that part no words. Where no term
    stands, as when the headline alone holds it, this is the beginning of the text.
    """
    find = _spots_of_letters if as_letters else _spots_of_words
    spots = sorted(find(text, terms), key=lambda spot: (spot.start, -spot.end))[:LOOKED_AT]
    start, end = _window(text, spots)
    shown = [spot for spot in spots if start <= spot.start and spot.end <= end]
    return _joined(text, start, end, shown)


def _spots_of_words(text: str, terms: Sequence[Words]) -> Iterator[_Spot]:
    placed = list(placed_tokens(text))
    wanted = [tokens_of(term.text) for term in terms]
    first: dict[str, list[int]] = {}
    for number, tokens in enumerate(wanted):
        if not (terms[number].prefix and len(tokens) == 1):
            first.setdefault(tokens[0], []).append(number)
    beginnings = [
        (tokens[0], number) for number, tokens in enumerate(wanted) if terms[number].prefix
    ]
    for place, (token, start, _) in enumerate(placed):
        likely = [*first.get(token, ()), *(at for head, at in beginnings if token.startswith(head))]
        for number in dict.fromkeys(likely):
            size = len(wanted[number])
            here = [found for found, _, _ in placed[place : place + size]]
            if _fits(here, wanted[number], terms[number].prefix):
                yield _Spot(start, placed[place + size - 1][2], number)


def _fits(here: Sequence[str], wanted: Sequence[str], prefix: bool) -> bool:
    if not prefix:
        return here == wanted
    last = here[-1].startswith(wanted[-1]) if len(here) == len(wanted) else False
    return last and here[:-1] == wanted[:-1]


def _spots_of_letters(text: str, terms: Sequence[Words]) -> Iterator[_Spot]:
    plain = text.lower() if len(text.lower()) == len(text) else text
    for number, term in enumerate(terms):
        at = plain.find(term.text.lower())
        while at >= 0:
            yield _Spot(at, at + len(term.text), number)
            at = plain.find(term.text.lower(), at + len(term.text))


def _window(text: str, spots: Sequence[_Spot]) -> tuple[int, int]:
    """The stretch that holds most different terms; of equals, the first."""
    if len(text) <= LONGEST or not spots:
        return 0, min(len(text), LONGEST)
    best, most = spots[0], 0
    for place, spot in enumerate(spots):
        reach = spot.start + LONGEST - AROUND
        terms = set()
        for later in spots[place:]:
            if later.end > reach:
                break
            terms.add(later.term)
        if len(terms) > most:
            best, most = spot, len(terms)
    start = 0 if best.start <= LONGEST - AROUND else _word_start(text, best.start - AROUND)
    return start, min(len(text), max(start + LONGEST, best.end))


def _word_start(text: str, near: int) -> int:
    """The next beginning of a word; where there is none nearby, the place itself."""
    space = text.find(" ", near, near + 20)
    return space + 1 if space >= 0 else near


def _joined(
    text: str, start: int, end: int, spots: Sequence[_Spot]
) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The stretch on one line, with the spots' places in it; of spots that overlap, the first."""
    plain, marks, at = "…" if start else "", list[tuple[int, int]](), start
    for spot in spots:
        if spot.start < at:
            continue
        plain = _add(plain, text[at : spot.start])
        begun = len(plain)
        plain = _add(plain, text[spot.start : spot.end])
        marks.append((begun, len(plain)))
        at = spot.end
    plain = _add(plain, text[at:end]).rstrip()
    return f"{plain}…" if end < len(text) else plain, tuple(marks)


def _add(plain: str, more: str) -> str:
    """Text with more behind it, white space of any kind being one space."""
    words = " ".join(more.split())
    before = " " if more[:1].isspace() and plain and not plain.endswith((" ", "…")) else ""
    after = " " if words and more[-1:].isspace() else ""
    return f"{plain}{before}{words}{after}"
