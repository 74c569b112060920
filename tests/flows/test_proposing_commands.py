"""sources add and sources try, on the sample site over loopback."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from samples.site import SampleSite
from samples.unpack import unpack_samples
from storage.ledger import Ledger
from tasks.sources_file import load_sources
from tests.flows.cli import Cli

QUICK = "version: 1  # by hand\ndefaults: {fetch: {min_delay: PT0S}}\nsources: []\n"


@pytest.fixture(scope="module")
def site() -> Iterator[SampleSite]:
    """The first edition."""
    with SampleSite() as running:
        yield running


@pytest.fixture
def cli(tmp_path: Path) -> Cli:
    """A folder with a sources.yaml that names nothing, and no ledger."""
    (tmp_path / "sources.yaml").write_text(QUICK, encoding="utf-8")
    return Cli(f"sqlite:///{tmp_path / 'ledger.db'}", tmp_path)


@pytest.fixture
def trying(site: SampleSite, tmp_path: Path) -> Cli:
    """The samples' sources.yaml, and no ledger."""
    unpack_samples(tmp_path, site.base_url)
    return Cli(f"sqlite:///{tmp_path / 'ledger.db'}", tmp_path)


def test_add_shows_an_entry_and_what_to_look_at(cli: Cli, site: SampleSite, tmp_path: Path) -> None:
    result = cli("sources", "add", f"{site.base_url}/courier/", "--allow-private-hosts")
    assert result.exit_code == 0, result.output
    assert "- id: 127-0-0-1" in result.output
    assert f"{site.base_url}/courier/sitemap.xml" in result.output
    assert "no feed was found" in result.output
    assert (tmp_path / "sources.yaml").read_text(encoding="utf-8") == QUICK


def test_what_add_writes_is_valid_and_can_be_tried(
    cli: Cli, site: SampleSite, tmp_path: Path
) -> None:
    url = f"{site.base_url}/courier/"
    written = cli.json("sources", "add", url, "--id", "courier", "--allow-private-hosts", "--write")
    assert (written["written"], written["source"]["id"]) == (True, "courier")

    (source,) = load_sources(tmp_path / "sources.yaml").sources
    assert (source.name, source.languages) == ("The Harrowmouth Courier", ("en",))
    assert "# by hand" in (tmp_path / "sources.yaml").read_text(encoding="utf-8")
    tried = cli.json("sources", "try", "courier", "--limit", "1")
    assert tried["items"][0]["outcome"] == "stored"


def test_add_refuses_an_id_that_exists(cli: Cli, site: SampleSite, tmp_path: Path) -> None:
    words = ("sources", "add", f"{site.base_url}/courier/", "--allow-private-hosts", "--write")
    assert cli(*words).exit_code == 0
    before = (tmp_path / "sources.yaml").read_bytes()
    result = cli(*words)
    assert (result.exit_code, "give another with --id" in result.output) == (2, True)
    assert (tmp_path / "sources.yaml").read_bytes() == before


def test_a_host_of_ones_own_is_asked_only_on_purpose(cli: Cli, site: SampleSite) -> None:
    asked = len(site.served)
    result = cli("sources", "add", site.base_url)
    assert (result.exit_code, "--allow-private-hosts" in result.output) == (1, True)
    assert len(site.served) == asked


def test_a_page_that_cannot_be_had_is_a_sentence(cli: Cli, site: SampleSite) -> None:
    result = cli("sources", "add", f"{site.base_url}/nothing", "--allow-private-hosts")
    assert result.exit_code == 1
    assert "cannot be read: the site answered" in result.output
    assert "Traceback" not in result.output


def test_add_does_not_invent_an_id_that_cannot_be(cli: Cli, site: SampleSite) -> None:
    result = cli("sources", "add", f"{site.base_url}/courier/", "--allow-private-hosts",
                 "--id", "Not A Slug")  # fmt: skip
    assert (result.exit_code, "lower case" in result.output) == (2, True)


def test_try_shows_text_date_and_what_was_dropped(trying: Cli) -> None:
    result = trying("sources", "try", "harrowmouth-courier", "--limit", "1")
    assert result.exit_code == 0, result.output
    assert "Harrowmouth Marathon receives silver label" in result.output
    assert "published 2025-05-14" in result.output
    assert "from " in result.output
    assert "left out" in result.output
    assert "navigation" in result.output


def test_try_cleans_by_the_rules_of_the_file(trying: Cli, tmp_path: Path) -> None:
    words = ("sources", "try", "harrowmouth-courier", "--limit", "1")
    before = trying.json(*words)["items"][0]["article"]["text"].split("\n")
    path = tmp_path / "sources.yaml"
    text = path.read_text(encoding="utf-8")
    rule = '''lines: ["^The International Road", "'''
    path.write_text(text.replace('''lines: ["''', rule, 1), encoding="utf-8")
    after = trying.json(*words)["items"][0]
    assert before[0] not in after["article"]["text"]
    assert before[0] in [line["text"] for line in after["dropped"] if line["reason"] == "rule:2025"]


def test_try_reads_files_without_a_network(trying: Cli) -> None:
    items = trying.json("sources", "try", "inbox", "--limit", "2")["items"]
    assert [item["outcome"] for item in items] == ["stored", "stored"]


def test_try_leaves_no_ledger_where_there_was_none(trying: Cli, tmp_path: Path) -> None:
    before = sorted(tmp_path.rglob("*"))
    assert trying("sources", "try", "harrowmouth-courier", "--limit", "1").exit_code == 0
    assert sorted(tmp_path.rglob("*")) == before


def test_try_leaves_a_ledger_as_it_was(trying: Cli, sqlite_ledger: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    before = path.read_bytes()
    assert trying("sources", "try", "harrowmouth-courier", "--limit", "1").exit_code == 0
    assert path.read_bytes() == before
    assert not (tmp_path / "blobs").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nobody",), "no source 'nobody'"),
        (("inbox", "--channel", "rss"), "there are: texts, pages"),
    ],
    ids=["source", "channel"],
)
def test_try_names_what_there_is(trying: Cli, words: tuple[str, ...], said: str) -> None:
    result = trying("sources", "try", *words)
    assert (result.exit_code, said in result.output) == (4, True)
