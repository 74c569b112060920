"""A site of many hosts on loopback, in a process of its own, for measuring how it is fetched."""

import asyncio
import multiprocessing
import random
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection

import requests

PAGE_WORDS = 4_000  # 28 KB, about a news page without its scripts
SPAWN = multiprocessing.get_context("spawn")


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Where the hosts are, and how much each holds."""

    port: int
    hosts: int
    articles: int

    def base(self, host: int) -> str:
        """The address of a host."""
        return f"http://127.0.{1 + host // 250}.{1 + host % 250}:{self.port}"

    def pages(self, host: int) -> list[str]:
        """The articles of a host."""
        return [f"{self.base(host)}/a/{at}" for at in range(self.articles)]


@contextmanager
def serving(hosts: int, articles: int) -> Iterator[Site]:
    """A server process with that many hosts."""
    here, there = SPAWN.Pipe()
    server = SPAWN.Process(target=_serve, args=(there, articles), daemon=True)
    server.start()
    try:
        yield Site(port=here.recv(), hosts=hosts, articles=articles)
    finally:
        server.terminate()
        server.join()


def _serve(there: Connection, articles: int) -> None:
    words = random.Random(7).choices(["council", "river", "budget", "vote", "bridge"], k=PAGE_WORDS)
    page = f"<html><body><p>{' '.join(words)}</p></body></html>".encode()
    answers = Answers(page, articles)

    async def run() -> None:
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: Talk(answers), "0.0.0.0", 0, backlog=512)
        there.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(run())


class Answers:
    """What the hosts answer; made once, so that the server costs little."""

    def __init__(self, page: bytes, articles: int) -> None:
        self.count = 0
        items = "".join(
            f"<item><title>No. {at}</title><link>/a/{at}</link></item>" for at in range(articles)
        )
        feed = f'<rss version="2.0"><channel><title>T</title>{items}</channel></rss>'.encode()
        self._page = _http(b"200 OK", page)
        self._feed = _http(b"200 OK", feed, b'ETag: "1"\r\n')
        self._unchanged = b'HTTP/1.1 304 Not Modified\r\nETag: "1"\r\n\r\n'
        self._missing = _http(b"404 Not Found", b"no")

    def to(self, request: bytes) -> bytes:
        """The answer to a request's head."""
        self.count += 1
        path = request.split(b" ", 2)[1]
        if path.startswith(b"/a/"):
            return self._page
        if path == b"/feed":
            return self._unchanged if b'if-none-match: "1"' in request.lower() else self._feed
        if path == b"/count":
            return _http(b"200 OK", str(self.count).encode())
        return self._missing


class Talk(asyncio.Protocol):
    """One connection."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers
        self._waiting = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember whom to answer."""
        assert isinstance(transport, asyncio.Transport)
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Answer every whole request."""
        self._waiting += data
        while b"\r\n\r\n" in self._waiting:
            request, _, self._waiting = self._waiting.partition(b"\r\n\r\n")
            self._transport.write(self._answers.to(request))


def _http(status: bytes, body: bytes, more: bytes = b"") -> bytes:
    head = b"HTTP/1.1 %s\r\nContent-Type: text/html\r\nContent-Length: %d\r\n" % (status, len(body))
    return head + more + b"\r\n" + body


def requests_so_far(site: Site) -> int:
    """How many requests the site has had, this one included."""
    return int(requests.get(f"{site.base(0)}/count", timeout=15).text)
