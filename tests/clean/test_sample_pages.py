"""The sample pages and dumps, cleaned: what samples/expected.yaml says is true of each."""

import json
from datetime import datetime

import pytest
import yaml

from samples.expected import Truth, read_expected
from samples.site import SITE, Conditions, answer_request, read_editions
from samples.unpack import SAMPLES, sources_text
from storage.records import Article, Precision
from tasks.clean.page import clean_page
from tasks.clean.reasons import REASONS
from tasks.sources import SourcesFile
from tests.clean.pages import article_of, make_page

BASE = "http://127.0.0.1:8000"
EXPECTED = read_expected()
TRUTHS = [*EXPECTED.pages, *EXPECTED.dumps]
SOURCES = {
    source.id: source
    for source in SourcesFile.model_validate(yaml.safe_load(sources_text(BASE))).sources
}
EVERY_TRUTH = [pytest.param(t, id=f"{t.path}#{t.id}" if t.id else t.path) for t in TRUTHS]
STANDFIRST_CHARS = 200  # standfirsts and datelines may be kept: neither is a mistake


def body_and_type(truth: Truth) -> tuple[bytes, str]:
    """What a reader of that page or record gets."""
    if not truth.path.startswith("dumps/"):
        editions = read_editions(SITE, truth.edition)
        return answer_request(editions, f"/{truth.path}", BASE, Conditions()).body, "text/html"
    text = (SAMPLES / truth.path).read_text(encoding="utf-8")
    if truth.id is None:
        return text.encode(), "text/html" if truth.path.endswith(".html") else "text/plain"
    records = {json.loads(line)["id"]: line for line in text.splitlines()}
    return records[truth.id].encode(), "application/json"


@pytest.fixture
def article(truth: Truth) -> Article:
    body, media_type = body_and_type(truth)
    page = make_page(body, media_type, url=f"{BASE}/{truth.path}")
    return article_of(clean_page(page, SOURCES[truth.source]))


def printed(article: Article) -> str | None:
    at: datetime | None = article.published_at
    if at is None:
        return None
    is_day = article.published_precision is Precision.DAY
    return at.date().isoformat() if is_day else at.strftime("%Y-%m-%dT%H:%M:%SZ")


@pytest.mark.parametrize("truth", EVERY_TRUTH)
def test_metadata_is_what_is_true_of_the_page(truth: Truth, article: Article):
    assert article.headline == truth.headline
    assert printed(article) == truth.published
    assert article.authors == truth.authors
    assert {credit.role: credit.name for credit in article.credits} == truth.credits
    assert article.language == truth.language


@pytest.mark.parametrize("truth", EVERY_TRUTH)
def test_the_body_is_whole_and_holds_no_furniture(truth: Truth, article: Article):
    text = " ".join(article.text.split())
    assert 0 <= text.find(truth.body_first) <= STANDFIRST_CHARS
    assert text.endswith(truth.body_last)
    assert [phrase for phrase in truth.body_has if phrase not in text] == []
    assert [line for line in EXPECTED.dropped(truth) if line in text] == []


@pytest.mark.parametrize("truth", EVERY_TRUTH)
def test_every_dropped_line_keeps_its_text_and_a_listed_reason(truth: Truth):
    body, media_type = body_and_type(truth)
    cleaned = clean_page(make_page(body, media_type), SOURCES[truth.source])
    assert all(line.text.strip() for line in cleaned.dropped)
    reasons = {line.reason for line in cleaned.dropped}
    assert {reason for reason in reasons if not reason.startswith("rule:")} <= REASONS
