"""What an archived record's payload says, its transfer and content codings undone.

Writers of archives differ: some keep the body as it was on the wire, some undo its codings and
leave the headers. So a coding is undone where the bytes look like it, and then to its very end.
"""

import re
from collections.abc import Mapping

from tasks.fetch.reasons import Reason
from tasks.fetch.web.decoding import decode_body
from tasks.fetch.web.lost import Lost

_CHUNK = re.compile(rb"([0-9A-Fa-f]{1,16})[ \t]*(?:;[^\r\n]{0,1000})?\r?\n")
_MARKS = {"gzip": b"\x1f\x8b", "x-gzip": b"\x1f\x8b"}


def decoded(payload: bytes, headers: Mapping[str, str], max_bytes: int) -> bytes:
    """The body; headers by lower-case name.

    Raises:
        Lost: it is cut off, broken, too large, or in a coding that nobody asked for.
    """
    if "chunked" in headers.get("transfer-encoding", "").lower() and _CHUNK.match(payload):
        payload = _joined(payload)
    coding = headers.get("content-encoding", "").strip().lower()
    if coding in _MARKS and not payload.startswith(_MARKS[coding]):
        return payload  # the writer undid it
    return decode_body([payload], coding, max_bytes, cut=False) if payload else payload


def _joined(payload: bytes) -> bytes:
    """The chunks of RFC 9112, 7.1, in one."""
    parts: list[bytes] = []
    at = 0
    while True:
        head = _CHUNK.match(payload, at)
        if head is None:
            raise Lost(Reason.TRUNCATED, "chunks")
        size, start = int(head[1], 16), head.end()
        if size == 0:
            return b"".join(parts)
        if start + size > len(payload):
            raise Lost(Reason.TRUNCATED, "chunk")
        parts.append(payload[start : start + size])
        at = start + size
        at += 2 if payload[at : at + 2] == b"\r\n" else payload[at : at + 1] == b"\n"
