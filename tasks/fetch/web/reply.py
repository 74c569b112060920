"""An answer on the wire: status, headers, and a body that is read under caps."""

from collections.abc import Iterator
from typing import Any

import requests

from tasks.fetch.reasons import Reason
from tasks.fetch.web.decoding import decode_body
from tasks.fetch.web.lost import Lost

CHUNK_BYTES = 65_536

MAX_DRAIN_BYTES = 16_384
"""A body up to this size is read though nobody wants it: cheaper than a new connection."""


class Reply:
    """One response whose body has not been read yet."""

    def __init__(self, response: requests.Response) -> None:
        self._response = response
        self.status = response.status_code
        self.url = response.url
        self.cookies: Any = response.cookies

    @property
    def headers(self) -> dict[str, str]:
        """Headers by lower-case name; values of one name joined by a comma."""
        return {name.lower(): value for name, value in self._response.headers.items()}

    def header(self, name: str) -> str | None:
        """One header's value."""
        return self._response.headers.get(name)

    def read(self, max_bytes: int, *, cut: bool = False) -> bytes:
        """The decoded body; with ``cut``, only its first ``max_bytes``.

        Raises:
            Lost: it is too large on the wire or decoded, cut off, or not what it says it is.
        """
        declared = self._declared_length()
        if not cut and declared is not None and declared > max_bytes:
            raise Lost(Reason.TOO_LARGE)
        coding = self.header("content-encoding") or ""
        return decode_body(self._chunks(), coding, max_bytes, cut=cut)

    def discard(self) -> None:
        """Read what is left of a short body, so that the connection can be used again."""
        declared = self._declared_length()
        if declared is not None and declared <= MAX_DRAIN_BYTES:
            for _ in self._chunks():
                pass

    def _declared_length(self) -> int | None:
        text = (self.header("content-length") or "").partition(",")[0].strip()
        return int(text[:20]) if text.isascii() and text.isdigit() else None

    def _chunks(self) -> Iterator[bytes]:
        while chunk := self._response.raw.read(CHUNK_BYTES, decode_content=False):
            yield chunk
