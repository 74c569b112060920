"""One name, one kind, everywhere: what a document says once holds for all of it."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from tasks.enrich.kinds import is_nationality
from tasks.enrich.lexicon import FUNCTION_WORDS, ORG_HEADS, demonyms, word_set
from tasks.enrich.names import GROUP_WORDS, LEGAL_FORMS, person_words
from tasks.enrich.overlaps import Mask
from tasks.enrich.spans import Kind, Span
from tasks.enrich.tidy import rule_span

_WORD = re.compile(r"\w+")
_CAPITAL_WORD = re.compile(r"(?<!\w)[A-Z]\w*")
# A kind must hold this share of a name's mentions before the others are changed to it, so that a
# name of two real kinds ("Washington") keeps both.
_MAJORITY = 0.6
_NEXT_HEAD = re.compile(r" ([A-Z][a-z]+)(?!\w|[’'-]\w\w| [A-Z])")
_SMALL_WORD = re.compile(r"\b[a-z]+\b")
# Below this score a word that is also printed in small letters was no name in 6 of 6 cases of
# uner-ewt.dev and wikigold.dev; above it, it was one in 36 of 37.
_DOUBTFUL = 0.6
_MAX_ACRONYM = 6  # letters; longer words in capitals are shouted, not abbreviated
_MIN_SURNAME = 4  # letters; shorter ones are words too often ("Li", "May", "Son")


def settle_heads(text: str, spans: Iterable[Span]) -> list[Span]:
    """Return the spans, the kind of those set right that end in a telling word.

    "Jiangsu Province" is a place and "Trade Council" an organisation, whatever they were taken for;
    persons stay, their names end in anything.
    """
    return [_settle_head(span, text[span.start : span.end].split()) for span in spans]


def _settle_head(span: Span, words: Sequence[str]) -> Span:
    if span.kind == "person" or len(words) < 2:
        return span
    last = words[-1].lower().rstrip(".")
    if last in word_set("place_heads"):
        return replace(span, kind="place")
    told = span.kind != "org" and last in word_set("body_heads")
    return replace(span, kind="org") if told else span


def take_in_heads(text: str, spans: Iterable[Span]) -> list[Span]:
    """Return the spans, those of organisations with the head behind them: "Acme Industry" Group."""
    return [
        replace(span, end=head.end())
        if span.kind == "org"
        and (head := _NEXT_HEAD.match(text, span.end))
        and head.group(1).lower() in ORG_HEADS
        else span
        for span in spans
    ]


def make_consistent(text: str, spans: Sequence[Span], defined: Mapping[str, Kind]) -> list[Span]:
    """Return the spans with one kind a name, and the name's untagged places filled in.

    ``defined`` holds the short forms that the text defines, with the kind of the long form.
    """
    votes = _count_votes(text, spans, defined)
    best = {name: (kind := _leader(kinds), kinds[kind]) for name, kinds in votes.items()}
    settled = [_settle(text, span, votes[text[span.start : span.end]]) for span in spans]
    sure = {name: kind for name, (kind, count) in best.items() if _is_sure(name, count, defined)}
    with_names = fill(text, settled, sure)
    with_heads = fill(text, with_names, _bare_heads(best), whole=True, after="the ")
    return fill(text, with_heads, _surnames(best), whole=True)


def drop_common_words(text: str, spans: Sequence[Span]) -> list[Span]:
    """Return the spans without single capitalised words that are no names.

    Function words, and doubtful words that the text also prints in small letters.
    """
    small = set(_SMALL_WORD.findall(text))
    return [span for span in spans if not _is_common(text[span.start : span.end], span, small)]


def _is_common(name: str, span: Span, small: AbstractSet[str]) -> bool:
    if not name.istitle() or " " in name:
        return False
    lower = name.lower()
    if span.kind == "place" and {lower, lower.removesuffix("s")} & word_set("bare_places"):
        return True  # "member States"
    return lower in FUNCTION_WORDS or (lower in small and span.score < _DOUBTFUL)


def part_neighbours(text: str, spans: Sequence[Span]) -> list[Span]:
    """Return the spans, those parted that hold an acronym and a place known apart from it.

    In "the WESG Changzhou site" two names stand side by side; "Borussia Dortmund" is one.
    """
    kinds = {text[span.start : span.end]: span.kind for span in spans}
    return [part for span in spans for part in _part(text, span, kinds)]


def _part(text: str, span: Span, kinds: Mapping[str, Kind]) -> list[Span]:
    first, blank, second = text[span.start : span.end].partition(" ")
    known = first in kinds and kinds.get(second) == "place"
    if not (blank and known and len(first) > 2 and first.isupper()):
        return [span]
    middle = span.start + len(first)
    return [
        replace(span, end=middle, kind=kinds[first]),
        replace(span, start=middle + 1, kind="place"),
    ]


def fill(
    text: str,
    spans: Sequence[Span],
    names: Mapping[str, Kind],
    *,
    whole: bool = False,
    after: str = "",
) -> list[Span]:
    """Return the spans with each free occurrence of the names added.

    With ``whole``, a name does not count in front of another capitalised word; with ``after``, only
    behind that, in any case.
    """
    mask, found = Mask(len(text), spans), list(spans)
    for start, name in find_names(text, names):
        end = start + len(name)
        if not text[max(0, start - len(after)) : start].lower().endswith(after):
            continue
        if mask.is_free(start, end) and not (whole and _goes_on(text, end)):
            mask.add(start, end)
            found.append(rule_span(start, end, names[name]))
    return found


def find_names(text: str, names: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Yield where each of the names stands as whole words, the longest first at each place.

    One walk over the words, whatever the number of names.
    """
    by_first: defaultdict[str, list[str]] = defaultdict(list)
    for name in sorted(names, key=len, reverse=True):
        if match := _WORD.match(name):
            by_first[match.group()].append(name)
    capitals = all("A" <= first[0] <= "Z" for first in by_first)
    for match in (_CAPITAL_WORD if capitals else _WORD).finditer(text) if by_first else ():
        for name in by_first.get(match.group(), ()):
            if text.startswith(name, match.start()) and _is_whole(text, match.start(), len(name)):
                yield match.start(), name
                break


def _count_votes(
    text: str, spans: Sequence[Span], defined: Mapping[str, Kind]
) -> dict[str, Counter[Kind]]:
    votes: defaultdict[str, Counter[Kind]] = defaultdict(Counter)
    for span in spans:
        votes[text[span.start : span.end]][span.kind] += 1
    for name, kind in defined.items():
        votes[name][kind] += 1000  # the text's own word outweighs any number of tags
    for name in [name for name in votes if _leader(votes[name]) == "person"]:
        last = _surname(name)
        if last != name and last in votes and votes[last].total() < 4:
            votes[last]["person"] += 5
    for name in [name for name in votes if _leader(votes[name]) == "org"]:
        base = _without_group_word(name)
        if base in votes and base.lower() not in word_set("places"):
            votes[base]["org"] += 5  # "Acme" beside "Acme Group" is the company
    return dict(votes)


def _without_group_word(name: str) -> str:
    words = name.split()
    ends = GROUP_WORDS | LEGAL_FORMS
    return " ".join(words[:-1]) if words[-1].lower().rstrip(".") in ends else ""


def _settle(text: str, span: Span, votes: Counter[Kind]) -> Span:
    if is_nationality(text[span.start : span.end]):
        return replace(span, kind="misc")
    kind = _leader(votes)
    if kind == span.kind:
        return span
    sure = votes[kind] > 1 and votes[kind] >= _MAJORITY * votes.total()
    return replace(span, kind=kind) if sure else span


def _leader(votes: Counter[Kind]) -> Kind:
    """Return the kind with the most votes, of equals the first: what most_common sorts for."""
    return max(votes, key=votes.__getitem__)


def _is_sure(name: str, count: int, defined: Mapping[str, Kind]) -> bool:
    """Return whether a name may be looked for elsewhere: one word alone is easily a common one."""
    if name in defined:
        return True
    if len(name) < 3 or not name[0].isupper() or name.lower() in FUNCTION_WORDS:
        return False
    acronym = name.isupper() and len(name) <= _MAX_ACRONYM
    odd_shape = acronym or re.search(r"[a-z][A-Z]", name) is not None
    return " " in name or count > 1 or odd_shape or name.lower() in word_set("places")


def _surnames(best: Mapping[str, tuple[Kind, int]]) -> dict[str, Kind]:
    persons = [name for name, (kind, _) in best.items() if kind == "person"]
    found = {_surname(name) for name in persons if 2 <= len(person_words(name)) <= 4}
    return {name: "person" for name in found if len(name) >= _MIN_SURNAME and name[0].isupper()}


def _surname(name: str) -> str:
    """Return the last word of a person's name; empty where it names something else, too."""
    words = name.split()
    last = words[-1]
    lower = last.lower()
    elsewhere = last in demonyms() or lower in word_set("places") or lower in FUNCTION_WORDS
    return "" if "of" in words or elsewhere else last


def _bare_heads(best: Mapping[str, tuple[Kind, int]]) -> dict[str, Kind]:
    """Return heads that stand for one organisation: "the Alliance", of one alliance named."""
    owners: Counter[str] = Counter()
    for name, (kind, _) in best.items():
        words = name.split()
        if kind == "org" and len(words) > 1 and words[-1].lower() in ORG_HEADS:
            owners[words[-1]] += 1
    return {head: "org" for head, count in owners.items() if count == 1 and head.istitle()}


def _goes_on(text: str, end: int) -> bool:
    return end + 1 < len(text) and text[end] in " \u00a0" and text[end + 1].isupper()


def _is_whole(text: str, start: int, length: int) -> bool:
    before, after = text[start - 1 : start], text[start + length : start + length + 1]
    return not (before == "-" or before == "_" or after.isalnum() or after == "_")
