"""The export as FollowTheMoney: whole, joined, and valid by its own library where that is there."""

import json
from pathlib import Path
from typing import Any

import pytest

from storage.export.ftm import SCHEMATA
from storage.reading import Reader
from tests.flows.cli import Cli
from tests.storage.known_news import write_news

NEEDED = {"Mention": {"document", "name"}, **{schema: {"name"} for schema in SCHEMATA.values()}}
"""What each schema asks for."""


@pytest.fixture
def lines(known_news: Reader) -> list[dict[str, Any]]:
    """What is handed over of the known news, on each database."""
    return [json.loads(line) for line in known_news.ftm_lines()]


def of(lines: list[dict[str, Any]], schema: str) -> list[dict[str, Any]]:
    return [line["properties"] for line in lines if line["schema"] == schema]


def test_articles_hold_what_is_known_of_them(lines: list[dict[str, Any]]) -> None:
    articles = of(lines, "Article")
    assert len(articles) == 8
    assert articles[0] == {
        "title": ["Oslo trip"],
        "author": ["Ann Lee"],
        "publisher": ["The Daily"],
        "publishedAt": ["2026-02-20T09:00:00"],
        "retrievedAt": ["2026-02-20T12:00:00"],
        "sourceUrl": ["https://daily.example/a"],
        "language": ["eng"],
        "bodyText": ["Ann Lée was in Oslo. Acme paid 5 million dollars."],
        "crawler": ["newsledger"],
        "peopleMentioned": ["Ann Lée"],
        "companiesMentioned": ["Acme"],
        "locationMentioned": ["Oslo"],
    }
    assert articles[2]["publishedAt"] == ["2026-02-10"]


def test_entities_have_all_their_names(lines: list[dict[str, Any]]) -> None:
    assert of(lines, "Person") == [{"name": ["Ann Lee"], "alias": ["Ann Lée"]}]
    assert of(lines, "Address") == [{"name": ["Oslo"], "full": ["Oslo"]}]
    assert [found["name"] for found in of(lines, "Organization")] == [["Acme"], ["Globex"]]


def test_everything_that_is_pointed_to_is_there_once(lines: list[dict[str, Any]]) -> None:
    ids = [line["id"] for line in lines]
    assert len(set(ids)) == len(ids)
    pointers = ("document", "resolved", "subject", "object")
    for line in lines:
        for name in pointers:
            assert set(line["properties"].get(name, ())) <= set(ids)
    (link,) = of(lines, "UnknownLink")
    assert link["role"] == ["partner of"]
    assert len(of(lines, "Mention")) == 6


def test_no_schema_lacks_what_it_needs(lines: list[dict[str, Any]]) -> None:
    for line in lines:
        assert NEEDED.get(line["schema"], set()) <= set(line["properties"])
        assert all(
            isinstance(value, str) for found in line["properties"].values() for value in found
        )


def test_its_own_library_takes_every_line(lines: list[dict[str, Any]]) -> None:
    followthemoney = pytest.importorskip(
        "followthemoney", reason="136 MB with what it needs; `pip install followthemoney` tries it"
    )
    for line in lines:
        proxy = followthemoney.model.get_proxy(line, cleaned=False)
        proxy.schema.validate(line)
        assert proxy.to_dict()["properties"].keys() == line["properties"].keys()
        for name, values in line["properties"].items():
            kind = proxy.schema.get(name).type
            assert [value for value in values if not kind.validate(value)] == []


def test_the_command_writes_it_whole(sqlite_ledger: Any, tmp_path: Path) -> None:
    write_news(sqlite_ledger)
    cli = Cli(f"sqlite:///{tmp_path / 'ledger.db'}", tmp_path)
    path = tmp_path / "news.ftm.json"
    assert cli.json("export", "ftm", str(path))["entities"] == len(path.read_text().splitlines())
    assert cli("export", "ftm", str(tmp_path / "none" / "x")).exit_code == 2
    assert [found.name for found in tmp_path.glob("*ftm*")] == ["news.ftm.json"]
