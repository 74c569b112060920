"""Every command in the README and in the guide is run, in order, on the tour's ledger."""

import os
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from flows.cli import app
from tasks.enrich.known import read_known
from tasks.sources_file import load_sources

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs" / "guide").glob("*.md"))]
TRIED_ON_THE_SAMPLE_SITE = "in tests/flows/test_proposing_commands.py"
RUN_ELSEWHERE = {
    "make run": "by .ci/run",
    "make test": "by .ci/run",
    "newsledger up": "in tests/serving/test_up.py",
    "newsledger ingest": "in tests/flows/test_prefect.py; here with --direct",
    "newsledger sources add https://courier.example": TRIED_ON_THE_SAMPLE_SITE,
    "newsledger sources add https://courier.example --id courier --write": TRIED_ON_THE_SAMPLE_SITE,
    "newsledger sources try courier --channel feed --limit 1": TRIED_ON_THE_SAMPLE_SITE,
    "newsledger -C tour explore --open": "in tests/flows/test_explore.py",
    "newsledger -C tour explore": "in tests/flows/test_explore.py",
    "newsledger -C tour ingest inbox": "in tests/flows/test_prefect.py; here with --direct",
}
"""Commands that this test leaves to others, and to whom."""

BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
CELL = re.compile(r"^\|[^|\n]+\| `(newsledger [^`]+)` \|$", re.MULTILINE)
LINK = re.compile(r"\]\(([^)#:]+)\)")


def commands_of(document: Path) -> list[str]:
    text = document.read_text(encoding="utf-8")
    blocks = [body for kind, body in BLOCK.findall(text) if kind == "sh"]
    lines = [line.partition("  #")[0].strip() for body in blocks for line in body.splitlines()]
    return [line for line in lines if line] + CELL.findall(text)


@pytest.fixture(scope="module")
def toured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder in which the tour was made."""
    folder = tmp_path_factory.mktemp("docs")
    before = Path.cwd()
    os.chdir(folder)
    result = CliRunner().invoke(app, ["tour", "--direct"])
    assert result.exit_code == 0, result.output
    yield folder
    os.chdir(before)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_commands_do_what_the_document_says(
    document: Path, toured: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = toured
    for command in commands_of(document):
        words = shlex.split(command)
        if command in RUN_ELSEWHERE or words[0] == "export":
            continue
        if words[0] == "mkdir":
            (place / words[1]).mkdir()
            continue
        if words[0] == "cd":
            place = place / words[1]
            continue
        os.chdir(toured if words[1] == "-C" else place)
        assert words[0] == "newsledger", f"{document.name}: who runs {command!r}?"
        run(words[1:], command, place, monkeypatch)


def run(arguments: list[str], command: str, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if arguments[:2] == ["rules", "undo"]:
        _give_a_source_two_rules(place)
    with monkeypatch.context() as patched:
        for name in [name for name in os.environ if name.startswith("NEWSLEDGER_")]:
            patched.delenv(name)
        result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0, f"{command}\n{result.output}"
    assert result.output.strip(), f"{command} printed nothing"


def _give_a_source_two_rules(place: Path) -> None:
    """What the reader has done before the document says `rules undo courier`."""
    (place / "inbox").mkdir(exist_ok=True)
    (place / "inbox" / "a.txt").write_text("The ferry sails again on Monday.\n" * 3)
    for rule in ("^Ferry", "^Monday"):
        (place / "sources.yaml").write_text(
            "version: 1\nsources:\n  - id: courier\n    name: Courier\n"
            "    enrich: {tagger: rules}\n"
            "    channels: [{name: dumps, kind: files, path: 'inbox/*.txt'}]\n"
            f"    rules: [{{id: 1, drop: {{lines: ['{rule}']}}}}]\n"
        )
        assert CliRunner().invoke(app, ["ingest", "--direct"]).exit_code == 0


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_files_that_are_shown_are_valid(document: Path, tmp_path: Path) -> None:
    text = document.read_text(encoding="utf-8")
    for kind, body in BLOCK.findall(text):
        if kind == "yaml":
            path = tmp_path / "shown.yaml"
            path.write_text(body, encoding="utf-8")
            names = re.search(r"^entities:", body, re.MULTILINE)
            assert read_known(path).entities if names else load_sources(path).sources


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(document: Path) -> None:
    text = re.sub(r"\s*\n", " ", document.read_text(encoding="utf-8"))
    missing = [target for target in LINK.findall(text) if not (document.parent / target).exists()]
    assert missing == []


def test_every_command_left_to_others_is_still_in_a_document() -> None:
    written = {command for document in DOCUMENTS for command in commands_of(document)}
    assert set(RUN_ELSEWHERE) <= written


def cells_of(document: Path) -> list[str]:
    """The Python of a page, cell by cell."""
    blocks = BLOCK.findall(document.read_text(encoding="utf-8"))
    return [body for kind, body in blocks if kind == "python"]


def test_every_cell_of_the_notebook_page_runs(
    toured: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = ROOT / "docs" / "guide" / "notebook.md"
    os.chdir(toured)
    for command in commands_of(page):
        run(shlex.split(command)[1:], command, toured, monkeypatch)
    os.chdir(toured)
    names: dict[str, object] = {}
    for cell in cells_of(page):
        exec(compile(cell, str(page), "exec"), names)
    assert len(names["named"]) == 5  # type: ignore[arg-type]
