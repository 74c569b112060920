"""Names folded to leaf keys: two names with one key are one leaf, whatever their spelling.

Only what cannot part two things is folded: case, accents, script, spacing of organisations, legal
forms, titles, the order of a person's names. Everything else is a merge with evidence or a
suggestion.
"""

import re
from functools import lru_cache

from anyascii import anyascii

from storage.records import MentionKind
from tasks.enrich.lexicon import demonyms, word_set

LEGAL_FORMS = word_set("legal_forms")
GROUP_WORDS = frozenset({"group", "holdings", "holding", "company", "co", "corporation", "corp"})
PERSON_TITLES = word_set("person_titles")
PLACE_WORDS = frozenset({"province", "prefecture", "municipality", "the", "of"})
STOPWORDS = word_set("stopwords")
# Names of one country that are in daily use; facts, not guesses.
PLACE_ALIASES = {
    "us": "united states",
    "u s": "united states",
    "usa": "united states",
    "u s a": "united states",
    "united states america": "united states",
    "uk": "united kingdom",
    "u k": "united kingdom",
    "britain": "united kingdom",
    "great britain": "united kingdom",
    "uae": "united arab emirates",
    "prc": "china",
    "peoples republic china": "china",
    "czech republic": "czechia",
    "holland": "netherlands",
    "burma": "myanmar",
    "republic korea": "south korea",
    "ussr": "soviet union",
    "washington d c": "washington dc",
    "d c": "washington dc",
    "nyc": "new york city",
    "kiev": "kyiv",
}

_POSSESSIVE = re.compile(r"['’](?:s\b|(?=\s|$))", re.I)
_OTHER = re.compile(r"[^a-z0-9&+]+")
_INITIALS = re.compile(r"\b(\w) (?=\w\b)")  # "u s" of U.S.
_PLURAL = re.compile(r"(?<=[a-z]{3})(?<!s)s$")


@lru_cache(maxsize=16_384)  # a name of a text is folded five times
def fold(name: str) -> str:
    """Return a name in lower-case ASCII words parted by single blanks, possessives off."""
    plain = _POSSESSIVE.sub("", name)
    plain = plain if plain.isascii() else anyascii(plain).replace("'", "")
    return _OTHER.sub(" ", plain.lower().replace("'", "")).strip()


def leaf_key(kind: MentionKind, name: str) -> str | None:
    """Return the key of the entity leaf a name belongs to; None where nothing is left to key."""
    words = fold(name).split()
    return _KEYS[kind](words) or None if words and kind in _KEYS else None


def person_words(name: str) -> list[str]:
    """Return a person's names without titles, folded, in the order written."""
    words = fold(name).split()
    while len(words) > 1 and words[0] in PERSON_TITLES:
        words = words[1:]
    return words


def word_set_key(name: str) -> frozenset[str]:
    """Return the set of folded words that carry meaning, plurals as singulars."""
    words = _INITIALS.sub(r"\1", fold(name)).split()
    return frozenset(_PLURAL.sub("", word) for word in words if word not in STOPWORDS)


def _person(words: list[str]) -> str:
    while len(words) > 1 and words[0] in PERSON_TITLES:
        words = words[1:]
    return " ".join(sorted(words))


def _organisation(words: list[str]) -> str:
    words = [word for word in words if word != "the"] or words
    while len(words) > 1 and words[-1] in LEGAL_FORMS:
        words = words[:-1]
    return "".join(words)


def _place(words: list[str]) -> str:
    kept = [word for word in words if word not in PLACE_WORDS] or words
    key = " ".join(kept)
    return PLACE_ALIASES.get(key, key)


def _event(words: list[str]) -> str:
    kept = [_PLURAL.sub("", word) for word in words if word not in STOPWORDS] or words
    return " ".join(kept)


def _nationality(words: list[str]) -> str:
    written = " ".join(words).title()
    country = demonyms().get(written) or demonyms().get(written.removesuffix("s"))
    return fold(country) if country else " ".join(words)


_KEYS = {
    MentionKind.PERSON: _person,
    MentionKind.ORG: _organisation,
    MentionKind.PLACE: _place,
    MentionKind.EVENT: _event,
    MentionKind.PRODUCT: lambda words: "".join(words),
    MentionKind.NATIONALITY: _nationality,
}
