"""Lines, sentences and words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.enrich.tagger.words import (
    INITIAL,
    LOWER,
    MIXED,
    MOST_WORDS,
    OTHER,
    TITLE,
    UPPER,
    code_case,
    find_sentences,
)


def read_words(text: str) -> list[list[str]]:
    return [[text[start:end] for start, end in sentence.words] for sentence in find_sentences(text)]


def test_a_full_stop_before_a_capital_ends_a_sentence() -> None:
    assert read_words("It rained. They left.") == [["It", "rained", "."], ["They", "left", "."]]


@pytest.mark.parametrize("text", ["Mr. Smith left", "J. Smith left", "St. Louis won"])
def test_a_title_or_an_initial_does_not_end_a_sentence(text: str) -> None:
    assert len(read_words(text)) == 1


def test_a_possessive_is_a_word_of_its_own() -> None:
    assert read_words("Adidas's and O'Brien’s") == [["Adidas", "'s", "and", "O'Brien", "’s"]]


def test_an_abbreviation_is_one_word() -> None:
    assert read_words("the U.S. team and Acme Inc. staff")[0][1] == "U.S."


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r", "\u2028", "\x85", "\x0b"])
def test_a_line_break_ends_a_sentence(line_break: str) -> None:
    sentences = list(find_sentences(f"one{line_break}two"))
    assert [sentence.opens_line for sentence in sentences] == [True, True]


def test_only_the_first_sentence_of_a_line_opens_it() -> None:
    sentences = list(find_sentences("It rained. They left."))
    assert [sentence.opens_line for sentence in sentences] == [True, False]


@pytest.mark.parametrize("text", ["", "😀😀", "中文新闻。", "---", "2024 10 11", "\x00"])
def test_a_sentence_without_a_latin_letter_is_passed_over(text: str) -> None:
    assert list(find_sentences(text)) == []


def test_an_endless_sentence_comes_in_parts() -> None:
    sentences = list(find_sentences("word " * (MOST_WORDS + 1)))
    assert [len(sentence.words) for sentence in sentences] == [MOST_WORDS, 1]


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("house", LOWER),
        ("House", TITLE),
        ("FIFA", UPPER),
        ("McKinsey", MIXED),
        ("X", INITIAL),
        ("2024", OTHER),
        ("", OTHER),
    ],
)
def test_a_word_has_the_code_of_its_case(word: str, code: int) -> None:
    assert code_case(word) == code


@given(st.text(st.sampled_from("aB. \n'’é中😀1\r\u2028"), max_size=60))
def test_words_lie_in_order_inside_one_line(text: str) -> None:
    position = 0
    for sentence in find_sentences(text):
        for start, end in sentence.words:
            assert position <= start < end <= len(text)
            assert text[start:end].splitlines() == [text[start:end]]
            position = end
