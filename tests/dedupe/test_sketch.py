"""The hashes by which copies are found again."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.dedupe.index import MIN_SHARED
from tasks.dedupe.reading import Grams
from tasks.dedupe.sketch import FLOOR, MODULUS, narrow_hashes, sketch, sketch_grams
from tests.dedupe.writing import BUDGET, FERRY, teaser, with_menu

GRAMS = st.lists(st.integers(min_value=0, max_value=2**64 - 1), max_size=400).map(
    lambda values: np.array(values, dtype=np.uint64)
)


def test_the_sketch_of_a_text_never_changes() -> None:
    """A change here changes every stored index: raise EPOCH."""
    assert sketch("The ferry ran aground outside the harbour") == (
        -1025258636,
        503397211,
        1537697785,
        1570357354,
    )


@settings(deadline=None)
@given(GRAMS)
def test_every_hash_fits_a_signed_column(grams: Grams) -> None:
    assert all(-(2**31) <= value < 2**31 for value in sketch_grams(grams))


@settings(deadline=None)
@given(GRAMS)
def test_a_sketch_has_its_floor_or_the_whole_text(grams: Grams) -> None:
    assert len(sketch_grams(grams)) >= min(FLOOR, len(narrow_hashes(grams)))


@settings(deadline=None)
@given(GRAMS, GRAMS)
def test_sampled_grams_of_a_part_are_in_the_sketch_of_the_whole(part: Grams, rest: Grams) -> None:
    sampled = narrow_hashes(part[part % MODULUS == 0])
    assert set(sampled) <= set(sketch_grams(np.concatenate((rest, part, rest))))


@pytest.mark.parametrize("change", [teaser, with_menu, str.upper], ids=["teaser", "menu", "case"])
def test_a_changed_copy_meets_its_original(change: Callable[[str], str]) -> None:
    assert len(set(sketch(FERRY)) & set(sketch(change(FERRY)))) > MIN_SHARED


def test_unrelated_texts_do_not_meet() -> None:
    assert not set(sketch(FERRY)) & set(sketch(BUDGET))


def test_a_text_without_words_has_no_sketch() -> None:
    assert sketch(" — ") == ()
