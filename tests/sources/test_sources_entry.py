"""Adding a source to a file that people keep by hand."""

from pathlib import Path

import pytest

from storage.errors import ConfigError, UsageError
from storage.records import ChannelKind
from tasks.sources import Channel, Source
from tasks.sources_entry import add_entry, entry_text, with_entry
from tasks.sources_file import load_sources

CHANNEL = Channel(name="feed", kind=ChannelKind.FEED, url="https://b.example/feed")
NEW = Source(id="b", name="B: the paper", country="NO", channels=(CHANNEL,))

BLOCK = """\
# ours
version: 1
sources:
  - id: a          # the first
    name: 'A'

    channels:
      - {name: f, kind: files, path: "a/*"}   # dumps

  # - id: later
  #   name: Later
"""
LAYOUTS = {
    "block": BLOCK,
    "empty list": "version: 1\nsources: []  # none yet\ndefaults: {country: GB}\n",
    "no key": "version: 1",
    "at the margin": "version: 1\nsources:\n- {id: a, name: A}\ndefaults: {}\n",
    "moved in": "version: 1\nsources:\n    -\n        id: a\n        name: |\n            A\n",
    "windows": BLOCK.replace("\n", "\r\n"),
}


@pytest.mark.parametrize("text", LAYOUTS.values(), ids=LAYOUTS.keys())
def test_an_entry_is_added_and_the_file_reads_as_before(text: str, tmp_path: Path) -> None:
    path = tmp_path / "sources.yaml"
    path.write_bytes(text.encode())
    before = load_sources(path)

    add_entry(path, NEW)

    after = load_sources(path)
    assert after.sources[:-1] == before.sources
    assert after.sources[-1].channels == NEW.channels
    assert [p.name for p in tmp_path.iterdir()] == ["sources.yaml"]


def test_every_line_of_the_file_stays_as_it_was_written() -> None:
    added = with_entry(BLOCK, NEW)
    assert added.replace(entry_text(NEW), "") == BLOCK
    assert added.index("id: b") < added.index("# - id: later")


def test_windows_line_endings_stay() -> None:
    added = with_entry(BLOCK.replace("\n", "\r\n"), NEW)
    assert added.count("\r\n") == added.count("\n")


def test_an_id_that_exists_is_refused_and_nothing_written(tmp_path: Path) -> None:
    path = tmp_path / "sources.yaml"
    path.write_text(BLOCK.replace("id: a", "id: b"))
    with pytest.raises(UsageError, match="names a source 'b' already"):
        add_entry(path, NEW)
    assert path.read_text() == BLOCK.replace("id: a", "id: b")


@pytest.mark.parametrize(
    "text", ["version: 1\nsources: [{id: a, name: A}]\n", "{version: 1, sources: []}\n"]
)
def test_a_layout_without_room_is_refused_and_nothing_written(text: str, tmp_path: Path) -> None:
    path = tmp_path / "sources.yaml"
    path.write_text(text)
    with pytest.raises(ConfigError, match="paste the entry yourself"):
        add_entry(path, NEW)
    assert path.read_text() == text
    assert [p.name for p in tmp_path.iterdir()] == ["sources.yaml"]


def test_the_file_behind_a_link_is_replaced_with_its_rights(tmp_path: Path) -> None:
    target, link = tmp_path / "kept.yaml", tmp_path / "sources.yaml"
    target.write_text(BLOCK)
    target.chmod(0o640)
    link.symlink_to(target)

    add_entry(link, NEW)

    assert link.is_symlink()
    assert target.stat().st_mode & 0o777 == 0o640
    assert len(load_sources(target).sources) == 2
