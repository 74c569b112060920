"""`newsledger explore`: Datasette answers as the command line does, and can only read."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.testclient import TestClient

from flows.exploring.serving import check_host, make_application
from storage.bulk import sqlite_time
from storage.errors import UsageError
from storage.fulltext.index import catch_up
from storage.ledger import Ledger
from storage.queries.cookbook.reading import default_of, read_cookbook
from storage.reading import Reader
from tests.factories import NOON
from tests.flows.cli import ROOT, Cli
from tests.serving.living import free_port, wait_until
from tests.storage.known_news import write_news
from tests.storage.test_cookbook import ANSWERS

pytest.importorskip("datasette", reason="the extra `explore` is not installed")

OPTIONAL = [
    name
    for name, question in read_cookbook().items()
    if all(parameter.default is not None for parameter in question.parameters)
]


@pytest.fixture(scope="module")
def reader(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Reader]:
    """The known news, in a folder whose name a careless URI would cut off."""
    folder = tmp_path_factory.mktemp("known") / "news #1?"
    ledger = Ledger.create(f"sqlite:///{folder / 'ledger.db'}", str(folder / "blobs"))
    write_news(ledger)
    catch_up(ledger, NOON)
    yield ledger.reader()
    ledger.close()


def client(reader: Reader, *, shared: bool = False) -> TestClient:
    """A browser's requests, on this machine."""
    application = make_application(reader.database.path, lambda: "<p>drawn</p>", shared=shared)
    return TestClient(application, base_url="http://127.0.0.1:8001")


def rows(asked: TestClient, path: str, **given: Any) -> list[tuple[Any, ...]]:
    """The rows of an answer."""
    told = {name: _written(value) for name, value in given.items()}
    answer = asked.get(path, params={**told, "_shape": "arrays"})
    assert answer.status_code == 200, answer.text
    return [tuple(row) for row in answer.json()["rows"]]


def _written(value: Any) -> Any:
    return sqlite_time(value) if isinstance(value, datetime) else value


def written(found: tuple[tuple[Any, ...], ...]) -> list[tuple[Any, ...]]:
    """Rows of the ledger's own answer, with times as SQLite has them."""
    return [tuple(map(_written, row)) for row in found]


@pytest.mark.parametrize(("name", "given", "_expected"), ANSWERS)
def test_questions_are_answered_as_the_command_line_answers(
    reader: Reader, name: str, given: dict[str, Any], _expected: object
) -> None:
    question = read_cookbook()[name]
    told = {item.name: default_of(item, NOON) for item in question.parameters if item.default}
    own = reader.ask(name, given, NOON)
    assert rows(client(reader), f"/ledger/{name}.json", **{**told, **given}) == written(own.rows)


@pytest.mark.parametrize("name", OPTIONAL)
def test_what_is_left_empty_has_the_questions_default(reader: Reader, name: str) -> None:
    own = reader.ask(name, {}, datetime.now(UTC))
    assert rows(client(reader), f"/ledger/{name}.json") == written(own.rows)


def test_names_may_be_written_in_any_case(reader: Reader) -> None:
    asked = client(reader)
    assert len(rows(asked, "/ledger/names.json", entity="ann lee")) == 2
    assert rows(asked, "/ledger/names.json", entity="Nobody") == []


def test_articles_have_a_search_box_and_facets(reader: Reader) -> None:
    answer = client(reader).get("/ledger/current_article.json", params={"_search": "oslo"}).json()
    assert [row[0] for row in answer["rows"]] == [2, 1]
    sources = answer["facet_results"]["source_id"]["results"]
    assert {facet["value"]: facet["count"] for facet in sources} == {"daily": 1, "weekly": 1}


def test_every_page_says_what_its_columns_mean(reader: Reader) -> None:
    page = client(reader).get("/ledger/article_change").text
    assert "hours_after_publication" in page
    assert "from the publication to the edit" in page


def test_free_sql_is_there_for_oneself_and_not_for_others(reader: Reader) -> None:
    sql = {"sql": "select count(*) from blob", "_shape": "arrays"}
    assert client(reader).get("/ledger.json", params=sql).status_code == 200
    others = client(reader, shared=True)
    assert others.get("/ledger.json", params=sql).status_code == 403
    assert others.get("/ledger/current_article.json?_where=1=1").status_code in (400, 403)
    assert others.get("/ledger/capture").status_code == 403
    assert others.get("/ledger/current_article").status_code == 200
    assert len(rows(others, "/ledger/names.json", entity="Ann Lee")) == 2


def test_nothing_can_be_written_or_taken_away(reader: Reader) -> None:
    asked = client(reader)
    sql = "with x as (select 1) select load_extension('x')"
    assert asked.get("/ledger.json", params={"sql": sql}).status_code == 400
    assert asked.get("/ledger.db").status_code == 403
    for sql in ("delete from article", "pragma query_only=off"):
        assert asked.get("/ledger.json", params={"sql": sql}).status_code == 400


def test_a_page_elsewhere_cannot_lead_the_browser_here(reader: Reader) -> None:
    asked = client(reader)
    assert asked.get("/", headers={"Host": "evil.example"}).status_code == 400
    assert client(reader, shared=True).get("/", headers={"Host": "news.example"}).is_success


def test_the_report_is_drawn_in_it(reader: Reader) -> None:
    assert client(reader).get("/report").text == "<p>drawn</p>"


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost"])
def test_this_machine_alone_is_the_default(host: str) -> None:
    check_host(host, shared=False)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.7", "news.example"])
def test_others_are_let_in_only_when_it_is_said(host: str) -> None:
    with pytest.raises(UsageError, match=r"--share"):
        check_host(host, shared=False)
    check_host(host, shared=True)


def test_without_datasette_the_command_to_install_it_is_named(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "datasette.app", None)
    with pytest.raises(UsageError, match=r"pip install 'newsledger\[explore\]'"):
        client(reader)


@pytest.mark.postgres
def test_on_postgresql_it_says_what_to_use_instead(
    postgres: Any, postgres_template: str, tmp_path: Path
) -> None:
    url = postgres.make("newsledger_explored", postgres_template)
    result = Cli(url, tmp_path)("explore")
    assert result.exit_code == 2
    assert "`newsledger query`" in result.stderr


def test_a_port_that_is_taken_is_named(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = Cli(f"sqlite:///{tmp_path / 'ledger.db'}", tmp_path)(
            "explore", "--port", str(port)
        )
    assert result.exit_code == 2
    assert f"127.0.0.1:{port} is not to be had (Address already in use)" in result.stderr


def test_it_serves_while_the_ledger_is_written_and_ends_with_ctrl_c(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'ledger.db'}"
    ledger = Ledger.create(url, str(tmp_path / "blobs"))
    command = [sys.executable, "-m", "flows.cli", "--database", url, "explore"]
    port = free_port()
    log = tmp_path / "log"
    with log.open("w") as out:
        process = subprocess.Popen(
            [*command, "--port", str(port)],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=out,
            stderr=out,
        )
    try:
        base = f"http://127.0.0.1:{port}"
        wait_until(lambda: _is_up(base), 60, log.read_text)
        write_news(ledger)
        count = httpx.get(f"{base}/ledger/current_article.json?_shape=array&_size=max", timeout=60)
        assert len(count.json()) == 8
        assert httpx.get(f"{base}/report", timeout=60).is_success
    finally:
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 0, log.read_text()
        ledger.close()
    with sqlite3.connect(tmp_path / "ledger.db") as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def _is_up(base: str) -> bool:
    try:
        return httpx.get(base, timeout=10).is_success
    except httpx.TransportError:
        return False
