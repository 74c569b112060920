"""Which language a text is in, and whether a tagger speaks it."""

from typing import Protocol, runtime_checkable

ENGLISH = frozenset({"en"})
_SAMPLE = 2000  # characters; bounds the time on long texts
_MIN_LETTERS = 20  # below, an identifier of letter groups has next to nothing to go by


@runtime_checkable
class SpeaksLanguages(Protocol):
    """A tagger that says which languages it was trained on (ISO 639-1)."""

    languages: frozenset[str]


def language_of(text: str) -> str | None:
    """Return the ISO 639-1 code of a text's language; None where there is too little to tell."""
    sample = text[:_SAMPLE]
    if sum(char.isalpha() for char in sample) < _MIN_LETTERS:
        return None
    import py3langid

    return str(py3langid.classify(sample)[0])


def speaks(tagger: object, language: str | None) -> bool:
    """Return whether a tagger can be trusted with a language; an unknown one counts as English."""
    spoken = tagger.languages if isinstance(tagger, SpeaksLanguages) else ENGLISH
    return language is None or language in spoken
