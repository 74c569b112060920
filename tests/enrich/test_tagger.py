"""What every shipped tagger promises, whatever it reads."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.enrich.spans import Span, Tagger
from tasks.enrich.tagger.load import load_tagger

NAMES = ("fast", "accurate", "rules")
NEWS = (
    "Angela Merkel met Barack Obama in Berlin on Monday, the World Bank said. "
    "Jane Okafor, who leads Acme Corporation in Nairobi, did not attend."
)
MEGABYTES = 2_000_000
TAGGERS = {name: load_tagger(name) for name in NAMES}

ENGLISH = ["Angela", "Merkel", "Acme Corp.", "met", "in", "Berlin", ".", "FIFA", "U.S.", "'s", "É"]
ODD = ["\n", "\r\n", "\u2028", "中国", "😀", "\x00", "\ud800", "-", "(", "2024"]
words = st.sampled_from(ENGLISH + ODD)
texts = st.lists(words, max_size=30).map(" ".join) | st.text(max_size=60)


@pytest.fixture(params=NAMES)
def tagger(request: pytest.FixtureRequest) -> Tagger:
    return TAGGERS[request.param]


def surfaces(text: str, spans: list[Span]) -> set[tuple[str, str]]:
    return {(text[span.start : span.end], span.kind) for span in spans}


def check_spans(text: str, spans: list[Span]) -> None:
    position = 0
    for span in spans:
        assert position <= span.start < span.end <= len(text)
        surface = text[span.start : span.end]
        assert surface.strip() == surface
        assert surface.splitlines() == [surface]
        assert 0.0 <= span.score <= 1.0
        position = span.end


def test_plain_names_of_news_are_found(tagger: Tagger) -> None:
    (found,) = tagger.tag([NEWS])
    assert surfaces(NEWS, found) >= {
        ("Angela Merkel", "person"),
        ("Berlin", "place"),
        ("World Bank", "org"),
    }


@pytest.mark.parametrize("name", ["fast", "accurate"])
def test_a_name_is_known_by_its_context(name: str) -> None:
    text = "Washington said he was tired. The parade in Washington drew thousands of people."
    (found,) = TAGGERS[name].tag([text])
    assert surfaces(text, found) == {("Washington", "person"), ("Washington", "place")}


@pytest.mark.parametrize("name", ["fast", "accurate"])
def test_text_without_capitals_still_has_names(name: str) -> None:
    text = NEWS.lower()
    (found,) = TAGGERS[name].tag([text])
    assert ("barack obama", "person") in surfaces(text, found)


@pytest.mark.parametrize("name", NAMES)
@given(st.lists(texts, max_size=4))
@settings(max_examples=40, deadline=None)
def test_spans_lie_in_order_inside_one_line(name: str, many: list[str]) -> None:
    found = TAGGERS[name].tag(many)
    assert len(found) == len(many)
    for text, spans in zip(many, found, strict=True):
        check_spans(text, spans)


@pytest.mark.parametrize("name", NAMES)
@given(texts, texts)
@settings(max_examples=40, deadline=None)
def test_no_span_crosses_the_seam_of_two_texts(name: str, first: str, second: str) -> None:
    (found,) = TAGGERS[name].tag([f"{first}\n\n{second}"])
    seam = len(first)
    assert all(span.end <= seam or span.start >= seam + 2 for span in found)


def test_a_text_is_tagged_alike_alone_and_among_others(tagger: Tagger) -> None:
    (alone,) = tagger.tag([NEWS])
    among = tagger.tag(["Nothing here.", NEWS, "", NEWS.upper(), NEWS * 9, NEWS])
    assert places(among[1]) == places(among[5]) == places(alone)
    assert among[2] == []


def places(spans: list[Span]) -> list[tuple[int, int, str]]:
    return [(span.start, span.end, span.kind) for span in spans]


@pytest.mark.timeout(60)
@pytest.mark.parametrize("unit", ["😀", "中文新闻。", "\x00", "\ud83d", "\n", " "], ids=repr)
def test_two_megabytes_without_latin_text_hold_no_names(unit: str, tagger: Tagger) -> None:
    assert tagger.tag([unit * (MEGABYTES // len(unit))]) == [[]]


@pytest.mark.timeout(60)
def test_a_long_text_is_tagged_to_its_end() -> None:
    text = "Nothing happened here. " * 4000 + NEWS
    (found,) = TAGGERS["fast"].tag([text])
    assert ("Barack Obama", "person") in surfaces(text, found)
    check_spans(text, found)
