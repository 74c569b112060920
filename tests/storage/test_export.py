"""Exports: equal to the ledger, the second only what is new, and nothing that was taken down."""

import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from storage.export.door import Form, export
from storage.ledger import Ledger
from storage.removing.takedown import carry_out, look
from tests.factories import DAY, NOON, a_link, publish
from tests.storage.known_news import COPY, EDITED, LOST, timed, write_news

LATER = NOON + DAY


@pytest.fixture
def written(ledger: Ledger) -> Ledger:
    """The known news."""
    write_news(ledger)
    return ledger


def lines(folder: Path) -> list[dict[str, Any]]:
    """Every line of every file."""
    files = sorted(folder.glob("*.jsonl"))
    return [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines()]


def test_json_lines_are_news_articles(written: Ledger, tmp_path: Path) -> None:
    assert export(written.reader(), tmp_path, Form.JSONL, LATER) == 10
    by_headline = {line["headline"]: line for line in lines(tmp_path)}
    found = by_headline["Oslo trip"]
    assert found["@type"] == "NewsArticle"
    assert (found["articleBody"], found["version"]) == (EDITED.text, 2)
    assert found["datePublished"] == "2026-02-20T09:00:00Z"
    assert by_headline["Dam"]["datePublished"] == "2026-02-10"  # as exactly as it is known


def test_a_second_export_holds_only_what_is_new(written: Ledger, tmp_path: Path) -> None:
    export(written.reader(), tmp_path / "out", Form.JSONL, LATER)
    add_at = LATER + DAY
    before = len(lines(tmp_path / "out"))
    third = timed("Ann Lée has left Oslo.", "Gone", NOON)
    publish(written, third, link=a_link("https://daily.example/a"), at=add_at)
    assert export(written.reader(), tmp_path / "out", Form.JSONL, add_at + DAY) == 2
    new = lines(tmp_path / "out")[before:]
    assert [line.get("headline") for line in new] == ["Oslo trip", "Gone", None]
    assert new[0]["newsledger:shownUntil"] == new[1]["newsledger:shownFrom"]
    assert new[2]["newsledger:believedUntil"] == new[1]["newsledger:believedFrom"]
    assert export(written.reader(), tmp_path / "out", Form.JSONL, add_at + DAY) == 0


def test_parquet_equals_the_ledger_with_types_and_utc(written: Ledger, tmp_path: Path) -> None:
    assert export(written.reader(), tmp_path, Form.PARQUET, LATER) == 10
    table = pq.read_table(tmp_path / "versions")
    assert str(table.schema.field("observed_from").type) == "timestamp[us, tz=UTC]"
    rows = [row for row in table.to_pylist() if row["article_id"] == 1]
    told = {
        (version.id, version.observed_from, version.observed_to, version.superseded_at)
        for version in written.reader().history(1)
    }
    keys = ("version_id", "observed_from", "observed_to", "known_to")
    assert {tuple(row[key] for key in keys) for row in rows} == told
    assert {row["text"] for row in table.to_pylist()} >= {EDITED.text, COPY.text, LOST.text}
    assert sorted(path.name for path in (tmp_path / "versions").iterdir()) == [
        "month=2026-01",
        "month=2026-02",
    ]
    mentions = pq.read_table(tmp_path / "mentions").to_pylist()
    assert len(mentions) == 5 + 4 + 4 + 2


@pytest.mark.parametrize("form", list(Form))
def test_what_was_taken_down_leaves_earlier_exports_too(
    written: Ledger, tmp_path: Path, form: Form
) -> None:
    export(written.reader(), tmp_path / "out", form, LATER)
    target = look(written, "https://daily.example/c").target
    carry_out(written, target, "asked by mail", LATER + DAY)
    export(written.reader(), tmp_path / "out", form, LATER + 2 * DAY)
    if form is Form.JSONL:
        assert "Dam" not in {line.get("headline") for line in lines(tmp_path / "out")}
        return
    found = pq.read_table(tmp_path / "out" / "versions")["headline"].to_pylist()
    assert ("Dam" in found, len(found)) == (False, 9)
