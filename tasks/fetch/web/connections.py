"""requests' connections, exchanged for guarded ones.

A guarded connection gets its socket from a line, which vets addresses, and has it watched while
it is used, so that no server outlasts the deadline.
"""

import http.client
import socket
import ssl
import weakref
from functools import partial
from typing import Any, Protocol

import requests
from requests.adapters import HTTPAdapter
from urllib3 import PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool

HOSTS_KEPT = 32
"""Idle connections a thread keeps open."""


class Line(Protocol):
    """What a connection needs of the wire."""

    def connect(self, host: str, port: int) -> socket.socket:
        """A socket connected to a vetted address."""
        ...

    def guard(self, handle: socket.socket) -> None:
        """Have this connection shut down at the deadline."""
        ...

    def drop(self, handle: socket.socket) -> None:
        """Close this handle once the exchange in hand is over."""
        ...


class StrictResponse(http.client.HTTPResponse):
    """As the standard library's, but past 103 Early Hints, and no chunk of negative size."""

    def begin(self) -> None:
        super().begin()
        while 100 < self.status < 200 and self.status != 101:
            self.headers = self.msg = None  # type: ignore[assignment]
            super().begin()
        length = self.headers.get("content-length")
        if length is not None and not self.chunked and not length.strip().isdigit():
            raise http.client.HTTPException("invalid Content-Length")  # RFC 9112, 6.3

    def _read_next_chunk_size(self) -> int:
        size: int = super()._read_next_chunk_size()  # type: ignore[misc]
        if size < 0:
            raise http.client.HTTPException("negative chunk size")
        return size


class _Guarded(HTTPConnection):
    """A connection that asks the wire for its socket and is watched while it is used."""

    response_class = StrictResponse

    def __init__(self, *args: Any, wire: Line, **options: Any) -> None:
        super().__init__(*args, **options)
        # urllib3 keeps idle connections of a pool alive until the pool is gone; a strong way from
        # them back to the pool would keep both for ever.
        self._wire = weakref.proxy(wire)
        self._handle: socket.socket | None = None

    def _new_conn(self) -> socket.socket:
        sock: socket.socket = self._wire.connect(self._dns_host, self.port)
        # TLS takes the socket object over; a second handle reaches the connection all the same.
        self._handle = sock.dup()
        self._wire.guard(self._handle)
        return sock

    def request(self, *args: Any, **options: Any) -> None:
        """Send a request; on a connection that was open already, watched anew."""
        if self.sock is not None and self._handle is not None:
            self._wire.guard(self._handle)
        super().request(*args, **options)

    def close(self) -> None:
        """Close the connection; its handle stays until the exchange is over."""
        super().close()
        handle, self._handle = self._handle, None
        if handle is None:
            return
        try:
            self._wire.drop(handle)
        except ReferenceError:  # the wire went first
            handle.close()


class _GuardedTLS(_Guarded, HTTPSConnection):
    """The same under TLS."""


class _Pools(PoolManager):
    """Pools whose connections are guarded."""

    def __init__(self, wire: Line, num_pools: int, **options: Any) -> None:
        super().__init__(num_pools, **options)
        self._wire = wire

    def _new_pool(self, scheme: str, *args: Any, **options: Any) -> HTTPConnectionPool:
        pool = super()._new_pool(scheme, *args, **options)
        kind = _GuardedTLS if scheme == "https" else _Guarded
        pool.ConnectionCls = partial(kind, wire=self._wire)  # type: ignore[assignment]
        return pool


class GuardedAdapter(HTTPAdapter):
    """requests' adapter over guarded pools, verifying TLS with one shared context."""

    def __init__(self, wire: Line, context: ssl.SSLContext) -> None:
        self._wire = wire
        self._context = context
        super().__init__(pool_connections=HOSTS_KEPT, pool_maxsize=1)

    def init_poolmanager(
        self, connections: int, maxsize: int, block: bool = False, **options: Any
    ) -> None:
        """Make the pools."""
        self.poolmanager = _Pools(
            self._wire, connections, maxsize=maxsize, block=block, ssl_context=self._context
        )

    def build_connection_pool_key_attributes(
        self, request: requests.PreparedRequest, verify: Any, cert: Any = None
    ) -> tuple[Any, Any]:
        """Pools by host alone: there is one way to verify, and no client certificates."""
        host, _ = super().build_connection_pool_key_attributes(request, verify, cert)
        return host, {}

    def cert_verify(self, conn: Any, url: Any, verify: Any, cert: Any) -> None:
        """Nothing to set: the shared context requires and verifies."""
