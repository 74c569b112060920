"""The sample site on the loopback interface: two invented publishers, in two editions.

A request goes this way::

    path -> gone? moved? -> the newest edition that has the file -> {{base}} filled in -> 304 or 200

The second edition is laid over the first: its folder holds only what differs, and its site.yaml
names what is gone or has moved.
"""

import hashlib
import socket
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path, PurePosixPath
from threading import Thread
from types import TracebackType
from typing import Self, cast
from urllib.parse import unquote, urlsplit

import yaml

SITE = Path(__file__).parent / "site"
EDITIONS = ("first", "second")
MANIFEST = "site.yaml"
BASE_MARK = "{{base}}"

MEDIA_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".xml": "application/xml; charset=utf-8",
}

ERROR_PAGE = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>{phrase}</title></head>
<body><h1>{phrase}</h1><p>{description}.</p></body>
</html>
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One edition's folder, and what its manifest says."""

    folder: Path
    published_at: datetime
    gone: frozenset[str] = frozenset()
    moved: Mapping[str, str] = field(default_factory=dict)
    new: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the server says to one request."""

    status: HTTPStatus
    headers: Mapping[str, str]
    body: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """The two validators that a client may send back, byte for byte as it sent them."""

    if_none_match: str | None = None
    if_modified_since: str | None = None


class SampleSite:
    """Serves one edition on 127.0.0.1 for as long as the context lasts.

    ``port`` 0 takes a free one. ``served`` lists the path and status of every answer so far.
    """

    def __init__(self, folder: Path = SITE, *, edition: str = EDITIONS[0], port: int = 0) -> None:
        self._folder = folder
        self._port = port
        self._editions = read_editions(folder, edition)
        self._server: _Server | None = None
        self.served: list[tuple[str, int]] = []

    @property
    def base_url(self) -> str:
        """The site's address without a slash at the end."""
        if self._server is None:
            raise RuntimeError("the sample site has no address until its context is entered")
        return f"http://127.0.0.1:{self._server.server_port}"

    def publish(self, edition: str) -> None:
        """Serve that edition from the next request on."""
        self._editions = read_editions(self._folder, edition)

    def answer(self, target: str, conditions: Conditions) -> Answer:
        """The answer to a GET of that target, noted in ``served``."""
        answer = answer_request(self._editions, target, self.base_url, conditions)
        self.served.append((urlsplit(target).path, answer.status.value))
        return answer

    def __enter__(self) -> Self:
        self._server = _Server(self, self._port)
        Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None


def read_editions(folder: Path, edition: str) -> tuple[Edition, ...]:
    """That edition and those under it, the newest first.

    Raises:
        ValueError: there is no edition of that name.
    """
    if edition not in EDITIONS:
        raise ValueError(f"no edition {edition!r}; there are {' and '.join(EDITIONS)}")
    names = EDITIONS[: EDITIONS.index(edition) + 1]
    return tuple(read_edition(folder / name) for name in reversed(names))


def read_edition(folder: Path) -> Edition:
    """The edition of that folder, with its manifest read."""
    manifest = yaml.safe_load((folder / MANIFEST).read_text(encoding="utf-8"))
    return Edition(
        folder=folder,
        published_at=manifest["published_at"].astimezone(UTC),
        gone=frozenset(manifest.get("gone", ())),
        moved=dict(manifest.get("moved", {})),
        new=tuple(manifest.get("new", ())),
    )


def answer_request(
    editions: Sequence[Edition], target: str, base_url: str, conditions: Conditions
) -> Answer:
    """What the editions, newest first, answer to a GET of that target."""
    path = unquote(urlsplit(target).path).removeprefix("/")
    if any(path in edition.gone for edition in editions):
        return _answer_error(HTTPStatus.GONE)
    for edition in editions:
        if path in edition.moved:
            location = f"{base_url}/{edition.moved[path]}"
            return _answer_error(HTTPStatus.MOVED_PERMANENTLY, {"Location": location})
        file = find_file(edition.folder, path)
        if file is not None:
            return _answer_file(file, edition.published_at, base_url, conditions)
    return _answer_error(HTTPStatus.NOT_FOUND)


def find_file(folder: Path, path: str) -> Path | None:
    """The file of that path below the folder; a folder, with its slash, means index.html."""
    parts = PurePosixPath(path).parts
    if not path.isprintable() or ".." in parts or path.startswith("/") or path == MANIFEST:
        return None
    file = folder.joinpath(*parts)
    if not path or path.endswith("/"):
        file /= "index.html"
    return file if file.is_file() else None


def _answer_file(
    file: Path, modified_at: datetime, base_url: str, conditions: Conditions
) -> Answer:
    body = file.read_bytes().replace(BASE_MARK.encode(), base_url.encode())
    etag = f'"{hashlib.sha256(body).hexdigest()[:20]}"'
    validators = {"ETag": etag, "Last-Modified": format_datetime(modified_at, usegmt=True)}
    if _is_unchanged(etag, modified_at, conditions):
        return Answer(status=HTTPStatus.NOT_MODIFIED, headers=validators)
    media_type = MEDIA_TYPES.get(file.suffix, "application/octet-stream")
    return Answer(
        status=HTTPStatus.OK, headers={"Content-Type": media_type, **validators}, body=body
    )


def _is_unchanged(etag: str, modified_at: datetime, conditions: Conditions) -> bool:
    # RFC 9110, 13.2.2: If-Modified-Since counts only where there is no If-None-Match.
    if conditions.if_none_match is not None:
        given = [tag.strip().removeprefix("W/") for tag in conditions.if_none_match.split(",")]
        return etag in given or given == ["*"]
    if conditions.if_modified_since is None:
        return False
    try:
        since = parsedate_to_datetime(conditions.if_modified_since)
    except ValueError:
        return False
    return modified_at <= (since if since.tzinfo else since.replace(tzinfo=UTC))


def _answer_error(status: HTTPStatus, headers: Mapping[str, str] | None = None) -> Answer:
    page = ERROR_PAGE.format(phrase=status.phrase, description=status.description)
    return Answer(
        status=status,
        headers={"Content-Type": MEDIA_TYPES[".html"], **(headers or {})},
        body=page.encode(),
    )


class _Server(ThreadingHTTPServer):
    """A server that knows its site and says nothing when a client hangs up."""

    daemon_threads = True

    def __init__(self, site: SampleSite, port: int) -> None:
        self.site = site
        super().__init__(("127.0.0.1", port), _Handler)

    def handle_error(
        self, request: socket.socket | tuple[bytes, socket.socket], client_address: object
    ) -> None:
        """Pass over a connection that the client closed; report anything else as usual."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    """Writes the site's answers to the wire."""

    protocol_version = "HTTP/1.1"
    server_version = "SampleSite"
    sys_version = ""
    timeout = 10

    def do_GET(self) -> None:
        """Answer with headers and body."""
        self.wfile.write(self._send_head().body)

    def do_HEAD(self) -> None:
        """Answer with the headers alone."""
        self._send_head()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: what was served stands in the site's ``served``."""

    def _send_head(self) -> Answer:
        conditions = Conditions(
            if_none_match=self.headers.get("If-None-Match"),
            if_modified_since=self.headers.get("If-Modified-Since"),
        )
        answer = cast("_Server", self.server).site.answer(self.path, conditions)
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if answer.status is not HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        return answer
