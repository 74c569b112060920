"""export warc: what was stored is what a WARC reader gets, byte for byte."""

from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from storage.ledger import Ledger
from storage.removing.letting_go import let_captures_go
from tests.factories import NOON, a_link, a_received, a_source, register, write_waiting
from tests.flows.cli import Cli, cli_on

LATER = NOON + timedelta(days=2)


def page(name: str, source_id: str = "daily", **changes: object):
    """A stored answer whose body names it."""
    link = a_link(f"https://{source_id}.example/{name}", source_id)
    body = f"<p>{name} of {source_id}</p>".encode()
    return a_received(body, link=link, headers={"content-type": "text/html"}, **changes)


@pytest.fixture
def cli(ledger: Ledger, tmp_path: Path) -> Cli:
    """Two sources with three answers, a failure, and a file that was read."""
    register(ledger, a_source("daily"), a_source("weekly"))
    read = a_received(b"text", link=a_link("daily/a.txt"), status=None, media_type="text/plain")
    failed = a_received(None, link=a_link("https://daily.example/x"), status=500)
    pages = [page("a"), page("b", at=LATER), page("a", "weekly")]
    ledger.record([*pages, read, failed], None)
    return cli_on(ledger, tmp_path)


def responses(path: Path) -> dict[str, tuple[str, str, bytes]]:
    """URL -> date, status and body of every response."""
    found = {}
    with path.open("rb") as stream:
        for record in ArchiveIterator(stream):
            if record.rec_type == "response":
                about = record.rec_headers
                url, date = about.get_header("WARC-Target-URI"), about.get_header("WARC-Date")
                status = record.http_headers.get_statuscode()
                found[url] = (date[:10], status, record.content_stream().read())
    return found


def test_every_stored_answer_is_in_the_file_as_it_came(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "news.warc.gz"
    result = cli("export", "warc", str(path))
    assert (result.exit_code, "3 answers" in result.output) == (0, True)
    assert responses(path) == {
        "https://daily.example/a": ("2026-03-01", "200", b"<p>a of daily</p>"),
        "https://daily.example/b": ("2026-03-03", "200", b"<p>b of daily</p>"),
        "https://weekly.example/a": ("2026-03-01", "200", b"<p>a of weekly</p>"),
    }


@pytest.mark.parametrize(
    ("options", "urls"),
    [
        (("--source", "weekly"), {"https://weekly.example/a"}),
        (("--since", "2026-03-02"), {"https://daily.example/b"}),
    ],
    ids=["source", "since"],
)
def test_a_part_can_be_exported(
    cli: Cli, tmp_path: Path, options: tuple[str, ...], urls: set[str]
) -> None:
    path = tmp_path / "part.warc.gz"
    assert cli.json("export", "warc", str(path), *options)["answers"] == len(urls)
    assert set(responses(path)) == urls


def test_what_was_exported_can_be_read_in_again(cli: Cli, tmp_path: Path) -> None:
    assert cli("export", "warc", str(tmp_path / "news.warc.gz"), "-s", "daily").exit_code == 0
    (tmp_path / "sources.yaml").write_text(
        "version: 1\nsources:\n  - id: again\n    name: Again\n"
        "    channels: [{name: old, kind: warc, path: '*.warc.gz'}]\n"
    )
    items = cli.json("sources", "try", "again")["items"]
    assert [item["url"][-1] for item in items] == ["a", "b"]
    assert {item["outcome"] for item in items} == {"stored"}


def test_a_file_that_is_there_is_not_written_over(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "mine.warc.gz"
    path.write_bytes(b"mine")
    assert cli("export", "warc", str(path)).exit_code == 2
    assert path.read_bytes() == b"mine"


@pytest.mark.parametrize(
    ("options", "code"),
    [(("--source", "nobody"), 4), (("--since", "2030-01-01"), 4), (("--since", "soon"), 2)],
    ids=["no source", "nothing", "no moment"],
)
def test_without_an_answer_there_is_no_file(
    cli: Cli, tmp_path: Path, options: tuple[str, ...], code: int
) -> None:
    assert cli("export", "warc", str(tmp_path / "none.warc.gz"), *options).exit_code == code
    assert not list(tmp_path.glob("*warc*")) + list(tmp_path.glob(".warc*"))


def test_missing_bytes_are_told_and_leave_no_half_file(
    cli: Cli, ledger: Ledger, tmp_path: Path
) -> None:
    ledger.blobs.delete(sha256(b"<p>b of daily</p>").hexdigest())
    result = cli("export", "warc", str(tmp_path / "news.warc.gz"))
    assert result.exit_code == 7
    assert not list(tmp_path.glob("*warc*")) + list(tmp_path.glob(".warc*"))


def test_answers_whose_bytes_were_let_go_are_left_out_and_told(
    cli: Cli, ledger: Ledger, tmp_path: Path
) -> None:
    write_waiting(ledger, {})
    let_captures_go(ledger, {"weekly": timedelta(days=1)}, LATER)
    result = cli("export", "warc", str(tmp_path / "news.warc.gz"))
    assert "1 capture has no bytes any more" in result.output
    assert set(responses(tmp_path / "news.warc.gz")) == {
        "https://daily.example/a",
        "https://daily.example/b",
    }
