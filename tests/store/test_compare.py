"""How much an article changed, and what never counts as minor."""

import pytest

from tasks.store.compare import compare

LONG = " ".join(f"word{chr(97 + i % 26)}{chr(97 + i // 26)}" for i in range(500))


def test_changed_sentence_is_counted_in_words() -> None:
    delta = compare(("H", "one two three four"), ("H", "one two five six seven"), 0.005)
    assert (delta.words_added, delta.words_removed, delta.minor) == (3, 2, False)


def test_typo_in_a_long_text_is_minor() -> None:
    assert compare(("H", LONG + " teh"), ("H", LONG + " the"), 0.005).minor


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param(("H", LONG + " 12 dead"), ("H", LONG + " 13 dead"), id="number"),
        pytest.param(("Mayor denies", LONG), ("Mayor admits", LONG), id="headline"),
    ],
)
def test_changed_number_or_headline_is_never_minor(
    old: tuple[str, str], new: tuple[str, str]
) -> None:
    assert not compare(old, new, 0.005).minor


def test_headline_in_other_letters_only_is_minor() -> None:
    assert compare(("MAYOR DENIES", LONG), ("Mayor denies", LONG), 0.005).minor


def test_moved_paragraph_changes_no_words() -> None:
    delta = compare(("H", "a b c\nd e f"), ("H", "d e f\na b c"), 0.005)
    assert (delta.words_added, delta.words_removed, delta.minor) == (0, 0, True)


def test_one_changed_character_of_a_chinese_text_is_minor() -> None:
    old = "市长昨天在议会讲话，" * 20
    delta = compare((None, old), (None, old.replace("昨天", "今天", 1)), 0.05)
    assert (delta.words_added, delta.words_removed, delta.minor) == (1, 1, True)
