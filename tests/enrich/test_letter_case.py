"""Names are whole words, and edited text writes them with capitals."""

from collections.abc import Sequence

import pytest

from tasks.enrich.letter_case import settle_letters
from tasks.enrich.spans import Kind, Span


def found(text: str, *names: tuple[str, Kind]) -> list[str]:
    """Return what is left of names tagged where they first stand."""
    spans = [
        Span(start=text.index(name), end=text.index(name) + len(name), kind=kind, score=0.7)
        for name, kind in names
    ]
    return surfaces(text, settle_letters(text, spans))


def surfaces(text: str, spans: Sequence[Span]) -> list[str]:
    return [text[span.start : span.end] for span in spans]


def test_span_grows_to_the_word_it_cuts() -> None:
    text = "The makers of Loop9sense sold it. The 50Plus Party bought it."
    assert found(text, ("9", "org"), ("50", "org")) == ["Loop9sense", "50Plus"]


def test_run_of_chinese_characters_is_not_grown() -> None:
    assert found("Thitu is 中業島在南海 there.", ("中業島", "place")) == ["中業島"]


def test_edited_text_has_no_person_in_small_letters() -> None:
    text = "He hammered the plan. Ana Bell of delaware left us."
    names: list[tuple[str, Kind]] = [
        ("hammered", "person"),
        ("Ana Bell", "person"),
        ("delaware", "place"),
        ("us", "place"),
    ]
    assert found(text, *names) == ["Ana Bell", "delaware"]


@pytest.mark.parametrize("text", ["hi jen. max is here", "greetings from kent. bye"])
def test_text_without_capitals_keeps_its_small_names(text: str) -> None:
    assert found(text, ("en", "person")) == [next(w for w in ("jen", "kent") if w in text)]
