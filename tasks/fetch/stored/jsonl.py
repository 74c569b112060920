"""JSON lines, plain or gzipped, one at a time and never a whole file in memory."""

import gzip
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BufferedReader, RawIOBase
from typing import BinaryIO, cast

from storage.storable import storable
from tasks.fetch.reasons import Reason, reason_text

MAX_LINE_BYTES = 4_000_000
"""Longer lines are refused: parsed JSON can take 25 times its size in memory."""

MAX_RATIO = 250
"""Decoded to packed bytes. News text packs 3 to 20 times; a bomb a thousand times."""

RATIO_FROM_BYTES = 32_000_000
"""Decoded bytes before the ratio is looked at: short files may be as uniform as they like."""

HOPELESS_LINES = 1_000
"""Bad or empty lines, nine in ten, after which a file is not taken for JSON lines any more."""

UTF8_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One line: its bytes and its own name, or the reason it is lost."""

    number: int  # from 1
    body: bytes | None = None
    name: str | None = None  # the record's id or url, when it has one
    reason: str | None = None


class _TooLarge(Exception):
    """More came out of a file than its size can honestly hold."""


def read_records(stream: BinaryIO, *, packed: bool, size: int) -> Iterator[Record]:
    """The lines of a file of ``size`` bytes; a bad one costs itself, a broken end what follows."""
    number = good = 0
    source = _unpacked(stream) if packed else stream
    try:
        for line in _read_lines(source, limit=max(RATIO_FROM_BYTES, size * MAX_RATIO)):
            number += 1
            record = _judge_line(line, number)
            if record is not None:
                good += record.reason is None
                yield record
            if number - good >= HOPELESS_LINES and good < 0.1 * number:
                yield Record(number=number + 1, reason=Reason.NOT_JSONL)
                return
    except _TooLarge:
        yield Record(number=number + 1, reason=Reason.TOO_LARGE)
    except (EOFError, zlib.error, gzip.BadGzipFile):
        yield Record(number=number + 1, reason=Reason.CORRUPT)
    except OSError as error:
        yield Record(number=number + 1, reason=reason_text(Reason.UNREADABLE, error.strerror))


def _unpacked(stream: BinaryIO) -> BinaryIO:
    return cast("BinaryIO", BufferedReader(cast("RawIOBase", gzip.GzipFile(fileobj=stream))))


def _read_lines(source: BinaryIO, *, limit: int) -> Iterator[bytes]:
    """Lines; of one that is too long only the start, so long that it shows."""
    decoded = 0
    while line := source.readline(MAX_LINE_BYTES + 1):
        yield line
        decoded += len(line)
        cut = len(line) > MAX_LINE_BYTES
        while cut and line and not line.endswith(b"\n") and decoded <= limit:
            line = source.readline(MAX_LINE_BYTES)
            decoded += len(line)
        if decoded > limit:
            raise _TooLarge


def _judge_line(line: bytes, number: int) -> Record | None:
    body = line.removeprefix(UTF8_BOM if number == 1 else b"").strip()
    if not body:
        return None
    if len(line) > MAX_LINE_BYTES:
        return _bad_line(number, "too long")
    try:
        value = json.loads(body.decode("utf-8"))
    except UnicodeDecodeError:
        return _bad_line(number, "not UTF-8")
    except RecursionError:
        return _bad_line(number, "nested too deep")
    except ValueError:
        return _bad_line(number, "not JSON")
    if not isinstance(value, dict):
        return _bad_line(number, "not an object")
    return Record(number=number, body=body, name=_own_name(value))


def _bad_line(number: int, what: str) -> Record:
    return Record(number=number, reason=reason_text(Reason.BAD_LINE, f"{number} {what}"))


def _own_name(value: dict[str, object]) -> str | None:
    for key in ("id", "url"):
        name = value.get(key)
        if isinstance(name, int) and not isinstance(name, bool):
            return str(name)
        if isinstance(name, str) and name.strip():
            return storable(name.strip()[:2048].encode("utf-8", "backslashreplace").decode())
    return None
