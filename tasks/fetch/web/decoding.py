"""Content codings undone under a cap, with the end of the stream looked for."""

import zlib
from collections.abc import Iterable, Iterator

from tasks.fetch.reasons import Reason
from tasks.fetch.web.lost import Lost

MAX_MEMBERS = 64
"""Members of one gzip body; honest ones have one, a few loggers a handful."""

IDENTITY = frozenset({"", "identity", "none"})
GZIP = frozenset({"gzip", "x-gzip"})


def decode_body(chunks: Iterable[bytes], coding: str, max_bytes: int, *, cut: bool) -> bytes:
    """The body as sent, less its coding; with ``cut``, only the first ``max_bytes`` of it.

    Raises:
        Lost: too large on the wire or decoded, cut off, broken, or in a coding not asked for.
    """
    parts: list[bytes] = []
    size = 0
    for part in _decoded(_capped(chunks, max_bytes, cut=cut), _coding(coding), max_bytes):
        parts.append(part)
        size += len(part)
        if size > max_bytes:
            if cut:
                break
            raise Lost(Reason.TOO_LARGE)
    return b"".join(parts)[:max_bytes]


def _coding(header: str) -> str:
    codings = [name for name in map(str.strip, header.lower().split(",")) if name not in IDENTITY]
    if len(codings) > 1:
        raise Lost(Reason.BAD_ENCODING, "more than one")
    name = codings[0] if codings else ""
    if name and name not in GZIP and name != "deflate":
        raise Lost(Reason.BAD_ENCODING, name[:40])
    return name


def _capped(chunks: Iterable[bytes], max_bytes: int, *, cut: bool) -> Iterator[bytes]:
    size = 0
    for chunk in chunks:
        size += len(chunk)
        yield chunk
        if size > max_bytes:
            if cut:
                return
            raise Lost(Reason.TOO_LARGE)


def _decoded(chunks: Iterator[bytes], coding: str, max_bytes: int) -> Iterator[bytes]:
    if coding in GZIP:
        return _gunzip(chunks, max_bytes)
    return _inflate(chunks, max_bytes) if coding else chunks


def _gunzip(chunks: Iterator[bytes], max_bytes: int) -> Iterator[bytes]:
    """RFC 1952: one member or several; anything that is no member after the first is ignored."""
    decoder = zlib.decompressobj(wbits=31)
    members = 0
    fresh = True  # nothing fed to this member yet
    for chunk in chunks:
        rest = chunk
        while rest:
            if decoder.eof:
                members += 1
                if not rest.startswith(b"\x1f"):
                    return
                if members > MAX_MEMBERS:
                    raise Lost(Reason.BAD_ENCODING, "members")
                decoder = zlib.decompressobj(wbits=31)
            fresh = False
            yield from _feed(decoder, rest, max_bytes)
            rest = decoder.unused_data
    if not fresh and not decoder.eof:
        raise Lost(Reason.TRUNCATED, "gzip")


def _inflate(chunks: Iterator[bytes], max_bytes: int) -> Iterator[bytes]:
    """RFC 9110, 8.4.1.2: zlib format; many servers send the bare stream, which is taken too."""
    first = next(chunks, b"")
    if not first:
        return
    wrapped = first[0] & 0x0F == 8 and (len(first) < 2 or int.from_bytes(first[:2]) % 31 == 0)
    decoder = zlib.decompressobj(wbits=15 if wrapped else -15)
    yield from _feed(decoder, first, max_bytes)
    for chunk in chunks:
        if decoder.eof:
            return
        yield from _feed(decoder, chunk, max_bytes)
    if not decoder.eof:
        raise Lost(Reason.TRUNCATED, "deflate")


def _feed(decoder: "zlib._Decompress", data: bytes, max_bytes: int) -> Iterator[bytes]:
    """What comes out, never more than the cap at a time: a bomb opens slowly."""
    try:
        while data:
            part = decoder.decompress(data, min(max_bytes + 1, 1_000_000))
            data = decoder.unconsumed_tail
            if part:
                yield part
    except zlib.error as error:
        raise Lost(Reason.BAD_ENCODING, "broken") from error
