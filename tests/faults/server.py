"""A server on loopback that misbehaves on purpose: each host name of its own plays one fault.

Names end in ``.fault`` and resolve to a made-up public address, which the test's dial maps to
this server. Any other address that is dialled is noted and refused, so that a test can prove that
nothing else was ever reached for.
"""

import re
import socket
import ssl
import struct
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime

import trustme

PUBLIC = "93.184.215.14"
"""The address that names of the server resolve to. It is never really dialled."""

Play = Callable[["Line"], None]


@dataclass
class Line:
    """One request as the server sees it, and the ways to answer it."""

    sock: socket.socket
    path: str
    headers: dict[str, str]
    count: int  # of requests for this path on this host, this one included
    server: "FaultServer"

    def send(self, data: bytes) -> None:
        """Send bytes as they are."""
        self.sock.sendall(data)

    def drip(self, data: bytes, every_s: float = 0.05) -> None:
        """Send one byte at a time."""
        for at in range(len(data)):
            self.sock.sendall(data[at : at + 1])
            time.sleep(every_s)

    def flood(self, data: bytes, seconds: float = 20.0) -> None:
        """Send the same again and again."""
        until = time.monotonic() + seconds
        while time.monotonic() < until and not self.server.stopping.is_set():
            self.sock.sendall(data)

    def hold(self, seconds: float = 20.0) -> None:
        """Say nothing until the client goes."""
        self.sock.settimeout(seconds)
        with suppress(OSError):
            while self.sock.recv(4096):
                pass

    def reset(self) -> None:
        """Reset the connection."""
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.sock.close()


def http(
    status: int = 200, body: bytes = b"", headers: dict[str, str] | None = None, **named: str
) -> bytes:
    """A whole response with its length; headers by name, ``content_type`` for Content-Type."""
    fields = {"Content-Type": "text/html", "Content-Length": str(len(body))}
    fields |= {name.replace("_", "-").title(): value for name, value in named.items()}
    fields |= headers or {}
    lines = "".join(f"{name}: {value}\r\n" for name, value in fields.items() if value)
    return f"HTTP/1.1 {status} X\r\n{lines}\r\n".encode("latin-1") + body


NOT_FOUND = http(404, b"no such page")


@dataclass
class FaultServer:
    """The server: who plays what, who asked what, and which addresses were dialled."""

    authority: trustme.CA = field(default_factory=trustme.CA)
    plays: dict[str, Play] = field(default_factory=dict)
    documents: dict[tuple[str, str], bytes | Play] = field(default_factory=dict)  # by host, path
    names: dict[str, list[list[str]]] = field(default_factory=dict)  # answers of the resolver
    certificates: dict[str, ssl.SSLContext] = field(default_factory=dict)
    requests: dict[str, list[tuple[str, dict[str, str]]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    dialled: list[tuple[str, int]] = field(default_factory=list)
    stopping: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.plain = self._listen(tls=False)
        self.secure = self._listen(tls=True)
        self._lock = threading.Lock()

    def resolve(self, host: str, port: int) -> list[str]:
        """The server's own names, and what a case says a name resolves to."""
        answers = self.names.get(host)
        if answers:
            return answers.pop(0) if len(answers) > 1 else answers[0]
        if host.endswith(".fault"):
            return [PUBLIC]
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    def dial(self, address: str, port: int, timeout_s: float) -> socket.socket:
        """The made-up public address leads here; any other is noted and refused."""
        self.dialled.append((address, port))
        if address != PUBLIC:
            raise ConnectionRefusedError
        target = self.secure if port in (443, 8443) else self.plain
        return socket.create_connection(target.getsockname(), timeout_s)

    def asked(self, host: str, path: str = "/page") -> list[dict[str, str]]:
        """The headers of every request for a path."""
        return [headers for asked, headers in self.requests[host] if asked == path]

    def close(self) -> None:
        """Stop listening."""
        self.stopping.set()
        self.plain.close()
        self.secure.close()

    def context_for(self, host: str) -> ssl.SSLContext:
        """A certificate for a host, unless the case has made another."""
        with self._lock:
            if host not in self.certificates:
                self.certificates[host] = self.issue(host)
            return self.certificates[host]

    def issue(
        self, host: str, authority: trustme.CA | None = None, *, until: int = 0
    ) -> ssl.SSLContext:
        """A server context with a certificate for the host; ``until`` a year, when it is to end."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        ends = datetime(until, 1, 1, tzinfo=UTC) if until else None
        certificate = (authority or self.authority).issue_cert(host, not_after=ends)
        certificate.configure_cert(context)
        return context

    def _listen(self, *, tls: bool) -> socket.socket:
        listening = socket.create_server(("127.0.0.1", 0), backlog=128)
        threading.Thread(target=self._accept, args=(listening, tls), daemon=True).start()
        return listening

    def _accept(self, listening: socket.socket, tls: bool) -> None:
        while not self.stopping.is_set():
            try:
                sock, _ = listening.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(sock, tls), daemon=True).start()

    def _serve(self, sock: socket.socket, tls: bool) -> None:
        with suppress(OSError, ValueError):
            if tls:
                wrapped = self._handshake(sock)
                if wrapped is None:
                    return
                sock = wrapped
            while request := _read_request(sock):
                path, headers = request
                self._answer(sock, path, headers)
        with suppress(OSError):
            sock.close()

    def _handshake(self, sock: socket.socket) -> socket.socket | None:
        # The name a client asks for stands in clear in its hello.
        hello = sock.recv(4096, socket.MSG_PEEK)
        host = next((name for name in _names_in(hello)), "default.fault")
        if host.startswith("tls-raw-"):
            self.plays[host](Line(sock=sock, path="", headers={}, count=1, server=self))
            sock.close()
            return None
        context = self.context_for(host)
        return context.wrap_socket(sock, server_side=True, suppress_ragged_eofs=True)

    def _answer(self, sock: socket.socket, path: str, headers: dict[str, str]) -> None:
        host = headers.get("host", "").partition(":")[0]
        with self._lock:
            self.requests[host].append((path, headers))
            count = len(self.asked(host, path))
        line = Line(sock=sock, path=path, headers=headers, count=count, server=self)
        document = self.documents.get((host, path))
        side = path in ("/robots.txt", "/.well-known/tdmrep.json")
        if isinstance(document, bytes):
            line.send(document)
        elif document is not None:
            document(line)
        elif side or host not in self.plays:
            line.send(NOT_FOUND)
        else:
            self.plays[host](line)


def _names_in(hello: bytes) -> list[str]:
    # RFC 6066, 3: type 0, two bytes of length, the name.
    found = re.finditer(rb"\x00\x00(.)([a-z0-9-]+\.fault)", hello, re.DOTALL)
    return [name[2].decode() for name in found if name[1][0] == len(name[2])]


def _read_request(sock: socket.socket) -> tuple[str, dict[str, str]] | None:
    data = b""
    while b"\r\n\r\n" not in data:
        chunk = sock.recv(65536)
        if not chunk:
            return None
        data += chunk
    first, *lines = data.decode("latin-1").split("\r\n\r\n")[0].split("\r\n")
    pairs = (line.partition(":") for line in lines)
    headers = {name.lower(): value.strip() for name, _, value in pairs}
    return first.split(" ")[1], headers


@contextmanager
def running() -> Iterator[FaultServer]:
    """A server for the length of a test session."""
    server = FaultServer()
    try:
        yield server
    finally:
        server.close()
