"""Packing sentences into chunks of pieces."""

import pytest
from tokenizers import Tokenizer

from tasks.enrich.tagger.load import MODELS
from tasks.enrich.tagger.pieces import (
    END,
    LONGEST_CHUNK,
    PACKED_PIECES,
    PIECES_A_WORD,
    START,
    UNKNOWN,
    encode_words,
    load_tokenizer,
    pack_text,
)

MANY = 500_000


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return load_tokenizer(MODELS / "tokenizer.json")


def test_sentences_share_a_chunk_while_they_fit(tokenizer: Tokenizer) -> None:
    chunks = list(pack_text("It rained all day. " * 60, tokenizer))
    assert len(chunks) > 1
    assert all(len(chunk.ids) <= PACKED_PIECES for chunk in chunks)
    assert all(len(chunk.ids) > PACKED_PIECES / 2 for chunk in chunks[:-1])


def test_a_long_sentence_stays_whole_up_to_the_longest_chunk(tokenizer: Tokenizer) -> None:
    first, *rest = pack_text("rain " * 300, tokenizer)
    assert len(first.ids) == LONGEST_CHUNK
    assert sum(len(chunk.words) for chunk in (first, *rest)) == 300


def test_a_chunk_is_framed_and_every_word_has_its_first_piece(tokenizer: Tokenizer) -> None:
    (chunk,) = pack_text("Xinhuanet reported", tokenizer)
    assert (chunk.ids[0], chunk.ids[-1]) == (START, END)
    assert len(chunk.ids) == len(chunk.cases)
    assert chunk.firsts == [1, len(chunk.ids) - 2]


def test_a_word_without_pieces_is_unknown(tokenizer: Tokenizer) -> None:
    assert encode_words(["rain", "\x00", "😀"], tokenizer)[1:] == [[UNKNOWN], [UNKNOWN]]


def test_a_long_word_is_read_up_to_a_number_of_pieces(tokenizer: Tokenizer) -> None:
    assert len(encode_words(["qzx" * 30], tokenizer)[0]) == PIECES_A_WORD


def test_a_lone_surrogate_keeps_the_offsets(tokenizer: Tokenizer) -> None:
    text = "a \ud800 b"
    (chunk,) = pack_text(text, tokenizer)
    assert [text[start:end] for start, end in chunk.words] == ["a", "\ud800", "b"]


@pytest.mark.timeout(120)  # two seconds, but for a machine that is busy otherwise
@pytest.mark.parametrize(
    "unit",
    ["a", "A.", "a. ", "a\n", "\n", " ", ".)", "'s", "don't ", "a.                    ", "中"],
    ids=repr,
)
def test_an_odd_long_text_is_packed_in_bounded_time(unit: str, tokenizer: Tokenizer) -> None:
    text = ("x." + unit * MANY)[:MANY]
    longest = max((len(chunk.ids) for chunk in pack_text(text, tokenizer)), default=0)
    assert 2 < longest <= LONGEST_CHUNK
