"""How much an article changed, and what never counts as minor."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.records import Said
from tasks.store.compare import compare, without_turned

LONG = " ".join(f"word{chr(97 + i % 26)}{chr(97 + i // 26)}" for i in range(500))


def said(headline: str | None, text: str, *beside: str, author: str = "Ann Lee") -> Said:
    return Said(headline=headline, text=text, beside=beside, fields=(author,))


def test_changed_sentence_is_counted_in_words() -> None:
    delta = compare(said("H", "one two three four"), said("H", "one two five six seven"), 0.005)
    assert (delta.words_added, delta.words_removed, delta.minor) == (3, 2, False)


def test_typo_in_a_long_text_is_minor() -> None:
    assert compare(said("H", LONG + " teh"), said("H", LONG + " the"), 0.005).minor


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param(said("H", LONG + " 12 dead"), said("H", LONG + " 13 dead"), id="number"),
        pytest.param(
            said("H", LONG + " 7 to 4"), said("H", LONG + " 4 to 7"), id="order of numbers"
        ),
        pytest.param(said("Mayor denies", LONG), said("Mayor admits", LONG), id="headline"),
    ],
)
def test_changed_number_or_headline_is_never_minor(old: Said, new: Said) -> None:
    assert not compare(old, new, 0.005).minor


def test_headline_in_other_letters_only_is_minor() -> None:
    assert compare(said("MAYOR DENIES", LONG), said("Mayor denies", LONG), 0.005).minor


def test_share_is_of_the_longer_text() -> None:
    text = " ".join(LONG.split()[:150])
    assert not compare(said("H", text), said("H", f"not {text}"), 0.005).minor
    assert compare(said("H", LONG), said("H", f"not {LONG}"), 0.005).minor


def test_moved_paragraph_with_a_number_is_minor() -> None:
    assert compare(said("H", "a 1 c\nd 2 f"), said("H", "d 2 f\na 1 c"), 0.005).minor


def test_moved_paragraph_changes_no_words() -> None:
    delta = compare(said("H", "a b c\nd e f"), said("H", "d e f\na b c"), 0.005)
    assert (delta.words_added, delta.words_removed, delta.minor) == (0, 0, True)


def test_one_changed_character_of_a_chinese_text_is_minor() -> None:
    old = "市长昨天在议会讲话，" * 20
    delta = compare(said(None, old), said(None, old.replace("昨天", "今天", 1)), 0.05)
    assert (delta.words_added, delta.words_removed, delta.minor) == (1, 1, True)


MORE = "The mayor was not there."
BODY = "The bridge is closed.\nIt was built in 1931."
LONGER = f"{BODY}\n{MORE}"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param(said("H", LONGER), said("H", BODY, MORE), id="line that is no text now"),
        pytest.param(said("H", BODY, "Home", MORE), said("H", LONGER, "Home"), id="line that is"),
        pytest.param(said("H", f"{BODY}\na\tb"), said("H", BODY, "a", "b"), id="row of a table"),
        pytest.param(said("H", BODY, "G"), said("G", BODY, "H"), id="headline among the lines"),
        pytest.param(said(None, f"H\n{BODY}"), said("H", BODY, "H"), id="first line as headline"),
    ],
)
def test_what_both_pages_show_is_no_edit(old: Said, new: Said) -> None:
    for one, other in ((old, new), (new, old)):
        delta = compare(one, other, 0.005)
        assert (delta.words_added, delta.words_removed) == (0, 0)
        assert delta.minor
        assert delta.same


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        pytest.param(said("H", LONGER), said("H", BODY), (0, 5), id="line that is gone"),
        pytest.param(said("H", LONGER, MORE), said("H", BODY, MORE), (0, 5), id="teaser as before"),
        pytest.param(said("H", BODY), said("H", LONGER, "Home"), (5, 0), id="line that is new"),
        pytest.param(said("H", BODY), said("G", BODY, "H"), (0, 0), id="headline"),
        pytest.param(said("H", BODY), said("H", BODY, author="Ann Roe"), (0, 0), id="author"),
        pytest.param(said("H", BODY, MORE), said("H", MORE, *BODY.split("\n")), (3, 7), id="all"),
        pytest.param(
            said("H", BODY, MORE), said("H", f"{LONGER}\n{MORE}"), (5, 0), id="one of two"
        ),
        pytest.param(
            said("H", LONGER), said("H", f"{BODY}\nIt is open.", MORE), (3, 0), id="line besides"
        ),
    ],
)
def test_what_the_publisher_did_is_an_edit(old: Said, new: Said, words: tuple[int, int]) -> None:
    delta = compare(old, new, 0.005)
    assert (delta.words_added, delta.words_removed) == words
    assert not delta.same


LINES = st.lists(st.sampled_from(["one", "two 2", "three", "a\tb", "a", "b", ""]), max_size=4)
SAID = st.builds(
    lambda headline, text, beside: said(headline, "\n".join(text), *beside),
    st.sampled_from([None, "one", "three"]),
    LINES,
    LINES,
)


@given(SAID, SAID)
def test_back_and_forth_are_told_alike(old: Said, new: Said) -> None:
    there, back = compare(old, new, 0.005), compare(new, old, 0.005)
    assert (there.same, there.minor) == (back.same, back.minor)
    assert (there.words_added, there.words_removed) == (back.words_removed, back.words_added)


@given(SAID, SAID)
def test_lines_are_only_ever_left_out(old: Said, new: Said) -> None:
    for before, after in zip((old, new), without_turned(old, new), strict=True):
        kept = iter(before.text.split("\n"))
        assert all(line in kept for line in after.text.split("\n") if after.text)
