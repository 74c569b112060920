"""One request on the wire: resolve, vet, connect to the vetted address, read under a deadline.

::

    URL -> pool -> resolve -> may_connect? -> socket (watched) -> status and headers -> body
                      |             |                                |
                     dns     address-refused                timeout, truncated, tls, ...

Built on requests' adapter, whose connections are exchanged for guarded ones. Redirects, retries
and politeness are the client's, not the wire's.
"""

import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import requests

from tasks.fetch.reasons import Reason
from tasks.fetch.web.addresses import may_connect
from tasks.fetch.web.connections import GuardedAdapter
from tasks.fetch.web.failures import explained
from tasks.fetch.web.lost import Lost
from tasks.fetch.web.reply import Reply
from tasks.fetch.web.watchdog import Watchdog
from tasks.fetch.web.world import World

CONNECT_SHARE = 0.5
"""Of the time left, for one address when there are others to try."""


class Wire:
    """Sends one request at a time; used by one thread only."""

    def __init__(
        self, world: World, watchdog: Watchdog, context: ssl.SSLContext, *, private: bool
    ) -> None:
        self._world = world
        self._watchdog = watchdog
        self._private = private
        self._deadline = 0.0
        self._watched: socket.socket | None = None
        self._dropped: list[socket.socket] = []
        self._adapter = GuardedAdapter(self, context)

    @contextmanager
    def open(
        self, url: str, headers: Mapping[str, str], deadline: float, cookies: Any = None
    ) -> Iterator[Reply]:
        """Status and headers of a GET; the body is read from the reply inside the block.

        Raises:
            Lost: there is no answer, or its body did not come whole. Time is up at ``deadline``.
        """
        self._deadline = deadline
        response: requests.Response | None = None
        try:
            request = requests.Request("GET", url, headers=dict(headers), cookies=cookies).prepare()
            left = max(0.01, self.time_left())
            response = self._adapter.send(request, stream=True, timeout=(left, left), verify=True)
            yield Reply(response)
        except Exception as error:
            if self.time_left() <= 0:
                raise Lost(Reason.TIMEOUT) from error
            raise explained(error) from error
        finally:
            if response is not None:
                response.close()
            self.release()
        if self.time_left() <= 0:  # a body without a length ends cleanly when it is shut down
            raise Lost(Reason.TIMEOUT)

    def close(self) -> None:
        """Let go of the idle connections."""
        self._adapter.close()

    def time_left(self) -> float:
        """Seconds until the deadline."""
        return self._deadline - self._world.monotonic()

    def connect(self, host: str, port: int) -> socket.socket:
        """A socket connected to the first vetted address that answers.

        Raises:
            Lost: the name does not resolve, no address of it may be asked, or none answers.
        """
        addresses = self._resolve(host, port)
        allowed = [each for each in addresses if may_connect(each, private=self._private)]
        if not allowed:
            raise Lost(Reason.ADDRESS_REFUSED)
        last: OSError | None = None
        for at, address in enumerate(allowed[:4]):
            share = 1.0 if at + 1 == len(allowed) else CONNECT_SHARE
            try:
                return self._world.dial(address, port, max(0.01, self.time_left() * share))
            except OSError as error:
                last = error
        raise Lost(
            Reason.TIMEOUT if isinstance(last, TimeoutError) else Reason.CONNECTION
        ) from last

    def guard(self, handle: socket.socket) -> None:
        """Have the socket behind this handle shut down at the deadline."""
        self.release()
        self._watched = handle
        self._watchdog.watch(handle, self._deadline)

    def release(self) -> None:
        """The exchange is over: leave its socket alone."""
        if self._watched is not None:
            self._watchdog.forget(self._watched)
            self._watched = None
        for handle in self._dropped:
            handle.close()
        self._dropped.clear()

    def drop(self, handle: socket.socket) -> None:
        """Close a handle whose connection is done with, once the exchange in hand is over.

        A response that ends with its connection is still being read when that is closed.
        """
        self._dropped.append(handle)

    def _resolve(self, host: str, port: int) -> list[str]:
        """Addresses of the host; in a thread of its own, since a resolver heeds no deadline."""
        if _is_address(host):
            return [host]
        found: list[str] = []
        errors: list[Exception] = []

        def look_up() -> None:
            try:
                found.extend(self._world.resolve(host, port))
            except (OSError, ValueError) as error:  # UnicodeError: a label of over 63 signs
                errors.append(error)

        thread = threading.Thread(target=look_up, name="resolve", daemon=True)
        thread.start()
        thread.join(max(0.01, self.time_left()))
        if thread.is_alive():
            raise Lost(Reason.TIMEOUT, "dns")
        if not found:
            raise Lost(Reason.DNS) from (errors[0] if errors else None)
        return list(found)


def _is_address(host: str) -> bool:
    for family in (socket.AF_INET, socket.AF_INET6):
        try:
            socket.inet_pton(family, host)
        except (OSError, ValueError):
            continue
        return True
    return False
