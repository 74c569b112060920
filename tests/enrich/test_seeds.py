"""What the room promises on the sample dumps; they are kept outside the repository."""

from collections import Counter
from pathlib import Path

import pytest

from benchmarks.entities import dated_article, names_of
from benchmarks.entity_points import tagger_named
from benchmarks.seed_gold import load_seeds, score_names, score_pairs, score_values
from storage.records import Annotations, MentionKind
from tasks.enrich.annotate import annotate
from training.measure import f1

SHARED = Path(__file__).parents[3] / "shared"
pytestmark = pytest.mark.skipif(
    not (SHARED / "gold" / "seeds.json").exists(), reason="the sample dumps' gold is not here"
)


@pytest.fixture(scope="module")
def found() -> list[Annotations]:
    """The annotations of each sample dump, by the default tagger."""
    seeds, _ = load_seeds(SHARED)
    articles = [dated_article(seed.body, seed.published) for seed in seeds]
    return annotate(articles, tagger_named("accurate"), None)


def total_names(found: list[Annotations]) -> dict[str, Counter[str]]:
    seeds, _ = load_seeds(SHARED)
    total: dict[str, Counter[str]] = {}
    for seed, annotations in zip(seeds, found, strict=True):
        if "mentions" in seed.gold:
            for kind, count in score_names(seed, names_of(annotations)).items():
                total[kind] = total.get(kind, Counter()) + count
    return total


def test_names_of_the_sample_dumps_are_found(found: list[Annotations]) -> None:
    total = total_names(found)
    assert f1(total["PERSON"]) == 1.0
    assert f1(total["EVENT"]) >= 0.90
    assert f1(total["PERSON"] + total["ORG"] + total["LOC"]) >= 0.95


def test_entities_of_the_sample_dumps_are_resolved(found: list[Annotations]) -> None:
    merged, wanted, wrong, _ = score_pairs(found, load_seeds(SHARED)[1])
    assert (merged, wrong) == (wanted, [])


@pytest.mark.parametrize("kind", [MentionKind.DATE, MentionKind.MONEY])
def test_dates_and_amounts_of_the_sample_dumps_are_all_found_and_none_is_false(
    found: list[Annotations], kind: MentionKind
) -> None:
    for seed, annotations in zip(load_seeds(SHARED)[0], found, strict=True):
        if "mentions" in seed.gold:
            assert set(score_values(seed, annotations, kind)) - {"false"} <= {"hit"}
            assert score_values(seed, annotations, kind)["false"] == 0


def test_every_surface_is_the_text_at_its_place(found: list[Annotations]) -> None:
    for seed, annotations in zip(load_seeds(SHARED)[0], found, strict=True):
        for mention in annotations.mentions:
            assert seed.body[mention.start : mention.end] == mention.surface
