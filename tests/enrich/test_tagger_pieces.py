"""Packing sentences into chunks of pieces."""

import pytest

from tasks.enrich.tagger.load import MODELS
from tasks.enrich.tagger.pieces import (
    END,
    LONGEST_CHUNK,
    PACKED_PIECES,
    PIECES_A_WORD,
    REMEMBERED,
    START,
    UNKNOWN,
    WordPieces,
    load_pieces,
    pack_text,
)

MANY = 500_000


@pytest.fixture(scope="module")
def pieces() -> WordPieces:
    return load_pieces(MODELS / "tokenizer.json")


def test_sentences_share_a_chunk_while_they_fit(pieces: WordPieces) -> None:
    chunks = list(pack_text("It rained all day. " * 60, pieces))
    assert len(chunks) > 1
    assert all(len(chunk.ids) <= PACKED_PIECES for chunk in chunks)
    assert all(len(chunk.ids) > PACKED_PIECES / 2 for chunk in chunks[:-1])


def test_a_long_sentence_stays_whole_up_to_the_longest_chunk(pieces: WordPieces) -> None:
    first, *rest = pack_text("rain " * 300, pieces)
    assert len(first.ids) == LONGEST_CHUNK
    assert sum(len(chunk.words) for chunk in (first, *rest)) == 300


def test_a_chunk_is_framed_and_every_word_has_its_first_piece(pieces: WordPieces) -> None:
    (chunk,) = pack_text("Xinhuanet reported", pieces)
    assert (chunk.ids[0], chunk.ids[-1]) == (START, END)
    assert len(chunk.ids) == len(chunk.cases)
    assert chunk.firsts == [1, len(chunk.ids) - 2]


def test_a_word_without_pieces_is_unknown(pieces: WordPieces) -> None:
    assert [ids for ids, _ in pieces.of(["rain", "\x00", "😀"])][1:] == [[UNKNOWN], [UNKNOWN]]


def test_a_long_word_is_read_up_to_a_number_of_pieces(pieces: WordPieces) -> None:
    ((ids, _),) = pieces.of(["qzx" * 30])
    assert len(ids) == PIECES_A_WORD


def test_a_word_is_cut_alike_whether_it_was_met_before_or_forgotten(pieces: WordPieces) -> None:
    words = ["Xinhuanet", "rain", "Xinhuanet"]
    first = pieces.of(words)
    assert first[0] == first[2]
    for number in range(REMEMBERED // 20_000 + 1):
        pieces.of([f"{number}" + "x" * 20_000])
    assert pieces.of(words) == first


def test_a_lone_surrogate_keeps_the_offsets(pieces: WordPieces) -> None:
    text = "a \ud800 b"
    (chunk,) = pack_text(text, pieces)
    assert [text[start:end] for start, end in chunk.words] == ["a", "\ud800", "b"]


@pytest.mark.timeout(120)  # two seconds, but for a machine that is busy otherwise
@pytest.mark.parametrize(
    "unit",
    ["a", "A.", "a. ", "a\n", "\n", " ", ".)", "'s", "don't ", "a.                    ", "中"],
    ids=repr,
)
def test_an_odd_long_text_is_packed_in_bounded_time(unit: str, pieces: WordPieces) -> None:
    text = ("x." + unit * MANY)[:MANY]
    longest = max((len(chunk.ids) for chunk in pack_text(text, pieces)), default=0)
    assert 2 < longest <= LONGEST_CHUNK
