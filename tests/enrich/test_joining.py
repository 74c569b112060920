"""Names that a tagger broke are made whole."""

import pytest

from tasks.enrich.joining import join_names, widen_places
from tasks.enrich.spans import Kind
from tasks.enrich.tidy import rule_span


def names(text: str, tagged: dict[str, Kind]) -> list[tuple[str, str]]:
    spans = [
        rule_span(text.index(name), text.index(name) + len(name), kind)
        for name, kind in tagged.items()
    ]
    return sorted((text[span.start : span.end], span.kind) for span in join_names(text, spans))


@pytest.mark.parametrize(
    ("text", "tagged", "whole"),
    [
        (
            'Carl Emil "Hook" Harrow sang.',
            {"Carl Emil": "person", "Harrow": "person"},
            ('Carl Emil "Hook" Harrow', "person"),
        ),
        ("the Port of Harrow is shut", {"Harrow": "place"}, ("Port of Harrow", "place")),
        ("on Highway 301 it rained", {"Highway": "place"}, ("Highway 301", "place")),
        ("the film Ruled by Winter won", {"Ruled by": "misc"}, ("Ruled by Winter", "misc")),
        ("in Bosnia and Herzegovina", {"Bosnia and Herzegovina": "misc"},
         ("Bosnia and Herzegovina", "place")),
    ],
    ids=["a nickname", "a head in front", "the number of a road", "a small word", "a country"],
)  # fmt: skip
def test_a_broken_name_is_made_whole(
    text: str, tagged: dict[str, Kind], whole: tuple[str, str]
) -> None:
    assert names(text, tagged) == [whole]


@pytest.mark.parametrize(
    ("text", "tagged"),
    [
        ('Carl Emil said "No" Harrow sang.', {"Carl Emil": "person", "Harrow": "person"}),
        ("the mayor of Harrow", {"Harrow": "place"}),
        ("in Harrow 301 people met", {"Harrow": "place"}),
        ("a song by Carl Emil", {"Carl Emil": "person"}),
        ("he bought a Java", {"Java": "misc"}),
    ],
    ids=["a quotation", "an office", "a count", "a small word outside", "one word"],
)
def test_what_is_whole_stays(text: str, tagged: dict[str, Kind]) -> None:
    assert names(text, tagged) == sorted(tagged.items())


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("across the United States it rained", "United States"),
        ("back in Bath States were made", "States"),
        ("he said States differ", "States"),
    ],
)
def test_a_known_place_of_two_words_is_whole(text: str, whole: str) -> None:
    start = text.index("States")
    (span,) = widen_places(text, [rule_span(start, start + 6, "place")])
    assert text[span.start : span.end] == whole


def test_the_full_stop_behind_a_nicknamed_person_is_the_sentences() -> None:
    text = 'He met Carl "Hook" Harrow.'
    tagged: dict[str, Kind] = {"Carl": "person", "Harrow": "person"}
    assert names(text, tagged) == [('Carl "Hook" Harrow', "person")]
