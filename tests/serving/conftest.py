"""Newsrooms for the tests of whole runs: on each database in turn."""

from collections.abc import Callable
from pathlib import Path

import pytest

from flows.settings import Settings
from tests.newsroom import Newsroom


@pytest.fixture
def newsroom_at(tmp_path: Path) -> Callable[[str], Newsroom]:
    """Makes a newsroom whose ledger lives at a URL."""

    def make(database_url: str) -> Newsroom:
        settings = Settings(
            database_url=database_url,
            blobs_url=str(tmp_path / "blobs"),
            sources_path=tmp_path / "sources.yaml",
            workers=1,
            batch_size=50,
        )
        return Newsroom(folder=tmp_path, settings=settings)

    return make


@pytest.fixture
def newsroom(newsroom_at: Callable[[str], Newsroom], database_url: str) -> Newsroom:
    """A newsroom on each database in turn."""
    room = newsroom_at(database_url)
    room.source()
    return room
