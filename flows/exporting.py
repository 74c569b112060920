"""Handing out what is stored as files of other programs; each file is there whole or not at all."""

import os
import tempfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from storage.errors import NotFoundError, UsageError
from storage.queries.stored import StoredAnswer
from tasks.fetch.archived import Archived
from tasks.fetch.stored.export import export_warc


def write_warc(answers: Iterable[StoredAnswer], path: Path, now: datetime) -> int:
    """Write answers as a gzipped WARC file; returns how many.

    Raises:
        UsageError: the file is there already, or its folder is not.
        NotFoundError: there is no answer to write.
        BlobError: the bytes of one are missing or damaged.
    """
    if path.exists():
        raise UsageError(f"{path} is there already; name another file, or move it away")
    if not path.parent.is_dir():
        raise UsageError(f"there is no folder {path.parent}; make it first")
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".warc-")
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            software = f"newsledger {version('newsledger')}"
            count = export_warc(stream, _pages(answers), software=software, now=now)
        if not count:
            raise NotFoundError(
                "no such answer over HTTP is stored with its bytes; files read are in no WARC"
            )
        beside.chmod(0o644)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    return count


def write_lines(lines: Iterable[str], path: Path) -> int:
    """Write lines into a file, in place of what was there; returns how many.

    Raises:
        UsageError: its folder is not there.
    """
    if not path.parent.is_dir():
        raise UsageError(f"there is no folder {path.parent}; make it first")
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    count = 0
    try:
        with beside.open("w", encoding="utf-8") as file:
            for line in lines:
                file.write(line)
                count += 1
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    return count


def _pages(answers: Iterable[StoredAnswer]) -> Iterator[Archived]:
    for answer in answers:
        yield Archived(
            url=answer.url,
            at=answer.fetched_at,
            status=answer.status,
            headers=answer.headers,
            body=answer.body,
        )
