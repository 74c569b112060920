"""Who is who inside one document: each mention's full name, and the merges the text itself states.

A short form takes the name and the leaf of the long form it stands for in this document. Across
documents nothing is joined here but equal leaves; see clusters.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from storage.records import Mention, MentionKind, Merge
from tasks.enrich.acronyms import (
    Definition,
    acronym_letters,
    initials_of,
    is_acronym_of,
    is_blend_of,
)
from tasks.enrich.lexicon import ORG_HEADS, word_set
from tasks.enrich.names import GROUP_WORDS, fold, leaf_key, person_words, word_set_key

Names = dict[tuple[MentionKind, str], str]  # (kind, surface) -> the full name here
_POINTER = re.compile(r"\b(?:the|this|its|his|her|their) $", re.I)
_ACRONYM_KINDS = (MentionKind.ORG, MentionKind.EVENT, MentionKind.PLACE, MentionKind.PRODUCT)
# Scores order the evidence: what a text states outright comes before what its initials suggest.
_SCORES = {"definition": 1.0, "acronym": 0.95, "word_set": 0.95}


def resolve_names(
    mentions: Sequence[Mention], text: str, definitions: Sequence[Definition]
) -> list[Mention]:
    """Return the mentions with ``name`` and ``key`` set where the document tells them."""
    names = full_names([(m.kind, m.surface) for m in mentions])
    defined = _defined_names(mentions, definitions)
    known = names | defined
    return [
        _with_name(mention, {} if _is_loose_head(mention, text) else known) for mention in mentions
    ]


def full_names(surfaces: Iterable[tuple[MentionKind, str]]) -> Names:
    """Return the full name for each short form among one document's names.

    Persons by the first or last of their names, if only one person of the document has it;
    organisations without their group word; acronyms by their initials.
    """
    by_kind: defaultdict[MentionKind, Counter[str]] = defaultdict(Counter)
    for kind, surface in surfaces:
        by_kind[kind][surface] += 1
    names: Names = {}
    for surface, full in _person_names(by_kind[MentionKind.PERSON]):
        names[MentionKind.PERSON, surface] = full
    for kind in _ACRONYM_KINDS:
        for surface, full in _short_forms(list(by_kind[kind])):
            names[kind, surface] = full
    return names


def find_merges(mentions: Sequence[Mention], definitions: Sequence[Definition]) -> list[Merge]:
    """Return what the document says is one entity under two leaves, each with its evidence span."""
    found = [*_merges_by_definition(mentions, definitions), *_merges_by_name(mentions)]
    kept: dict[tuple[MentionKind, str, str], Merge] = {}
    for merge in found:
        if merge.key != merge.other_key:
            kept.setdefault((merge.kind, merge.key, merge.other_key), merge)
    return list(kept.values())


def _is_loose_head(mention: Mention, text: str) -> bool:
    """Return whether a bare noun stands without "the": it points to nothing named before."""
    if mention.kind is not MentionKind.ORG or mention.surface.lower() not in ORG_HEADS:
        return False
    return _POINTER.search(text[max(0, mention.start - 6) : mention.start]) is None


def _with_name(mention: Mention, names: Names) -> Mention:
    name = names.get((mention.kind, mention.surface))
    key = leaf_key(mention.kind, name or mention.surface)
    return replace(mention, name=name, key=None if key and _is_vague(mention.kind, key) else key)


def _is_vague(kind: MentionKind, key: str) -> bool:
    """Return whether a name fits many: a leaf of its own would join them all.

    A letter; one word of a person ("Smith"); the bare noun of an organisation or a place ("Court",
    "City").
    """
    if len(key) == 1 or (kind is MentionKind.PERSON and " " not in key):
        return True
    bare = {MentionKind.ORG: ORG_HEADS, MentionKind.PLACE: word_set("bare_places")}
    return key in bare.get(kind, ())


def _defined_names(mentions: Sequence[Mention], definitions: Sequence[Definition]) -> Names:
    at = {(m.start, m.end): m for m in mentions}
    ending = {m.end: m for m in mentions}
    names: Names = {}
    for found in definitions:
        short = at.get((found.short_start, found.short_end))
        long = ending.get(found.long_end)
        if short and long and short.kind == long.kind:
            names[short.kind, short.surface] = long.surface
    return names


def _person_names(counts: Counter[str]) -> Iterator[tuple[str, str]]:
    """Yield (surface, full name) for short forms and for longer spellings of one person's name."""
    words = {surface: person_words(surface) for surface in counts}
    full = [surface for surface in counts if len(words[surface]) > 1]
    full.sort(key=lambda surface: -counts[surface])  # the usual spelling names them all
    usual: dict[str, str] = {}
    for surface in full:
        same = [name for name in usual.values() if _same_person(words[surface], words[name])]
        usual[surface] = same[0] if len(set(same)) == 1 else surface
    for surface in counts:
        if len(words[surface]) == 1:
            part = words[surface][0]
            owners = {usual[name] for name in full if part in (words[name][0], words[name][-1])}
            if len(owners) == 1:
                yield surface, owners.pop()
        elif usual[surface] != surface:
            yield surface, usual[surface]


def _same_person(one: Sequence[str], other: Sequence[str]) -> bool:
    """Return whether two names differ by further given names only, or by their order."""
    if sorted(one) == sorted(other):
        return True
    return one[-1] == other[-1] and (set(one) <= set(other) or set(other) <= set(one))


def _short_forms(surfaces: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield (short form, long form) where the document has one long form that fits."""
    longs: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for long in surfaces:
        for sign in _signs_of_long(long):
            longs[sign][fold(long)] = long
    for short in surfaces:
        fitting = {
            folded: long
            for sign in _signs_of_short(short)
            for folded, long in longs[sign].items()
            if len(long) > len(short) and (sign[0] != "~" or is_blend_of(short, long))
        }
        if len(fitting) == 1:
            yield short, next(iter(fitting.values()))


def _signs_of_long(long: str) -> Iterator[str]:
    """Yield what its short forms are looked up by: initials, itself without group word, a start."""
    words = fold(long).split()
    yield from (f"#{initials}" for initials in initials_of(long))
    if len(words) > 1:
        yield f"~{words[0][:3]}"
        if words[-1] in GROUP_WORDS:
            yield f"={' '.join(words[:-1])}"
        if words[-1] in ORG_HEADS:
            yield f"={words[-1]}"


def _signs_of_short(short: str) -> Iterator[str]:
    letters, folded = acronym_letters(short), fold(short)
    yield f"={folded}"
    yield f"~{folded[:3]}"
    if letters:
        yield f"#{letters}"


def _merges_by_definition(
    mentions: Sequence[Mention], definitions: Sequence[Definition]
) -> Iterator[Merge]:
    at = {(m.start, m.end): m for m in mentions}
    ending = {m.end: m for m in mentions}
    for found in definitions:
        short = at.get((found.short_start, found.short_end))
        long = ending.get(found.long_end)
        if short and long and short.kind == long.kind:
            start = min(short.start, long.start)
            yield from _merge(short, long, "definition", start, max(short.end, long.end))


def _merges_by_name(mentions: Sequence[Mention]) -> Iterator[Merge]:
    """Yield merges of an acronym with its long form, and of names of the same three words."""
    first = _first_mentions(mentions)
    at = {(mention.kind, mention.surface): mention for mention in first}
    for mention in first:
        if mention.name and mention.kind in _ACRONYM_KINDS:
            long = at.get((mention.kind, mention.name))
            if long and is_acronym_of(mention.surface, mention.name):
                yield from _merge(mention, long, "acronym", mention.start, mention.end)
    by_words: defaultdict[tuple[MentionKind, frozenset[str]], list[Mention]] = defaultdict(list)
    for mention in first:
        if mention.kind in _ACRONYM_KINDS:
            by_words[mention.kind, word_set_key(mention.surface)].append(mention)
    for (_, words), same in by_words.items():
        for other in same[1:] if len(words) >= 3 else ():
            yield from _merge(other, same[0], "word_set", other.start, other.end)


def _first_mentions(mentions: Sequence[Mention]) -> list[Mention]:
    first: dict[tuple[MentionKind, str], Mention] = {}
    for mention in mentions:
        first.setdefault((mention.kind, mention.surface), mention)
    return list(first.values())


def _merge(short: Mention, long: Mention, method: str, start: int, end: int) -> Iterator[Merge]:
    key, other = leaf_key(short.kind, short.surface), leaf_key(long.kind, long.surface)
    if key and other:
        yield Merge(
            kind=short.kind,
            key=key,
            other_key=other,
            method=method,
            score=_SCORES[method],
            start=start,
            end=end,
        )
