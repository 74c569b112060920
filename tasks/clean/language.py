"""The language of a text: detected, unless it is too short and the page declares one."""

from functools import lru_cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from storage.records import Basis
from tasks.clean.draft import Candidate

DETECT_CHARS = 240  # says the same as 2,000 do on 1,092 of 1,096 development pages; 320 on one more
MIN_CHARS = 60  # shorter texts are often guessed wrong


def language_candidates(text: str, expected: tuple[str, ...]) -> list[Candidate]:
    """Readings of the language: what the text looks like, and what the source is known to write."""
    found = []
    if len(text) >= MIN_CHARS:
        code, sure = _detect(text[:DETECT_CHARS])
        likely = sure if not expected or code in expected else sure * 0.5
        found.append(_candidate(code, Basis.TEXT, likely))
    if len(expected) == 1:
        found.append(_candidate(expected[0][:2].lower(), Basis.INFERRED, 0.55))
    return found


def _candidate(code: str, basis: Basis, confidence: float) -> Candidate:
    return Candidate(
        field="language", value=code, basis=basis, confidence=round(min(confidence, 1.0), 3)
    )


def _detect(text: str) -> tuple[str, float]:
    code, probability = _identifier().classify(text)
    return str(code), float(probability)


@lru_cache(maxsize=1)
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
