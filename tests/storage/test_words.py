"""Words are counted alike in every script."""

import pytest

from storage.words import count_words, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("The mayor spoke.", 3),
        ("Die Bürgermeisterin sprach – kurz.", 5),
        ("市长昨天讲话。", 6),
        ("市长 said 好 on 5月", 7),
        ("시장이 어제 말했다", 3),
        ("東京タワー", 5),
    ],
)
def test_length_is_counted_by_words_or_by_characters(text: str, words: int) -> None:
    assert count_words(text) == words


def test_number_stays_whole() -> None:
    assert words_of("Rose 1,200.5 points") == ["Rose", "1,200.5", "points"]


def test_unspaced_script_is_parted_by_the_character() -> None:
    assert words_of("市长A1讲话") == ["市", "长", "A1", "讲", "话"]
