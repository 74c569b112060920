"""The word diff: either text can be read out of it, and little edits stay little."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.word_diff import Mark, Piece, diff_texts, diff_words

TEXTS = st.lists(
    st.text(alphabet=st.sampled_from("ab ,.1中文\u00e9"), max_size=12), max_size=6
).map("\n".join)


def read_out(old: str, new: str, unwanted: Mark) -> str:
    """One of the two texts, read out of their difference."""
    blocks = [
        "".join(piece.text for piece in block.pieces if piece.mark is not unwanted)
        for block in diff_texts(old, new)
        if any(piece.mark is not unwanted for piece in block.pieces)
    ]
    return "\n".join(blocks)


@given(TEXTS, TEXTS)
def test_both_words_can_be_read_out(old: str, new: str) -> None:
    pieces = diff_words(old, new)
    assert "".join(piece.text for piece in pieces if piece.mark is not Mark.ADDED) == old
    assert "".join(piece.text for piece in pieces if piece.mark is not Mark.REMOVED) == new


@given(
    st.lists(st.sampled_from(["one.", "two.", "three two.", "中文"]), max_size=6),
    st.lists(st.sampled_from(["one.", "two.", "three too.", "中国"]), max_size=6),
)
def test_both_texts_can_be_read_out(old: list[str], new: list[str]) -> None:
    before, after = "\n".join(old), "\n".join(new)
    assert read_out(before, after, Mark.ADDED) == before
    assert read_out(before, after, Mark.REMOVED) == after


@given(TEXTS)
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    assert not any(block.changed for block in diff_texts(text, text))


@pytest.mark.parametrize(
    ("old", "new", "pieces"),
    [
        ("a big dog", "a small dog", [("same", "a "), ("removed", "big"), ("added", "small"),
                                      ("same", " dog")]),
        ("up 1,200.5 now", "up 1,300.5 now", [("same", "up "), ("removed", "1,200.5"),
                                              ("added", "1,300.5"), ("same", " now")]),
        ("one two three", "uno dos three", [("removed", "one two"), ("added", "uno dos"),
                                            ("same", " three")]),
        ("他很好", "她很好", [("removed", "他"), ("added", "她"), ("same", "很好")]),
    ],
    ids=["a-word", "a-number-stays-whole", "neighbours-change-together", "chinese"],
)  # fmt: skip
def test_a_small_edit_stays_small(old: str, new: str, pieces: list[tuple[str, str]]) -> None:
    assert diff_words(old, new) == [Piece(Mark(mark), text) for mark, text in pieces]


def test_a_new_paragraph_is_one_added_piece() -> None:
    blocks = diff_texts("One.\nThree.", "One.\nTwo.\nThree.")
    assert [(block.changed, len(block.pieces)) for block in blocks] == [
        (False, 1), (True, 1), (False, 1),
    ]  # fmt: skip
    assert blocks[1].pieces == (Piece(Mark.ADDED, "Two."),)
