"""The files channel: what lies in the source's folder, one Received a file or JSON line.

::

    glob -> path -> inside? regular? size? -> bytes -> empty? binary? known? -> Received

Nothing here raises for bad input: a file that cannot be read is a row that says why.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from storage.records import Link, Outcome, Received
from tasks.fetch.contracts import Clock, Known
from tasks.fetch.reasons import Reason, reason_text
from tasks.fetch.stored.jsonl import read_records
from tasks.fetch.stored.paths import Found, PathRefused, find_files, open_inside
from tasks.fetch.stored.sniffing import looks_binary, name_magic
from tasks.sources import Channel, Source

MAX_FILE_BYTES = 10_000_000

MEDIA_TYPES = {
    ".txt": "text/plain",
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "text/html",
}

LINE_ENDINGS = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz")

SKIPS = frozenset({Reason.OUTSIDE_FOLDER, Reason.NOT_A_FILE})


def collect_files(
    source: Source, channel: Channel, *, known: Known, root: Path, now: Clock
) -> Iterator[Received]:
    """One Received for each file or JSON line that the channel's glob names, lazily."""
    reader = _Reader(source.id, channel.name, known, now)
    pattern = channel.path or ""
    try:
        for found in find_files(root, pattern):
            yield from _read_found(reader, root, found)
    except PathRefused as refused:
        yield reader.lost(pattern, refused)


class _Reader:
    """Makes rows: who reads, what is known, and the time."""

    def __init__(self, source_id: str, channel: str, known: Known, now: Clock) -> None:
        self._source_id = source_id
        self._channel = channel
        self._known = known
        self._now = now

    def row(
        self,
        name: str,
        outcome: Outcome,
        *,
        reason: str | None = None,
        identity: str | None = None,
        media_type: str | None = None,
        body: bytes | None = None,
    ) -> Received:
        """A row for a file or line of that name."""
        link = Link(
            source_id=self._source_id,
            channel=self._channel,
            url=name,
            identity=identity or name,
        )
        return Received(
            link=link,
            fetched_at=self._now(),
            outcome=outcome,
            final_url=name,
            reason=reason,
            media_type=media_type,
            body=body,
        )

    def lost(self, name: str, refused: PathRefused) -> Received:
        """A row for a path that is not read."""
        outcome = Outcome.SKIPPED if refused.reason in SKIPS else Outcome.FAILED
        return self.row(name, outcome, reason=reason_text(refused.reason, refused.detail))

    def read(
        self, name: str, body: bytes, media_type: str, *, identity: str | None = None
    ) -> Received:
        """A row for bytes that were read: stored, or unchanged when the ledger has them."""
        seen = self._known.seen(name)
        if seen is not None and seen.blob_sha256 == hashlib.sha256(body).hexdigest():
            return self.row(name, Outcome.UNCHANGED, identity=identity, media_type=media_type)
        return self.row(name, Outcome.STORED, identity=identity, media_type=media_type, body=body)


def _read_found(reader: _Reader, root: Path, found: Found) -> Iterator[Received]:
    lowered = found.name.lower()
    media_type = MEDIA_TYPES.get(Path(lowered).suffix)
    lines = lowered.endswith(LINE_ENDINGS)
    try:
        stream, size = open_inside(root, found.path)
    except PathRefused as refused:
        yield reader.lost(found.name, refused)
        return
    with stream:
        if media_type is not None:
            yield _read_whole(reader, found.name, stream, size, media_type)
        elif lines:
            yield from _read_lines(reader, found.name, stream, size)
        else:
            yield reader.row(found.name, Outcome.SKIPPED, reason=Reason.UNSUPPORTED_FILE)


def _read_whole(
    reader: _Reader, name: str, stream: BinaryIO, size: int, media_type: str
) -> Received:
    if size > MAX_FILE_BYTES:
        return reader.row(name, Outcome.FAILED, reason=Reason.TOO_LARGE)
    try:
        body = stream.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        reason = reason_text(Reason.UNREADABLE, error.strerror)
        return reader.row(name, Outcome.FAILED, reason=reason)
    if len(body) != size:
        return reader.row(name, Outcome.FAILED, reason=Reason.CHANGING)
    if not body.strip(b"\xef\xbb\xbf \t\r\n\f\0"):
        return reader.row(name, Outcome.SKIPPED, reason=Reason.EMPTY)
    if looks_binary(body) or (media_type == "text/html" and name_magic(body)):
        return reader.row(name, Outcome.SKIPPED, reason=Reason.BINARY)
    return reader.read(name, body, media_type)


def _read_lines(reader: _Reader, name: str, stream: BinaryIO, size: int) -> Iterator[Received]:
    packed = name.lower().endswith(".gz")
    if size == 0:
        yield reader.row(name, Outcome.SKIPPED, reason=Reason.EMPTY)
        return
    if not packed and looks_binary(stream.peek(8192)):  # type: ignore[attr-defined]
        yield reader.row(name, Outcome.SKIPPED, reason=Reason.BINARY)
        return
    for record in read_records(stream, packed=packed, size=size):
        url = f"{name}#{record.number}"
        if record.body is None:
            yield reader.row(url, Outcome.FAILED, reason=record.reason)
        else:
            yield reader.read(url, record.body, "application/json", identity=record.name)
