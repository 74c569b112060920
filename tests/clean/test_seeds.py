"""The five real dumps that must come right, with and without a sources.yaml of their own."""

import json
from pathlib import Path
from typing import Any

import pytest

from storage.records import Precision
from tasks.sources import ANY_SOURCE, Source
from tests.clean.pages import SHARED, article_of, clean

GOLD = SHARED / "gold" / "seeds.json"
pytestmark = pytest.mark.skipif(not GOLD.exists(), reason="the shared seeds are not here")
DOCUMENTS: dict[str, Any] = json.loads(GOLD.read_text())["documents"] if GOLD.exists() else {}
CONFIGURED = Source(id="seeds", name="Seeds", time_zone="Asia/Shanghai", date_order="DMY")


def read(name: str) -> str:
    return Path(SHARED / "seeds" / name).read_text(encoding="utf-8")


@pytest.fixture(params=[ANY_SOURCE, CONFIGURED], ids=["unknown source", "configured source"])
def source(request: pytest.FixtureRequest) -> Source:
    return request.param


@pytest.mark.parametrize("name", DOCUMENTS)
def test_body_is_exactly_the_gold_lines(name: str, source: Source):
    text, gold = read(name), DOCUMENTS[name]["body"]
    expected = [line.strip() for line in text[gold["start"] : gold["end"]].split("\n")]
    assert article_of(clean(text, source=source)).text.split("\n") == list(filter(None, expected))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_metadata_is_the_gold_or_none(name: str, source: Source):
    gold, article = DOCUMENTS[name], article_of(clean(read(name), source=source))
    credits = {credit.role: credit.name for credit in article.credits}
    assert article.headline == gold["title"]
    assert list(article.authors) == [gold["byline"]] * bool(gold["byline"])
    assert credits.get("source") == gold["source"]
    assert credits.get("proofreader") == gold["proofreader"]
    assert article.language == gold["language"]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_publication_is_what_was_printed(name: str):
    cleaned = clean(read(name), source=CONFIGURED)
    chosen = [e.value for e in cleaned.evidence if e.field == "published_at" and e.chosen]
    published = DOCUMENTS[name]["published"]
    assert chosen == ([published.removesuffix(":00")] if published else [])


def test_the_stamp_of_003_is_read_by_the_sources_clock():
    article = article_of(clean(read("003_40c33b991c511051.txt"), source=CONFIGURED))
    assert article.published_precision is Precision.MINUTE
    assert article.published_at and article.published_at.isoformat() == "2020-09-07T16:22:00+00:00"
