"""A tagger without a model: capitalised sequences, word lists, titles and suffixes.

Weaker than the trained ones by far; it is here for when no model may be loaded.
"""

import re
from collections.abc import Iterator, Sequence

from tasks.enrich.kinds import is_nationality
from tasks.enrich.lexicon import EVENT_HEADS, FUNCTION_WORDS, ORG_HEADS, word_set
from tasks.enrich.spans import Kind, Span
from tasks.enrich.titles import leading_title, title_before
from tasks.given_names import given_names

_WORD = re.compile(
    r"[^\W\d_][\w’'-]*(?:\.(?=[A-Z]\b|[A-Z]\.)[A-Z])*\.?(?<=\b[A-Z]\.)|[^\W\d_][\w’'-]*|&"
)
_SENTENCE = re.compile(r"[^\n]+?(?:[.!?][”’\"')]*(?=\s+[“‘\"'(]*[A-Z0-9])|(?=\n)|$)")
_JOINERS = frozenset({"of", "and", "&", "for", "the", "de", "al", "bin", "van", "von", "der", "da"})
_NAME_JOINERS = frozenset({"of", "&", "de", "al", "bin", "van", "von", "der", "da"})
_ACRONYM = re.compile(r"[A-Z][A-Z&.-]{1,6}s?")
_NOT_NAMES = word_set("not_names")
_COUNTRY_LETTERS = frozenset({"UK", "US", "U.S.", "U.S", "U.K.", "USA", "UAE", "EU"})
_SPEECH = re.compile(r"\s+(?:said|told|added|says|was|has|is|who)\b")
_SCORE = 0.5  # every span of these rules alike; there is no probability behind them

Word = tuple[int, int, str]


class RulesTagger:
    """Marks names by their look and by word lists; English."""

    name = "rules"
    version = "1"
    languages = frozenset({"en"})

    def tag(self, texts: Sequence[str]) -> list[list[Span]]:
        """Return the spans of each text."""
        return [list(_tag_text(text)) for text in texts]


def _tag_text(text: str) -> Iterator[Span]:
    lower = frozenset(re.findall(r"\b[a-z][a-z]+\b", text))
    for sentence in _SENTENCE.finditer(text):
        words = [(m.start(), m.end(), m.group()) for m in _WORD.finditer(text, *sentence.span())]
        for first, last in _sequences(text, words, lower):
            start, end = words[first][0], words[last][1]
            end = end - 2 if text[start:end].endswith(("'s", "’s")) else end
            start += leading_title(text[start:end])
            kind = _classify(text, start, end, lower, is_first=first == 0)
            if kind:
                yield Span(start=start, end=end, kind=kind, score=_SCORE)


def _sequences(
    text: str, words: Sequence[Word], lower: frozenset[str]
) -> Iterator[tuple[int, int]]:
    """Yield first and last index of each run of capitalised words."""
    index = 0
    while index < len(words):
        if not _starts(words[index][2], lower, is_first=index == 0):
            index += 1
            continue
        last = index
        while (following := _next(text, words, index, last)) > last:
            last = following
        yield index, last
        index = last + 1


def _starts(word: str, lower: frozenset[str], *, is_first: bool) -> bool:
    folded = word.lower()
    if not word[0].isupper() or (folded in FUNCTION_WORDS and not word.isupper()):
        return False
    common = is_first and folded in lower and not word.isupper()
    return not common or folded in word_set("places")


def _next(text: str, words: Sequence[Word], first: int, last: int) -> int:
    """Return the index of the word that goes on the run after ``last``, or ``last``."""
    if last + 1 >= len(words) or not _touch(text, words[last], words[last + 1]):
        return last
    word = words[last + 1][2]
    if word[0].isupper() and (word.lower() not in FUNCTION_WORDS or word.isupper()):
        return last if words[last][2].endswith(("'s", "’s")) else last + 1
    if word not in _JOINERS or last + 2 >= len(words):
        return last
    then = last + 2
    if word in ("of", "for") and words[then][2] == "the" and then + 1 < len(words):
        then += 1
    if not words[then][2][0].isupper() or words[then][2].lower() in FUNCTION_WORDS:
        return last
    if word in _NAME_JOINERS:
        return then
    is_complete = (
        words[last][2].lower() in ORG_HEADS
    )  # "Alibaba Group and ..." goes on with another
    around = [w[2].lower() for w in (*words[first : last + 1], *words[then : then + 3])]
    return then if ORG_HEADS.intersection(around) and not is_complete else last


def _touch(text: str, one: Word, other: Word) -> bool:
    gap = text[one[1] : other[0]]
    return gap in (" ", "\u00a0") or (gap == ". " and (len(one[2]) == 1 or one[2] in ("St", "Dr")))


def _classify(
    text: str, start: int, end: int, lower: frozenset[str], *, is_first: bool
) -> Kind | None:
    name = text[start:end]
    words = [word.lower().strip(".,") for word in name.split()]
    if not words or name.lower() in FUNCTION_WORDS:
        return None
    if title_before(text, start) and not ORG_HEADS.intersection(words) and len(words) <= 4:
        return "person"
    if is_nationality(name):
        return "misc"
    if name in _COUNTRY_LETTERS or " ".join(words) in word_set("places"):
        return "place"
    if _ACRONYM.fullmatch(name):
        return None if name.lower() in _NOT_NAMES else "org"
    if len(words) > 1:
        return _classify_words(words, is_first=is_first)
    return _classify_word(text, start, end, lower, is_first=is_first)


def _classify_words(words: Sequence[str], *, is_first: bool) -> Kind | None:
    if words[-1] in EVENT_HEADS:
        return "misc"
    if ORG_HEADS.intersection(words):
        return "org"
    surnames, given = word_set("surnames"), given_names()
    if len(words) <= 4 and (words[0] in given or (words[0] in surnames and words[1] in given)):
        return "person"
    if words[-1] in word_set("places") and words[-1] not in surnames:
        return "place"
    if words[-1] in surnames or words[0] in surnames:
        return "person"
    return None if is_first else "org"


def _classify_word(
    text: str, start: int, end: int, lower: frozenset[str], *, is_first: bool
) -> Kind | None:
    name, folded = text[start:end], text[start:end].lower()
    if re.search(r"[a-z][A-Z]", name):
        return "org"
    if is_first or folded in lower:
        return None
    if folded in word_set("surnames") and _SPEECH.match(text, end):
        return "person"
    if text[max(0, start - 3) : start].lower() == "in ":
        return "place"
    return "org" if text[end : end + 2] in ("'s", "’s") else None
