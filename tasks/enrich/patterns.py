"""Names that their surroundings give away: roles, definitions, event heads, demonyms.

Each rule only fills what the tagger left free, except where the text itself defines a name.
"""

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

from tasks.enrich.acronyms import Definition
from tasks.enrich.lexicon import (
    FUNCTION_WORDS,
    ORG_HEADS,
    demonyms,
    find_demonyms,
    word_set,
)
from tasks.enrich.overlaps import Mask
from tasks.enrich.spans import Kind, Span
from tasks.enrich.tidy import rule_span
from tasks.enrich.titles import TITLE

_S = "[ \u00a0]"
_CAPITALS = rf"[A-Z][\w&.’'-]*(?:{_S}(?:(?:of|and|&|for){_S})?[A-Z][\w&’'-]*){{0,5}}"
_ROLE = (
    r"(?:C[EFOT]O|[Cc]hief [Ee]xecutive(?: [Oo]fficer)?|[Mm]anaging [Dd]irector"
    r"|[Cc]hair(?:man|woman)|[Ss]ecretary[- ][Gg]eneral|[Ss]pokes(?:man|woman|person)"
    r"|(?:[Cc]o-)?[Ff]ounder|[Dd]irector[- ][Gg]eneral|[Ee]xecutive [Dd]irector"
    r"|[Gg]eneral [Mm]anager)"
)
_ROLE_WORD = re.compile(rf" {_ROLE}(?=[ ,.]|$)|\b{_ROLE} (?:of|at) ")
_ORG_BEFORE_ROLE = re.compile(rf"(?<![\w.])({_CAPITALS}) {_ROLE}(?=[ ,.]|$)")
_ORG_AFTER_ROLE = re.compile(rf"\b{_ROLE} (?:of|at) (?:the )?({_CAPITALS})")
_PERSON_AFTER_TITLE = re.compile(
    rf"(?<![\w-]){TITLE},?{_S}((?:[A-Z][\w’'-]+{_S}){{1,3}}[A-Z][\w’'-]+)"
)
# Sports and culture print the head in lower case too ("the London marathon").
_EVENT_HEAD = (
    r"(?:[Mm]arathons?(?: [Rr]aces)?|[Cc]hampionships?|[Tt]ournament|[Gg]rand [Pp]rix|World Cup"
    r"|Olympic Games|Olympics|Paralympics|Finals|Games|Cup|Festival|Summit|Expo|Open|Derby)"
)
_EVENT = re.compile(
    rf"(?<![\w.])((?:\d{{1,3}}(?:st|nd|rd|th){_S})?(?:[A-Z][\w-]*{_S})+"
    rf"(?:(?:international|world|national|half|small){_S})*{_EVENT_HEAD}"
    rf"(?: of the [A-Z][\w-]+)?)(?!\w)"
)
_BODY = (
    r"(?:Association|Federation|Union|Committee|Council|Organi[sz]ation|Confederation"
    r"|Cent(?:er|re))"
)
_SCOPE = (
    r"(?:[Ii]nternational|[Nn]ational|[Ww]orld|[Aa]sian|[Ee]uropean|[Aa]frican"
    r"|[A-Z]\w+(?:-[A-Z]\w+)?)"
)
_MEMBERS = r"(?:federations|unions|societies|associations|clubs|workers|nations|states)"
# Organisations printed with small letters inside: "International athletics Federation".
_MIXED_CASE_BODY = re.compile(
    rf"(?<!\w)({_SCOPE} (?:[a-z]{{4,}} ){{0,2}}{_BODY}(?: of [a-z]+ {_MEMBERS})?(?: of [A-Z]\w+)?"
    rf"|{_BODY} of [a-z]+ {_MEMBERS}(?: of [A-Z]\w+)?)(?!\w)"
)
_CONTESTS = frozenset({"games", "cup", "championship", "championships", "marathon", "olympics"})
_NEXT_WORD = re.compile(rf"{_S}(\w+)")
_NOT_FIRST = FUNCTION_WORDS | {"former", "deputy", "vice", "senior", "acting", "chief", "general"}


def add_patterns(text: str, spans: Sequence[Span]) -> list[Span]:
    """Return the spans with those that titles, roles, event heads and demonyms give away."""
    found = list(spans)
    for rule in _RULES:
        mask = Mask(len(text), found)
        found += [span for span in rule(text) if mask.is_free(span.start, span.end)]
    return _replace(found, _not_inside(found, [*_events(text), *_bodies(text)]))


def add_definitions(
    text: str, spans: Sequence[Span], definitions: Sequence[Definition]
) -> list[Span]:
    """Return the spans with both sides of each definition as names of one kind.

    A definition of which neither side was tagged anywhere is a term, not a name.
    """
    kinds: defaultdict[str, Counter[Kind]] = defaultdict(Counter)
    for span in spans:
        kinds[text[span.start : span.end]][span.kind] += 1
    ending = {span.end: span for span in spans}
    sides: list[Span] = []
    for found in definitions:
        start = _long_start(text, ending.get(found.long_end), found)
        long = text[start : found.long_end]
        votes = kinds[long] + kinds[text[found.short_start : found.short_end]]
        if not votes and found.long_end in ending:
            votes = Counter([ending[found.long_end].kind])
        if votes and (kind := _kind_of_definition(long, votes)) != "person":
            sides.append(rule_span(start, found.long_end, kind))
            sides.append(rule_span(found.short_start, found.short_end, kind))
    return _replace(spans, sides)


def _long_start(text: str, span: Span | None, found: Definition) -> int:
    """Return where a long form starts: as tagged, unless only the tail of its name was tagged."""
    if span is None or span.start <= found.long_start:
        return span.start if span else found.long_start
    between = text[found.long_start : span.start].split()
    is_name = all(word[0].isupper() or word in ("of", "for", "and", "the", "&") for word in between)
    return found.long_start if is_name and "," not in "".join(between) else span.start


def _not_inside(spans: Iterable[Span], better: Iterable[Span]) -> list[Span]:
    """Return those of the better spans that no wider span holds: "2002 FIFA World Cup" stays."""
    ordered = sorted(spans, key=lambda span: span.start)
    starts = [span.start for span in ordered]
    kept = []
    for span in better:
        before = bisect_right(starts, span.start) - 1
        holder = ordered[before] if before >= 0 else span
        is_wider = holder.end - holder.start > span.end - span.start
        if not (is_wider and holder.end >= span.end):
            kept.append(span)
    return kept


def _replace(spans: Sequence[Span], better: Sequence[Span]) -> list[Span]:
    """Return the spans with the better ones in the place of what they overlap."""
    kept = [span for span in better if span.end > span.start]
    mask = Mask(max((span.end for span in [*spans, *kept]), default=0), kept)
    return kept + [span for span in spans if mask.is_free(span.start, span.end)]


def _kind_of_definition(long: str, votes: Counter[Kind]) -> Kind:
    return "misc" if long.split()[-1].lower() in _CONTESTS else votes.most_common(1)[0][0]


def _persons(text: str) -> Iterator[Span]:
    for match in _PERSON_AFTER_TITLE.finditer(text):
        words = match.group(1).split()
        lower = {word.lower() for word in words}
        if words[0].lower() not in FUNCTION_WORDS and not lower & ORG_HEADS:
            yield rule_span(*_no_possessive(text, *match.span(1)), "person")


def _organisations_by_role(text: str) -> Iterator[Span]:
    if not _ROLE_WORD.search(text):
        return  # and no need to try every name of it
    for pattern in (_ORG_BEFORE_ROLE, _ORG_AFTER_ROLE):
        for match in pattern.finditer(text):
            start, end = _no_possessive(text, *match.span(1))
            name = text[start:end]
            known = name.lower() in word_set("places") or name in demonyms()
            if not known and name.split()[0].lower() not in _NOT_FIRST | ORG_HEADS:
                yield rule_span(start, end, "org")


def _nationalities(text: str) -> Iterator[Span]:
    for match in find_demonyms(text):
        following = _NEXT_WORD.match(text, match.end())
        if following and f"{match.group()} {following.group(1)}".lower() in word_set("places"):
            continue  # "Saudi Arabia"
        yield rule_span(*match.span(), "misc")


def _events(text: str) -> Iterator[Span]:
    for match in _EVENT.finditer(text):
        start, end = match.span(1)
        words = text[start:end].split()
        while words and words[0].lower() in FUNCTION_WORDS:
            start += len(words[0]) + 1
            words = words[1:]
        if len(words) > 1:
            yield rule_span(start, end, "misc")


def _bodies(text: str) -> Iterator[Span]:
    for match in _MIXED_CASE_BODY.finditer(text):
        start, end = match.span(1)
        words = text[start:end].split()
        while words and words[0].lower() in FUNCTION_WORDS:
            start += len(words[0]) + 1
            words = words[1:]
        inner = [word for word in words[1:] if word.islower() and word != "of"]
        if len(words) > 2 and inner and not FUNCTION_WORDS.intersection(inner):
            yield rule_span(start, end, "org")


def _no_possessive(text: str, start: int, end: int) -> tuple[int, int]:
    return start, end - 2 if text[start:end].endswith(("'s", "’s")) else end


_RULES: tuple[Callable[[str], Iterator[Span]], ...] = (
    _persons,
    _organisations_by_role,
    _nationalities,
)
