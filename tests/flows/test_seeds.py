"""Five real text dumps, ingested whole: what is true of them lies outside the repository."""

import json
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from flows.settings import Settings
from tests.newsroom import Newsroom

SHARED = Path(__file__).resolve().parents[2].parent / "shared"
GOLD = SHARED / "gold" / "seeds.json"
SCO, YUTANG, RUNNING = "sco", "yutang", "running"

pytestmark = pytest.mark.skipif(
    not GOLD.exists(), reason="the development data is not beside the repository"
)

SOURCES: dict[str, dict[str, Any]] = {
    SCO: {"time_zone": "Asia/Shanghai", "date_order": "DMY"},
    YUTANG: {"time_zone": "Asia/Shanghai", "date_order": "DMY"},
    RUNNING: {},
}
SOURCE_OF = {"000": SCO, "001": YUTANG, "002": YUTANG, "003": SCO, "004": RUNNING}

Told = dict[str, dict[str, Any]]


def gold() -> Told:
    documents: Told = json.loads(GOLD.read_text(encoding="utf-8"))["documents"]
    return documents


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    """What the ledger says of each seed, by file name, cleaned by the generic way alone."""
    folder = tmp_path_factory.mktemp("seeds")
    return read_seeds(newsroom_in(folder))


def newsroom_in(folder: Path) -> Newsroom:
    settings = Settings(
        database_url=f"sqlite:///{folder / 'ledger.db'}",
        blobs_url=str(folder / "blobs"),
        sources_path=folder / "sources.yaml",
        workers=1,
        batch_size=50,
    )
    return Newsroom(folder=folder, settings=settings)


def read_seeds(newsroom: Newsroom) -> Told:
    for source_id, facts in SOURCES.items():
        newsroom.source(source_id, enrich={"tagger": "accurate"}, **facts)
    for name in gold():
        shutil.copy(SHARED / "seeds" / name, newsroom.folder / SOURCE_OF[name[:3]] / name)
    newsroom.ingest()
    sql = (
        "SELECT a.identity, c.headline, c.published_at, c.published_precision, c.authors,"
        " c.credits, c.language, c.text, c.id FROM article_version v"
        " JOIN article a ON a.id = v.article_id JOIN content c ON c.id = v.content_id"
        " WHERE v.superseded_at IS NULL"
    )
    names = "SELECT m.surface FROM mention m JOIN enrichment e ON e.id = m.enrichment_id"
    with newsroom.ledger() as ledger, ledger.database.read() as connection:
        found = connection.exec_driver_sql(sql).fetchall()
        return {
            row[0].rpartition("/")[2]: {
                "title": row[1],
                "published": row[2],
                "precision": row[3],
                "authors": json.loads(row[4]),
                "credits": {item["role"]: item["name"] for item in json.loads(row[5])},
                "language": row[6],
                "text": row[7],
                "mentions": [
                    mention[0]
                    for mention in connection.exec_driver_sql(
                        f"{names} WHERE e.content_id = ?", (row[8],)
                    )
                ],
            }
            for row in found
        }


def each(check: Callable[[str, Told], None]) -> Any:
    names = sorted(gold()) if GOLD.exists() else []
    return pytest.mark.parametrize("name", names, ids=[name[:3] for name in names])(check)


@each
def test_headline_is_as_printed_or_unknown(name: str, told: Told) -> None:
    assert told[name]["title"] == gold()[name]["title"]


@each
def test_publication_date_is_as_printed_in_the_sources_clock_or_unknown(
    name: str, told: Told
) -> None:
    wanted = gold()[name]["published"]
    found = told[name]["published"]
    if wanted is None:
        assert found is None
        return
    zone = ZoneInfo(SOURCES[SOURCE_OF[name[:3]]].get("time_zone", "UTC"))
    local = datetime.fromisoformat(found).replace(tzinfo=UTC).astimezone(zone)
    assert local.strftime("%Y-%m-%dT%H:%M:%S").startswith(wanted)
    assert told[name]["precision"] == ("minute" if "T" in wanted else "day")


@each
def test_byline_credits_and_source_line_are_kept(name: str, told: Told) -> None:
    truth = gold()[name]
    credits = told[name]["credits"]
    assert told[name]["authors"] == ([truth["byline"]] if truth["byline"] else [])
    assert credits.get("proofreader") == truth["proofreader"]
    assert credits.get("source") == truth["source"]


@each
def test_body_is_whole_and_nothing_else(name: str, told: Told) -> None:
    raw = (SHARED / "seeds" / name).read_text(encoding="utf-8")
    body = gold()[name]["body"]
    wanted = [line.strip() for line in raw[body["start"] : body["end"]].splitlines()]
    assert told[name]["text"].split("\n") == [line for line in wanted if line]


@each
def test_nobody_from_a_ticker_is_mentioned(name: str, told: Told) -> None:
    forbidden = gold()[name].get("must_not_attribute", [])
    assert [word for word in forbidden if word in told[name]["mentions"]] == []


@each
def test_language_is_english(name: str, told: Told) -> None:
    assert told[name]["language"] == gold()[name]["language"]
