"""The known news, written once on each database."""

import shutil
from collections.abc import Iterator
from itertools import count

import pytest

from storage.ledger import Ledger
from storage.reading import Reader
from tests.conftest import on_postgres, on_sqlite
from tests.storage.known_news import write_news

_numbers = count(1)  # pytest may make it more than once, as its parameters come in turns


@pytest.fixture(scope="session", params=[on_sqlite, on_postgres])
def known_news(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Reader]:
    """The known news on each database; written once, for nothing here changes it."""
    folder = tmp_path_factory.mktemp("known")
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_template"), folder / "ledger.db")
        url = f"sqlite:///{folder / 'ledger.db'}"
    else:
        template = request.getfixturevalue("postgres_template")
        url = request.getfixturevalue("postgres").make(
            f"newsledger_known_{next(_numbers)}", template
        )
    ledger = Ledger.open(url, str(folder / "blobs"))
    write_news(ledger)
    yield ledger.reader()
    ledger.close()
