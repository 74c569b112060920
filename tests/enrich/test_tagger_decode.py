"""Logits to spans."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from tasks.enrich.spans import Span
from tasks.enrich.tagger.decode import decode_spans
from tasks.enrich.tagger.labels import INDEX, LABELS


def decode(labels: str, opens: frozenset[int] = frozenset({0})) -> list[Span]:
    """Decode words of one character each, sure of the given labels."""
    columns = [INDEX[label] for label in labels.split()]
    logits = np.full((len(columns), len(LABELS)), -6, np.float32)
    logits[np.arange(len(columns)), columns] = 6
    words = [(2 * number, 2 * number + 1) for number in range(len(columns))]
    return decode_spans(words, [number in opens for number in range(len(words))], logits)


def places(spans: list[Span]) -> list[tuple[int, int, str]]:
    return [(span.start, span.end, span.kind) for span in spans]


def test_a_run_of_labels_is_one_span() -> None:
    assert places(decode("O B-person I-person O")) == [(2, 5, "person")]


def test_a_new_beginning_ends_the_span_before_it() -> None:
    assert places(decode("B-org B-org I-org")) == [(0, 1, "org"), (2, 5, "org")]


def test_a_continuation_of_nothing_is_read_as_a_beginning() -> None:
    assert places(decode("I-place I-place")) == [(0, 3, "place")]


def test_a_span_does_not_run_into_a_new_line() -> None:
    found = places(decode("B-org I-org I-org", opens=frozenset({0, 1})))
    assert (0, 1, "org") in found
    assert all(not start < 2 < end for start, end, _ in found)


def test_a_sure_span_scores_near_one() -> None:
    (span,) = decode("O B-misc I-misc")
    assert 0.99 < span.score <= 1.0


@given(
    arrays(np.float32, (7, len(LABELS)), elements=st.floats(-30, 30, width=32)),
    st.lists(st.booleans(), min_size=7, max_size=7),
)
def test_any_logits_give_spans_apart_and_within_lines(
    logits: np.ndarray[tuple[int, int], np.dtype[np.float32]], opens: list[bool]
) -> None:
    words = [(2 * number, 2 * number + 1) for number in range(7)]
    position = 0
    for span in decode_spans(words, opens, logits):
        assert position <= span.start < span.end <= 13
        assert 0.0 <= span.score <= 1.0
        assert not any(opens[span.start // 2 + 1 : span.end // 2 + 1])
        position = span.end
