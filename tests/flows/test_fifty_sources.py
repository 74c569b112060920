"""A run of fifty sources in which ten fail in ten ways, through the command that people call."""

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import yaml

from tasks.fetch.saying import in_words
from tasks.fetch.web import client
from tasks.fetch.web.world import World
from tests.faults.page_cases import send
from tests.faults.server import FaultServer, http, running
from tests.faults.ten_ways import WAYS
from tests.flows.cli import Cli

PARTIAL = 8
GOOD = [f"good-{number}" for number in range(40)]
NEWS = "".join(
    f"<p>The council of {place} has voted to mend the bridge before the winter, said its mayor.</p>"
    for place in ("Lindmouth", "Harrow", "Penfold", "Yarrick", "Ostley")
)
PAGE = f"<html><head><title>A bridge</title></head><body><article>{NEWS}</article></body></html>"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[FaultServer]:
    """Fifty hosts: ten that fail, each in its way, and forty with a page each."""
    with running() as server:
        server.plays.update({f"{name}.fault": play for name, play in WAYS.items()})
        page = send(http(200, PAGE.encode()))
        server.plays.update({f"{name}.fault": page for name in GOOD})
        met = partial(World, resolve=server.resolve, dial=server.dial)
        monkeypatch.setattr(client, "World", met)
        yield server


@pytest.fixture
def cli(tmp_path: Path, database_url: str) -> Cli:
    """The command line, and the fifty in sources.yaml."""
    sources = [
        {
            "id": name,
            "name": name,
            "enrich": {"tagger": "rules"},
            "channels": [{"name": "page", "kind": "url", "url": f"http://{name}.fault/news"}],
        }
        for name in (*WAYS, *GOOD)
    ]
    plain = {"version": 1, "defaults": {"fetch": {"min_delay": "PT0S"}}, "sources": sources}
    (tmp_path / "sources.yaml").write_text(yaml.safe_dump(plain))
    return Cli(database_url, tmp_path)


@pytest.mark.timeout(120)
def test_forty_are_stored_and_ten_are_named_with_their_reasons(
    cli: Cli, server: FaultServer
) -> None:
    result = cli("ingest", "--direct", "--json")

    assert result.exit_code == PARTIAL
    found = cli.json("runs")["runs"][0]
    assert found["state"] == "partial"
    assert found["counts"]["stored"] == 40
    assert {name: _row(result.stdout, name)["stored"] for name in GOOD} == dict.fromkeys(GOOD, 1)
    for name in WAYS:
        row = _row(result.stdout, name)
        assert row["why"].startswith(in_words(name))
        assert f"http://{name}.fault/news" in row["why"]
        assert row["failed"] + row["gone"] == 1  # 404 and 410 say that a page is gone


def test_the_table_that_people_see_names_each_reason(cli: Cli, server: FaultServer) -> None:
    result = cli("ingest", "--direct")

    assert result.exit_code == PARTIAL
    told = " ".join(result.output.split())
    assert all(in_words(name).strip() in told for name in WAYS)
    assert "40 stored" in told


def _row(document: str, source_id: str) -> dict[str, Any]:
    (row,) = [row for row in json.loads(document)["sources"] if row["source"] == source_id]
    return dict(row)
