"""Nothing on this machine is ever reached by a source that may not: proven by who listens there."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest

from storage.records import Outcome
from tasks.fetch.web.addresses import PUBLIC_PORTS, may_connect
from tasks.fetch.web.asking import Ask
from tasks.fetch.web.client import Client
from tasks.fetch.web.world import World
from tasks.sources import Fetch


class Canary:
    """Listens on a port that web servers use, and sings when anybody connects."""

    def __init__(self) -> None:
        self.heard = 0
        self.sock = next(filter(None, map(_listen, sorted(PUBLIC_PORTS, reverse=True))))
        self.port = self.sock.getsockname()[1]
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                sock, _ = self.sock.accept()
                self.heard += 1
                sock.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecret")
                sock.close()


def _listen(port: int) -> socket.socket | None:
    try:
        return socket.create_server(("127.0.0.1", port))
    except OSError:
        return None


@contextmanager
def canary() -> Iterator[Canary]:
    """A canary that is put away in the end."""
    bird = Canary()
    try:
        yield bird
    finally:
        bird.sock.shutdown(socket.SHUT_RDWR)  # wakes the thread that accepts
        bird.sock.close()


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "localhost", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "0", "0.0.0.0",
        "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "127.0.0.1.", "①②⑦.⓪.⓪.①", "127。0。0。1",
    ],
)  # fmt: skip
def test_no_spelling_of_this_machine_reaches_the_canary(host: str) -> None:
    client = Client(longest_s=5)
    with canary() as bird:
        answer = client.get(Ask(url=f"http://{host}:{bird.port}/", policy=Fetch()))

        assert answer.outcome is Outcome.FAILED
        assert bird.heard == 0


def test_the_canary_sings_when_it_may_be_reached() -> None:
    client = Client(longest_s=5)
    policy = Fetch(allow_private_hosts=True, robots="ignore", tdm="ignore")
    with canary() as bird:
        answer = client.get(Ask(url=f"http://127.0.0.1:{bird.port}/", policy=policy))

        assert answer.body == b"secret"
        assert bird.heard == 1


def test_proxies_in_the_environment_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World(resolve=lambda host, port: ["10.0.0.1"])
    with canary() as bird:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{bird.port}")
        answer = Client(world=world).get(Ask(url="http://news.example/", policy=Fetch()))

        assert (answer.outcome, bird.heard) == (Outcome.FAILED, 0)


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:4700::1111", "8.8.8.8"])
def test_public_addresses_may_be_connected_to(address: str) -> None:
    assert may_connect(address, private=False)


@pytest.mark.parametrize("address", ["127.0.0.1", "10.1.2.3", "::1", "fd00::1", "93.184.215.14"])
def test_a_source_that_may_reaches_private_addresses(address: str) -> None:
    assert may_connect(address, private=True)
