"""A Prefect server with an auth string: who has it is let in, who has not is told so."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from flows.settings import Settings
from tests.newsroom import Newsroom
from tests.serving.living import ROOT, free_port, wait_until

pytestmark = [pytest.mark.prefect, pytest.mark.timeout(600)]

STRING = "admin:a-long-word"
DEPLOY = ("deploy", "--work-pool", "news")


@pytest.fixture(scope="module")
def api_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The API of a server that was started with the string."""
    port, folder = free_port(), tmp_path_factory.mktemp("prefect")
    start = ["-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)]
    named = {"PREFECT_HOME": str(folder), "PREFECT_SERVER_API_AUTH_STRING": STRING}
    quiet = {"PREFECT_SERVER_ANALYTICS_ENABLED": "false", "DO_NOT_TRACK": "1"}
    with (folder / "log").open("w", encoding="utf-8") as log:
        server = subprocess.Popen(
            [sys.executable, *start], env={**_clean(), **named, **quiet}, stdout=log, stderr=log
        )
    url = f"http://127.0.0.1:{port}/api"

    def answers() -> bool:
        try:
            return httpx.get(f"{url}/health", timeout=5).is_success
        except httpx.HTTPError:
            return False

    try:
        wait_until(answers, 240, (folder / "log").read_text)
        yield url
    finally:
        server.terminate()
        server.wait(60)


@pytest.fixture
def room(tmp_path: Path) -> Newsroom:
    """A newsroom with one source."""
    settings = Settings(
        database_url=f"sqlite:///{tmp_path / 'ledger.db'}",
        blobs_url=str(tmp_path / "blobs"),
        sources_path=tmp_path / "sources.yaml",
        workers=1,
        batch_size=50,
    )
    made = Newsroom(folder=tmp_path, settings=settings)
    made.source("daily", schedule={"cron": "0 7 * * *"})
    return made


def newsledger(
    room: Newsroom, api_url: str, *words: str, **more: str
) -> subprocess.CompletedProcess[str]:
    place = {"PREFECT_API_URL": api_url, "PYTHONPATH": str(ROOT), "HOME": str(room.folder)}
    return subprocess.run(
        [sys.executable, "-m", "flows.cli", "-C", str(room.folder), *words],
        env={**_clean(), **place, **more},
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize("words", [DEPLOY, ("up",)], ids=["deploy", "up"])
def test_without_the_string_one_is_refused_and_told_what_to_set(
    room: Newsroom, api_url: str, words: tuple[str, ...]
) -> None:
    assert httpx.post(f"{api_url}/deployments/filter", json={}).status_code == 401
    done = newsledger(room, api_url, *words)
    assert done.returncode == 2, done.stderr
    assert "set PREFECT_API_AUTH_STRING" in done.stderr
    assert "Traceback" not in done.stderr


def test_with_the_string_the_deployments_are_made_and_none_of_them_holds_it(
    room: Newsroom, api_url: str
) -> None:
    done = newsledger(room, api_url, *DEPLOY, PREFECT_API_AUTH_STRING=STRING)
    assert done.returncode == 0, done.stderr
    name, _, word = STRING.partition(":")
    answer = httpx.post(f"{api_url}/deployments/filter", json={}, auth=(name, word))
    assert {item["name"] for item in answer.json()} == {"ingest", "backfill", "process", "upkeep"}
    assert word not in answer.text


def _clean() -> dict[str, str]:
    """The environment without what it says of Prefect or of a ledger."""
    ours = ("PREFECT_", "NEWSLEDGER_")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)}
