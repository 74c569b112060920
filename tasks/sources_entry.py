"""A new entry for sources.yaml: shown as YAML, and written into the file that people keep.

::

    Source -> entry_lines -> put between the file's own lines -> read again -> the old file replaced

Nothing else of the file changes: comments, order and quoting stay as they were written.
"""

import os
import tempfile
from pathlib import Path

import yaml

from storage.errors import ConfigError, UsageError
from tasks.placed_yaml import parse_yaml
from tasks.sources import Source
from tasks.sources_file import load_sources

_INDENT = 2


def entry_text(source: Source, indent: int = _INDENT) -> str:
    """The entry as an item of `sources:`; what is a default is left out."""
    plain = source.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    first = {key: plain.pop(key) for key in ("id", "name")}
    text = yaml.safe_dump(
        [{**first, **plain}],
        sort_keys=False,
        allow_unicode=True,
        default_flow_style=None,
        width=10_000,
    )
    return "".join(f"{' ' * indent}{line}\n" for line in text.splitlines())


def add_entry(path: Path, source: Source) -> None:
    """Write the entry behind the last source of the file, which is replaced at once or not at all.

    Raises:
        ConfigError: the file cannot be read, is wrong, or is laid out so that no entry can be put
            between its lines.
        UsageError: it names a source of this id already.
    """
    before = load_sources(path).sources
    if source.id in {known.id for known in before}:
        raise UsageError(f"{path} names a source {source.id!r} already; give another with --id")
    target = path.resolve()
    beside = _write_beside(target, with_entry(target.read_bytes().decode("utf-8"), source))
    try:
        after = load_sources(beside).sources
        if after[:-1] != before or after[-1].id != source.id:
            raise _unfit(path)
        beside.replace(target)
    except ConfigError as error:
        raise _unfit(path) from error
    finally:
        beside.unlink(missing_ok=True)


def with_entry(text: str, source: Source) -> str:
    """The file's text with the entry put between its lines, line endings as they are there."""
    windows = "\r\n" in text and text.count("\r\n") == text.count("\n")
    lines = text.replace("\r\n", "\n").splitlines()
    root = parse_yaml(text).root
    pairs = root.value if isinstance(root, yaml.MappingNode) else []
    found = next(((key, value) for key, value in pairs if key.value == "sources"), None)
    head, indent, rest = _parted(lines, *found) if found else ([*lines, "sources:"], _INDENT, [])
    parts = [*head, entry_text(source, indent).removesuffix("\n"), *rest]
    added = "".join(f"{part}\n" for part in parts)
    return added.replace("\n", "\r\n") if windows else added


def _parted(lines: list[str], key: yaml.Node, value: yaml.Node) -> tuple[list[str], int, list[str]]:
    """The lines before the entry, how far it is moved in, and the lines behind it."""
    if isinstance(value, yaml.SequenceNode) and value.value and not value.flow_style:
        at = _line_after(value)
        return lines[:at], value.start_mark.column, lines[at:]
    at = key.start_mark.line
    return [*lines[:at], _emptied(lines[at], value)], _INDENT, lines[at + 1 :]


def _line_after(node: yaml.Node) -> int:
    """The line that follows a node's last word; comments behind it are not the node's."""
    while isinstance(node, yaml.CollectionNode) and node.value and not node.flow_style:
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    end = node.end_mark
    return int(end.line) + (1 if end.column else 0)


def _emptied(line: str, value: yaml.Node) -> str:
    """The line `sources: []` without its brackets, the comment kept."""
    if isinstance(value, yaml.SequenceNode) and not value.value:
        start, end = value.start_mark, value.end_mark
        return (line[: start.column].rstrip() + line[end.column :].rstrip()).rstrip()
    return line.rstrip()


def _write_beside(target: Path, text: str) -> Path:
    """A file in the same folder, synced, with the rights of the one it is to replace."""
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".sources-", suffix=".yaml")
    with os.fdopen(handle, "wb") as file:
        file.write(text.encode("utf-8"))
        file.flush()
        os.fsync(file.fileno())
    Path(name).chmod(target.stat().st_mode)
    return Path(name)


def _unfit(path: Path) -> ConfigError:
    return ConfigError(
        f"{path}: no entry can be added between these lines; write `sources:` as a list of"
        " `- id:` entries, or paste the entry yourself"
    )
