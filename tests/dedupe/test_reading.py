"""What the copy rules read of a text."""

import pytest

from tasks.dedupe.reading import GRAM_WORDS, find_grams, fold_words, hash_grams, read_text
from tests.dedupe.writing import FERRY, MENU, with_menu

FOLDED = {
    "case": ("The FERRY", ["the", "ferry"]),
    "full-width letters": ("Ｆｅｒｒｙ", ["ferry"]),
    "ligature": ("oﬃce", ["office"]),
    "sharp s": ("Straße", ["strasse"]),
    "Chinese by character": ("渡轮2艘", ["渡", "轮", "2", "艘"]),
    "Japanese by character": ("フェリー", list("フェリー")),
    "Thai by character": ("เรือ", ["เ", "ร", "อ"]),
    "lone surrogate": ("a\ud800b", ["ab"]),
    "nothing": (" — \n", []),
}


@pytest.mark.parametrize(("text", "words"), FOLDED.values(), ids=FOLDED.keys())
def test_words_are_folded(text: str, words: list[str]) -> None:
    assert fold_words(text) == words


def test_a_menu_is_not_prose() -> None:
    with_furniture, plain = read_text(with_menu(FERRY)), read_text(FERRY)
    assert list(with_furniture.prose_set) == list(plain.prose_set)
    assert len(with_furniture.gram_set) > len(plain.gram_set)


def test_a_text_of_short_lines_only_is_read_whole() -> None:
    reading = read_text(MENU)
    assert len(reading.prose_set) == len(reading.gram_set) > 0


def test_every_run_of_four_words_is_a_gram() -> None:
    words = fold_words(FERRY)
    assert len(hash_grams(words)) == len(words) - GRAM_WORDS + 1


def test_equal_runs_have_equal_hashes_wherever_they_stand() -> None:
    one = hash_grams(list("abcde"))
    other = hash_grams(list("xabcd"))
    assert one[0] == other[1]


def test_the_order_of_words_counts() -> None:
    assert hash_grams(list("abcd"))[0] != hash_grams(list("bacd"))[0]


def test_fewer_than_four_words_are_one_gram() -> None:
    assert len(hash_grams(["only", "two"])) == 1
    assert len(hash_grams([])) == 0


def test_a_quotation_is_not_the_authors_own_wording() -> None:
    reading = read_text(FERRY)
    quoted = hash_grams(fold_words("The captain reported a sudden loss of steering"))
    assert find_grams(quoted, reading.prose_set).all()
    assert not find_grams(quoted, reading.unquoted_set).any()


def test_no_gram_is_found_in_an_empty_set() -> None:
    assert not find_grams(hash_grams(list("abcd")), hash_grams([])).any()


def test_names_and_numbers_are_found() -> None:
    reading = read_text(FERRY)
    assert {"astrid", "lindholm", "sundlinjen"} <= reading.names
    assert "ferry" not in reading.names
    assert reading.numbers == {"214", "480"}
